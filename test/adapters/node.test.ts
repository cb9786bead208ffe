// serveNode: what it answers, what it refuses, and how its connections end.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { serveNode } from '../../adapters/node.ts';
import { app, GET, start } from './logged-server.ts';
import { closed, exchange, open, statuses } from './raw-http.ts';

test('serveNode: answers, and logs one line per request', async (t) => {
  const { port, lines } = await start(t);
  assert.match(await exchange(port, GET('/echo')), /^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nGET 0$/);
  const [line, ...others] = await lines(1);
  assert.match(line ?? '', / access 200 GET \/echo \d+ B [\d.]+ ms 127\.0\.0\.1$/);
  assert.deepEqual(others, []);
});

test('serveNode: an option that is undefined has its default: the host is not every address of the machine', async (t) => {
  const unset: object = { host: undefined, maxConnections: undefined };
  const { server } = await start(t, unset);
  assert.equal(server.host, '127.0.0.1');
});

const REFUSED: ReadonlyArray<readonly [title: string, request: string, status: number, why?: RegExp]> = [
  ['two Host fields', 'GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400, /two Host fields$/],
  ['a bad Host', 'GET /echo HTTP/1.1\r\nHost: a/b\r\n\r\n', 400, /"a\/b": it is no host name$/],
  ['no Host', 'GET /echo HTTP/1.1\r\n\r\n', 400, /no Host field$/],
  ['TRACE', 'TRACE /echo HTTP/1.1\r\nHost: a\r\n\r\n', 405, /TRACE: it is never allowed$/],
  ['CONNECT', 'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n', 405],
  ['a huge target', GET(`/echo?${'q'.repeat(1 << 20)}`), 431],
  ['1,500 fields', `GET /echo HTTP/1.1\r\nHost: a\r\n${'a:1\r\n'.repeat(1500)}\r\n`, 431, /1501 .*: 200 are allowed$/],
  [
    'Content-Length and chunked',
    'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  [
    'two Content-Lengths',
    'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n012345',
    400,
  ],
  [
    'a bad chunk size',
    'POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n0\r\n\r\n',
    400,
  ],
  [
    'an unknown expectation',
    'POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 200-maybe\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx',
    417,
  ],
  ['a lower-case method', 'get /echo HTTP/1.1\r\nHost: a\r\n\r\n', 501],
];
for (const [title, request, status, why] of REFUSED) {
  test(`serveNode: ${title} → ${status}, one line in the log${why ? ' and why' : ''}`, async (t) => {
    const { port, lines } = await start(t);
    assert.deepEqual(statuses(await exchange(port, request)), [status]);
    const [line, ...others] = (await lines(why ? 2 : 1)).reverse();
    assert.match(line ?? '', new RegExp(` access ${status} `));
    assert.equal(others.length, why ? 1 : 0);
    if (why) {
      assert.match(others[0] ?? '', why);
      assert.equal(others[0]?.split(' ')[1], line?.split(' ')[1], 'under the same name');
    }
    assert.match(await exchange(port, GET('/echo')), /GET 0$/);
  });
}

test('serveNode: HTTP/1.0 without Host is answered', async (t) => {
  const { port } = await start(t);
  assert.match(await exchange(port, 'GET /echo HTTP/1.0\r\n\r\n'), /GET 0$/);
});

for (const host of ['::1', '::', '0.0.0.0']) {
  test(`serveNode: a request without Host is answered where ${host} listens`, async (t) => {
    const server = await serveNode(app(), { port: 0, host }).catch((error: NodeJS.ErrnoException) => error);
    if (server instanceof Error) return t.skip(`this machine has no ${host}: ${server.code}`);
    t.after(() => server.close());
    const socket = connect(server.port, host === '::1' ? host : '127.0.0.1').setEncoding('latin1');
    socket.write('GET /echo HTTP/1.0\r\n\r\n');
    let received = '';
    for await (const chunk of socket) received += chunk;
    assert.match(received, /GET 0$/);
  });
}

test('serveNode: pipelined requests are answered in order', async (t) => {
  const { port, lines } = await start(t);
  const one = 'GET /echo HTTP/1.1\r\nHost: a\r\n\r\n';
  const received = await exchange(port, one.repeat(49) + GET('/echo'));
  assert.equal(statuses(received).length, 50);
  assert.equal((await lines(50)).length, 50);
});

test('serveNode: a hundred requests may be in line on a connection, with more it is cut and no more are begun', async (t) => {
  const { server, lines } = await start(t);
  const line = (count: number) => 'GET /never HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(count);
  const patient = await open(server.port);
  patient.write(line(100));
  const flood = await open(server.port);
  flood.write(line(1500));
  await closed(flood);
  assert.equal((await lines(100)).filter((text) => text.includes(' 499 ')).length, 100);
  assert.ok(!patient.destroyed);
  patient.destroy();
  assert.equal((await lines(200)).length, 200);
});

test('serveNode: a header that never ends is cut with 408', async (t) => {
  const { port } = await start(t, { headersTimeout: 300 });
  assert.deepEqual(statuses(await exchange(port, 'GET /echo HTTP/1.1\r\nHost: a\r\n')), [408]);
});

test('serveNode: a connection that says nothing is closed', async (t) => {
  const { port } = await start(t, { headersTimeout: 300 });
  await closed(await open(port));
});

test('serveNode: a body that stands still is cut with 408', async (t) => {
  const { port, lines } = await start(t, { bodyIdle: 200 });
  const received = await exchange(port, 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n0123456789');
  assert.deepEqual(statuses(received), [408]);
  assert.match((await lines(1))[0] ?? '', / access 408 POST \/echo /);
});

test('serveNode: a reader that stands still is cut', async (t) => {
  const { port, lines } = await start(t, { responseIdle: 200 });
  const socket = await open(port);
  socket.write(GET('/endless'));
  await once(socket, 'readable');
  // Nothing is read from here on; the server's end shows in the log.
  assert.match((await lines(1))[0] ?? '', / access 200 aborted GET \/endless /);
  socket.destroy();
});

test('serveNode: a client that leaves is one line without a stack', async (t) => {
  const { port, lines } = await start(t);
  const socket = await open(port);
  socket.write(GET('/never'));
  setTimeout(() => socket.destroy(), 50);
  await closed(socket);
  const all = await lines(1);
  assert.match(all[0] ?? '', / access 499 aborted GET \/never /);
  assert.equal(all.length, 1);
});

test('serveNode: too many connections push out the oldest idle one, not the live ones', async (t) => {
  const { port } = await start(t, { maxConnections: 3 });
  const busy = await open(port);
  busy.write(GET('/never'));
  const idle = await open(port);
  const second = await open(port);
  const gone = closed(idle);
  assert.match(await exchange(port, GET('/echo')), /GET 0$/);
  await gone;
  assert.equal(busy.destroyed, false);
  assert.equal(second.destroyed, false);
  busy.destroy();
  second.destroy();
});

const SLOW = {
  'an upload that does not come': [
    'POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n',
    'data',
  ],
  'an answer that is not read': [GET('/endless'), 'readable'],
} as const;
for (const [what, [request, begun]] of Object.entries(SLOW)) {
  test(`serveNode: where no connection is idle, ${what} makes room, and never a request that waits for us`, async (t) => {
    const { port } = await start(t, { maxConnections: 2 });
    const waiting = await open(port);
    waiting.write(GET('/never'));
    const slow = await open(port);
    slow.write(request);
    await once(slow, begun);
    assert.match(await exchange(port, GET('/echo')), /GET 0$/);
    if (!slow.closed) await closed(slow);
    assert.equal(waiting.destroyed, false);
    waiting.destroy();
  });
}

test('serveNode: 100 Continue is sent when the body is read, and never for a refusal', async (t) => {
  const { port } = await start(t);
  const head = (path: string) =>
    `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`;
  assert.deepEqual(statuses(await exchange(port, head('/refuse'))), [413]);
  const socket = await open(port);
  socket.setEncoding('latin1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
    if (received.endsWith('100 Continue\r\n\r\n')) socket.write('abc');
  });
  socket.write(head('/echo'));
  await closed(socket);
  assert.deepEqual(statuses(received), [100, 200]);
  assert.match(received, /POST 3$/);
});

test('serveNode: drain answers what was begun, closes what is idle, refuses what is new', async (t) => {
  const { promise: held, resolve: finish } = Promise.withResolvers<Response>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const fetch = () => {
    begin();
    return held;
  };
  const server = await serveNode({ fetch }, { port: 0 });
  t.after(() => server.close());
  const idle = await open(server.port);
  idle.write('GET / HTTP/1.1\r\nHos');
  const answer = exchange(server.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await begun;
  const drained = server.drain();
  await closed(idle);
  await assert.rejects(open(server.port), { code: 'ECONNREFUSED' });
  finish(new Response('late'));
  assert.match(await answer, /Connection: close[\s\S]*late/i);
  await drained;
});

test('serveNode: drain closes a connection whose answer had begun as soon as that is whole', async (t) => {
  let answer!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      answer = controller;
    },
  });
  const server = await serveNode({ fetch: () => new Response(body) }, { port: 0, keepAliveTimeout: 60_000 });
  t.after(() => server.close());
  const socket = await open(server.port);
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  answer.enqueue(Buffer.from('begun'));
  await once(socket, 'data');
  const drained = server.drain();
  answer.close();
  await closed(socket);
  await drained;
});

test('serveNode: a client that resets its connection leaves no line', async (t) => {
  const { port, lines } = await start(t);
  const socket = await open(port);
  socket.write('GET /echo HTTP/1.1\r\nHos');
  // It has been read when another one is answered.
  await exchange(port, GET('/echo'));
  socket.resetAndDestroy();
  await exchange(port, GET('/echo'));
  assert.deepEqual(
    (await lines(2)).map((line) => / access (\d+) /.exec(line)?.[1]),
    ['200', '200'],
  );
});

test('serveNode: close cuts everything', async (t) => {
  const { server, port } = await start(t);
  const socket = await open(port);
  socket.write(GET('/never'));
  const gone = closed(socket);
  await server.close();
  await gone;
});

test('serveNode: a port in use rejects with node’s own error', async (t) => {
  const { port } = await start(t);
  await assert.rejects(serveNode(app(), { port }), { code: 'EADDRINUSE' });
});

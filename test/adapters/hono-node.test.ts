// cgi() behind @hono/node-server: what reaches the engine straight from the socket, and what goes back.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { cgi } from '../../adapters/hono.ts';
import { createLog } from '../../adapters/log.ts';
import { type FakeAnswer, fakeEngine } from './fake-engine.ts';
import { closed, exchange, open, statuses } from './raw-http.ts';

const TEXT: FakeAnswer = { pairs: [['Content-Type', 'text/plain']], body: 'hello' };

async function listen(t: TestContext, app: Hono): Promise<number> {
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

function appWith(engine: ReturnType<typeof fakeEngine>): Hono {
  const app = new Hono();
  app.all('/cgi-bin/*', cgi({ engine, log: false }));
  return app;
}

const TARGETS = [
  '/cgi-bin/a.js?q=%41',
  "/cgi-bin/a.js?it's",
  '/cgi-bin/a.js?<b>"x"',
  '/cgi-bin/a.js?',
  '/cgi-bin/a.js/caf%C3%A9',
  '/cgi-bin/x/../a.js',
  '/cgi-bin/%2e%2e/cgi-bin/a.js',
  'http://a/cgi-bin/a.js?x',
];
for (const target of TARGETS) {
  test(`cgi: the raw target ${target} reaches the engine`, async (t) => {
    const engine = fakeEngine(() => TEXT);
    const port = await listen(t, appWith(engine));
    const received = await exchange(port, `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    assert.deepEqual(statuses(received), [200]);
    assert.equal(engine.requests[0]?.target, target);
  });
}

test('cgi: header fields reach the engine as they came, and the socket is told of', async (t) => {
  const engine = fakeEngine(() => TEXT);
  const port = await listen(t, appWith(engine));
  const fields = 'Host: a\r\nX-One: 1\r\nx-one: 2\r\nX-Latin: \xe9\r\n__proto__: x\r\nConnection: close\r\n';
  await exchange(port, `GET /cgi-bin/a.js HTTP/1.1\r\n${fields}\r\n`);
  const [request] = engine.requests;
  assert.deepEqual(request?.headers, [
    ['Host', 'a'],
    ['X-One', '1'],
    ['x-one', '2'],
    ['X-Latin', '\xe9'],
    ['__proto__', 'x'],
    ['Connection', 'close'],
  ]);
  const { connection } = request;
  assert.equal(connection?.protocol, 'HTTP/1.1');
  assert.equal(connection?.remoteAddress, '127.0.0.1');
  assert.equal(connection?.localPort, port);
  assert.equal(connection?.scheme, 'http');
});

test('cgi: fields that a middleware changed are the ones that count', async (t) => {
  const engine = fakeEngine(() => TEXT);
  const app = new Hono();
  app.use(async (c, next) => {
    c.req.raw.headers.delete('x-user');
    await next();
  });
  app.route('/', appWith(engine));
  const port = await listen(t, app);
  await exchange(port, 'GET /cgi-bin/a.js HTTP/1.1\r\nHost: a\r\nX-User: evil\r\nConnection: close\r\n\r\n');
  const names = engine.requests.flatMap(({ headers }) => [...(headers as Headers)].map(([name]) => name));
  assert.deepEqual(names, ['connection', 'host']);
});

test('cgi: a body is read only when the engine reads it, and one left unread does not block the connection', async (t) => {
  const engine = fakeEngine(async ({ target, body }) => {
    if (target.endsWith('skip.js')) return TEXT;
    let size = 0;
    for await (const chunk of body as AsyncIterable<Uint8Array>) size += chunk.length;
    return { body: String(size) };
  });
  const port = await listen(t, appWith(engine));
  const post = (name: string, more: string) =>
    `POST /cgi-bin/${name} HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n${more}\r\nabcde`;
  const received = await exchange(port, post('skip.js', '') + post('read.js', 'Connection: close\r\n'));
  assert.deepEqual(statuses(received), [200, 200]);
  assert.match(received, /\r\n\r\n5$/);
  const chunked =
    'POST /cgi-bin/read.js HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n';
  assert.match(await exchange(port, `${chunked}3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n`), /\r\n\r\n7$/);
});

test('cgi: a reader that stops half-way leaves the socket alive for the answer', async (t) => {
  const engine = fakeEngine(async ({ body }) => {
    for await (const _ of body as AsyncIterable<Uint8Array>) break;
    return { status: 413, body: 'too much' };
  });
  const port = await listen(t, appWith(engine));
  const head = 'POST /cgi-bin/a.js HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n';
  const next = 'POST /cgi-bin/a.js HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nConnection: close\r\n\r\ny';
  assert.deepEqual(statuses(await exchange(port, head + 'x'.repeat(1_000_000) + next)), [413, 413]);
});

test('cgi: the reason phrase of the script is sent, and fields keep their spelling', async (t) => {
  const pairs = [
    ['Content-type', 'text/plain'],
    ['X-mIxEd', '1'],
  ] as const;
  const port = await listen(t, appWith(fakeEngine(() => ({ status: 404, statusText: 'Not Here', pairs, body: 'x' }))));
  const received = await exchange(port, 'GET /cgi-bin/a.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.match(received, /^HTTP\/1\.1 404 Not Here\r\nContent-type: text\/plain\r\nX-mIxEd: 1\r\n/);
  assert.match(received, /\r\nContent-Length: 1\r\n/i);
});

test('cgi: no Content-Type is invented', async (t) => {
  const port = await listen(t, appWith(fakeEngine(() => ({ pairs: [['X-A', '1']], body: 'x' }))));
  const received = await exchange(port, 'GET /cgi-bin/a.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.doesNotMatch(received, /content-type/i);
});

test('cgi: no Content-Type is invented for cookies without a body', async (t) => {
  const pairs = [
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
  ] as const;
  const port = await listen(t, appWith(fakeEngine(() => ({ status: 302, pairs, body: '' }))));
  const received = await exchange(port, 'GET /cgi-bin/a.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.doesNotMatch(received, /content-type|chunked/i);
  assert.match(received, /a=1\r\n[\s\S]*b=2\r\n/);
  assert.match(received, /\r\nContent-Length: 0\r\n/i);
});

// Node reads this one field as UTF-8 where it is told the length of the body beside it.
for (const name of ['caf\xe9.txt', 'caf\xc3\xa9.txt', '\xe2\x82\xac.txt']) {
  test(`cgi: a file name beyond ASCII is sent as it came: ${JSON.stringify(name)}`, async (t) => {
    const disposition = `attachment; filename="${name}"`;
    for (const more of [[], [['Set-Cookie', 'a=1'] as const, ['Set-Cookie', 'b=2'] as const]]) {
      const pairs = [['Content-Type', 'text/plain'] as const, ['Content-Disposition', disposition] as const, ...more];
      const port = await listen(t, appWith(fakeEngine(() => ({ pairs, body: 'body' }))));
      const received = await exchange(port, 'GET /cgi-bin/a.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      assert.deepEqual(statuses(received), [200]);
      assert.match(received, new RegExp(`\r\nContent-Disposition: ${disposition}\r\n`, 'i'));
      assert.match(received, /\r\nContent-Length: 4\r\n[\s\S]*\r\n\r\nbody$/i);
    }
  });
}

for (const [statusText, field] of [
  ['Très bien', 'plain'],
  ['OK', 'caf\xe9 \xc3\xa9'],
] as const) {
  test(`cgi: bytes beyond ASCII stay what they were beside any body: ${statusText} ${field}`, async (t) => {
    const pairs = [
      ['Content-Type', 'text/plain'],
      ['X-Name', field],
    ] as const;
    for (const body of ['plain', 'café', '', 'streamed']) {
      const sent = () => (body === 'streamed' ? slowly(body) : body);
      const port = await listen(t, appWith(fakeEngine(() => ({ statusText, pairs, body: sent() }))));
      const received = await exchange(port, 'GET /cgi-bin/a.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      assert.equal(received.split('\r\n', 1)[0], `HTTP/1.1 200 ${statusText}`);
      assert.ok(received.includes(`\r\nX-Name: ${field}\r\n`));
      const text = Buffer.from(body).toString('latin1');
      assert.ok(received.endsWith(body === 'streamed' ? `\r\n\r\n8\r\n${text}\r\n0\r\n\r\n` : `\r\n\r\n${text}`));
    }
  });
}

function slowly(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      await new Promise(setImmediate);
      controller.enqueue(Buffer.from(text));
      controller.close();
    },
  });
}

test('cgi: an empty body is given no type, whatever a middleware does to its fields', async (t) => {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.res.headers.set('X-After', '1');
  });
  app.all('*', cgi({ engine: fakeEngine(() => ({ status: 302, pairs: [['Location', '/x']], body: '' })), log: false }));
  const port = await listen(t, app);
  const received = await exchange(port, 'GET /a.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.match(received, /\r\nx-after: 1\r\n/);
  assert.match(received, /\r\ncontent-length: 0\r\n/i);
  assert.doesNotMatch(received, /content-type|chunked/i);
});

function failingBody(): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      controller.enqueue(new TextEncoder().encode('half'));
      await new Promise(setImmediate);
      controller.error(new Error('the run failed'));
    },
  });
}

test('cgi: to a client of HTTP/1.0 the end of a body that fails half-way is a reset', async (t) => {
  const app = appWith(fakeEngine(() => ({ ...TEXT, body: failingBody() })));
  const socket = await open(await listen(t, app));
  let code: string | undefined;
  socket.on('error', (error: NodeJS.ErrnoException) => {
    code = error.code;
  });
  socket.write('GET /cgi-bin/a.js HTTP/1.0\r\nHost: a\r\n\r\n');
  await closed(socket);
  assert.equal(code, 'ECONNRESET');
});

test('cgi: to a client of HTTP/1.0 on a Unix socket, which knows no reset, it is an end', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const app = appWith(fakeEngine(() => ({ ...TEXT, body: failingBody() })));
  const server = createAdaptorServer({ fetch: app.fetch }).listen(join(folder, 'socket'));
  t.after(() => server.close());
  await once(server, 'listening');
  const socket = connect(join(folder, 'socket'));
  socket.resume().write('GET /cgi-bin/a.js HTTP/1.0\r\nHost: a\r\n\r\n');
  const hadError = false;
  assert.deepEqual(await once(socket, 'close'), [hadError]);
});

test('cgi: a body that fails half-way cuts the connection', async (t) => {
  const port = await listen(t, appWith(fakeEngine(() => ({ ...TEXT, body: failingBody() }))));
  const received = await exchange(port, 'GET /cgi-bin/a.js HTTP/1.1\r\nHost: a\r\n\r\n');
  // Chunked, and without the last chunk.
  assert.match(received, /transfer-encoding: chunked[\s\S]*$/i);
  assert.doesNotMatch(received, /\r\n0\r\n\r\n$/);
});

test('cgi: a client that leaves aborts the request, and no error is logged', async (t) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const abort = new AbortController();
  const engine = fakeEngine(
    ({ signal }) =>
      new Promise((_resolve, reject) => {
        setImmediate(() => abort.abort());
        signal?.addEventListener('abort', () => {
          resolve();
          reject(new Error('gone'));
        });
      }),
  );
  const errors: unknown[] = [];
  const log = { ...createLog({ stream: { write: () => true } }), error: (...line: unknown[]) => errors.push(line) };
  const app = new Hono().all('/cgi-bin/*', cgi({ engine, log }));
  const port = await listen(t, app);
  const asked = fetch(`http://127.0.0.1:${port}/cgi-bin/a.js`, { signal: abort.signal });
  await assert.rejects(asked, { name: 'AbortError' });
  await promise;
  await new Promise(setImmediate);
  assert.deepEqual(errors, []);
});

test('cgi: an engine of its own does not keep the process alive', async () => {
  const code = `
    import { mkdtempSync, writeFileSync } from 'node:fs';
    import { Hono } from 'hono';
    import { cgi } from 'freshcgi/hono';
    const root = mkdtempSync('/tmp/freshcgi-own-');
    writeFileSync(root + '/a.js', "console.log('Content-Type: text/plain\\\\n\\\\nhello')");
    const app = new Hono().all('*', cgi({ root }));
    console.log(await (await app.request('/a.js')).text());`;
  const line = ['--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, line, { cwd: import.meta.dirname, timeout: 20_000 });
  assert.equal(stdout, 'hello\n\n');
});

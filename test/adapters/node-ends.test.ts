// serveNode: what is sent behind, before the end of, and instead of whole requests.
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { Hono } from 'hono';
import { createLog } from '../../adapters/log.ts';
import { serveNode } from '../../adapters/node.ts';
import { closed, exchange, open, statuses } from './raw-http.ts';

function app(): Hono {
  const hono = new Hono();
  hono.all('/echo', async (c) => c.text(`${c.req.method} ${(await c.req.text()).length}`));
  hono.get('/never', () => new Promise<Response>(() => {}));
  hono.all('/refuse', (c) => c.text('no', 413));
  hono.onError((_error, c) => c.text('failed', 500));
  return hono;
}

async function start(t: TestContext) {
  const written = new EventEmitter();
  let text = '';
  const stream = {
    write(chunk: string) {
      text += chunk;
      written.emit('write');
    },
  };
  const server = await serveNode(app(), { port: 0, log: createLog({ stream }) });
  t.after(() => server.close());
  /** Waits until the log has that many lines. */
  async function lines(count: number): Promise<string[]> {
    while (text.split('\n').length <= count) await once(written, 'write');
    return text.trimEnd().split('\n');
  }
  return { port: server.port, lines };
}

const GET = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`;
const WHOLE = 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n';
const BEHIND: ReadonlyArray<readonly [title: string, sent: string, answers: number[]]> = [
  ['rubbish', `${WHOLE}\r\nabcrubbish\r\n\r\n`, [200, 400]],
  ['rubbish behind the last request', `${WHOLE}Connection: close\r\n\r\nabcrubbish\r\n\r\n`, [200]],
  ['a request behind the last one', `${WHOLE}Connection: close\r\n\r\nabc${GET('/echo')}`, [200]],
  ['an unknown method', `${WHOLE}\r\nabcFOO /echo HTTP/1.1\r\nHost: a\r\n\r\n`, [200, 501]],
  [
    'a request with a bad chunk',
    `${WHOLE}\r\nabcPOST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n`,
    [200, 400],
  ],
];
for (const [title, sent, answers] of BEHIND) {
  test(`serveNode: ${title} does not keep a whole request from its answer`, async (t) => {
    const { port, lines } = await start(t);
    const received = await exchange(port, sent);
    assert.deepEqual(statuses(received), answers);
    assert.match(received, /\r\n\r\nPOST 3/);
    assert.equal((await lines(answers.length)).length, answers.length);
  });
}

test('serveNode: a request that was answered before its end has no second answer', async (t) => {
  const { port, lines } = await start(t);
  const head = 'POST /refuse HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
  const socket = await open(port);
  socket.setEncoding('latin1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
    socket.write('rubbish\r\n');
  });
  socket.write(head);
  await closed(socket);
  assert.deepEqual(statuses(received), [413]);
  assert.equal((await lines(1)).length, 1);
});

test('serveNode: a client that has closed its side gets the answers to all it asked', async (t) => {
  const { port } = await start(t);
  const socket = await open(port);
  socket.setEncoding('latin1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.end(`${WHOLE}\r\nabcGET /echo HTTP/1.1\r\nHost: a\r\n\r\n`);
  await closed(socket);
  assert.deepEqual(statuses(received), [200, 200]);
});

test('serveNode: a client that has closed its side and hears nothing is taken to have left', async (t) => {
  const { port, lines } = await start(t);
  const socket = await open(port);
  socket.end(GET('/never'));
  await closed(socket);
  assert.match((await lines(1))[0] ?? '', / access 499 aborted GET \/never /);
});

// serveNode: what is sent behind, before the end of, and instead of whole requests.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GET, start } from './logged-server.ts';
import { closed, exchange, open, statuses } from './raw-http.ts';

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

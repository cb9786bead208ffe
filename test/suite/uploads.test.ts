// B06, B12, B13: bodies that nobody reads, that are only announced, and that end early.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Conversation } from './conversation.ts';
import { type Serving, startServe } from './doors/serve.ts';
import { makeSite, type Site } from './site.ts';

const MARK = `require('fs').writeFileSync('../public/ran', 'ran'); process.stdout.write('Status: 200\\n\\nran');`;
let site: Site;
let serving: Serving;

before(async () => {
  site = makeSite([]);
  site.write({ 'mark.js': MARK });
  serving = await startServe(site, ['--max-body', '2000000', '--allow-write', site.public]);
});
after(async () => {
  await serving.close();
  site.remove();
});

function open(): Promise<Conversation> {
  serving.log.clear();
  return Conversation.open(serving.port);
}

for (const [what, path, status] of [
  ['the script does not read', '/cgi-bin/sub/page.js', 200],
  ['no script takes', '/cgi-bin/missing.js', 404],
  ['is refused with the path', '/cgi-bin/notes.txt', 403],
] as const) {
  test(`B06 a body that ${what} leaves the connection usable`, async () => {
    const talk = await open();
    talk.request(`POST ${path}`, ['Content-Length: 1000000'], 'x'.repeat(1_000_000));
    await talk.received.waitFor(new RegExp(`^HTTP/1\\.1 ${status} `));
    talk.request('GET /cgi-bin/a.b.c.js', ['Connection: close']);
    await talk.closed;
    assert.match(talk.received.text, /HTTP\/1\.1 200 OK[\s\S]*\r\n\r\ndots\n/);
  });
}

test('B12 100 Continue is sent before an awaited body, and then the answer', async () => {
  const talk = await open();
  talk.request('POST /cgi-bin/stdin.js', ['Expect: 100-continue', 'Content-Length: 3', 'Connection: close']);
  await talk.received.waitFor(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
  talk.send('abc');
  await talk.closed;
  assert.match(talk.received.text, /HTTP\/1\.1 200 [\s\S]*"text":"abc"/);
});

for (const [what, line, length, status] of [
  ['too large', 'POST /cgi-bin/env.js', 2_000_001, 413],
  ['for no script', 'POST /cgi-bin/missing.js', 3, 404],
  ['for a file that is no script', 'POST /cgi-bin/notes.txt', 3, 403],
  ['of a method that is not allowed', 'TRACE /cgi-bin/env.js', 3, 405],
] as const) {
  test(`B12 a body ${what} is refused without 100 Continue`, async () => {
    const talk = await open();
    talk.request(line, ['Expect: 100-continue', `Content-Length: ${length}`, 'Connection: close']);
    await talk.closed;
    assert.match(talk.received.text, new RegExp(`^HTTP/1\\.1 ${status} `));
  });
}

test('B12 another expectation is refused', async () => {
  const talk = await open();
  talk.request('POST /cgi-bin/env.js', ['Expect: a-miracle', 'Content-Length: 3', 'Connection: close']);
  await talk.closed;
  assert.match(talk.received.text, /^HTTP\/1\.1 417 /);
});

for (const [what, fields, rest] of [
  ['before its declared length', ['Content-Length: 10'], 'abc'],
  ['before its last chunk', ['Transfer-Encoding: chunked'], '3\r\nabc\r\n'],
  ['in the middle of a file', ['Content-Length: 1900000'], 'x'.repeat(1_500_000)],
] as const) {
  test(`B13 a body that ends ${what} reaches no script and is logged`, async () => {
    const talk = await open();
    talk.request('POST /cgi-bin/mark.js', fields, rest);
    // Until the server has read it there is nothing to break off.
    await new Promise<void>((resolve) => setImmediate(resolve));
    talk.leave();
    await serving.log.waitFor(/access (?:400|499 aborted) POST \/cgi-bin\/mark\.js/);
    assert.ok(!existsSync(join(site.public, 'ran')));
  });
}

test('B13 a body that ends cleanly reaches the script', async () => {
  const talk = await open();
  talk.request('POST /cgi-bin/mark.js', ['Content-Length: 3', 'Connection: close'], 'abc');
  await talk.closed;
  assert.match(talk.received.text, /^HTTP\/1\.1 200 /);
  assert.ok(existsSync(join(site.public, 'ran')));
});

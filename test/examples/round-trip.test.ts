// The net under legacy code, on our own examples: recorded from a real server, then played, then played in node beside the sandbox.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { folderOf, freshcgi, startServer } from '../adapters/freshcgi-process.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

type Ask = readonly [path: string, init?: RequestInit];

/** Records the exchanges, then tests and compares what was recorded; answers the cases as text, by name. */
async function roundTrip(t: TestContext, scripts: string, asks: readonly Ask[]): Promise<Record<string, string>> {
  const home = folderOf(t, {});
  const [cases, data] = [join(home, 'cases'), join(home, 'data')];
  const options = ['--cases', cases, '--allow-write', data, '--env', `GUESTBOOK_DIR=${data}`];
  const server = await startServer(t, [scripts, ...options], { command: 'record' });
  for (const [path, init] of asks) {
    const response = await fetch(server.url + path, { redirect: 'manual', ...init });
    await response.arrayBuffer();
  }
  server.child.kill('SIGTERM');
  assert.equal((await server.ended()).code, 0);
  const names = readdirSync(cases).sort();
  const passes = new RegExp(`^${names.length} passed`);
  for (const command of ['test', 'compare']) {
    const { code, stdout, stderr } = await freshcgi([command, scripts, ...options]);
    assert.match(stdout, passes, stdout + stderr);
    assert.equal(code, 0);
  }
  assert.equal(existsSync(data) && readdirSync(data).length > 0, false, 'nothing real is written');
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(cases, name), 'utf8')]));
}

const form = (text: string): RequestInit => ({ method: 'POST', body: new URLSearchParams(text) });

test('record, test, compare: examples/cgi-bin', async (t) => {
  const upload = new FormData();
  upload.set('file', new File([new Uint8Array([0, 255, 13, 10, 128])], 'bytes.bin'));
  const asks: Ask[] = [
    ...['hello.js', 'counter.js', 'counter.js?json', 'redirect.js', 'index.js', '', 'env.js/a%20b?x=1'].map(
      (path): Ask => [path],
    ),
    ['stream.js?lines=1'],
    ['hello.js', { method: 'HEAD' }],
    ['env.js', { method: 'DELETE', headers: { Cookie: 'a=b', 'X-Thing': 'y' } }],
    ['upload.js'],
    ['upload.js', { method: 'POST', body: upload }],
    ['guestbook.js', form('name=Ada&text=Hi')],
    ['guestbook.js'],
    ['guestbook.js', form('name=')],
    ['guestbook.js', form('name=Bob&text=<b>')],
    ['guestbook.js', { method: 'HEAD' }],
    ['guestbook.js'],
  ];
  const cases = await roundTrip(t, join(EXAMPLES, 'cgi-bin'), asks);
  assert.equal(Object.keys(cases).length, asks.length);
  assert.match(cases['0018-get-guestbook.js.http'] ?? '', /^# @after 0016-post-guestbook\.js\.http\n/);
});

test('record, test, compare: examples/leave-cgi-behind and examples/hono-app', async (t) => {
  const old: Ask[] = [
    ['guestbook.js'],
    ['guestbook.js', form('name=Ada')],
    ['guestbook.js'],
    ['guestbook.js', form('name=')],
  ];
  await roundTrip(t, join(EXAMPLES, 'leave-cgi-behind', 'cgi-bin'), old);
  await roundTrip(t, join(EXAMPLES, 'hono-app', 'legacy'), [['stock.js?item=tea'], ['stock.js?item=none']]);
});

const ODD = {
  'invert.js': `
    const body = require('fs').readFileSync(0);
    process.stdout.write('Content-Type: application/octet-stream\\nSet-Cookie: a=1; Path=/\\nSet-Cookie: b=2\\nX-Length: ' + process.env.CONTENT_LENGTH + '\\n\\n');
    process.stdout.write(Buffer.from(body.map((byte) => byte ^ 255)));`,
  'local.js': `console.log('Location: /cgi-bin/hello.js?x=1\\n');`,
  'hello.js': `console.log('Content-Type: text/plain\\n\\nhello ' + process.env.QUERY_STRING);`,
  'lines.js': `process.stdout.write('Content-Type: text/plain\\r\\nX-Latin: caf\\xe9\\r\\n\\r\\na\\r\\nb\\r\\n### response\\n\\n', 'latin1');`,
  'teapot.js': `console.error('short and stout'); console.log('Status: 418 I am one\\nContent-Type: text/plain\\n\\n{{date}} {{any}}'); process.exitCode = 3;`,
  'nothing.js': `console.log('Status: 204\\n');`,
  'made.js': `
    const c = require('crypto'), now = new Date();
    console.log('Content-Type: text/html\\nSet-Cookie: session=' + c.randomBytes(16).toString('hex') + '; Expires=' + new Date(Date.now() + 864e5).toUTCString() + '\\n');
    console.log('<p>' + [c.randomUUID(), now, now.toUTCString(), +now, now.toISOString(), now.toLocaleString('en-US'), now.toDateString()].join(' | ') + '</p>');`,
};

test('record, test, compare: binary and chunked bodies, cookies, HEAD, redirects, odd texts', async (t) => {
  const scripts = folderOf(t, ODD);
  const bytes = new Uint8Array(70_000).map((_, i) => (i * 7919) >> 3);
  const post = (body: BodyInit): Ask => ['invert.js', { method: 'POST', body }];
  // A stream has no length: it is sent in chunks.
  const chunked: Ask = [
    'invert.js',
    { method: 'POST', body: new Blob([bytes]).stream(), duplex: 'half' } as RequestInit,
  ];
  const cases = await roundTrip(t, scripts, [
    post(bytes),
    chunked,
    post('a\r\nb\r\n\n'),
    post('### response'),
    ['invert.js', { method: 'HEAD' }],
    ...['local.js', 'lines.js', 'teapot.js', 'nothing.js', 'made.js'].map((path): Ask => [path]),
  ]);
  assert.match(cases['0001-post-invert.js.http'] ?? '', /Set-Cookie: a=1; Path=\/\nSet-Cookie: b=2\nX-Length: 70000\n/);
  assert.match(cases['0002-post-invert.js.http'] ?? '', /\nX-Length: 70000\n/);
  assert.match(cases['0006-get-local.js.http'] ?? '', /\n\nhello x=1\n/);
  assert.match(cases['0008-get-teapot.js.http'] ?? '', /^# @exit 3\n[\s\S]*HTTP\/1\.1 418 /);
  const made = cases['0010-get-made.js.http'] ?? '';
  assert.match(made, /session=\{\{token\}\}; Expires=\{\{date\}\}\n/);
  const [date, number] = ['{{date}}', '{{number}}'];
  const masked = ['{{uuid}}', date, date, number, date, date, date].join(' | ');
  assert.ok(made.includes(`<p>${masked}</p>`), made);
});

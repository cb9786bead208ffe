// The example scripts, as `npm start` serves them and as CGI programs of real node: the answers are the same.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { crc32 } from 'node:zlib';
import { folderOf, type Server, startServer } from '../adapters/freshcgi-process.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const SCRIPTS = join(EXAMPLES, 'cgi-bin');

async function serveExamples(t: TestContext): Promise<Server & { data: string }> {
  const data = folderOf(t, {});
  const grant = ['--allow-write', data, '--env', `GUESTBOOK_DIR=${data}`, '--static', join(EXAMPLES, 'static')];
  return { ...(await startServer(t, [SCRIPTS, '--workers', '2', ...grant])), data };
}

/** Runs a script the way a web server with mod_cgi does. */
function asCgiProgram(
  name: string,
  env: Record<string, string>,
  input: string | Buffer = '',
): { head: string; body: string } {
  const child = spawnSync(process.execPath, [join(SCRIPTS, name)], {
    cwd: SCRIPTS,
    input,
    env: { REQUEST_METHOD: 'GET', QUERY_STRING: '', SCRIPT_NAME: `/cgi-bin/${name}`, REMOTE_ADDR: '127.0.0.1', ...env },
    encoding: 'utf8',
  });
  assert.equal(child.status, 0, child.stderr);
  const end = child.stdout.indexOf('\n\n');
  return { head: child.stdout.slice(0, end), body: child.stdout.slice(end + 2) };
}

before(() => {
  for (const name of ['index', 'hello', 'env', 'counter', 'guestbook', 'upload', 'stream', 'redirect']) {
    const text = readFileSync(join(SCRIPTS, `${name}.js`), 'utf8');
    assert.ok(text.startsWith('#!/usr/bin/env node\n'), name);
  }
});

const SAME: ReadonlyArray<readonly [name: string, query: string]> = [
  ['hello.js', ''],
  ['counter.js', ''],
  ['counter.js', 'json'],
  ['redirect.js', ''],
  ['upload.js', ''],
];
for (const [name, query] of SAME) {
  test(`examples/cgi-bin/${name}?${query}: the same bytes as under real node`, async (t) => {
    const server = await serveExamples(t);
    const response = await fetch(`${server.url}${name}?${query}`);
    const program = asCgiProgram(name, { QUERY_STRING: query });
    assert.equal(response.status, 200);
    assert.equal(await response.text(), program.body);
    assert.match(
      program.head,
      new RegExp(`^Content-Type: ${response.headers.get('content-type')?.replace('+', '\\+')}$`, 'm'),
    );
  });
}

test('examples/cgi-bin/index.js: a page whose links all answer', async (t) => {
  const server = await serveExamples(t);
  const page = await (await fetch(server.url)).text();
  assert.match(page, /<h1>A fresh world/);
  assert.ok(page.includes('console.log(&#39;Content-Type: text/plain; charset=utf-8\\n&#39;);'));
  const links = [...page.matchAll(/<a class="card" href="([^"]+)"/g)].map((match) => match[1] ?? '');
  assert.equal(links.length, 8);
  for (const link of links) {
    const response = await fetch(new URL(link, server.url));
    assert.equal(response.status, 200, link);
    await response.body?.cancel();
  }
  assert.match(asCgiProgram('index.js', {}).body, /<h1>A fresh world/);
});

test('examples/cgi-bin/env.js: the variables of RFC 3875, and nothing of the host', async (t) => {
  const server = await serveExamples(t);
  const text = await (await fetch(`${server.url}env.js/a%20b?x=%41`)).text();
  for (const line of [
    'GATEWAY_INTERFACE=CGI/1.1',
    'PATH_INFO=/a b',
    'QUERY_STRING=x=%41',
    'SCRIPT_NAME=/cgi-bin/env.js',
  ]) {
    assert.ok(text.split('\n').includes(line), line);
  }
  assert.doesNotMatch(text, /^(?:HOME|USER|NODE_|npm_)/m);
});

test('examples/cgi-bin/counter.js: counts to 1, every time', async (t) => {
  const server = await serveExamples(t);
  for (let i = 0; i < 20; i++) {
    assert.deepEqual(await (await fetch(`${server.url}counter.js?json`)).json(), {
      module: 1,
      global: 1,
      prototype: 1,
    });
  }
});

test('examples/cgi-bin/guestbook.js: an entry is kept, escaped and shown', async (t) => {
  const server = await serveExamples(t);
  assert.match(await (await fetch(`${server.url}guestbook.js`)).text(), /Nobody has been here yet/);
  const body = new URLSearchParams({ name: 'Ada <b>', text: 'Grüße & "Küsse"\n<script>alert(1)</script>' });
  const posted = await fetch(`${server.url}guestbook.js`, { method: 'POST', body, redirect: 'manual' });
  assert.equal(posted.status, 303);
  assert.equal(posted.headers.get('location'), '/cgi-bin/guestbook.js');
  const page = await (await fetch(`${server.url}guestbook.js`)).text();
  assert.ok(page.includes('Ada &#60;b&#62;'));
  assert.ok(page.includes('Grüße &#38; &#34;Küsse&#34;<br>&#60;script&#62;'));
  assert.doesNotMatch(page, /<script>alert/);
  const empty = await fetch(`${server.url}guestbook.js`, { method: 'POST', body: new URLSearchParams({ name: 'x' }) });
  assert.equal(empty.status, 422);
  // The same file, appended to by real node.
  asCgiProgram('guestbook.js', { REQUEST_METHOD: 'POST', GUESTBOOK_DIR: server.data }, 'name=Bob&text=Hi');
  assert.match(await (await fetch(`${server.url}guestbook.js`)).text(), /2 entries[\s\S]*Hi[\s\S]*Bob/);
});

test('examples/cgi-bin/guestbook.js: entries that come at the same time are all kept', async (t) => {
  const server = await serveExamples(t);
  const names = Array.from({ length: 30 }, (_, i) => `writer-${i}`);
  await Promise.all(
    names.map((name) =>
      fetch(`${server.url}guestbook.js`, { method: 'POST', body: new URLSearchParams({ name, text: name }) }),
    ),
  );
  const lines = readFileSync(join(server.data, 'guestbook.jsonl'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(lines.map((line) => JSON.parse(line).name).sort(), names.sort());
});

test('examples/static/form.html: posts to the guestbook', async (t) => {
  const server = await serveExamples(t);
  const response = await fetch(new URL('/form.html', server.url));
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  const action = /action="([^"]+)"/.exec(await response.text())?.[1] ?? '';
  assert.equal(new URL(action, server.url).href, `${server.url}guestbook.js`);
});

test('examples/cgi-bin/upload.js: size and checksum of any bytes', async (t) => {
  const server = await serveExamples(t);
  const bytes = randomBytes(3_000_000);
  const response = await fetch(`${server.url}upload.js`, {
    method: 'POST',
    body: bytes,
    headers: { 'Content-Type': 'a/b' },
  });
  const expected = {
    announced: bytes.length,
    received: bytes.length,
    crc32: crc32(bytes).toString(16).padStart(8, '0'),
    type: 'a/b',
  };
  assert.deepEqual(await response.json(), expected);
  const program = asCgiProgram(
    'upload.js',
    { REQUEST_METHOD: 'POST', CONTENT_LENGTH: '3000000', CONTENT_TYPE: 'a/b' },
    bytes,
  );
  assert.deepEqual(JSON.parse(program.body), expected);
});

test('examples/cgi-bin/stream.js: the first line is there before the last is written', async (t) => {
  const server = await serveExamples(t);
  const response = await fetch(`${server.url}stream.js?lines=3`);
  let text = '';
  let firstCameAt = 0;
  for await (const chunk of response.body ?? []) {
    firstCameAt ||= Date.now();
    text += Buffer.from(chunk).toString();
  }
  const lines = text.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => line.split(',')[0]),
    ['line 1 of 3', 'line 2 of 3', 'line 3 of 3'],
  );
  const lastWrittenAt = Date.parse(lines[2]?.split(', ')[1] ?? '');
  assert.ok(firstCameAt < lastWrittenAt, `it came ${firstCameAt - lastWrittenAt} ms after that`);
});

test('examples/cgi-bin/redirect.js: local, client, elsewhere', async (t) => {
  const server = await serveExamples(t);
  const ask = (query: string) => fetch(`${server.url}redirect.js?${query}`, { redirect: 'manual' });
  const local = await ask('local');
  assert.equal(local.status, 200);
  assert.equal(await local.text(), 'Hello, 127.0.0.1!\n');
  const client = await ask('client');
  assert.deepEqual([client.status, client.headers.get('location')], [303, '/cgi-bin/hello.js']);
  const elsewhere = await ask('elsewhere');
  assert.equal(elsewhere.status, 302);
  assert.match(elsewhere.headers.get('location') ?? '', /^https:\/\/www\.rfc-editor\.org\/.*#section-6\.2$/);
});

test('package.json: npm start serves the examples with the grants they need', () => {
  const { scripts } = JSON.parse(readFileSync(join(EXAMPLES, '..', 'package.json'), 'utf8'));
  assert.match(scripts.start, /serve examples\/cgi-bin --allow-write examples\/data --static examples\/static$/);
  assert.ok(existsSync(join(EXAMPLES, 'static', 'form.html')));
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runScript } from 'freshcgi/testing';
import { folderOf } from './freshcgi-process.ts';

const ECHO = `
  const body = require('fs').readFileSync(0);
  process.stdout.write('Content-Type: application/json\\n\\n');
  process.stdout.write(JSON.stringify({ env: process.env, body: body.toString('latin1') }));`;

interface Echo {
  readonly env: Record<string, string>;
  readonly body: string;
}

async function echo(init: Parameters<typeof runScript>[1]): Promise<Echo> {
  const response = await runScript({ source: ECHO }, init);
  return (await response.json()) as Echo;
}

test('runScript: a standard Response with all that is known of the run', async () => {
  const source = `console.error('a word'); console.log('Status: 201 Made\\nX-A: b\\nContent-Type: text/plain\\n'); console.log('hi');`;
  const result = await runScript({ source }, { env: { STAGE: 'test' } });
  assert.ok(result instanceof Response);
  assert.equal(result.status, 201);
  assert.equal(result.headers.get('x-a'), 'b');
  assert.equal(result.stdout, 'Status: 201 Made\nX-A: b\nContent-Type: text/plain\n\nhi\n');
  assert.equal(result.stderr, 'a word\n');
  assert.equal(result.exitCode, 0);
  assert.equal(result.env['STAGE'], 'test');
  assert.equal(result.env['GATEWAY_INTERFACE'], 'CGI/1.1');
  assert.equal(result.report.code, 'ok');
  assert.equal(result.error, null);
  assert.equal(await result.text(), 'hi\n');
});

test('runScript: method, query, cookies, path info, address and variables reach the script', async () => {
  const { env } = await echo({
    method: 'PUT',
    query: { a: '1 2' },
    cookies: { sid: 'x', theme: 'dark' },
    pathInfo: '/more',
    remoteAddr: '203.0.113.9',
    headers: { 'X-Thing': 'y' },
    scheme: 'https',
    env: { DB: 'test.db' },
  });
  assert.equal(env['REQUEST_METHOD'], 'PUT');
  assert.equal(env['QUERY_STRING'], 'a=1+2');
  assert.equal(env['HTTP_COOKIE'], 'sid=x; theme=dark');
  assert.equal(env['PATH_INFO'], '/more');
  assert.equal(env['REMOTE_ADDR'], '203.0.113.9');
  assert.equal(env['HTTP_X_THING'], 'y');
  assert.equal(env['HTTPS'], 'on');
  assert.equal(env['DB'], 'test.db');
});

test('runScript: form, json, text and pieces are bodies', async () => {
  const form = await echo({ form: { name: 'Ada', text: 'é' } });
  assert.deepEqual([form.env['REQUEST_METHOD'], form.body], ['POST', 'name=Ada&text=%C3%A9']);
  assert.equal(form.env['CONTENT_TYPE'], 'application/x-www-form-urlencoded');
  const json = await echo({ json: [1] });
  assert.deepEqual([json.env['CONTENT_TYPE'], json.body], ['application/json', '[1]']);
  const pieces = await echo({ body: ['ab', new Uint8Array([0, 255])] });
  assert.deepEqual([pieces.env['CONTENT_LENGTH'], pieces.body], ['4', 'ab\0\xff']);
});

test('runScript: files make a multipart form', async () => {
  const image = new File([new Uint8Array([1, 2])], 'dot.png', { type: 'image/png' });
  const { env, body } = await echo({ form: { title: 'Dot' }, files: { image, note: 'plain' } });
  assert.match(env['CONTENT_TYPE'] ?? '', /^multipart\/form-data; boundary=/);
  assert.match(body, /name="title"\r\n\r\nDot\r\n/);
  assert.match(body, /name="image"; filename="dot.png"\r\nContent-Type: image\/png\r\n\r\n\x01\x02\r\n/);
  assert.match(body, /name="note"; filename="note"/);
});

test('runScript: every body that fetch takes is one, with its type', async () => {
  const form = new FormData();
  form.set('a', 'b');
  for (const [body, type, text] of [
    [new URLSearchParams({ a: '1 2' }), /^application\/x-www-form-urlencoded;charset=UTF-8$/, /^a=1\+2$/],
    [form, /^multipart\/form-data; boundary=/, /name="a"\r\n\r\nb\r\n/],
    [new Blob(['blob'], { type: 'text/x' }), /^text\/x$/, /^blob$/],
    [new Uint8Array([97, 98]).buffer, /^$/, /^ab$/],
    [new Blob(['str', 'eam']).stream(), /^$/, /^stream$/],
    [Buffer.from('buffer'), /^$/, /^buffer$/],
  ] as const) {
    const { env, body: seen } = await echo({ body });
    assert.match(env['CONTENT_TYPE'] ?? '', type);
    assert.match(seen, text);
  }
});

test('runScript: a body that is none cannot be aborted', async () => {
  await assert.rejects(runScript({ source: ECHO }, { aborted: true }), { code: 'BAD_OPTION' });
});

test('runScript: two bodies at once are refused', async () => {
  await assert.rejects(runScript({ source: ECHO }, { json: 1, form: { a: 'b' } }), { code: 'BAD_OPTION' });
});

test('runScript: an aborted body is answered as a server would', async () => {
  const result = await runScript({ source: ECHO }, { body: 'abc', aborted: true });
  assert.equal(result.status, 400);
  assert.equal(result.error?.code, 'BODY_ABORTED');
  assert.equal(result.report.code, 'BODY_ABORTED');
});

test('runScript: a script that fails is an answer with its stderr, output and environment', async () => {
  const source = `process.stdout.write('no header'); console.error('why'); process.exit(3);`;
  const result = await runScript({ source });
  assert.equal(result.status, 500);
  assert.equal(result.exitCode, 3);
  assert.equal(result.stderr, 'why\n');
  assert.equal(result.stdout, 'no header');
  assert.equal(result.env['REQUEST_METHOD'], 'GET');
  assert.equal(result.error?.code, 'BAD_HEADER');
});

test('runScript: a run that fails in the middle of its body keeps what it sent', async () => {
  const source = `process.stdout.write('Content-Type: text/plain\\n\\n' + 'x'.repeat(100000)); setTimeout(() => { throw new Error('late'); }, 80);`;
  const result = await runScript({ source });
  assert.equal(result.status, 200);
  assert.equal((await result.text()).length, 100000);
  assert.equal(result.error?.code, 'SCRIPT_FAILED');
  assert.match(result.stderr, /late/);
});

test('runScript: limits end the run', async () => {
  const result = await runScript({ source: 'for (;;);' }, { timeout: 200 });
  assert.equal(result.status, 504);
  assert.equal(result.report.code, 'WALL_LIMIT');
});

test('runScript: modules in memory, a path from here, a file URL, a path below root', async (t) => {
  const memory = await runScript({
    source: `console.log('Content-Type: text/plain\\n'); console.log(require('./db.js').name);`,
    modules: { './db.js': `exports.name = 'fake';` },
  });
  assert.equal(await memory.text(), 'fake\n');
  const folder = folderOf(t, { 'a/x.js': `console.log('Content-Type: text/plain\\n'); console.log(__filename);` });
  for (const [script, init] of [
    [join(folder, 'a/x.js'), {}],
    [new URL(`file://${folder}/a/x.js`), {}],
    ['a/x.js', { root: folder }],
    [join(folder, 'a/x.js'), { root: folder }],
  ] as const) {
    assert.equal(await (await runScript(script, init)).text(), `${join(folder, 'a/x.js')}\n`);
  }
  await assert.rejects(runScript('nowhere.js'), { code: 'SCRIPT_NOT_FOUND' });
  await assert.rejects(runScript('b.js', { root: folder }), { code: 'SCRIPT_NOT_FOUND' });
});

const DIARY = `
  const fs = require('fs');
  const file = __dirname + '/../data/diary.txt';
  if (process.env.REQUEST_METHOD === 'POST') fs.appendFileSync(file, fs.readFileSync(0, 'utf8') + '\\n');
  if (process.env.QUERY_STRING === 'remove') fs.unlinkSync(file);
  console.log('Content-Type: text/plain\\n');
  console.log(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : 'empty');`;

test('runScript: writes go to a copy, the real folder stays as it is, the next run starts anew', async (t) => {
  const folder = folderOf(t, { 'cgi-bin/diary.js': DIARY, 'data/diary.txt': 'first\n' });
  const init = { root: join(folder, 'cgi-bin'), allowWrite: [join(folder, 'data')] };
  const file = join(folder, 'data', 'diary.txt');
  const result = await runScript('diary.js', { ...init, body: 'second' });
  assert.equal(await result.text(), 'first\nsecond\n\n');
  assert.deepEqual(
    result.written.map(({ path, text }) => [path, text]),
    [[file, 'first\nsecond\n']],
  );
  assert.equal(readFileSync(file, 'utf8'), 'first\n');
  assert.equal(await (await runScript('diary.js', init)).text(), 'first\n\n');
  const removed = await runScript('diary.js', { ...init, query: 'remove' });
  assert.deepEqual(removed.removed, [file]);
  assert.ok(existsSync(file));
  // The test itself may change the real folder: the next run sees it.
  writeFileSync(file, 'other\n');
  assert.equal(await (await runScript('diary.js', init)).text(), 'other\n\n');
});

test('runScript: `after` goes on from what an earlier run has left', async (t) => {
  const folder = folderOf(t, { 'cgi-bin/diary.js': DIARY, 'data/keep.txt': '' });
  const init = { root: join(folder, 'cgi-bin'), allowWrite: [join(folder, 'data')] };
  const one = await runScript('diary.js', { ...init, body: '1' });
  const two = await runScript('diary.js', { ...init, body: '2', after: one });
  const three = await runScript('diary.js', { ...init, after: two });
  assert.equal(await three.text(), '1\n2\n\n');
  assert.deepEqual(three.written, []);
  assert.equal(await (await runScript('diary.js', init)).text(), 'empty\n');
});

test('runScript: a real folder below the root cannot be written under another name either', async (t) => {
  const folder = folderOf(t, {
    'x.js': `
      const fs = require('fs');
      console.log('Content-Type: text/plain\\n');
      for (const name of ['data/a.txt', './data//b.txt', 'sub/../data/c.txt']) fs.writeFileSync(__dirname + '/' + name, 'x');
      console.log(fs.readdirSync(__dirname + '/data').join());`,
  });
  mkdirSync(join(folder, 'data'));
  mkdirSync(join(folder, 'sub'));
  const result = await runScript('x.js', { root: folder, allowWrite: [join(folder, 'data')] });
  assert.equal(await result.text(), 'a.txt,b.txt,c.txt\n', result.stderr);
  assert.equal(existsSync(join(folder, 'data', 'a.txt')), false);
});

test('runScript: one worker for all runs with the same options, and none that keeps the process', async () => {
  const program = `
    import { readFileSync } from 'node:fs';
    import { runScript } from 'freshcgi/testing';
    const source = "console.log('Content-Type: text/plain\\\\n')";
    const workers = new Set();
    for (const { report } of await Promise.all([1, 2, 3].map(() => runScript({ source })))) workers.add(report.worker);
    const children = readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8').trim().split(' ');
    console.log(workers.size, children.length);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { cwd: import.meta.dirname });
  const killer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  child.stdout.setEncoding('utf8');
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const [code] = await once(child, 'close');
  clearTimeout(killer);
  assert.deepEqual([code, text], [0, '1 1\n']);
});

test('runScript: what a test gets wrong is told, not ignored', async () => {
  const run = runScript as unknown as (script: unknown, init?: unknown) => Promise<unknown>;
  const source = { source: '' };
  for (const [script, init, message] of [
    [undefined, {}, /^Cannot run undefined: a script is a path, a URL or \{ source/],
    [{ sorce: '' }, {}, /^Cannot run \{"sorce":""\}: a script is/],
    [source, { qurey: {} }, /^Cannot use option "qurey": it is not an option$/],
    [source, { seed: 'x' }, /^Cannot use option "seed": it must be a number: "x"$/],
    [source, { cookies: 'a=b' }, /^Cannot use option "cookies": it must be an object of texts: "a=b"$/],
    [source, { env: { PORT: 80 } }, /^Cannot use option "env": "PORT" must be a text: 80$/],
    [source, { after: new Response() }, /^Cannot use option "after": it must be what runScript\(\) answered with$/],
  ] as const) {
    await assert.rejects(run(script, init), { code: 'BAD_OPTION', message });
  }
});

test('runScript: a script that was stopped has no exit code, however it was stopped', async () => {
  const stopped = await runScript({ source: 'for (;;);' }, { timeout: 200 });
  assert.deepEqual([stopped.status, stopped.exitCode], [504, null]);
  const failed = await runScript({ source: 'throw 1' });
  assert.deepEqual([failed.status, failed.exitCode], [500, 1]);
});

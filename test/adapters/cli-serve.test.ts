import assert from 'node:assert/strict';
import { chmodSync, existsSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { folderOf, freshcgi, startServer } from './freshcgi-process.ts';
import { closed, open } from './raw-http.ts';

const SCRIPTS = {
  'cgi/hello.js': `console.log('Content-Type: text/plain\\n'); console.log('hello ' + process.env.REQUEST_URI);`,
  'cgi/slow.js': `process.stdout.write('Content-Type: text/plain\\n\\nbegun '); console.error('running'); setTimeout(() => console.log('ended'), 1000);`,
  'cgi/bad.js': `console.error('first\\x1b[31m'); console.log('text before'); `,
  'cgi/cut.js': `process.stdout.write('Content-Type: text/plain\\n\\n' + 'x'.repeat(40000)); setTimeout(() => { throw new Error('late'); }, 50);`,
  'cgi/never.js': 'setInterval(() => {}, 1000);',
  'cgi/local.js': `console.log('Location: /page.html\\n');`,
  'web/page.html': 'a page',
  'web/cgi/x.txt': 'beside',
};

async function serveScripts(t: TestContext, ...more: string[]) {
  const folder = folderOf(t, SCRIPTS);
  return startServer(t, [`${folder}/cgi`, '--workers', '1', ...more.map((word) => word.replace('FOLDER', folder))]);
}

test('freshcgi serve: prints one line on stdout and answers at that address', async (t) => {
  const server = await serveScripts(t);
  assert.match(server.output().stdout, /^freshcgi listening on http:\/\/127\.0\.0\.1:\d+\/cgi-bin\/\n$/);
  const response = await fetch(`${server.url}hello.js?x=%41`);
  assert.equal(response.status, 200);
  assert.equal(await response.text(), 'hello /cgi-bin/hello.js?x=%41\n');
  assert.equal((await fetch(`${server.url}none.js`)).status, 404);
  const start = await fetch(new URL('/', server.url), { redirect: 'manual' });
  assert.equal(start.status, 302);
  assert.equal(start.headers.get('location'), '/cgi-bin/');
});

test('freshcgi serve: access lines, stderr of scripts and failures on stderr, plain in a pipe', async (t) => {
  const server = await serveScripts(t);
  await fetch(`${server.url}bad.js`);
  await server.saw(/access 500/);
  const lines = server.output().stderr.trimEnd().split('\n');
  assert.match(lines[0] ?? '', /^\S+Z (\S+) stderr bad\.js: first\\e\[31m$/);
  assert.match(lines[1] ?? '', /ended bad\.js: BAD_HEADER .*text before/);
  assert.match(lines[2] ?? '', /access 500 GET \/cgi-bin\/bad\.js \d+ B [\d.]+ ms 127\.0\.0\.1$/);
  assert.equal(lines.length, 3);
  assert.equal(new Set(lines.map((line) => line.split(' ')[1])).size, 1);
});

test('freshcgi serve: page and access line of a refusal have the same name', async (t) => {
  const server = await serveScripts(t);
  for (const path of ['none.js', '.hidden.js', '../elsewhere', 'bad.js']) {
    const page = await (await fetch(`${server.url}${path}`)).text();
    await server.saw(new RegExp(`${/Request (\S+)/.exec(page)?.[1]} access`));
  }
});

test('freshcgi serve: --dev shows the failure to this machine, without it nothing is told', async (t) => {
  const headers = { Accept: 'text/html' };
  const plain = await serveScripts(t);
  assert.doesNotMatch(await (await fetch(`${plain.url}bad.js`, { headers })).text(), /text before|bad\.js/);
  const dev = await serveScripts(t, '--dev');
  const page = await (await fetch(`${dev.url}bad.js`, { headers })).text();
  for (const part of ['BAD_HEADER', 'text before', 'first', 'REQUEST_METHOD']) assert.ok(page.includes(part), part);
  const missing = await (await fetch(`${dev.url}none.js`)).text();
  assert.match(
    missing,
    /^404 PATH_REFUSED\nCannot find anything at \/cgi-bin\/none\.js: scripts of \/.*\/cgi are at \/cgi-bin\/\n/,
  );
  assert.doesNotMatch(await (await fetch(`${plain.url}none.js`)).text(), /scripts of/);
});

test('freshcgi serve: --mount / puts the scripts at the root, --static serves files beside', async (t) => {
  const server = await serveScripts(t, '--mount', '/', '--static', 'FOLDER/web');
  assert.match(server.url, /:\d+\/$/);
  assert.equal(await (await fetch(`${server.url}page.html`)).text(), 'a page');
  assert.equal(await (await fetch(`${server.url}hello.js`)).text(), 'hello /hello.js\n');
  assert.equal(await (await fetch(`${server.url}cgi/x.txt`)).text(), 'beside');
  assert.equal((await fetch(`${server.url}page.html`, { method: 'POST' })).status, 405);
});

test('freshcgi serve: a local redirect reaches a static file', async (t) => {
  const server = await serveScripts(t, '--static', 'FOLDER/web');
  const response = await fetch(`${server.url}local.js`, { redirect: 'manual' });
  assert.equal(response.status, 200);
  assert.equal(await response.text(), 'a page');
});

test('freshcgi serve: an answer that fails half-way is cut, and no stack of ours is printed', async (t) => {
  const server = await serveScripts(t);
  const response = await fetch(`${server.url}cut.js`);
  await assert.rejects(response.text());
  await server.saw(/access 200 aborted/);
  assert.doesNotMatch(server.output().stderr, /node_modules|node:internal\/(?!timers)|dist\//);
  assert.match(server.output().stderr, /ended cut\.js: SCRIPT_FAILED .*late/);
});

test('freshcgi serve: a client that leaves ends its silent run; one line in the log', async (t) => {
  const server = await serveScripts(t);
  const socket = await open(server.port);
  socket.write('GET /cgi-bin/never.js HTTP/1.1\r\nHost: a\r\n\r\n');
  setTimeout(() => socket.destroy(), 300);
  await closed(socket);
  await server.saw(/access 499 aborted/);
  // One worker: it answers only when the silent run has ended.
  assert.equal((await fetch(`${server.url}hello.js`)).status, 200);
  await server.saw(/access 200/);
  assert.equal(server.output().stderr.trimEnd().split('\n').length, 2);
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`freshcgi serve: ${signal} finishes what was begun and exits 0`, async (t) => {
    const server = await serveScripts(t);
    const answer = fetch(`${server.url}slow.js`);
    const response = await answer;
    server.child.kill(signal);
    assert.equal(await response.text(), 'begun ended\n');
    const { code, stderr } = await server.ended();
    assert.equal(code, 0);
    assert.match(stderr, new RegExp(`notice freshcgi ${signal}`));
    assert.match(stderr, /access 200 GET \/cgi-bin\/slow\.js/);
  });
}

test('freshcgi serve: SIGTERM finishes what a script does behind an answer without a body', async (t) => {
  const script = `console.log('Status: 204\\n'); setTimeout(() => require('fs').writeFileSync('data/note', 'x'), 700);`;
  const folder = folderOf(t, { 'cgi/behind.js': script, 'cgi/data/x': '' });
  const server = await startServer(t, [`${folder}/cgi`, '--workers', '1', '--allow-write', `${folder}/cgi/data`]);
  assert.equal((await fetch(`${server.url}behind.js`)).status, 204);
  server.child.kill('SIGTERM');
  assert.equal((await server.ended()).code, 0);
  assert.equal(existsSync(`${folder}/cgi/data/note`), true);
});

test('freshcgi serve: a second signal stops at once', async (t) => {
  const server = await serveScripts(t);
  const socket = await open(server.port);
  socket.write('GET /cgi-bin/never.js HTTP/1.1\r\nHost: a\r\n\r\n');
  const gone = closed(socket);
  server.child.kill('SIGTERM');
  await server.saw(/SIGTERM/);
  setTimeout(() => server.child.kill('SIGTERM'), 300);
  assert.equal((await server.ended()).code, 0);
  await gone;
});

test('freshcgi serve: --trust-proxy believes what a proxy says of its client, without it nobody does', async (t) => {
  const folder = folderOf(t, {
    'who.js': `const { REMOTE_ADDR, HTTPS, SERVER_NAME } = process.env;
      console.log('Content-Type: text/plain\\n'); console.log(REMOTE_ADDR, HTTPS, SERVER_NAME);`,
  });
  const headers = { 'X-Forwarded-For': '192.0.2.7', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'example.org' };
  for (const [more, told] of [
    [[], '127.0.0.1 undefined 127.0.0.1\n'],
    [['--trust-proxy', '127.0.0.1'], '192.0.2.7 on example.org\n'],
  ] as const) {
    const server = await startServer(t, [folder, '--workers', '1', ...more]);
    assert.equal(await (await fetch(`${server.url}who.js`, { headers })).text(), told);
  }
});

test('freshcgi serve: a notice where scripts may write what is then run', async (t) => {
  const folder = folderOf(t, { 'cgi/a.js': '', 'cgi-data/x': '' });
  for (const [grant, isTold] of [
    ['cgi', true],
    ['cgi/data', true],
    ['.', true],
    ['cgi-data', false],
  ] as const) {
    const server = await startServer(t, [`${folder}/cgi`, '--workers', '1', '--allow-write', `${folder}/${grant}`]);
    server.child.kill('SIGTERM');
    const { stderr } = await server.ended();
    assert.equal(/notice .*: scripts may write where scripts are run from$/m.test(stderr), isTold, grant);
  }
});

test('freshcgi serve: a notice where this user may not read or write what it was given', async (t) => {
  const folder = folderOf(t, { 'cgi/a.js': '', 'fixed/x': '', 'closed/x': '', 'open/x': '' });
  for (const [name, mode] of Object.entries({ '.': 0o755, fixed: 0o555, closed: 0o600, open: 0o777 }))
    chmodSync(`${folder}/${name}`, mode);
  const grants = ['--allow-write', 'fixed', '--allow-write', 'open', '--allow-read', 'closed', '--static', 'open'];
  // Nothing is closed to root.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const args = [`${folder}/cgi`, '--workers', '1', ...grants.map((word) => word.replace(/^\w/, `${folder}/$&`))];
  const server = await startServer(t, args, { user });
  server.child.kill('SIGTERM');
  const { stderr } = await server.ended();
  const notices = [...stderr.matchAll(/notice freshcgi (.*): this user (.*)$/gm)].map(([, what, why]) => [what, why]);
  assert.deepEqual(notices, [
    [`${folder}/closed`, 'may not read what is in it'],
    [`--allow-write ${folder}/fixed`, 'may not write there'],
  ]);
});

test('freshcgi serve: what cannot be served is one sentence and exit code 1', async (t) => {
  const folder = folderOf(t, { 'a.js': '' });
  const missing = await freshcgi(['serve', `${folder}/none`]);
  assert.deepEqual([missing.code, missing.stdout], [1, '']);
  assert.equal(missing.stderr, `freshcgi: Cannot serve scripts from "${folder}/none": there is no such folder\n`);
  const file = await freshcgi(['serve', `${folder}/a.js`]);
  assert.match(file.stderr, /: it is not a folder\n$/);
  const files = await freshcgi(['serve', folder, '--static', `${folder}/none`]);
  assert.match(files.stderr, /^freshcgi: Cannot serve files from .*: there is no such folder\n$/);
  const data = await freshcgi(['serve', folder, '--allow-write', `${folder}/a.js`]);
  assert.match(data.stderr, /^freshcgi: Cannot use --allow-write: it must be a folder, .*\/a\.js"\n$/);
  const proxy = await freshcgi(['serve', folder, '--trust-proxy', 'localhost']);
  assert.match(proxy.stderr, /^freshcgi: Cannot use --trust-proxy: it needs IP addresses, .*: "localhost"\n$/);
  const server = await startServer(t, [folder]);
  const taken = await freshcgi(['serve', folder, '--port', String(server.port)]);
  assert.deepEqual([taken.code, taken.stdout], [1, '']);
  assert.equal(
    taken.stderr,
    `freshcgi: Cannot listen on 127.0.0.1:${server.port}: another program listens there already\n`,
  );
  const elsewhere = await freshcgi(['serve', folder, '--port', '0', '--host', '192.0.2.1']);
  assert.match(elsewhere.stderr, /this machine has no such address\n$/);
});

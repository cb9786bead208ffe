import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderOf, freshcgi, startServer } from './freshcgi-process.ts';

const SCRIPTS = {
  'cgi-bin/hello.js': `console.log('Content-Type: text/plain\\n'); console.log('hello ' + (process.env.WHO || ''));`,
  'cgi-bin/clock.js': `console.log('Content-Type: text/plain\\nSet-Cookie: sid=' + Math.random().toString().slice(2).padEnd(18, '7') + '\\n'); console.log(new Date().toISOString());`,
  'cgi-bin/crash.js': `console.error('oh no'); throw new Error('boom');`,
  'cgi-bin/diary.js': `
    const fs = require('fs');
    const file = __dirname + '/../data/diary.txt';
    if (process.env.REQUEST_METHOD === 'POST') fs.appendFileSync(file, fs.readFileSync(0, 'utf8') + '\\n');
    console.log('Content-Type: text/plain\\n');
    console.log(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : 'empty');`,
  'data/readme.txt': '',
};

function hello(body: string): string {
  return `GET /cgi-bin/hello.js\n### response\nHTTP/1.1 200 OK\nContent-Type: text/plain\n\n${body}\n`;
}

test('freshcgi test: exit code 0 and one line when all pass', async (t) => {
  const cwd = folderOf(t, {
    ...SCRIPTS,
    'cases/a.http': hello('hello \n'),
    'cases/sub/b.http': `# @env WHO=Ada\n${hello('hello Ada\n')}`,
  });
  const { code, stdout, stderr } = await freshcgi(['test'], { cwd });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^2 passed in [\d.]+ s\n$/);
  assert.equal(stderr, '', 'no progress line where nobody looks');
});

test('freshcgi test: a difference is shown, with stderr, and exits 1', async (t) => {
  const cwd = folderOf(t, {
    ...SCRIPTS,
    'cases/a.http': hello('goodbye\n'),
    'cases/crash.http': 'GET /cgi-bin/crash.js\n### response\nHTTP/1.1 200 OK\n',
  });
  const { code, stdout } = await freshcgi(['test'], { cwd });
  assert.equal(code, 1);
  assert.match(stdout, /failed a\.http\n {4}HTTP\/1\.1 200 OK\n[\s\S]* {2}- goodbye\n {2}\+ hello \n/);
  assert.match(
    stdout,
    /failed crash\.http\n {2}Script ".*" failed: Error: boom\n {2}- HTTP\/1\.1 200 OK\n {2}\+ # @exit 1\n {2}\+ HTTP\/1\.1 500 Internal Server Error\n {2}stderr: oh no\n/,
  );
  assert.doesNotMatch(stdout, /The script failed/, 'the page in its place is not what anybody looks for');
  assert.match(stdout, /^2 failed, 0 passed in .*\nIf the new answers are right, --update takes them over\n$/m);
});

test('freshcgi test: an error page is shown where only the page differs', async (t) => {
  const page = 'HTTP/1.1 500 Internal Server Error\nContent-Type: text/plain; charset=utf-8\n\nAnother page\n';
  const cwd = folderOf(t, {
    ...SCRIPTS,
    'cases/crash.http': `# @exit 1\nGET /cgi-bin/crash.js\n### response\n${page}`,
  });
  const { stdout } = await freshcgi(['test'], { cwd });
  assert.match(stdout, /\n {2}- Another page\n[\s\S]* {2}\+ The script failed\n/);
});

test('freshcgi test: what a script may not touch leads to the doctor', async (t) => {
  const cwd = folderOf(t, {
    ...SCRIPTS,
    'cases/a.http': 'POST /cgi-bin/diary.js\n\nx\n### response\nHTTP/1.1 200 OK\n',
  });
  const { stdout } = await freshcgi(['test'], { cwd });
  assert.match(stdout, /^Which folders the scripts need .*: freshcgi doctor \.\/cgi-bin\n$/m);
});

test('freshcgi test: --update takes answers over, with placeholders for what changes', async (t) => {
  const cwd = folderOf(t, {
    ...SCRIPTS,
    'cases/clock.http': '# What time is it?\nGET /cgi-bin/clock.js\n',
    'cases/a.http': hello('x'),
  });
  assert.match((await freshcgi(['test'], { cwd })).stdout, /it has no response yet: --update takes the answer over/);
  assert.equal((await freshcgi(['test', '--update'], { cwd })).code, 0);
  assert.equal(
    readFileSync(join(cwd, 'cases/clock.http'), 'utf8'),
    '# What time is it?\nGET /cgi-bin/clock.js\n### response\nHTTP/1.1 200 OK\nContent-Type: text/plain\nSet-Cookie: sid={{token}}\n\n{{date}}\n\n',
  );
  assert.equal(readFileSync(join(cwd, 'cases/a.http'), 'utf8'), hello('hello \n'));
  assert.match((await freshcgi(['test'], { cwd })).stdout, /^2 passed/);
});

test('freshcgi test: --filter, --format tap and junit', async (t) => {
  const cwd = folderOf(t, { ...SCRIPTS, 'cases/good.http': hello('hello \n'), 'cases/bad.http': hello('<no>') });
  const tap = await freshcgi(['test', '--format', 'tap'], { cwd });
  assert.match(
    tap.stdout,
    /^TAP version 14\n1\.\.2\nnot ok 1 - bad\.http\n {2}---\n[\s\S]* {2}\.\.\.\nok 2 - good\.http\n$/,
  );
  const junit = await freshcgi(['test', '--format', 'junit'], { cwd });
  assert.match(junit.stdout, /<testsuite name="freshcgi" tests="2" failures="1" time="[\d.]+">/);
  assert.match(junit.stdout, /&lt;no&gt;/);
  assert.match(junit.stdout, /<testcase classname="freshcgi" name="good\.http" time="\d\.\d{3}"\/>/);
  assert.equal((await freshcgi(['test', '--filter', 'good'], { cwd })).code, 0);
  const none = await freshcgi(['test', '--filter', 'nothing'], { cwd });
  assert.deepEqual([none.code, none.stderr.includes('none of its 2 has "nothing" in its name')], [1, true]);
});

test('freshcgi test: a file that is no case fails by itself, with its line, in every format', async (t) => {
  const cwd = folderOf(t, {
    ...SCRIPTS,
    'cases/broken.http': '# fine\n# @exit one\nGET /cgi-bin/hello.js\n',
    'cases/good.http': hello('hello \n'),
    'cases/lost.http': `# @after gone.http\n${hello('hello \n')}`,
  });
  const { code, stdout, stderr } = await freshcgi(['test'], { cwd });
  assert.deepEqual([code, stderr], [1, '']);
  assert.match(
    stdout,
    /^failed broken\.http\n {2}Cannot read case ".*broken\.http:2": @exit must be an exit code, not "one"\n/m,
  );
  assert.match(stdout, /^failed lost\.http\n {2}Cannot play case "lost\.http": there is no case "gone\.http"/m);
  assert.match(stdout, /^2 failed, 1 passed in/m);
  assert.match(
    (await freshcgi(['test', '--format', 'tap'], { cwd })).stdout,
    /^1\.\.3\nnot ok 1 - broken[\s\S]*\nok 2 - good/m,
  );
  const junit = await freshcgi(['test', '--format', 'junit'], { cwd });
  assert.match(junit.stdout, /<failure message="Cannot read case &quot;[^"]*broken\.http:2&quot;: @exit must be/);
  const compared = await freshcgi(['compare'], { cwd });
  assert.deepEqual([compared.code, /^2 failed, 1 passed in/m.test(compared.stdout)], [1, true]);
});

test('freshcgi test: each case has its own copy of the data, @after goes on from another one', async (t) => {
  const say = (text: string) => `POST /cgi-bin/diary.js\n\n${text}\n`;
  const cwd = folderOf(t, {
    ...SCRIPTS,
    'cases/1.http': say('one'),
    'cases/2.http': `# @after 1.http\n${say('two')}`,
    'cases/3.http': '# @after 2.http\nGET /cgi-bin/diary.js\n',
    'cases/4.http': 'GET /cgi-bin/diary.js\n',
  });
  const args = ['test', '--allow-write', 'data', '--workers', '2'];
  assert.equal((await freshcgi([...args, '--update'], { cwd })).code, 0);
  assert.match(readFileSync(join(cwd, 'cases/3.http'), 'utf8'), /\n\none\ntwo\n/);
  assert.match(readFileSync(join(cwd, 'cases/4.http'), 'utf8'), /\n\nempty\n/);
  assert.match((await freshcgi(args, { cwd })).stdout, /^4 passed/);
  assert.deepEqual(readdirSync(join(cwd, 'data')), ['readme.txt']);
  writeFileSync(join(cwd, 'cases/1.http'), `# @after 3.http\n${say('one')}`);
  assert.match((await freshcgi(args, { cwd })).stdout, /Cannot play case "1\.http": it comes after itself/);
});

test('freshcgi record: requests at the same time are told apart by what each has written', async (t) => {
  const cwd = folderOf(t, SCRIPTS);
  const [scripts, cases, data] = ['cgi-bin', 'cases', 'data'].map((name) => join(cwd, name)) as [
    string,
    string,
    string,
  ];
  const server = await startServer(t, [scripts, '--cases', cases, '--allow-write', data], { command: 'record' });
  const say = (body: string) =>
    fetch(`${server.url}diary.js`, { method: 'POST', body }).then((answer) => answer.text());
  const said = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(say));
  server.child.kill('SIGTERM');
  assert.equal((await server.ended()).code, 0);
  assert.deepEqual(said.map((text) => text.split('\n').length).sort(), [3, 4, 5, 6, 7, 8]);
  const { stdout } = await freshcgi(['test', scripts, '--cases', cases, '--allow-write', data]);
  assert.match(stdout, /^6 passed/, stdout);
});

test('freshcgi record: a client that leaves in the middle of its answer makes no case', async (t) => {
  const cwd = folderOf(t, {
    ...SCRIPTS,
    'cgi-bin/slow.js': `console.log('Content-Type: text/plain\\n\\nfirst'); setTimeout(() => console.log('second'), 20_000);`,
  });
  const args = [join(cwd, 'cgi-bin'), '--cases', join(cwd, 'cases')];
  const server = await startServer(t, args, { command: 'record' });
  const client = new AbortController();
  const answer = await fetch(`${server.url}slow.js`, { signal: client.signal });
  await answer.body?.getReader().read();
  client.abort();
  assert.equal((await fetch(`${server.url}hello.js`)).status, 200);
  server.child.kill('SIGTERM');
  assert.equal((await server.ended()).code, 0);
  assert.deepEqual(readdirSync(join(cwd, 'cases')), ['0001-get-hello.js.http']);
});

test('freshcgi record: each exchange becomes a case that passes, and the data stays as it was', async (t) => {
  const cwd = folderOf(t, SCRIPTS);
  const at = (name: string) => join(cwd, name);
  const grant = ['--allow-write', at('data')];
  const server = await startServer(t, [at('cgi-bin'), '--cases', at('cases'), ...grant], { command: 'record' });
  for (const [path, init] of [
    ['hello.js?a=1', {}],
    ['diary.js', { method: 'POST', body: 'first' }],
    ['diary.js', {}],
    ['clock.js', { headers: { Cookie: 'a=b' } }],
    ['nowhere.js', {}],
    ['.hidden.js', {}],
    ['crash.js', {}],
  ] as const) {
    await (await fetch(server.url + path, init)).arrayBuffer();
  }
  server.child.kill('SIGTERM');
  assert.equal((await server.ended()).code, 0);
  const lines = server.output().stderr.split('\n');
  const crash = lines.find((line) => line.includes('access 500'))?.split(' ')[1];
  const told = lines.filter((line) => line.split(' ')[1] === crash).map((line) => line.split(' ')[2]);
  assert.deepEqual(
    [...new Set(told)],
    ['stderr', 'ended', 'access'],
    'the failure once, under the name of its request',
  );
  assert.deepEqual(readdirSync(at('cases')).sort(), [
    '0001-get-hello.js.http',
    '0002-post-diary.js.http',
    '0003-get-diary.js.http',
    '0004-get-clock.js.http',
    '0005-get-.hidden.js.http',
    '0006-get-crash.js.http',
  ]);
  assert.match(readFileSync(at('cases/0003-get-diary.js.http'), 'utf8'), /^# @after 0002-post-diary\.js\.http\n/);
  assert.match(readFileSync(at('cases/0006-get-crash.js.http'), 'utf8'), /\nX-Content-Type-Options: nosniff\n/);
  assert.equal(existsSync(at('data/diary.txt')), false);
  const { stdout } = await freshcgi(['test', at('cgi-bin'), '--cases', at('cases'), ...grant]);
  assert.match(stdout, /^6 passed/);
});

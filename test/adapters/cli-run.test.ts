import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { test } from 'node:test';
import { COMMANDS } from '../../adapters/cli/options.ts';
import { folderOf, freshcgi, LAUNCHER } from './freshcgi-process.ts';

const SCRIPTS = {
  'hello.js': `console.log('Content-Type: text/plain\\n'); console.log('hello');`,
  'status.js': `console.log('Status: ' + process.env.QUERY_STRING + '\\nContent-Type: text/plain\\n'); console.log('body');`,
  'env.js': `console.log('Content-Type: application/json\\n'); console.log(JSON.stringify(process.env));`,
  'size.js': `
    let size = 0;
    process.stdin.on('data', (chunk) => { size += chunk.length; });
    process.stdin.on('end', () => { console.log('Content-Type: text/plain\\n'); console.log(size + ' ' + process.env.CONTENT_LENGTH); });`,
  'bytes.js': `process.stdout.write('Content-Type: application/octet-stream\\n\\n'); process.stdout.write(Uint8Array.from({ length: 256 }, (_, i) => i));`,
  'loud.js': `console.error('to stderr'); console.log('Content-Type: text/plain\\n');`,
  'crash.js': `throw new TypeError('boom');`,
  'sub/require.js': `console.log('Content-Type: text/plain\\n'); console.log(require('../lib.js'));`,
  'lib.js': `module.exports = 'from above';`,
};

test('freshcgi run: prints the body and exits 0', async (t) => {
  const folder = folderOf(t, SCRIPTS);
  assert.deepEqual(await freshcgi(['run', `${folder}/hello.js`]), {
    code: 0,
    signal: null,
    stdout: 'hello\n',
    stderr: '',
  });
  assert.equal((await freshcgi(['run', 'hello.js'], { cwd: folder })).stdout, 'hello\n');
});

test('freshcgi run: --include prints status line and header first', async (t) => {
  const folder = folderOf(t, SCRIPTS);
  const { stdout } = await freshcgi(['run', `${folder}/hello.js`, '--include']);
  assert.equal(stdout, 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello\n');
  const named = await freshcgi(['run', `${folder}/status.js`, '--include', '--query', '299 So so']);
  assert.match(named.stdout, /^HTTP\/1\.1 299 So so\r\n/);
});

for (const [status, code] of [
  ['201', 0],
  ['304', 0],
  ['404', 1],
  ['503', 1],
] as const) {
  test(`freshcgi run: a ${status} answer exits ${code}`, async (t) => {
    const folder = folderOf(t, SCRIPTS);
    assert.equal((await freshcgi(['run', `${folder}/status.js`, '--query', status])).code, code);
  });
}

test('freshcgi run: method, query, header fields, path info and variables reach the script', async (t) => {
  const folder = folderOf(t, SCRIPTS);
  const line = [
    '--method',
    'PUT',
    '--query',
    'a=%41',
    '--header',
    'X-A: one two',
    '--path-info',
    '/p/q',
    '--env',
    'MINE=1',
  ];
  const { stdout } = await freshcgi(['run', `${folder}/env.js`, ...line], { env: { HOST_SECRET: 'x' } });
  const env = JSON.parse(stdout);
  assert.equal(env.REQUEST_METHOD, 'PUT');
  assert.equal(env.QUERY_STRING, 'a=%41');
  assert.equal(env.HTTP_X_A, 'one two');
  assert.equal(env.PATH_INFO, '/p/q');
  assert.equal(env.MINE, '1');
  assert.equal(env.HOST_SECRET, undefined);
});

test('freshcgi run: a body from text, a file and stdin', async (t) => {
  const folder = folderOf(t, { ...SCRIPTS, 'body.bin': 'x'.repeat(3_000_000) });
  assert.equal((await freshcgi(['run', `${folder}/size.js`, '--data', 'äb'])).stdout, '3 3\n');
  assert.equal(
    (await freshcgi(['run', `${folder}/size.js`, '--data-file', `${folder}/body.bin`])).stdout,
    '3000000 3000000\n',
  );
  const piped = await freshcgi(['run', `${folder}/size.js`, '--data-file', '-'], { input: 'y'.repeat(2_000_000) });
  assert.equal(piped.stdout, '2000000 2000000\n');
  const env = JSON.parse((await freshcgi(['run', `${folder}/env.js`, '--data', 'a=1'])).stdout);
  assert.equal(env.REQUEST_METHOD, 'POST');
  assert.equal(env.CONTENT_TYPE, 'application/x-www-form-urlencoded');
  const missing = await freshcgi(['run', `${folder}/size.js`, '--data-file', `${folder}/none`]);
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /^freshcgi: Cannot read data file "[^\n]*none": ENOENT[^\n]*\n$/);
  const dir = await freshcgi(['run', `${folder}/size.js`, '--data-file', folder]);
  assert.deepEqual([dir.code, dir.stderr], [1, `freshcgi: Cannot read data file "${folder}": it is a folder\n`]);
});

test('freshcgi run: stderr of the script goes to stderr, a failure is one more sentence and exit code 1', async (t) => {
  const folder = folderOf(t, SCRIPTS);
  assert.deepEqual(await freshcgi(['run', `${folder}/loud.js`]), {
    code: 0,
    signal: null,
    stdout: '',
    stderr: 'to stderr\n',
  });
  const crash = await freshcgi(['run', `${folder}/crash.js`]);
  assert.equal(crash.code, 1);
  assert.equal(crash.stdout, '');
  assert.match(crash.stderr, /TypeError: boom[\s\S]*\nfreshcgi: [^\n]*TypeError: boom\n$/);
  const missing = await freshcgi(['run', `${folder}/none.js`]);
  assert.deepEqual(
    [missing.code, missing.stderr],
    [1, `freshcgi: Cannot run "${folder}/none.js": there is no such file\n`],
  );
});

test('freshcgi run: Ctrl-C ends the run, without a word, and exits 130', async (t) => {
  const script = `process.stdout.write('Content-Type: text/plain\\n\\nbegun'); setTimeout(() => {}, 20_000);`;
  const child = spawn(process.execPath, [LAUNCHER, 'run', `${folderOf(t, { 'nap.js': script })}/nap.js`]);
  t.after(() => child.kill('SIGKILL'));
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint += text;
  });
  child.stdin.end();
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  assert.deepEqual([code, complaint], [130, '']);
});

test('freshcgi run: --root widens what a script may require', async (t) => {
  const folder = folderOf(t, SCRIPTS);
  const script = `${folder}/sub/require.js`;
  assert.equal((await freshcgi(['run', script])).code, 1);
  for (const given of [script, 'sub/require.js']) {
    assert.equal((await freshcgi(['run', given, '--root', folder])).stdout, 'from above\n');
  }
});

test('freshcgi run: binary output is byte-exact', async (t) => {
  const folder = folderOf(t, SCRIPTS);
  const { stdout } = await freshcgi(['run', `${folder}/bytes.js`]);
  // Collected as UTF-8: the ASCII half is enough to see, the rest is counted in the engine's tests.
  assert.equal(stdout.slice(0, 128), String.fromCharCode(...Array.from({ length: 128 }, (_, i) => i)));
});

test('freshcgi run: a limit ends the run with its code', async (t) => {
  const folder = folderOf(t, { 'loop.js': 'for (;;);' });
  const { code, stderr } = await freshcgi(['run', `${folder}/loop.js`, '--timeout', '0.5']);
  assert.equal(code, 1);
  assert.match(stderr, /^freshcgi: [^\n]*loop\.js[^\n]*\n$/);
});

test('freshcgi: a command line that makes no sense is a sentence, a hint and exit code 2', async () => {
  const { code, stdout, stderr } = await freshcgi(['serve', '--prot', '1']);
  assert.deepEqual([code, stdout], [2, '']);
  assert.equal(
    stderr,
    'freshcgi: Cannot read the command line: unknown option "--prot", did you mean "--port"?\nTry freshcgi serve --help\n',
  );
});

test('freshcgi: --help of a command says what concerns it: each of its options, and no other', async () => {
  for (const [name, { known }] of Object.entries(COMMANDS)) {
    const { code, stdout } = await freshcgi([name, '--help']);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^Usage\\n {2}freshcgi ${name} .*\\n\\n`));
    const told = [...stdout.matchAll(/^ {2}--([\w-]+)/gm)].map(([, option]) => option);
    assert.deepEqual([...told, 'help'].sort(), Object.keys(known).sort(), name);
  }
});

test('freshcgi: --help and --version', async () => {
  for (const line of [[], ['--help'], ['help']]) {
    const { code, stdout, stderr } = await freshcgi(line);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^freshcgi {2}the cgi-bin for JavaScript\n/);
    assert.ok(stdout.split('\n').every((text) => text.length <= 80));
  }
  assert.match((await freshcgi(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
});

test('freshcgi run --trace: what the run used, a line each, on stderr', async (t) => {
  const folder = realpathSync(folderOf(t, SCRIPTS));
  const { code, stdout, stderr } = await freshcgi(['run', `${folder}/status.js`, '--query', '200', '--trace']);
  assert.deepEqual([code, stdout, stderr], [0, 'body\n', `env      QUERY_STRING\nmodules  ${folder}/status.js\n`]);
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { serveFiles } from '../../adapters/static.ts';
import { isCgiError } from '../../engine/index.ts';

const top = mkdtempSync(join(tmpdir(), 'freshcgi-static-'));
after(() => rmSync(top, { recursive: true }));
const root = join(top, 'www');
for (const folder of ['www/sub', 'www/cgi-bin/deep', 'www/.git', 'www/a:b', 'outside']) {
  mkdirSync(join(top, folder), { recursive: true });
}
const BIG = Buffer.alloc(300_000, 'abcdefghij');
const FILES: Record<string, string | Buffer> = {
  'www/index.html': '<h1>home</h1>',
  'www/style.css': 'body{}',
  'www/sp ace é.txt': 'umlauts',
  'www/data.unknown': 'x',
  'www/empty.txt': '',
  'www/big.bin': BIG,
  'www/sub/index.html': 'sub',
  'www/cgi-bin/secret.js': 'source',
  'www/cgi-bin/deep/x.html': 'source',
  'www/.env': 'SECRET',
  'www/.git/config': 'SECRET',
  'outside/passwd': 'SECRET',
};
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(top, name), text);
symlinkSync(join(top, 'outside'), join(root, 'out'));
symlinkSync(join(root, 'cgi-bin', 'secret.js'), join(root, 'innocent.txt'));
symlinkSync(join(root, '.env'), join(root, 'env.txt'));
symlinkSync(join(root, 'style.css'), join(root, 'alias.css'));
execFileSync('mkfifo', [join(root, 'pipe.txt')]);

const serve = serveFiles({ root, exclude: [join(root, 'cgi-bin')] });
function get(path: string, headers: Record<string, string> = {}, method = 'GET', query = ''): Promise<Response | null> {
  return serve({ method, path, query, headers: new Headers(headers) });
}

const SERVED: ReadonlyArray<readonly [path: string, type: string, text: string]> = [
  ['/', 'text/html; charset=utf-8', '<h1>home</h1>'],
  ['/index.html', 'text/html; charset=utf-8', '<h1>home</h1>'],
  ['/style.css', 'text/css; charset=utf-8', 'body{}'],
  ['/%73tyle.css', 'text/css; charset=utf-8', 'body{}'],
  ['/alias.css', 'text/css; charset=utf-8', 'body{}'],
  ['/sp%20ace%20%C3%A9.txt', 'text/plain; charset=utf-8', 'umlauts'],
  ['/data.unknown', 'application/octet-stream', 'x'],
  ['/empty.txt', 'text/plain; charset=utf-8', ''],
  ['/sub/', 'text/html; charset=utf-8', 'sub'],
];
for (const [path, type, text] of SERVED) {
  test(`serveFiles: ${path} is ${type}`, async () => {
    const response = await get(path);
    assert.equal(response?.status, 200);
    assert.equal(response.headers.get('content-type'), type);
    assert.equal(response.headers.get('content-length'), String(text.length));
    assert.equal(await response.text(), text);
  });
}

const NEVER = [
  ...[
    '/.env',
    '/%2eenv',
    '/.git/config',
    '/sub/../.env',
    '/../outside/passwd',
    '/%2e%2e/outside/passwd',
    '/..%2foutside%2fpasswd',
  ],
  ...[
    '/out/passwd',
    '/out/',
    '/env.txt',
    '/cgi-bin/secret.js',
    '/cgi-bin/deep/x.html',
    '/innocent.txt',
    '//cgi-bin/secret.js',
  ],
  ...[
    '/cgi-bin',
    '/cgi-bin/',
    '/missing.txt',
    '/style.css/',
    '/style.css/x',
    '/style.css%00.txt',
    '/%zz',
    '/sub\\index.html',
    '',
  ],
  ...['/pipe.txt', '/sub//index.html', '/sub/.'],
];
for (const path of NEVER) {
  test(`serveFiles: ${JSON.stringify(path)} is not served`, async () => {
    assert.equal(await get(path), null);
  });
}

test('serveFiles: a folder without its slash is redirected, relative to wherever it is mounted', async () => {
  const response = await get('/sub', {}, 'GET', 'a=1');
  assert.equal(response?.status, 301);
  assert.equal(response.headers.get('location'), './sub/?a=1');
  assert.equal(response.headers.get('content-length'), '0');
  assert.equal((await get('/a%3Ab'))?.headers.get('location'), './a%3Ab/');
});

test('serveFiles: HEAD has the fields of GET and no body', async () => {
  const head = await get('/big.bin', {}, 'HEAD');
  assert.equal(head?.body, null);
  assert.equal(head.headers.get('content-length'), '300000');
  assert.equal(head.headers.get('accept-ranges'), 'bytes');
});

test('serveFiles: other methods are refused with Allow', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    await assert.rejects(get('/style.css', {}, method), (error) => {
      assert.ok(isCgiError(error));
      assert.equal(error.status, 405);
      assert.equal(error.headers['Allow'], 'GET, HEAD');
      return true;
    });
    assert.equal(await get('/missing.css', {}, method), null);
  }
});

test('serveFiles: what it sends as validators answers 304', async () => {
  const first = await get('/style.css');
  const etag = first?.headers.get('etag') ?? '';
  const modified = first?.headers.get('last-modified') ?? '';
  const byTag = await get('/style.css', { 'If-None-Match': etag });
  assert.equal(byTag?.status, 304);
  assert.equal(byTag.headers.get('etag'), etag);
  assert.equal(byTag.headers.get('content-type'), null);
  assert.equal((await get('/style.css', { 'If-Modified-Since': modified }))?.status, 304);
});

test('serveFiles: ranges of small and large files are exact', async () => {
  const small = await get('/index.html', { Range: 'bytes=4-7' });
  assert.equal(small?.status, 206);
  assert.equal(await small.text(), 'home');
  const large = await get('/big.bin', { Range: 'bytes=100001-' });
  assert.equal(large?.headers.get('content-range'), 'bytes 100001-299999/300000');
  assert.deepEqual(Buffer.from(await large.arrayBuffer()), BIG.subarray(100_001));
  const whole = await get('/big.bin');
  assert.deepEqual(Buffer.from((await whole?.arrayBuffer()) ?? new ArrayBuffer()), BIG);
  const behind = await get('/big.bin', { Range: 'bytes=300000-' });
  assert.equal(behind?.status, 416);
  assert.equal(behind.headers.get('content-length'), '0');
});

test('serveFiles: a file that shrinks while it is sent errors instead of ending early', async () => {
  const path = join(root, 'shrinks.bin');
  writeFileSync(path, BIG);
  const response = await get('/shrinks.bin');
  truncateSync(path, 70_000);
  await assert.rejects(async () => response?.arrayBuffer(), /ended \d+ bytes early/);
});

test('serveFiles: nothing is read before somebody takes it, and a cancelled answer closes the file', {
  timeout: 20_000,
}, async () => {
  // Closing takes a thread of its own: also what the tests before have closed.
  while (openFiles() > 0) await new Promise(setImmediate);
  const response = await get('/big.bin');
  assert.equal(openFiles(), 1);
  await response?.body?.cancel();
  while (openFiles() > 0) await new Promise(setImmediate);
});

test('serveFiles: a folder that is not there is a bad option', () => {
  assert.throws(() => serveFiles({ root: join(top, 'nowhere') }), { code: 'BAD_OPTION' });
  assert.throws(() => serveFiles({ root: join(root, 'style.css') }), { code: 'BAD_OPTION' });
});

function openFiles(): number {
  return execFileSync('ls', ['-l', `/proc/${process.pid}/fd`], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('big.bin')).length;
}

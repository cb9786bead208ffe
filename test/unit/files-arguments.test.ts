import assert from 'node:assert/strict';
import { closeSync, constants, openSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { filesFixture, text } from './files-fixture.ts';

const { O_APPEND, O_CREAT, O_RDONLY, O_RDWR, O_WRONLY } = constants;
const limits = { openFiles: 4, callBytes: 1000, fileBytes: 2000 };

const trap = new Proxy(
  {},
  {
    get() {
      throw new Error('read from a script’s proxy');
    },
  },
);
const GARBAGE: unknown[] = [
  undefined,
  null,
  true,
  Number.NaN,
  1.5,
  -1,
  2 ** 53,
  Number.POSITIVE_INFINITY,
  10n,
  '',
  'relative',
  '/a\0b',
  {},
  [],
  Symbol('x'),
  () => 1,
  new Date(),
  new Uint8Array(new SharedArrayBuffer(4)),
  new Uint8ClampedArray(2),
  new DataView(new ArrayBuffer(2)),
  trap,
  { toString: () => '/etc/passwd', valueOf: () => 3 },
];

test('every handler answers garbage with an errno or an empty success, never with an exception', (t) => {
  const { files, call } = filesFixture(t);
  for (const name of Object.keys(files.handlers)) {
    call(name);
    for (const one of GARBAGE) {
      for (const args of [[one], [one, one, one, one, one], ['/etc/passwd', one, one, one], [1, one, one, one]]) {
        const result = call(name, ...args);
        const isErrno = Number.isInteger(result) && (result as number) <= 0;
        assert.ok(
          isErrno || name === 'umask' || (typeof result === 'string' && /^fsFstat$/.test(name)),
          `${name} ${typeof one} ${result}`,
        );
      }
    }
  }
});

test('shared memory is refused as contents', (t) => {
  const { call, at } = filesFixture(t);
  const shared = new Uint8Array(new SharedArrayBuffer(4));
  assert.equal(call('fsWriteFile', at('data/x'), O_WRONLY | O_CREAT, 0o666, shared), -22);
  assert.equal(call('fsWrite', 1, shared, -1), -22);
});

test('a path is refused at once when it is too long, and explained quickly when it is deep', (t) => {
  const { call, at } = filesFixture(t);
  const started = performance.now();
  assert.equal(call('fsStat', `/${'a/'.repeat(1e6)}`, true), -36);
  assert.equal(call('fsStat', `/${'x'.repeat(5e6)}`, true), -36);
  assert.equal(call('fsStat', `${at('root')}/${'x'.repeat(300)}`, true), -36);
  assert.equal(call('fsStat', `${at('root')}/${'é'.repeat(200)}`, true), -36);
  assert.equal(call('fsStat', `${at('root')}/${'a/'.repeat(1900)}`, true), -2);
  assert.equal(call('fsStat', `/${'../'.repeat(1300)}etc/passwd`, true), -13);
  assert.ok(performance.now() - started < 1000);
});

test('a result never shares its buffer with anything else', (t) => {
  const { call, at } = filesFixture(t);
  const fd = call('fsOpen', at('data/count.txt'), O_RDONLY, 0);
  for (const bytes of [
    call('fsRead', fd, 3, 0),
    call('fsRead', fd, 900, -1),
    call('fsReadFile', at('data/count.txt'), O_RDONLY, false),
    call('fsRead', 0, 10, -1),
  ]) {
    assert.ok(bytes instanceof Uint8Array);
    assert.equal(bytes.buffer.byteLength, bytes.length);
  }
});

test('sizes of calls and files are bounded', (t) => {
  const { call, at } = filesFixture(t, limits);
  const file = at('data/big');
  const bytes = new Uint8Array(1000).fill(65);
  assert.equal(call('fsWriteFile', file, O_WRONLY | O_CREAT, 0o666, new Uint8Array(1001)), -22);
  assert.equal(call('fsWriteFile', file, O_WRONLY | O_CREAT, 0o666, 'é'.repeat(501)), -22);
  for (const expected of [0, 0, -27]) {
    assert.equal(call('fsWriteFile', file, O_WRONLY | O_CREAT | O_APPEND, 0o666, bytes), expected);
  }
  assert.equal(call('fsReadFile', file, O_RDONLY, false), -27);
  const fd = call('fsOpen', file, O_RDWR, 0);
  assert.equal((call('fsRead', fd, 1e9, 0) as Uint8Array).length, 1000);
  assert.equal(call('fsWrite', fd, bytes, 1500), -27);
  assert.equal(call('fsWrite', fd, bytes, 1000), 1000);
  assert.equal(call('fsWrite', fd, bytes, Number.MAX_SAFE_INTEGER), -27);
  assert.equal(call('fsFtruncate', fd, 2001), -27);
  assert.equal(call('fsFtruncate', fd, 10), 0);
  const appending = call('fsOpen', file, O_WRONLY | O_APPEND, 0);
  assert.equal(call('fsFtruncate', appending, 1500), 0);
  assert.equal(call('fsWrite', appending, bytes, 0), -27);
});

test('a file copied onto itself stays what it is, by whatever name', (t) => {
  const { call, at } = filesFixture(t);
  const file = at('data/count.txt');
  assert.equal(call('fsLink', file, at('data/other')), 0);
  for (const name of ['data/count.txt', 'data/other', 'door/count.txt']) {
    assert.equal(call('fsCopyFile', file, at(name), false), 0);
    assert.equal(text(call('fsReadFile', file, O_RDONLY, false)), 'data/count.txt\n', name);
  }
});

test('a folder with more names than may cross is refused', (t) => {
  const { call, at } = filesFixture(t, limits);
  for (let i = 0; i < 60; i++) writeFileSync(at(`data/sub/${'x'.repeat(10)}${i}`), '');
  assert.equal(String(call('fsReaddir', at('data/sub'), false)).split('\0').length, 60);
  for (let i = 60; i < 100; i++) writeFileSync(at(`data/sub/${'x'.repeat(10)}${i}`), '');
  assert.equal(call('fsReaddir', at('data/sub'), false), -75);
});

test('descriptors are small numbers of the run, lowest first, capped, and closed at its end', (t) => {
  const { files, call, at } = filesFixture(t, limits);
  const open = () => call('fsOpen', at('data/count.txt'), O_RDONLY, 0);
  const before = openSync('/dev/null', 'r');
  closeSync(before);
  assert.deepEqual([open(), open(), open(), open(), open()], [3, 4, 5, 6, -24]);
  assert.equal(call('fsClose', 4), 0);
  assert.equal(call('fsClose', 4), -9);
  assert.deepEqual([open(), open()], [4, -24]);
  for (const fd of [7, 20, before, 2 ** 31]) {
    assert.equal(call('fsRead', fd, 1, -1), -9);
    assert.equal(call('fsFstat', fd), -9);
    assert.equal(call('fsClose', fd), -9);
  }
  files.closeAll();
  assert.equal(call('fsRead', 3, 1, -1), -9);
  const after = openSync('/dev/null', 'r');
  closeSync(after);
  assert.equal(after, before, 'a descriptor of the worker is still open');
});

test('descriptors 0, 1, 2 and their names in /dev are the run’s stdio', (t) => {
  const { call, written } = filesFixture(t, undefined, 'first=1&second=2');
  assert.equal(text(call('fsRead', 0, 8, -1)), 'first=1&');
  const stdin = call('fsOpen', '/dev/stdin', O_RDONLY, 0);
  assert.equal(text(call('fsRead', stdin, 6, -1)), 'second');
  // A body may be longer than one crossing: it is read piece by piece.
  assert.equal(text(call('fsReadFile', '/dev/stdin', O_RDONLY, false)), -27);
  assert.equal(text(call('fsRead', 0, 9, -1)), '=2');
  assert.equal(text(call('fsRead', stdin, 9, -1)), '');
  assert.equal(call('fsRead', 0, 8, 0), -29);
  assert.equal(call('fsRead', 1, 8, -1), -9);
  assert.equal(call('fsWrite', 0, 'x', -1), -9);
  assert.equal(call('fsWrite', 1, 'é', -1), 2);
  assert.equal(call('fsWriteFile', '/dev/stderr', O_WRONLY, 0, 'log'), 0);
  const stdout = call('fsOpen', '/dev/stdout', O_WRONLY, 0);
  assert.equal(call('fsWrite', stdout, Buffer.from('b'), -1), 1);
  assert.equal(call('fsWriteFile', '/dev/null', O_WRONLY, 0, 'gone'), 0);
  assert.deepEqual(written, [
    [1, 'é'],
    [2, 'log'],
    [1, 'b'],
  ]);
  assert.equal(Number(String(call('fsFstat', 0)).split(' ')[1]) & 0o170000, 0o010000);
  assert.equal(call('fsClose', 1), 0);
  assert.equal(call('fsWrite', 1, 'x', -1), -9);
});

test('umask is set for the run and back at its end', (t) => {
  const { files, call, at } = filesFixture(t);
  const before = process.umask();
  assert.equal(call('umask', 0o077), before);
  assert.equal(call('umask', -1), 0o077);
  assert.equal(call('fsWriteFile', at('data/private'), O_WRONLY | O_CREAT, 0o666, ''), 0);
  assert.equal(Number(String(call('fsStat', at('data/private'), true)).split(' ')[1]) & 0o777, 0o600);
  files.closeAll();
  assert.equal(process.umask(), before);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback } from '../../adapters/loopback.ts';
import { checkMount, mountOf, pathBelow, rewriteTarget } from '../../adapters/mount.ts';

const MOUNTS: ReadonlyArray<readonly [route: string, path: string, mount: string]> = [
  ['/cgi-bin/*', '/cgi-bin/a.js', '/cgi-bin'],
  ['/cgi-bin/*', '/cgi-bin', '/cgi-bin'],
  ['/a/b/*', '/a/b/c/d', '/a/b'],
  ['*', '/a.js', ''],
  ['/*', '/a.js', ''],
  ['/', '/', ''],
  ['', '/', ''],
  ['/cgi-bin/:script', '/cgi-bin/a.js', '/cgi-bin'],
  ['/cgi-bin/a.js', '/cgi-bin/a.js', '/cgi-bin'],
  ['/:site/cgi-bin/*', '/one/cgi-bin/a.js', '/one/cgi-bin'],
  ['/:site/cgi-bin/*', '/sp%20ace/cgi-bin/a.js', '/sp ace/cgi-bin'],
  ['/:site{[a-z]+}/*', '/one/a.js', '/one'],
];
for (const [route, path, mount] of MOUNTS) {
  test(`mountOf: ${route} for ${path} is "${mount}"`, () => assert.equal(mountOf(route, path), mount));
}

test('checkMount: a mount starts with a slash, or is none', () => {
  for (const mount of ['', '/', '/a', '/a/b/', '/sp ace']) checkMount(mount);
  for (const [mount, shown] of [
    ['a', "'a'"],
    ['a/b', "'a/b'"],
    ['*', "'*'"],
    [null, 'null'],
    [5, '5'],
  ]) {
    const message = `Cannot use option "mount": it must start with a slash: ${shown}`;
    assert.throws(() => checkMount(mount), { code: 'BAD_OPTION', message });
  }
});

const BELOW: ReadonlyArray<readonly [mount: string, target: string, path: string, query: string]> = [
  ['/cgi-bin', '/cgi-bin/a.js/x?b=1', '/a.js/x', 'b=1'],
  ['/cgi-bin', '/cgi-bin', '', ''],
  ['/cgi-bin', '/cgi-bin/', '/', ''],
  ['', '/a?b?c', '/a', 'b?c'],
  ['/sp ace', '/sp%20ace/a', '/a', ''],
  ['/x', 'http://host/x/y?z', '/y', 'z'],
];
for (const [mount, target, path, query] of BELOW) {
  test(`pathBelow: ${target} under "${mount}"`, () => assert.deepEqual(pathBelow(mount, target), { path, query }));
}

test('rewriteTarget keeps mount and query and puts the rule’s path between', () => {
  const cut = (path: string) => path.replace(/^\/old/, '');
  assert.equal(rewriteTarget('/old/a.js?x=%41', '/old', cut), '/old/a.js?x=%41');
  assert.equal(
    rewriteTarget('/old/a', '/old', (path) => `${cut(path)}.js`),
    '/old/a.js',
  );
  assert.equal(
    rewriteTarget('/sp%20ace/a', '/sp ace', () => 'b.js'),
    '/sp%20ace/b.js',
  );
  assert.equal(
    rewriteTarget('http://host/a?x', '', (path) => `/b${path}`),
    '/b/a?x',
  );
});

test('isLoopback: only this machine', () => {
  for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]', '::ffff:127.0.0.1']) {
    assert.equal(isLoopback(host), true, host);
  }
  for (const host of [
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '',
    '1127.0.0.1',
  ]) {
    assert.equal(isLoopback(host), false, host);
  }
});

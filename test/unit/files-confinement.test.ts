import assert from 'node:assert/strict';
import {
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { test } from 'node:test';
import { enter, look } from '../../engine/worker/bridge/places.ts';
import { filesFixture, text } from './files-fixture.ts';

const { O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY } = constants;
const EACCES = -13;
const ENOENT = -2;

test('fsReadFile reads inside the grants by every spelling and nothing outside', (t) => {
  const { call, at } = filesFixture(t);
  const table: Array<[path: string, expected: string | number]> = [
    ['root/page.txt', 'root/page.txt\n'],
    ['root/sub/../page.txt', 'root/page.txt\n'],
    ['root/in/../page.txt', 'root/page.txt\n'],
    ['data/count.txt', 'data/count.txt\n'],
    ['door/count.txt', 'data/count.txt\n'],
    ['data/root/page.txt', 'root/page.txt\n'],
    ['root/../data/count.txt', 'data/count.txt\n'],
    ['root/none.txt', ENOENT],
    ['root/none/../page.txt', ENOENT],
    ['root/none/../../outside/secret.txt', ENOENT],
    ['root/page.txt/x', -20],
    ['data/loop', -40],
    ['data/loop/x', -40],
    ['data/missing', ENOENT],
    ['root/sub', -21],
    ['root/secret', EACCES],
    ['root/out/secret.txt', EACCES],
    ['root/out/none.txt', EACCES],
    ['root/../outside/secret.txt', EACCES],
    ['outside/secret.txt', EACCES],
    ['outside/none/none', EACCES],
    ['none/none', EACCES],
    ['data-other/secret.txt', EACCES],
    ['data/fifo', EACCES],
  ];
  for (const [path, expected] of table) {
    // join() would fold the '..' away.
    assert.equal(text(call('fsReadFile', `${at('.')}/${path}`, O_RDONLY, false)), expected, path);
  }
  for (const path of [
    '/',
    '/etc/passwd',
    '/proc/self/environ',
    '/proc/self/fd/0',
    '//etc//passwd',
    '/dev/zero',
    '/none',
  ]) {
    assert.equal(call('fsReadFile', path, O_RDONLY, false), EACCES, path);
  }
});

test('no operation sees, changes or makes anything outside of the grants', (t) => {
  const { call, at } = filesFixture(t);
  const bytes = Buffer.from('x');
  for (const path of ['outside/secret.txt', 'root/out/secret.txt', 'data/out/secret.txt', 'data/out/new', 'none']) {
    const p = at(path);
    for (const [name, ...args] of [
      ['fsOpen', p, O_RDONLY, 0],
      ['fsOpen', p, O_WRONLY | O_CREAT | O_TRUNC, 0o666],
      ['fsOpen', p, O_WRONLY | O_CREAT | O_EXCL, 0o666],
      ['fsWriteFile', p, O_WRONLY | O_CREAT, 0o666, bytes],
      ['fsStat', p, true],
      ['fsStat', p, false],
      ['fsStatfs', p],
      ['fsReaddir', p, false],
      ['fsMkdir', p, 0o777],
      ['fsMkdtemp', p],
      ['fsRmdir', p],
      ['fsUnlink', p],
      ['fsRename', p, at('data/x')],
      ['fsRename', at('data/count.txt'), p],
      ['fsLink', p, at('data/x')],
      ['fsLink', at('data/count.txt'), p],
      ['fsSymlink', at('data/count.txt'), p],
      ['fsSymlink', p, at('data/x')],
      ['fsReadlink', p],
      ['fsRealpath', p],
      ['fsAccess', p, 0],
      ['fsCopyFile', p, at('data/x'), false],
      ['fsCopyFile', at('data/count.txt'), p, false],
      ['fsChmod', p, 0o777],
      ['fsUtimes', p, 1, 1, true],
      ['fsUtimes', p, 1, 1, false],
    ] as Array<[string, ...unknown[]]>) {
      assert.equal(call(name, ...args), EACCES, `${name} ${path}`);
    }
  }
  // Links that lie inside and lead outside: followed by these, and refused there.
  for (const link of ['data/secret', 'data/new']) {
    assert.equal(call('fsOpen', at(link), O_RDWR | O_CREAT, 0o666), EACCES, link);
    assert.equal(call('fsChmod', at(link), 0o777), EACCES, link);
    assert.equal(call('fsUtimes', at(link), 1, 1, true), EACCES, link);
    assert.equal(call('fsCopyFile', at('data/count.txt'), at(link), false), EACCES, link);
  }
  assert.deepEqual(readdirSync(at('outside')), ['secret.txt', 'sub']);
  assert.equal(readFileSync(at('outside/secret.txt'), 'utf8'), 'outside/secret.txt\n');
  assert.ok(!existsSync(at('data/x')));
});

test('a readable grant is not writable', (t) => {
  const { call, at } = filesFixture(t);
  const page = at('root/page.txt');
  for (const [expected, name, ...args] of [
    [EACCES, 'fsOpen', page, O_RDWR, 0],
    [EACCES, 'fsOpen', page, O_RDONLY | O_CREAT, 0o666],
    [EACCES, 'fsOpen', at('root/new'), O_WRONLY | O_CREAT, 0o666],
    [ENOENT, 'fsOpen', at('root/new'), O_WRONLY, 0o666],
    [EACCES, 'fsUnlink', page],
    [ENOENT, 'fsUnlink', at('root/new')],
    [EACCES, 'fsRmdir', at('root/sub')],
    [EACCES, 'fsRmdir', at('root')],
    [EACCES, 'fsRmdir', at('data')],
    [EACCES, 'fsMkdir', at('root/new'), 0o777],
    [-17, 'fsMkdir', at('root/sub'), 0o777],
    [EACCES, 'fsMkdtemp', at('root/new')],
    [EACCES, 'fsRename', page, at('data/page')],
    [EACCES, 'fsRename', at('data/count.txt'), at('root/count')],
    [EACCES, 'fsRename', at('data'), at('data/x')],
    // A second name in a writable folder would make the file writable.
    [EACCES, 'fsLink', page, at('data/page')],
    [EACCES, 'fsChmod', page, 0o777],
    [EACCES, 'fsUtimes', page, 1, 1, true],
    [EACCES, 'fsAccess', page, 2],
    [0, 'fsAccess', page, 4],
    [EACCES, 'fsCopyFile', at('data/count.txt'), page, false],
  ] as Array<[number, string, ...unknown[]]>) {
    assert.equal(call(name, ...args), expected, `${name} ${args[0]}`);
  }
  assert.equal(readFileSync(page, 'utf8'), 'root/page.txt\n');
  const fd = call('fsOpen', page, O_RDONLY, 0);
  assert.equal(call('fsWrite', fd, 'x', -1), -9);
  assert.equal(call('fsFchmod', fd, 0o777), -1);
  assert.equal(call('fsFutimes', fd, 1, 1), -1);
  assert.equal(call('fsFtruncate', fd, 0), -22);
});

test('fsSymlink makes links that stay inside, also to what does not exist yet', (t) => {
  const { call, at } = filesFixture(t);
  for (const [target, expected] of [
    ['count.txt', 0],
    ['sub/later', 0],
    ['later/later', 0],
    [at('data/count.txt'), 0],
    [at('root/page.txt'), 0],
    ['../outside', EACCES],
    ['sub/../../outside/secret.txt', EACCES],
    ['later/../../outside/secret.txt', EACCES],
    ['out/secret.txt', EACCES],
    ['secret', EACCES],
    ['/etc/passwd', EACCES],
    ['loop', -40],
  ] as const) {
    const link = at(`data/link-${target.replaceAll('/', '_')}`);
    assert.equal(call('fsSymlink', target, link), expected, target);
    assert.equal(call('fsReadlink', link), expected === 0 ? target : ENOENT, target);
  }
});

test('the modes a script may give have no setuid, setgid and sticky bits', (t) => {
  const { call, at } = filesFixture(t);
  for (const mode of [0o4755, 0o2755, 0o1777]) assert.equal(call('fsChmod', at('data/count.txt'), mode), -1);
  assert.equal(call('fsMkdir', at('data/m'), 0o7777), 0);
  assert.equal(Number(String(call('fsStat', at('data/m'), true)).split(' ')[1]) & 0o7000, 0);
});

test('enter holds the folder it arrived at: a folder swapped for a link afterwards changes nothing', (t) => {
  const { grants, at } = filesFixture(t);
  const place = enter(grants, at('data/sub/secret.txt'));
  assert.ok(typeof place !== 'number');
  renameSync(at('data/sub'), at('data/gone'));
  symlinkSync(at('outside'), at('data/sub'));
  assert.equal(look(place), undefined);
  writeFileSync(place.name, 'x');
  assert.deepEqual(readdirSync(at('data/gone')), ['secret.txt']);
  mkdirSync(at('data/again'));
  assert.equal(enter(grants, at('data/sub/secret.txt')), EACCES);
});

import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { FileWalk, type KnownFiles } from '../../engine/file-probe.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-walk-')));
after(() => rmSync(base, { recursive: true }));

let root = '';
let known: KnownFiles;
let count = 0;

beforeEach(() => {
  root = join(base, `root-${++count}`);
  known = new Map();
  mkdirSync(join(root, 'sub'), { recursive: true });
  writeFileSync(join(root, 'sub', 'x.js'), '1');
  writeFileSync(join(root, 'y.js'), '1');
});

/** Walks as `locateScript` does: what lies at the end, and its real path below the root. */
function walk(...names: string[]): string {
  const files = new FileWalk(root, known);
  let path = root;
  let kind = '';
  for (const name of names) {
    path = join(path, name);
    kind = files.kind(path);
  }
  return kind === 'file' ? (files.realpath(path) ?? 'gone').replace(`${root}/`, '') : kind;
}

test('FileWalk: a file is its own real path, asked for once', () => {
  assert.equal(walk('sub', 'x.js'), 'sub/x.js');
  assert.deepEqual([...known.keys()], [join(root, 'sub', 'x.js')]);
  assert.equal(walk('sub', 'x.js'), 'sub/x.js');
  assert.equal(walk('y.js'), 'y.js');
});

const CHANGES: Readonly<Record<string, readonly [change: () => void, expected: string]>> = {
  'the file is gone': [() => rmSync(join(root, 'sub', 'x.js')), 'missing'],
  'the file became a link': [
    () => {
      rmSync(join(root, 'sub', 'x.js'));
      symlinkSync('../y.js', join(root, 'sub', 'x.js'));
    },
    'y.js',
  ],
  'the very same file lies behind a link now': [
    () => {
      renameSync(join(root, 'sub', 'x.js'), join(root, 'moved.js'));
      symlinkSync('../moved.js', join(root, 'sub', 'x.js'));
    },
    'moved.js',
  ],
  'its folder was moved out and linked back': [
    () => {
      renameSync(join(root, 'sub'), join(base, `outside-${count}`));
      symlinkSync(join(base, `outside-${count}`), join(root, 'sub'));
    },
    'OUTSIDE/x.js',
  ],
  'the file became a folder': [
    () => {
      rmSync(join(root, 'sub', 'x.js'));
      mkdirSync(join(root, 'sub', 'x.js'));
    },
    'directory',
  ],
};

for (const [name, [change, expected]] of Object.entries(CHANGES)) {
  test(`FileWalk: seen by the next walk: ${name}`, () => {
    assert.equal(walk('sub', 'x.js'), 'sub/x.js');
    change();
    assert.equal(walk('sub', 'x.js'), expected.replace('OUTSIDE', join(base, `outside-${count}`)));
  });
}

test('FileWalk: another file in its place is asked for again', () => {
  walk('y.js');
  const before = known.get(join(root, 'y.js'));
  writeFileSync(join(root, 'new.js'), '2');
  renameSync(join(root, 'new.js'), join(root, 'y.js'));
  assert.equal(walk('y.js'), 'y.js');
  assert.notEqual(known.get(join(root, 'y.js'))?.ino, before?.ino);
});

test('FileWalk: a file that has changed in any way is asked for again: its name may be spelled otherwise now', () => {
  const path = join(root, 'y.js');
  walk('y.js');
  const before = known.get(path);
  for (const end = performance.now() + 2000; lstatSync(path).ctimeMs === before?.ctimeMs; ) {
    assert.ok(performance.now() < end);
    chmodSync(path, 0o644);
  }
  walk('y.js');
  assert.notEqual(known.get(path)?.ctimeMs, before?.ctimeMs);
});

test('FileWalk: a name that is too long is missing, as is one behind a file and in a loop of links', () => {
  assert.equal(walk('x'.repeat(256)), 'missing');
  assert.equal(walk('y.js', 'x.js'), 'missing');
  symlinkSync('loop', join(root, 'loop'));
  assert.equal(walk('loop'), 'missing');
});

test('FileWalk: behind a link nothing is taken for known', () => {
  symlinkSync('sub', join(root, 'link'));
  assert.equal(walk('link', 'x.js'), 'sub/x.js');
  assert.equal(known.size, 0);
});

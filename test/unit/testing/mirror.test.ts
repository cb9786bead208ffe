import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Mirror } from '../../../adapters/testing/mirror.ts';

function folders(t: TestContext): { original: string; copy: string } {
  const base = mkdtempSync(join(tmpdir(), 'freshcgi-mirror-'));
  t.after(() => rmSync(base, { recursive: true }));
  const [original, copy] = [join(base, 'original'), join(base, 'copy')];
  mkdirSync(join(original, 'sub'), { recursive: true });
  writeFileSync(join(original, 'sub', 'a'), 'first');
  return { original, copy };
}

test('Mirror.refresh: what a script may look at is the same: content, mode and times of files, times of folders', (t) => {
  const { original, copy } = folders(t);
  chmodSync(join(original, 'sub', 'a'), 0o640);
  for (const name of ['sub/a', 'sub']) utimesSync(join(original, name), 1000, 2000);
  new Mirror(original, copy).refresh();
  assert.equal(readFileSync(join(copy, 'sub', 'a'), 'utf8'), 'first');
  assert.equal(statSync(join(copy, 'sub', 'a')).mode & 0o777, 0o640);
  for (const name of ['sub/a', 'sub']) assert.equal(statSync(join(copy, name)).mtimeMs, 2_000_000, name);
});

test('Mirror.refresh: takes back what a run has changed, added, removed or put in the place of something', (t) => {
  const { original, copy } = folders(t);
  writeFileSync(join(original, 'b'), 'b');
  symlinkSync('b', join(original, 'link'));
  const mirror = new Mirror(original, copy);
  mirror.refresh();
  writeFileSync(join(copy, 'sub', 'a'), 'other');
  writeFileSync(join(copy, 'new'), '');
  rmSync(join(copy, 'b'));
  mkdirSync(join(copy, 'b'));
  rmSync(join(copy, 'link'));
  assert.deepEqual([...mirror.refresh().keys()].sort(), ['b', 'link', 'sub', 'sub/a']);
  assert.deepEqual(
    [
      readFileSync(join(copy, 'sub', 'a'), 'utf8'),
      readFileSync(join(copy, 'b'), 'utf8'),
      readlinkSync(join(copy, 'link')),
    ],
    ['first', 'b', 'b'],
  );
});

test('Mirror.refresh: a link that leaves the folder goes where its caller says', (t) => {
  const { original, copy } = folders(t);
  symlinkSync('../elsewhere', join(original, 'out'));
  symlinkSync('../sub/a', join(original, 'sub', 'in'));
  new Mirror(original, copy, (path) => `/copy-of${path.slice(path.lastIndexOf('/'))}`).refresh();
  assert.deepEqual(
    [readlinkSync(join(copy, 'out')), readlinkSync(join(copy, 'sub', 'in'))],
    ['/copy-of/elsewhere', '../sub/a'],
  );
});

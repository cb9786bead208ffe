import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findSourceFrame } from '../../adapters/source-frame.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-frame-')));
after(() => rmSync(folder, { recursive: true }));
const root = join(folder, 'cgi-bin');
mkdirSync(join(root, 'lib'), { recursive: true });
const LINES = Array.from({ length: 9 }, (_, i) => `line ${i + 1}`).join('\n');
writeFileSync(join(root, 'a.js'), LINES);
writeFileSync(join(root, 'lib', 'b.js'), LINES);
writeFileSync(join(root, '.env'), LINES);
writeFileSync(join(folder, 'outside.js'), LINES);
symlinkSync('../outside.js', join(root, 'link.js'));

const at = (path: string, line: number) => `Error: boom\n    at f (${path}:${line}:3)\n`;

test('findSourceFrame: the lines around the first frame', () => {
  const frame = findSourceFrame(at(join(root, 'lib/b.js'), 6) + at(join(root, 'a.js'), 1), root);
  assert.equal(frame?.file, 'lib/b.js');
  assert.equal(frame.line, 6);
  assert.deepEqual(
    frame.lines.map(({ number, text }) => [number, text]),
    [2, 3, 4, 5, 6, 7, 8].map((n) => [n, `line ${n}`]),
  );
});

test('findSourceFrame: all forms of a place', () => {
  const path = join(root, 'a.js');
  for (const text of [
    `    at ${path}:2:1`,
    `    at async f (${path}:2:1)`,
    `    at file://${path}:2:1`,
    `${path}:2\nx`,
    `file://${path}:2\nx`,
  ]) {
    assert.equal(findSourceFrame(text, root)?.line, 2, text);
  }
});

test('findSourceFrame: at the edges of a file', () => {
  assert.deepEqual(
    findSourceFrame(at(join(root, 'a.js'), 1), root)?.lines.map(({ number }) => number),
    [1, 2, 3],
  );
  assert.equal(findSourceFrame(at(join(root, 'a.js'), 99), root), undefined);
  writeFileSync(join(root, 'short.js'), 'line 1\nline 2\n');
  for (const [line, shown] of [
    [2, [1, 2]],
    // An unclosed bracket is found missing there.
    [3, [1, 2, 3]],
  ] as const) {
    const frame = findSourceFrame(at(join(root, 'short.js'), line), root);
    assert.deepEqual(
      frame?.lines.map(({ number }) => number),
      shown,
    );
  }
});

test('findSourceFrame: a made-up stack shows nothing outside of the scripts', () => {
  for (const path of [
    '/etc/passwd',
    `${root}/../outside.js`,
    `${root}/link.js`,
    `${root}/.env`,
    `${root}`,
    '/nowhere',
  ]) {
    assert.equal(findSourceFrame(at(path, 1), root), undefined, path);
  }
});

test('findSourceFrame: a stack that a script has made to take long is looked through at once', () => {
  for (const text of ['\n'.repeat(32_000), ` at ${'(/'.repeat(8000)}${':1'.repeat(8000)}x`, '/:1\n'.repeat(8000)]) {
    const startedAt = performance.now();
    assert.equal(findSourceFrame(text, root), undefined);
    assert.ok(performance.now() - startedAt < 300, `${performance.now() - startedAt} ms`);
  }
});

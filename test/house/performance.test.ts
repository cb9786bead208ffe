// docs/performance.md holds what the bench promises to measure: the same targets, the same rows, the commands that exist.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PAGE, partOf } from '../bench/peers/document.ts';
import { ROWS } from '../bench/peers/rows.ts';
import { boundOf, TARGETS } from '../bench/peers/targets.ts';
import { ROOT } from './sources.ts';

const page = readFileSync(PAGE, 'utf8');

/** Cells of the lines of the first table in a part, without its head. */
function firstTable(part: string): string[][] {
  const [table = ''] = /(?:^\|.*\n)+/m.exec(part) ?? [];
  return table
    .split('\n')
    .slice(2, -1)
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
}

test('docs/performance.md lists the targets of the bench with their bounds', () => {
  assert.deepEqual(
    firstTable(partOf(page, 'targets')).map(([text, bound]) => [text, bound]),
    TARGETS.map((target) => [target.text, boundOf(target)]),
  );
});

test('docs/performance.md has the rows of the bench', () => {
  assert.deepEqual(
    firstTable(partOf(page, 'peers')).map(([name]) => name),
    ROWS.map(({ name }) => name),
  );
});

test('docs/performance.md has figures in every part, and commands that exist', () => {
  for (const part of ['targets', 'floors', 'peers', 'shares', 'growth'] as const)
    assert.match(partOf(page, part), /Measured on \d+ \w+ \d{4}/);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const commands = [...page.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
  assert.deepEqual(
    commands.filter((name) => name === undefined || !(name in scripts)),
    [],
  );
  assert.ok(commands.length >= 3);
});

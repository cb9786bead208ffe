import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileOf } from './case.ts';
import { ELSEWHERE, NOT_OFFERED, ROWS } from './checklist.ts';
import { TABLE } from './table/index.ts';

const rowOf = (id: string) => id.slice(0, 3);

test('checklist: every row has a case or a test of its own', () => {
  const covered = new Set([...TABLE.map(({ id }) => rowOf(id)), ...Object.keys(ELSEWHERE)]);
  assert.deepEqual(
    ROWS.filter((row) => !covered.has(row)),
    [],
  );
});

test('checklist: every case belongs to a row, and no two have the same name or file', () => {
  for (const { id } of TABLE) assert.ok(ROWS.includes(rowOf(id)), id);
  const ids = TABLE.map(({ id }) => id);
  assert.deepEqual(
    ids.filter((id, i) => ids.indexOf(id) !== i),
    [],
  );
  const files = TABLE.filter(({ code, output }) => (code ?? output) !== undefined).map(fileOf);
  assert.deepEqual(
    files.filter((file, i) => files.indexOf(file) !== i),
    [],
  );
});

test('checklist: a row that is tested elsewhere is named there', () => {
  for (const [row, file] of Object.entries(ELSEWHERE)) {
    assert.match(
      readFileSync(join(import.meta.dirname, file), 'utf8'),
      new RegExp(`\\b${row}\\b`),
      `${row} in ${file}`,
    );
  }
});

test('checklist: what is not offered belongs to a row and has a reason', () => {
  for (const [row, reason] of Object.entries(NOT_OFFERED)) {
    assert.ok(ROWS.includes(row), row);
    assert.ok(reason.length > 20, row);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryTimeout } from '../../../engine/worker/entry-timeout.ts';

test('entryTimeout: never before the limit, never much after it, never 0, which would be no limit', () => {
  for (const remaining of [-5, 0, 0.2, 1, 49.9, 50, 51, 999.5, 30_000]) {
    const timeout = entryTimeout(remaining);
    assert.ok(Number.isInteger(timeout) && timeout >= 1, `${timeout}`);
    assert.ok(timeout >= remaining && timeout <= Math.max(0, remaining) + 52, `${remaining}: ${timeout}`);
  }
});

test('entryTimeout: limits of different moments fall on common marks', () => {
  const marks = new Set<number>();
  for (const until = performance.now() + 40; performance.now() < until; ) {
    const before = performance.now();
    const end = before + entryTimeout(10_000);
    // A call that was interrupted tells nothing.
    if (performance.now() - before < 0.1) marks.add(Math.round(end / 25));
  }
  assert.ok(marks.size <= 2, `${marks.size} marks`);
});

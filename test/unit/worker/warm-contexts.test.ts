import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PreparedContext } from '../../../engine/worker/isolate.ts';
import { WarmContexts } from '../../../engine/worker/warm-contexts.ts';

test('WarmContexts: each script has one, and beyond 32 the longest unused is released', () => {
  const released: string[] = [];
  const context = (name: string) => ({ release: () => released.push(name) }) as unknown as PreparedContext; // all that is asked of one
  const warm = new WarmContexts();
  for (let i = 0; i < 32; i++) warm.keep(`${i}.js`, context(`first ${i}`));
  const used = warm.take('0.js');
  assert.ok(used !== undefined && warm.take('0.js') === undefined, 'who takes it has it alone');
  warm.keep('0.js', used);
  assert.deepEqual(released, []);
  warm.keep('new.js', context('new'));
  assert.deepEqual(released, ['first 1']);
  warm.keep('new.js', context('newer'));
  assert.deepEqual(released, ['first 1', 'new']);
});

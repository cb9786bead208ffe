import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox } from '../../../engine/worker/outbox.ts';
import { RunClock } from '../../../engine/worker/run-clock.ts';

test('remaining: what the run has waited for its reader is given back, what those before it have waited is not', () => {
  const outbox = new Outbox();
  outbox.blockedMs = 60_000;
  const clock = new RunClock(10_000, outbox);
  const { remaining } = clock;
  assert.ok(remaining > 5000 && remaining <= 10_000, `${remaining} ms`);
  outbox.blockedMs += 20_000;
  assert.ok(clock.remaining > 25_000 && clock.remaining <= 30_000, `${clock.remaining} ms`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Respawn } from '../../engine/pool/respawn.ts';

function clocked(): { respawn: Respawn; pass(ms: number): void } {
  let now = 0;
  const respawn = new Respawn(() => now);
  return {
    respawn,
    pass(ms) {
      now += ms;
    },
  };
}

function crash(respawn: Respawn, times: number): void {
  for (let i = 0; i < times; i++) respawn.crashed();
}

test('Respawn.next: a burst of starts, then four in a second, whatever the workers died of', () => {
  const { respawn, pass } = clocked();
  let started = 0;
  for (let i = 0; i < 100; i++) if (respawn.next() === 0) started++;
  assert.equal(started, 12);
  for (let ms = 0; ms < 10_000; ms += 10) {
    pass(10);
    if (respawn.next() === 0) started++;
  }
  assert.ok(started >= 51 && started <= 53, String(started));
});

test('Respawn.crashed: five deaths in ten seconds make a pause, four do not, nor do five in a minute', () => {
  const four = clocked();
  crash(four.respawn, 4);
  assert.equal(four.respawn.pauseMs, 0);
  const slow = clocked();
  for (let i = 0; i < 5; i++) {
    slow.pass(12_000);
    slow.respawn.crashed();
  }
  assert.equal(slow.respawn.pauseMs, 0);
  const five = clocked();
  crash(five.respawn, 5);
  assert.equal(five.respawn.pauseMs, 1000);
  assert.ok(five.respawn.next() > 0);
});

test('Respawn.crashed: one worker that hung at its start makes a pause, and the next one a longer one', () => {
  const { respawn, pass } = clocked();
  const pauses: number[] = [];
  for (let i = 0; i < 3; i++) {
    assert.equal(respawn.next(), 0);
    pass(30_000);
    respawn.crashed(true);
    pauses.push(respawn.pauseMs);
    pass(respawn.pauseMs + 1);
  }
  assert.deepEqual(pauses, [1000, 2000, 4000]);
});

test('Respawn: the pause doubles up to 30 s while the loop goes on, and starts small again after a run was served', () => {
  const { respawn, pass } = clocked();
  const pauses: number[] = [];
  for (let i = 0; i < 7; i++) {
    crash(respawn, 5);
    pauses.push(respawn.pauseMs);
    pass(respawn.pauseMs + 1);
    assert.equal(respawn.next(), 0, 'it starts again by itself');
  }
  assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  respawn.recovered();
  crash(respawn, 5);
  assert.equal(respawn.pauseMs, 1000);
});

// A worker makes itself a new isolate after so many runs, and after one that ended badly: nobody waits for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from 'freshcgi';
import { page, scriptFolder } from './script-folder.ts';

const PID = page('console.log(process.pid)');

async function bothIdle(engine: Engine): Promise<void> {
  await engine.ready();
  while (engine.stats().workers.idle < 2) await sleep(2);
}

async function pidOf(engine: Engine): Promise<string> {
  return (await (await engine.execute('pid.js')).text()).trim();
}

test('renewal: the spare takes the run that comes while a worker makes itself a new isolate', async (t) => {
  const { engine } = scriptFolder(t, { 'pid.js': PID }, { runsPerIsolate: 2 });
  await bothIdle(engine);
  const pids: string[] = [];
  for (let i = 0; i < 4; i++) {
    pids.push(await pidOf(engine));
    // Not before the second answer is the worker away.
    if (i === 1) assert.equal(engine.stats().running, 0);
  }
  const [first, second, third, fourth] = pids;
  assert.equal(second, first);
  assert.notEqual(third, first);
  assert.equal(fourth, third);
  await bothIdle(engine);
  assert.deepEqual(
    { ...engine.stats(), workers: engine.stats().workers.total },
    {
      ...engine.stats(),
      ...{ workers: 2, running: 0, killed: 0, crashed: 0, recycled: 0 },
    },
  );
});

test('renewal: one worker or many, each run is answered, however often isolates change', async (t) => {
  for (const workers of [1, 2]) {
    const { engine } = scriptFolder(t, { 'pid.js': PID }, { runsPerIsolate: 1, workers });
    await bothIdle(engine);
    const pids = await Promise.all(Array.from({ length: 40 }, () => pidOf(engine)));
    assert.ok(pids.every((pid) => /^\d+$/.test(pid)));
    assert.ok(new Set(pids).size <= workers + 1, 'no process was replaced');
    assert.equal(engine.stats().crashed + engine.stats().killed, 0);
  }
});

test('renewal: after a run that was ended the spare serves, too', async (t) => {
  const files = { 'pid.js': PID, 'exit.js': page('console.log("x"); setTimeout(() => process.exit(0)); for (;;);') };
  const { engine } = scriptFolder(t, files, { timeout: 300 });
  await bothIdle(engine);
  const before = await pidOf(engine);
  await (await engine.execute('exit.js').catch(() => undefined))?.report;
  assert.notEqual(await pidOf(engine), before);
  await bothIdle(engine);
  assert.equal(engine.stats().killed, 0);
});

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { page, scriptFolder, textOf } from './script-folder.ts';

const OK = page('console.log("ok")');

/** As if the host had much to do at the moment: what happens meanwhile is seen all at once, and timers that are due come first. */
async function stall(ms: number, isEnough = () => true): Promise<void> {
  await new Promise(setImmediate);
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  do Atomics.wait(nobody, 0, 0, ms);
  while (!isEnough());
}

test('a host that stalls blames no run: one that ended in time is answered, and so is the one behind it', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'freshcgi-test-data-'));
  t.after(() => rmSync(data, { recursive: true }));
  const nap = page(`setTimeout(() => { console.log("ok"); require("fs").writeFileSync("${data}/end", ""); }, 100)`);
  const { engine } = scriptFolder(t, { 'nap.js': nap }, { timeout: 1500, allowWrite: [data] });
  await engine.ready();
  const runs = [textOf(engine, 'nap.js'), textOf(engine, 'nap.js')];
  while (engine.stats().running === 0) await sleep(1);
  await stall(2000, () => existsSync(`${data}/end`));
  assert.deepEqual(await Promise.all(runs), ['ok\n', 'ok\n']);
  assert.equal(engine.stats().killed, 0);
});

test('a host that stalls just before the watchdog looks blames no run: its end has come and is not read yet', async (t) => {
  const { engine } = scriptFolder(t, { 'nap.js': page('setTimeout(() => console.log("ok"), 100)') }, { timeout: 1500 });
  await engine.ready();
  const { setImmediate: real } = globalThis;
  let stalls = 0;
  t.mock.method(globalThis, 'setImmediate', (callback: () => void) =>
    real(() => {
      if (stalls > 0 || !/#look/.test(String(callback))) return callback();
      stalls++;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
      callback();
    }),
  );
  assert.equal(await textOf(engine, 'nap.js'), 'ok\n');
  assert.deepEqual([stalls, engine.stats().killed], [1, 0]);
});

test('a host that stalls after a client has left gives the next run no worker that it kills', async (t) => {
  const { engine } = scriptFolder(t, { 'sleep.js': 'setTimeout(() => {}, 60_000)', 'ok.js': OK });
  await engine.ready();
  const leaving = new AbortController();
  const left = engine.execute('sleep.js', { signal: leaving.signal });
  const next = textOf(engine, 'ok.js');
  while (engine.stats().running === 0) await sleep(1);
  leaving.abort();
  await stall(1500);
  await assert.rejects(left, { code: 'CLIENT_GONE' });
  assert.equal(await next, 'ok\n');
  assert.equal(engine.stats().killed, 0);
});

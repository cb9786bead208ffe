import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { page, scriptFolder } from './script-folder.ts';

const PID = page('console.log(process.pid)');

for (const [what, script] of [
  ['sleeps', page('setTimeout(() => {}, 60_000)')],
  ['sleeps again and again', page('setInterval(() => {}, 1)')],
  ['always has a next turn', page('(function again() { setImmediate(again); })()')],
  ['sleeps in an ES module', 'await new Promise((resolve) => setTimeout(resolve, 60_000));'],
] as const) {
  test(`a run that ${what} stops when its client leaves, and its worker serves on`, async (t) => {
    const { engine } = scriptFolder(t, { 'bad.mjs': script, 'pid.js': PID }, { timeout: 30_000, cpu: 30_000 });
    const before = await (await engine.execute('pid.js')).text();
    const leaving = new AbortController();
    const run = engine.execute('bad.mjs', { signal: leaving.signal });
    while (engine.stats().running === 0) await sleep(5);
    // Long enough for the script to have begun.
    await sleep(100);
    leaving.abort();
    const ended = await run.then(
      (response) => response.report.then(({ code }) => code),
      (error: { code: string }) => error.code,
    );
    assert.equal(ended, 'CLIENT_GONE');
    assert.equal(await (await engine.execute('pid.js')).text(), before);
    assert.equal(engine.stats().killed, 0);
  });
}

test('a client that has left before its run is not run for', async (t) => {
  const { engine } = scriptFolder(t, { 'pid.js': PID });
  for (const body of [undefined, 'text', new Blob(['text']).stream()]) {
    const request = { signal: AbortSignal.abort(), ...(body !== undefined && { method: 'POST', body }) };
    await assert.rejects(engine.execute('pid.js', request), { code: 'CLIENT_GONE' });
  }
  assert.equal(engine.stats().runs, 0);
});

test('a signal that outlives its requests keeps none of them', async (t) => {
  const { engine } = scriptFolder(t, { 'pid.js': PID });
  const { signal } = new AbortController();
  await (await engine.execute('pid.js', { signal, method: 'POST', body: new Blob(['text']).stream() })).report;
  await assert.rejects(engine.execute('none.js', { signal }), { code: 'SCRIPT_NOT_FOUND' });
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('a client that leaves while its body is awaited gets its answer, and the engine can be drained', async (t) => {
  const { engine } = scriptFolder(t, { 'pid.js': PID });
  const leaving = new AbortController();
  const body = new ReadableStream({ pull: () => leaving.abort() });
  await assert.rejects(engine.execute('pid.js', { method: 'POST', body, signal: leaving.signal }), {
    code: 'CLIENT_GONE',
  });
  await engine.drain();
  assert.equal(engine.stats().runs, 0);
});

test('clients that leave at any moment cost no other run its answer', async (t) => {
  const { engine } = scriptFolder(t, { 'nap.js': page('setTimeout(() => console.log("ok"), 3)') });
  await engine.ready();
  for (let ms = 0; ms < 12; ms++) {
    const signal = AbortSignal.timeout(ms);
    await engine.execute('nap.js', { signal }).then(
      (response) => response.report,
      () => undefined,
    );
    assert.equal(await (await engine.execute('nap.js')).text(), 'ok\n');
  }
});

test('a body of any size arrives whole, also at a worker whose run before slept', async (t) => {
  const { engine } = scriptFolder(t, {
    'nap.js': page('setTimeout(() => console.log("ok"), 3)'),
    'sum.js': page(
      `console.log(require('crypto').createHash('sha1').update(require('fs').readFileSync(0)).digest('hex'))`,
    ),
  });
  for (const size of [0, 1, 65_527, 65_535, 65_536, 262_144, 1_048_576]) {
    const body = randomBytes(size);
    const [sum] = await Promise.all([engine.execute('sum.js', { method: 'POST', body }), engine.execute('nap.js')]);
    assert.equal(await sum.text(), `${createHash('sha1').update(body).digest('hex')}\n`, `${size} bytes`);
  }
});

test('a reader that leaves an answer after its run does not stop the run after it', async (t) => {
  const { engine } = scriptFolder(t, {
    'long.js': page('process.stdout.write("x".repeat(300_000)); setTimeout(() => process.stdout.write("end"), 20)'),
    'nap.js': page('setTimeout(() => console.log("ok"), 100)'),
  });
  const first = await engine.execute('long.js');
  const reader = first.body.getReader();
  await reader.read();
  await first.report;
  const second = engine.execute('nap.js');
  while (engine.stats().running === 0) await sleep(1);
  await reader.cancel();
  assert.equal(await (await second).text(), 'ok\n');
});

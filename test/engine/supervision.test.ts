import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { page, scriptFolder, textOf } from './script-folder.ts';

const OK = page('console.log("ok")');
const PID = page('console.log(process.pid)');
/** Held by the machine code of V8: nothing inside the worker can stop it. */
const STUCK = 'Array(2 ** 32 - 2).reverse()';

for (const [graceMs, outcome] of [
  [Number.POSITIVE_INFINITY, 'ok\n'],
  [2 ** 31, 'ok\n'],
  [60_000, 'ok\n'],
  [1, 'WORKER_DIED'],
  [0, 'WORKER_DIED'],
] as const) {
  test(`close(${graceMs}): a run that takes a while ends with ${outcome.trim()}`, async (t) => {
    const { engine } = scriptFolder(t, { 'nap.js': page('setTimeout(() => console.log("ok"), 300)') });
    const run = textOf(engine, 'nap.js').catch(({ code }) => code);
    while (engine.stats().running === 0) await sleep(5);
    await engine.close(graceMs);
    assert.equal(await run, outcome);
  });
}

test('queue: 0 refuses a run that would wait, not one that an idle worker takes', async (t) => {
  const { engine } = scriptFolder(t, { 'nap.js': page('setTimeout(() => console.log("ok"), 100)') }, { queue: 0 });
  await engine.ready();
  const run = textOf(engine, 'nap.js');
  const body = new ReadableStream({ pull: () => assert.fail('a body is read for nothing') }, { highWaterMark: 0 });
  for (const request of [{}, { method: 'POST', body }]) {
    const refusal = { code: 'QUEUE_FULL', headers: { 'Retry-After': '1' } };
    await assert.rejects(engine.execute('nap.js', request), refusal);
  }
  assert.equal(await run, 'ok\n');
  assert.equal(engine.stats().refused, 2);
});

test('a body that has gone from its folder refuses its own run, and its worker takes the next one', async (t) => {
  const spoolFolder = mkdtempSync(join(tmpdir(), 'freshcgi-gone-'));
  t.after(() => rmSync(spoolFolder, { recursive: true }));
  const nap = page('setTimeout(() => console.log("ok"), 200)');
  const { engine } = scriptFolder(t, { 'nap.js': nap, 'ok.js': OK }, { spoolFolder, spare: false });
  await engine.ready();
  const first = textOf(engine, 'nap.js');
  const second = engine.execute('ok.js', { method: 'POST', body: new Uint8Array(2_000_000) });
  while (engine.stats().queued === 0) await sleep(5);
  const [spool = ''] = readdirSync(spoolFolder);
  rmSync(join(spoolFolder, spool, 'body-1'));
  await assert.rejects(second, { code: 'HOST_FAILED' });
  assert.equal(await first, 'ok\n');
  assert.equal(await textOf(engine, 'ok.js'), 'ok\n');
  assert.deepEqual([engine.stats().runs, engine.stats().crashed], [2, 0]);
});

test('a worker ignores the signals meant for the whole group: the parent lets it finish', async (t) => {
  const { engine } = scriptFolder(t, {
    'slow.js': page('console.log(process.pid); setTimeout(() => console.log("end"), 300)'),
  });
  const response = await engine.execute('slow.js');
  const reader = response.body.getReader();
  const pid = Number(Buffer.from((await reader.read()).value ?? []).toString());
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.kill(pid, signal);
  assert.equal(Buffer.from((await reader.read()).value ?? []).toString(), 'end\n');
  assert.equal((await response.report).code, 'ok');
});

test('a report that needs several records is read whole', async (t) => {
  const { engine } = scriptFolder(t, {
    'wide.js': `throw new Error('€'.repeat(40_000))`,
    'control.js': `throw new Error('\\0'.repeat(40_000))`,
  });
  await assert.rejects(engine.execute('wide.js'), { code: 'SCRIPT_FAILED' });
  await assert.rejects(engine.execute('control.js'), { code: 'SCRIPT_FAILED' });
  assert.equal(engine.stats().crashed, 0);
});

test('a report and a notice handler that throw, now or later, end nothing', async (t) => {
  const { engine } = scriptFolder(
    t,
    { 'ok.js': OK },
    {
      onReport: () => {
        throw new Error('now');
      },
      onNotice: (() => Promise.reject(new Error('later'))) as () => void,
    },
  );
  await (await engine.execute('ok.js')).report;
  await new Promise(setImmediate);
  assert.equal(await textOf(engine, 'ok.js'), 'ok\n');
});

const RECYCLED: Record<string, [requests: number, options: object]> = {
  'runs, some spread around the number': [12, { runsPerWorker: 3 }],
  age: [6, { workerAge: 1 }],
  'memory kept': [20, { workerMemory: 1 }],
};
for (const [what, [requests, options]] of Object.entries(RECYCLED)) {
  test(`a worker is replaced after ${what}, and no request fails`, async (t) => {
    const { engine } = scriptFolder(t, { 'pid.js': PID }, options);
    const pids = new Set<string>();
    for (let i = 0; i < requests; i++) pids.add(await textOf(engine, 'pid.js'));
    assert.ok(pids.size > 1, `${pids.size} workers`);
    const { recycled, crashed, killed, failed } = engine.stats();
    assert.deepEqual([recycled >= pids.size - 1, crashed, killed, failed], [true, 0, 0, 0]);
  });
}

test('workers that die at their start: 503 with Retry-After, and again 200 by itself once they live', async (t) => {
  const notices: string[] = [];
  const { engine } = scriptFolder(t, { 'ok.js': OK }, { onNotice: (line) => notices.push(line) });
  const node = process.execPath;
  process.execPath = '/bin/false';
  try {
    await assert.rejects(
      engine.execute('ok.js'),
      (error: { code: string; status: number; headers: Record<string, string> }) => {
        assert.deepEqual([error.code, error.status], ['CRASH_LOOP', 503]);
        assert.ok(Number(error.headers['Retry-After']) >= 1);
        return true;
      },
    );
    // Refused at once now, without a place in the queue.
    await assert.rejects(engine.execute('ok.js'), { code: 'CRASH_LOOP' });
  } finally {
    process.execPath = node;
  }
  assert.match(notices[0] ?? '', /^worker \d+ died: exit 1/);
  let text: string | undefined;
  for (const end = performance.now() + 5000; text === undefined && performance.now() < end; await sleep(50)) {
    text = await textOf(engine, 'ok.js').catch(() => undefined);
  }
  assert.equal(text, 'ok\n');
});

test('no process to be had: the request is refused, the host lives, and the pool recovers', async (t) => {
  const { engine } = scriptFolder(t, { 'ok.js': OK });
  const node = process.execPath;
  process.execPath = '/nowhere/node';
  try {
    await assert.rejects(engine.execute('ok.js'), { code: 'CRASH_LOOP' });
  } finally {
    process.execPath = node;
  }
  let text: string | undefined;
  for (const end = performance.now() + 5000; text === undefined && performance.now() < end; await sleep(50)) {
    text = await textOf(engine, 'ok.js').catch(() => undefined);
  }
  assert.equal(text, 'ok\n');
});

test('workers killed during their runs: every run fails visibly, none runs twice, others are served', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'freshcgi-test-data-'));
  t.after(() => rmSync(data, { recursive: true }));
  const begin = `require('fs').appendFileSync(${JSON.stringify(data)} + '/runs', process.env.QUERY_STRING + '\\n');`;
  const { engine } = scriptFolder(
    t,
    { 'early.js': `${begin} require('fs').writeFileSync('${data}/pid', String(process.pid)); for (;;);`, 'ok.js': OK },
    { allowWrite: [data], workers: 2 },
  );
  await engine.ready();
  for (let i = 0; i < 3; i++) {
    const run = engine.execute('early.js', { query: String(i) });
    const text = () => (existsSync(`${data}/pid`) ? readFileSync(`${data}/pid`, 'utf8') : '');
    while (text() === '') await sleep(5);
    process.kill(Number(text()), 'SIGKILL');
    await assert.rejects(run, { code: 'WORKER_DIED', status: 502 });
    rmSync(`${data}/pid`);
    assert.equal(await textOf(engine, 'ok.js'), 'ok\n');
  }
  assert.equal(readFileSync(`${data}/runs`, 'utf8'), '0\n1\n2\n');
});

test('a worker that was killed leaves no folder behind: it is gone as soon as its run was answered', async (t) => {
  const spoolFolder = mkdtempSync(join(tmpdir(), 'freshcgi-test-spool-'));
  t.after(() => rmSync(spoolFolder, { recursive: true, force: true }));
  const { engine } = scriptFolder(
    t,
    { 'slow.js': page('console.log(process.pid); setInterval(() => {}, 1000)') },
    { spoolFolder },
  );
  const folders = () => readdirSync(spoolFolder, { recursive: true }).filter((name) => /worker-1$/.test(String(name)));
  const response = await engine.execute('slow.js');
  const reader = response.body.getReader();
  const pid = Number(Buffer.from((await reader.read()).value ?? []).toString());
  assert.equal(folders().length, 1);
  process.kill(pid, 'SIGKILL');
  await assert.rejects(reader.read(), { code: 'WORKER_DIED' });
  await new Promise(setImmediate);
  assert.deepEqual(folders(), []);
});

test('a flood of clients that leave costs a bounded number of processes, and is no crash loop', async (t) => {
  const { engine } = scriptFolder(t, { 'stuck.js': STUCK, 'ok.js': OK }, { timeout: 20_000, cpu: 20_000, queue: 100 });
  await engine.ready();
  const startedAt = performance.now();
  const leave = Array.from({ length: 40 }, async (_, i) => {
    await sleep(i * 20);
    const signal = AbortSignal.timeout(60);
    await assert.rejects(engine.execute('stuck.js', { signal }), { code: 'CLIENT_GONE' });
  });
  await Promise.all(leave);
  assert.equal(await textOf(engine, 'ok.js'), 'ok\n');
  const { killed, crashed } = engine.stats();
  const seconds = (performance.now() - startedAt) / 1000;
  assert.equal(crashed, 0);
  assert.ok(killed <= 12 + 4 * seconds, `${killed} kills in ${seconds} s`);
});

test('a client that leaves ends its run within a second, also one that neither writes nor sleeps', async (t) => {
  const { engine } = scriptFolder(
    t,
    { 'loop.js': 'for (;;);', 'stuck.js': STUCK, 'sleep.js': 'setTimeout(() => {}, 60_000)' },
    { timeout: 30_000, cpu: 30_000 },
  );
  await engine.ready();
  for (const script of ['loop.js', 'stuck.js', 'sleep.js']) {
    const leaving = new AbortController();
    const run = engine.execute(script, { signal: leaving.signal });
    while (engine.stats().running === 0) await sleep(5);
    const leftAt = performance.now();
    leaving.abort();
    await assert.rejects(run, { code: 'CLIENT_GONE' });
    while (engine.stats().running > 0) await sleep(5);
    assert.ok(performance.now() - leftAt < 1000, `${script}: ${performance.now() - leftAt} ms`);
  }
});

test('the engine leaves no descriptors behind when workers come and go', async (t) => {
  const { engine } = scriptFolder(t, { 'pid.js': PID }, { runsPerWorker: 1 });
  for (let i = 0; i < 5; i++) await textOf(engine, 'pid.js');
  const open = () => readdirSync('/proc/self/fd').length;
  const before = open();
  for (let i = 0; i < 15; i++) await textOf(engine, 'pid.js');
  assert.ok(open() <= before + 6, `${before} descriptors became ${open()}`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CgiError, type ErrorCode, isCgiError } from 'freshcgi';
import { page, scriptFolder } from './script-folder.ts';

const LIMITS = { timeout: 600, cpu: 5000, memory: 32 };

/** What a script does, the codes it may end with, and the options that let it end soon. */
const HOSTILE: Record<string, [code: string, ends: ErrorCode[], options?: object]> = {
  'an endless loop': ['for (;;);', ['WALL_LIMIT']],
  'an endless loop, by CPU': ['for (;;);', ['CPU_LIMIT'], { timeout: 20_000, cpu: 300 }],
  'a promise loop': ['(async () => { for (;;) await 0; })()', ['WALL_LIMIT']],
  'a timer loop': ['(function again() { setTimeout(again, 0); })()', ['WALL_LIMIT']],
  'a timer that never comes': ['setTimeout(() => {}, 1e6)', ['WALL_LIMIT']],
  'a built-in that cannot be interrupted': ['Array(2 ** 32 - 2).reverse()', ['WALL_LIMIT', 'MEMORY_LIMIT']],
  'a Map flood': [
    'const m = new Map(); for (let i = 0; ; i++) m.set(i, i);',
    ['MEMORY_LIMIT', 'WORKER_DIED'],
    { timeout: 20_000, cpu: 20_000 },
  ],
  'an array flood': [
    'const a = []; for (;;) a.push(new Array(1000).fill(1));',
    ['MEMORY_LIMIT', 'WORKER_DIED'],
    { timeout: 20_000, cpu: 20_000 },
  ],
  'a loop after process.exit was caught': [
    'try { process.exit(3) } catch { for (;;) console.log(1); }',
    ['SCRIPT_FAILED'],
  ],
  'too many timers': ['for (let i = 0; i < 2000; i++) setTimeout(() => {}, 1e6)', ['TIMER_LIMIT']],
  'too many host calls': ['for (;;) process.uptime() + process.hrtime()', ['HOST_CALL_LIMIT'], { maxHostCalls: 1000 }],
  'a thrown value whose getters loop': [
    'throw Object.defineProperty(new Error("x"), "stack", { get() { for (;;); } })',
    ['WALL_LIMIT'],
  ],
};

for (const [what, [code, ends, options]] of Object.entries(HOSTILE)) {
  test(`killable: ${what} ends in an error answer and the next request is answered`, async (t) => {
    const { engine } = scriptFolder(
      t,
      { 'bad.js': code, 'ok.js': page('console.log("ok")') },
      { ...LIMITS, ...options },
    );
    await engine.ready();
    const error = await engine.execute('bad.js').then(
      (response) => assert.fail(`it answered ${response.status}`),
      (reason: CgiError) => reason,
    );
    assert.ok(isCgiError(error), String(error));
    assert.ok(ends.includes(error.code), `${error.code}: ${error.message}`);
    assert.equal(await (await engine.execute('ok.js')).text(), 'ok\n');
  });
}

for (const timeout of [2 ** 31, 2 ** 32 + 100, Number.MAX_SAFE_INTEGER]) {
  test(`a timeout of ${timeout} milliseconds, longer than any timer, ends no run`, async (t) => {
    const code = page('require("vm").runInThisContext("1"); setTimeout(() => console.log("ok"), 10)');
    const { engine } = scriptFolder(t, { 'a.js': code }, { timeout });
    assert.equal(await (await engine.execute('a.js')).text(), 'ok\n');
  });
}

test('limits that may be infinite hold nothing back', async (t) => {
  const names = [
    'maxOutput',
    'runsPerWorker',
    'workerAge',
    'workerMemory',
    'runsPerIsolate',
    'maxHostCalls',
    'maxSpool',
  ];
  const options = Object.fromEntries(names.map((name) => [name, Number.POSITIVE_INFINITY]));
  const { engine } = scriptFolder(t, { 'a.js': page('console.log("ok")') }, options);
  for (let i = 0; i < 3; i++) {
    const body = new Blob(['x'.repeat(2_000_000)]).stream();
    assert.equal(await (await engine.execute('a.js', { method: 'POST', body })).text(), 'ok\n');
  }
  assert.deepEqual([engine.stats().crashed, engine.stats().recycled], [0, 0]);
});

test('a limit names what was measured and the limit', async (t) => {
  const reports: unknown[] = [];
  const { engine } = scriptFolder(
    t,
    { 'bad.js': 'for (;;);' },
    { timeout: 200, onReport: (report) => reports.push(report.limit) },
  );
  await assert.rejects(engine.execute('bad.js'), /\d+ wall ms used, 200 allowed/);
  const [limit] = reports as Array<{ name: string; measured: number; limit: number }>;
  assert.equal(limit?.name, 'wall ms');
  assert.equal(limit?.limit, 200);
  assert.ok(limit !== undefined && limit.measured >= 200 && limit.measured < 2000);
});

test('a worker that dies by itself truncates what it began, answers 502 to nothing twice, and is replaced', async (t) => {
  const { engine } = scriptFolder(t, {
    'wait.js': page('console.log(process.pid); setTimeout(() => {}, 60_000)'),
    'ok.js': page('console.log("ok")'),
  });
  const response = await engine.execute('wait.js');
  const next = engine.execute('ok.js').then((other) => other.text());
  const reader = response.body.getReader();
  const first = await reader.read();
  process.kill(Number(Buffer.from(first.value ?? []).toString()), 'SIGKILL');
  await assert.rejects(reader.read(), { code: 'WORKER_DIED', status: 502 });
  assert.equal((await response.report).code, 'WORKER_DIED');
  assert.equal(await next, 'ok\n');
  assert.equal(engine.stats().crashed, 1);
});

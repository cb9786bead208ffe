import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CurrentRun } from '../../engine/pool/current-run.ts';
import { verdictOfDeath } from '../../engine/pool/death.ts';
import { RECORD } from '../../engine/wire/records.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function run(maxStderr = 100): { run: CurrentRun; told: string[] } {
  const told: string[] = [];
  const tell = (name: string) => (chunk: Uint8Array) => told.push(`${name} ${Buffer.from(chunk)}`);
  const events = { stdout: tell('stdout'), stderr: tell('stderr'), settle() {}, end() {} };
  return { run: new CurrentRun(1, events, maxStderr), told };
}

test('CurrentRun.take: output is handed on until there is a verdict: it must not pile up until the kill', () => {
  const { run: one, told } = run();
  one.take(RECORD.STDOUT, bytes('a'));
  one.condemn({ code: 'CLIENT_GONE', message: '' });
  one.take(RECORD.STDOUT, bytes('b'));
  assert.deepEqual(told, ['stdout a']);
});

test('CurrentRun.take: stderr is cut at its cap, whatever the worker sends', () => {
  const { run: one, told } = run(5);
  for (const text of ['abc', 'def', 'ghi']) one.take(RECORD.STDERR, bytes(text));
  assert.deepEqual(told, ['stderr abc', 'stderr de']);
});

test('CurrentRun.condemn: the first verdict stands, also against a report', () => {
  const { run: one } = run();
  one.take(RECORD.REPORT, bytes('{"code":"ok","exitCode":0}'));
  one.condemn({ code: 'CPU_LIMIT', message: 'first' });
  assert.equal(one.condemn({ code: 'CLIENT_GONE', message: 'second' }).message, 'first');
  assert.deepEqual(one.finish(), { code: 'CPU_LIMIT', message: 'first' });
});

test('CurrentRun.take: throws on a record that is none of a run', () => {
  assert.throws(() => run().run.take(RECORD.PARAMS, bytes('x')), { message: 'Cannot take record 4 of a worker' });
});

test('CurrentRun: time in which its client kept it waiting is not its own', (t) => {
  let now = 1000;
  t.mock.method(performance, 'now', () => now);
  const { run: one } = run();
  const times = (): number[] => [one.busyMs(now), one.pausedMs(now)];
  now += 10;
  assert.deepEqual([one.pause(), one.pause()], [true, false]);
  now += 100;
  assert.deepEqual(times(), [10, 100]);
  assert.deepEqual([one.resume(), one.resume()], [true, false]);
  now += 1;
  assert.deepEqual(times(), [11, 0]);
  one.pause();
  now += 50;
  one.resume();
  assert.deepEqual(times(), [11, 0]);
});

for (const [words, code] of [
  ["terminate called after throwing an instance of 'St9bad_alloc'\n  what():  std::bad_alloc\n", 'MEMORY_LIMIT'],
  ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'MEMORY_LIMIT'],
  ['isolate lost: Invalid array length', 'MEMORY_LIMIT'],
  ['\n<--- Last few GCs --->\n\nnode: environment.h:202: Assertion `environment != nullptr` failed.', 'MEMORY_LIMIT'],
  ['Check failed: false', 'WORKER_DIED'],
  ['', 'WORKER_DIED'],
] as const) {
  test(`verdictOfDeath: a worker that says ${JSON.stringify(words)} is ${code}`, () => {
    const verdict = verdictOfDeath('exit SIGABRT', words, 64);
    assert.equal(verdict.code, code);
    assert.match(verdict.message, words === '' ? /\(exit SIGABRT\)$/ : /\(exit SIGABRT: .+\)$/s);
    const limit = { name: 'heap MiB', measured: 64, limit: 64 };
    assert.deepEqual(verdict.limit, code === 'MEMORY_LIMIT' ? limit : undefined);
  });
}

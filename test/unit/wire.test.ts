import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { resolveOptions } from '../../engine/options.ts';
import { parseReport } from '../../engine/pool/parse-report.ts';
import { workerSettings } from '../../engine/pool/worker-settings.ts';
import { freshnessOf, isSettled, isUnchanged } from '../../engine/wire/freshness.ts';
import type { Order, WorkerReport } from '../../engine/wire/messages.ts';
import { decodeOrder, encodeOrder } from '../../engine/wire/order.ts';
import { reportText } from '../../engine/worker/report.ts';

const ORDERS: readonly Order[] = [
  { script: '/a.js', args: [], freshness: undefined, until: undefined },
  { script: '/ü b.js', args: ['', 'x', 'ü', '"{}'], freshness: undefined, until: undefined },
  { script: '/a.js', args: ['1'], freshness: undefined, until: 33_845_678.123_456 },
  {
    script: '/a.js',
    args: ['1'],
    freshness: '1:2:3:4.5:6',
    until: undefined,
    spooled: 'body-1',
    inMemory: true,
    pieces: [1, 2],
    prelude: '"\0";',
  },
];

test('an order arrives as it was sent', () => {
  for (const order of ORDERS) assert.deepEqual(decodeOrder(encodeOrder(order)), order);
});

const GOOD: WorkerReport = { code: 'ok', exitCode: 0, cpuMs: 0.29899999999999993, compiled: 2, stderrBytes: 5 };
const REPORTS: readonly WorkerReport[] = [
  GOOD,
  { ...GOOD, exitCode: 3, cpuMs: 1e-7 },
  { ...GOOD, error: 'Error: "x"\n' },
  { ...GOOD, notice: 'n' },
  { ...GOOD, unsent: '' },
  { ...GOOD, code: 'WALL_LIMIT', limit: { name: 'wall ms', measured: 5, limit: 4 } },
];

test('a report arrives as it was made', () => {
  for (const report of REPORTS) assert.deepEqual(parseReport(Buffer.from(reportText(report))), report);
});

test('workerSettings: limits that are infinite arrive as such', () => {
  const limits = { maxHostCalls: Number.POSITIVE_INFINITY, runsPerIsolate: Number.POSITIVE_INFINITY };
  const settings = workerSettings(resolveOptions(limits), '/spool');
  assert.deepEqual(JSON.parse(JSON.stringify(settings)), settings);
  assert.ok(settings.maxHostCalls > 2 ** 50 && settings.runsPerIsolate > 2 ** 50);
});

test('freshness: tells each change of a file, and its identity', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-fresh-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'a.js');
  writeFileSync(path, 'one');
  utimesSync(path, 1_700_000_000.000_001, 1_700_000_000.000_001);
  const before = statSync(path);
  assert.ok(isUnchanged(before, statSync(path)));
  assert.equal(freshnessOf(before), freshnessOf(statSync(path)));
  const changes: Readonly<Record<string, () => void>> = {
    'a microsecond later': () => utimesSync(path, 1_700_000_000.000_002, 1_700_000_000.000_002),
    'another size': () => writeFileSync(path, 'longer'),
    'the same size and time again': () => {
      writeFileSync(path, 'two');
      utimesSync(path, before.atime, before.mtime);
    },
    'another file': () => {
      rmSync(path);
      writeFileSync(path, 'one');
      utimesSync(path, 1_700_000_000.000_001, 1_700_000_000.000_001);
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    const last = statSync(path);
    change();
    assert.ok(!isUnchanged(last, statSync(path)), what);
    assert.notEqual(freshnessOf(last), freshnessOf(statSync(path)), what);
  }
});

test('isSettled: not for what was read within 50 ms of its change', () => {
  const stats = { mtimeMs: 1000, ctimeMs: 1000 } as Parameters<typeof isSettled>[0]; // all it looks at
  assert.ok(isSettled(stats, 1051));
  assert.ok(!isSettled(stats, 1050));
  assert.ok(!isSettled({ ...stats, ctimeMs: 1040 } as typeof stats, 1060));
});

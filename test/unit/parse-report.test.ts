import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseReport } from '../../engine/pool/parse-report.ts';
import type { WorkerReport } from '../../engine/wire/messages.ts';

const OK: WorkerReport = { code: 'ok', exitCode: 0, cpuMs: 0, compiled: 0, stderrBytes: 0 };

const NOTHING = { env: [], read: [], written: [], modules: [] };

/** What a worker sends, and what is taken of it. */
const ROWS: ReadonlyArray<readonly [what: string, sent: unknown, taken: Partial<WorkerReport> | 'nonsense']> = [
  [
    'a report',
    { ...OK, exitCode: 3, cpuMs: 1.5, compiled: 2, stderrBytes: 4 },
    { exitCode: 3, cpuMs: 1.5, compiled: 2, stderrBytes: 4 },
  ],
  ['nothing but a code', { code: 'ok' }, {}],
  ['texts', { code: 'ok', error: 'e', unsent: 'u', notice: 'n' }, { error: 'e', unsent: 'u', notice: 'n' }],
  ['numbers below zero', { ...OK, exitCode: -1, cpuMs: -1, compiled: -1, stderrBytes: -1 }, {}],
  ['numbers that are none', { ...OK, exitCode: '3', cpuMs: null, compiled: [], stderrBytes: {} }, {}],
  ['texts that are none', { ...OK, error: 5, unsent: {}, notice: null }, {}],
  [
    'a limit',
    { code: 'TIMER_LIMIT', limit: { name: 'timers', measured: 2, limit: 1, more: 1 } },
    { code: 'TIMER_LIMIT', limit: { name: 'timers', measured: 2, limit: 1 } },
  ],
  ['a limit without its name', { ...OK, limit: { measured: 2, limit: 1 } }, {}],
  ['a limit without numbers', { ...OK, limit: { name: 'x', measured: '2', limit: 1 } }, {}],
  ['a limit that is null', { ...OK, limit: null }, {}],
  [
    'names it touched',
    { ...OK, touched: { env: ['A', 1, null, {}, 'B'], read: 'x', written: { length: 3 }, more: ['x'] } },
    { touched: { ...NOTHING, env: ['A', 'B'] } },
  ],
  ['names that are none', { ...OK, touched: 'text' }, {}],
  ['null for names', { ...OK, touched: null }, {}],
  ['a list of names', { ...OK, touched: ['a'] }, { touched: NOTHING }],
  ['members nobody knows', { ...OK, ['__proto__']: { polluted: 1 }, status: 200 }, {}],
  ['a code that is not its to give', { ...OK, code: 'SCRIPT_NOT_FOUND' }, 'nonsense'],
  ['no code', {}, 'nonsense'],
  ['a list', [], 'nonsense'],
  ['null', null, 'nonsense'],
];

for (const [what, sent, taken] of ROWS) {
  test(`parseReport: ${what}`, () => {
    const parse = () => parseReport(Buffer.from(JSON.stringify(sent)));
    if (taken === 'nonsense') assert.throws(parse);
    else assert.deepEqual(parse(), { ...OK, ...taken });
  });
}

test('parseReport: what is no JSON', () => {
  assert.throws(() => parseReport(Buffer.from('{"code":')), SyntaxError);
});

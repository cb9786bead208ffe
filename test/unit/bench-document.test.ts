// The pure parts of the benches that write docs/performance.md.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectedOf } from '../bench/growth/workers.ts';
import { partOf, withPart } from '../bench/peers/document.ts';
import { FLOOR_ROWS, floorsTable } from '../bench/peers/floors.ts';
import type { Peer } from '../bench/peers/peer.ts';
import { latencyTable, shareTable, targetsTable, throughputTable } from '../bench/peers/report.ts';
import { type Measured, Results } from '../bench/peers/results.ts';
import { ROWS } from '../bench/peers/rows.ts';
import { HELLO_8, TARGETS } from '../bench/peers/targets.ts';

const CPU = { parent: { user: 60_000, kernel: 40_000 }, workers: { user: 200_000, kernel: 100_000 } };

function measured(requestsPerSecond: number): Measured {
  return { requestsPerSecond, requests: 1000, p50Us: 1e6 / requestsPerSecond, p99Us: 1e6, cpu: CPU, bareUs: 100 };
}

function sample(): Results {
  const results = new Results();
  for (const round of [0, 1]) {
    results.add('apache-node', HELLO_8, round, measured(10));
    results.add('fresh-context', HELLO_8, round, measured(400 + round * 100));
  }
  return results;
}

const PEERS = [
  { name: 'apache-node', title: 'A' },
  { name: 'fresh-context', title: 'F' },
] as Peer[]; // all that tables look at

test('withPart() writes between the marks of a part and nowhere else', () => {
  const page = 'a\n<!-- bench:growth -->\nold\n<!-- /bench:growth -->\nb\n';
  const written = withPart(page, 'growth', 'new $& text\n\n');
  assert.equal(written, 'a\n<!-- bench:growth -->\nnew $& text\n<!-- /bench:growth -->\nb\n');
  assert.equal(partOf(written, 'growth').trim(), 'new $& text');
  assert.throws(() => withPart(page, 'targets', ''), /part "targets": its marks are missing/);
});

test('throughputTable() and latencyTable() compare with Apache + node, more is better in both', () => {
  const results = sample();
  assert.deepEqual(throughputTable(results, PEERS, [HELLO_8]), {
    head: ['throughput ÷ Apache + node', 'F'],
    rows: [['hello, 8 connections', '45.0 (40.0–50.0)']],
  });
  assert.deepEqual(latencyTable(results, PEERS, ROWS).rows.slice(2, 4), [
    ['p50, hello, 8 connections', '45.0 (40.0–50.0)'],
    ['p99, hello, 8 connections', '1.00 (1.00–1.00)'],
  ]);
});

test('targetsTable() says of each target whether it was met, or that it was not measured', () => {
  const { rows } = targetsTable(TARGETS, { results: sample(), startup: undefined });
  assert.deepEqual(rows[0]?.slice(1), ['≥ 40', '45.0 (40.0–50.0)', 'yes']);
  assert.deepEqual(rows[1]?.slice(1), ['≥ 1', '–', 'not measured']);
});

test('floorsTable() sets each target beside what its floor makes of it', () => {
  const results = sample();
  for (const round of [0, 1]) {
    results.add('mod-python', HELLO_8, round, measured(1000));
    results.add('hono', HELLO_8, round, { ...measured(5000), requests: 10_000 });
    results.add('floor-context', HELLO_8, round, { ...measured(900), bareRate: 1100, requests: 2000 });
    results.add('floor-echo', HELLO_8, round, measured(4000));
  }
  const { head, rows } = floorsTable({ results, startup: undefined });
  assert.ok(rows.every((row) => row.length === head.length));
  const found = (floor: string, text: string) =>
    rows.find((row) => row[2] === floor && row[0]?.includes(text))?.filter((_, column) => ![0, 2].includes(column));
  const [alone, behind, echo] = ['bare contexts alone', 'bare contexts behind a parent', 'echo behind a parent'];
  const mine = '0.45 (0.40–0.50)';
  assert.deepEqual(found(alone, '8 connections ÷ mod_python'), ['≥ 1', '1.10 (1.10–1.10)', 'yes', mine]);
  assert.deepEqual(found(alone, '8 connections ÷ php-fpm'), ['–', '–', '–', '–']);
  assert.deepEqual(found(behind, '8 connections ÷ mod_python'), ['≥ 1', '0.90 (0.90–0.90)', 'no', mine]);
  assert.deepEqual(found(behind, 'parent CPU'), ['≤ 4', '5.00 (5.00–5.00)', 'no', '10.0 (10.0–10.0)']);
  assert.deepEqual(found(behind, 'worker CPU'), ['≤ 1.4', '1.50 (1.50–1.50)', 'no', '3.00 (3.00–3.00)']);
  assert.deepEqual(found(echo, '8 connections ÷ mod_python'), ['≥ 3', '4.00 (4.00–4.00)', 'yes', '–']);
  assert.equal(new Set(FLOOR_ROWS.map(({ text, bound, floor }) => text + bound + floor)).size, FLOOR_ROWS.length);
});

test('shareTable() adds up', () => {
  assert.deepEqual(shareTable(sample())?.rows, [
    ['parent: HTTP, locating the script, records, header block', '25 %', '10 %'],
    ['worker: making and releasing a bare context', '25 %', ''],
    ['worker: all else', '50 %', ''],
    ['worker together', '75 %', '25 %'],
  ]);
  assert.equal(shareTable(new Results()), undefined);
});

test('expectedOf() expects of a second worker what the others leave of two cores', () => {
  const cases: ReadonlyArray<readonly [worker: number, parent: number, wrk: number, ratio: number]> = [
    [1, 0.001, 0.001, 2 / 1.002],
    [1, 0.3, 0.2, 4 / 3],
    // One worker and the others fill both cores already.
    [1, 0.5, 0.5, 1],
    // The parent has only one thread.
    [1, 2, 0.1, 1],
  ];
  for (const [worker, parent, wrk, ratio] of cases)
    assert.equal(expectedOf({ worker, parent, wrk }).toFixed(6), ratio.toFixed(6));
});

// The pure parts of the benches that write docs/performance.md.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectedOf } from '../bench/growth/workers.ts';
import { partOf, withPart } from '../bench/peers/document.ts';
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

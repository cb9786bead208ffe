// The pure parts of test/bench/peers: medians, ratios, tables, what wrk says, what a target makes of it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { parseOptions } from '../bench/peers/options.ts';
import type { Peer } from '../bench/peers/peer.ts';
import { startPeers } from '../bench/peers/peers.ts';
import { cpuBetween, cpuOf, totalOf } from '../bench/peers/process-cpu.ts';
import { type Measured, Results, rate } from '../bench/peers/results.ts';
import { ROWS } from '../bench/peers/rows.ts';
import { formatRatio, formatSpread, median, ratioOf } from '../bench/peers/statistics.ts';
import { markdownTable, plainTable } from '../bench/peers/table.ts';
import { boundOf, HELLO_8, isMet, TARGETS } from '../bench/peers/targets.ts';
import { parseFigures } from '../bench/peers/wrk.ts';

test('median() takes the middle, or the mean of the two in the middle', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.ok(Number.isNaN(median([])));
});

test('ratioOf() compares rounds of the same number and leaves holes out', () => {
  assert.deepEqual(ratioOf([10, undefined, 30, 40], [5, 5, undefined, 10]), { median: 3, least: 2, most: 4 });
  assert.equal(ratioOf([1, undefined], [undefined, 2]), undefined);
  assert.equal(ratioOf([1], [0]), undefined);
});

test('formatRatio() shows three significant figures and no false ones', () => {
  const cases: ReadonlyArray<readonly [number, string]> = [
    [1402.3, '1402'],
    [99.96, '100'],
    [41.04, '41.0'],
    [9.996, '10.0'],
    [1.234, '1.23'],
    [0.0716, '0.072'],
    [Number.NaN, '–'],
  ];
  for (const [value, text] of cases) assert.equal(formatRatio(value), text);
  assert.equal(formatSpread({ median: 2, least: 1.5, most: 12 }), '2.00 (1.50–12.0)');
  assert.equal(formatSpread(undefined), '–');
});

test('plainTable() aligns columns, markdownTable() escapes bars', () => {
  assert.equal(
    plainTable(
      ['', 'n'],
      [
        ['one', '1'],
        ['two', '22'],
      ],
    ),
    '      n\none   1\ntwo  22\n',
  );
  assert.equal(markdownTable(['a', 'b'], [['x|y', '1']]), '| a | b |\n|---|--:|\n| x\\|y | 1 |\n');
});

test('parseFigures() reads the line of the Lua script and refuses rounds that do not count', () => {
  const printed = (figures: object) => `Running 1s test\nfigures:${JSON.stringify({ ...good, ...figures })}\n`;
  const good = { requests: 100, durationUs: 500_000, bytes: 20_000, p50Us: 400, p99Us: 900, failed: 0 };
  assert.deepEqual(parseFigures(printed({}), 100), { requestsPerSecond: 200, p50Us: 400, p99Us: 900, requests: 100 });
  assert.throws(() => parseFigures(printed({ failed: 3 }), 100), /3 failed/);
  assert.throws(() => parseFigures(printed({ requests: 0 }), 100), /no answer in 0.5 s/);
  assert.throws(() => parseFigures(printed({ bytes: 9999 }), 100), /100 answers of 100 bytes were 9999 bytes/);
  assert.throws(() => parseFigures('unable to connect', 100), /unable to connect/);
});

test('Results keep rounds of different peers beside each other', () => {
  const results = new Results();
  const round = (requestsPerSecond: number) => ({ requestsPerSecond }) as Measured; // all that `rate` looks at
  results.add('fresh-context', HELLO_8, 0, round(100));
  results.add('fresh-context', HELLO_8, 1, round(300));
  results.add('mod-python', HELLO_8, 0, undefined);
  results.add('mod-python', HELLO_8, 1, round(100));
  assert.deepEqual(results.ratio(HELLO_8, rate, 'fresh-context', 'mod-python'), { median: 3, least: 3, most: 3 });
  assert.equal(results.median('fresh-context', HELLO_8, rate), 200);
  assert.equal(results.median('php-fpm', HELLO_8, rate), undefined);
});

test('TARGETS are measured where their peers are, and met on the right side of their bound', () => {
  const results = new Results();
  const [first] = TARGETS;
  assert.ok(first);
  assert.equal(isMet(first, first.measure({ results, startup: undefined })), undefined);
  results.add('fresh-context', HELLO_8, 0, { requestsPerSecond: 41 } as Measured); // all that `rate` looks at
  results.add('apache-node', HELLO_8, 0, { requestsPerSecond: 1 } as Measured); // the same
  assert.equal(isMet(first, first.measure({ results, startup: undefined })), true);
  assert.equal(boundOf(first), '≥ 40');
  const start = TARGETS.find(({ text }) => text.startsWith('first answer'));
  const startup = { firstAnswerMs: [300, 500, 440], replacedMs: [], idleMib: [] };
  assert.ok(start);
  const spread = start.measure({ results, startup });
  assert.deepEqual(spread, { median: 1.1, least: 0.75, most: 1.25 });
  assert.equal(isMet(start, spread), false);
});

test('ROWS and TARGETS have names of their own', () => {
  for (const names of [ROWS.map(({ name }) => name), TARGETS.map((target) => target.text + boundOf(target))])
    assert.equal(new Set(names).size, names.length);
});

test('startPeers() leaves out what is not installed or does not start, and says so', async () => {
  const peer = { name: 'hono', title: 'P', setup: '', needs: [], extension: '', versions: () => [] } as const;
  const running = { port: 1, pid: 1, stop: async () => undefined };
  const peers: Peer[] = [
    { ...peer, title: 'A', needs: [{ file: '/nowhere/a', package: 'a-package' }], start: async () => running },
    { ...peer, title: 'B', start: () => Promise.reject(new Error('no port')) },
    { ...peer, title: 'C', start: async () => running },
  ];
  const notes: string[] = [];
  const site = { folder: '', root: '', [Symbol.dispose]: () => undefined };
  const started = await startPeers(peers, site, '0', (text) => notes.push(text));
  assert.deepEqual(
    started.map((one) => one.peer.title),
    ['C'],
  );
  assert.deepEqual(notes, ['A is left out: apt-get install a-package', 'B is left out: it does not start: no port']);
});

test('parseOptions() has defaults and says what is wrong', () => {
  const { rounds, seconds, cores, write } = parseOptions([]);
  assert.deepEqual({ rounds, seconds, cores, write }, { rounds: 5, seconds: 1, cores: '0,1', write: false });
  assert.deepEqual(parseOptions(['--peers', 'hono', '--peers', 'php-fpm']).peers, ['hono', 'php-fpm']);
  assert.throws(() => parseOptions(['--rounds', '0']), /--rounds "0"/);
  assert.throws(() => parseOptions(['--write', '--rows', 'hello']), /the document holds all of them/);
});

test('cpuOf() counts workers that ended in between', () => {
  const before = cpuOf(process.pid);
  spawnSync(process.execPath, ['-e', 'while (process.cpuUsage().user < 200_000);']);
  const { workers } = cpuBetween(before, cpuOf(process.pid));
  assert.ok(totalOf(workers) >= 200_000, `${totalOf(workers)} µs`);
});

// npm run bench: how much a fresh context costs here, now. Ratios against things measured in the same run; rounds are interleaved and the
// median is printed, because machines are noisy.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from './load.ts';
import { cpuBetween, cpuOf, totalOf } from './peers/process-cpu.ts';
import { RUN_FLAGS } from './run-flags.ts';
import { type Served, serve } from './serve.ts';

const ROUNDS = 5;
const ROUND_MS = 1500;
const BARE_RUNS = 2000;

const HELLO = `process.stdout.write('Content-Type: text/plain\\n\\nhello\\n');\n`;
const SIX = `for (const name of ['fs', 'path', 'querystring', 'url', 'util', 'events']) require(name);\n${HELLO}`;
const STREAM = `require('stream');\n${HELLO}`;

const LIBRARY_ROWS: ReadonlyArray<readonly [name: string, script: string]> = [
  ['hello.js', HELLO],
  ['six modules required', SIX],
  ['stream required', STREAM],
];

const folder = mkdtempSync(join(tmpdir(), 'freshcgi-bench-'));
for (const [name, text] of Object.entries({ 'hello.js': HELLO, 'six.js': SIX, 'stream.js': STREAM })) {
  writeFileSync(join(folder, name), text);
  utimesSync(join(folder, name), new Date(0), new Date(0));
}

interface Row {
  readonly name: string;
  readonly path: string;
  readonly connections: number;
}
const ROWS: readonly Row[] = [
  { name: 'hello.js, 1 connection', path: '/cgi-bin/hello.js', connections: 1 },
  { name: 'hello.js, 8 connections', path: '/cgi-bin/hello.js', connections: 8 },
  { name: 'six modules required, 8 connections', path: '/cgi-bin/six.js', connections: 8 },
  { name: 'stream required, 8 connections', path: '/cgi-bin/stream.js', connections: 8 },
];

interface Round {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  /** CPU of the workers per request, in units of a bare context made and released in the same minute. */
  readonly workerRatio: number;
  readonly parentUs: number;
}

const progress = process.stderr.isTTY ? (text: string) => process.stderr.write(`\r\x1b[K${text}`) : () => undefined;

/** CPU µs of one run in a process of its own. */
function cpuUsOf(flags: readonly string[], program: string, ...args: Array<string | number>): number {
  const file = join(import.meta.dirname, program);
  const text = execFileSync(process.execPath, [...flags, file, ...args.map(String)], { encoding: 'utf8' });
  return (JSON.parse(text) as { cpuUs: number }).cpuUs;
}

/** As in the other benches: without the workers' heap flags, which isolated-vm would not have. */
function bareContext(): number {
  return cpuUsOf(['--no-node-snapshot'], 'bare-context.ts', BARE_RUNS);
}

/** The library by itself, V8 as in the workers, ÷ a bare context with the same flags and without: one after the other. */
function measureLibrary(script: string): readonly [same: number, own: number] {
  const library = cpuUsOf(RUN_FLAGS, 'library-context.ts', script, BARE_RUNS);
  return [library / cpuUsOf(RUN_FLAGS, 'bare-context.ts', BARE_RUNS), library / bareContext()];
}

async function measure(server: Served, row: Row): Promise<Round> {
  const bareUs = bareContext();
  const pid = server.child.pid ?? 0;
  const before = cpuOf(pid);
  const { requestsPerSecond, p50Ms, p99Ms } = await load({ port: server.port, ...row, durationMs: ROUND_MS });
  const { parent, workers } = cpuBetween(before, cpuOf(pid));
  const requests = (requestsPerSecond * ROUND_MS) / 1000;
  return {
    rate: requestsPerSecond,
    p50: p50Ms,
    p99: p99Ms,
    workerRatio: totalOf(workers) / requests / bareUs,
    parentUs: totalOf(parent) / requests,
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

const server = await serve(folder, '--workers', '2');
const library = LIBRARY_ROWS.map((): Array<readonly [same: number, own: number]> => []);
const rounds = new Map<Row, Round[]>(ROWS.map((row) => [row, []]));
try {
  await load({ port: server.port, path: '/cgi-bin/hello.js', connections: 4, durationMs: 500 });
  for (let round = 0; round < ROUNDS; round++) {
    for (const row of ROWS) {
      progress(`round ${round + 1} of ${ROUNDS}: ${row.name}`);
      rounds.get(row)?.push(await measure(server, row));
    }
    for (const [index, [name, script]] of LIBRARY_ROWS.entries()) {
      progress(`round ${round + 1} of ${ROUNDS}: the library, ${name}`);
      library[index]?.push(measureLibrary(script));
    }
  }
} finally {
  progress('');
  await server.stop();
  rmSync(folder, { recursive: true });
}

const table = ROWS.map((row) => {
  const of = (pick: (round: Round) => number) => median((rounds.get(row) ?? []).map(pick));
  return [
    row.name.padEnd(38),
    of((r) => r.rate)
      .toFixed(0)
      .padStart(10),
    `${of((r) => r.p50).toFixed(2)} ms`.padStart(10),
    `${of((r) => r.p99).toFixed(2)} ms`.padStart(10),
    `${of((r) => r.workerRatio).toFixed(2)} ×`.padStart(14),
    `${of((r) => r.parentUs).toFixed(0)} µs`.padStart(12),
  ].join('');
});
console.log(
  `freshcgi serve, 2 workers, every request in a fresh context; median of ${ROUNDS} rounds of ${ROUND_MS} ms`,
);
console.log(
  ['', 'requests/s', 'p50', 'p99', 'worker CPU*', 'parent CPU']
    .map((text, i) => text.padStart([38, 10, 10, 10, 14, 12][i] ?? 0))
    .join(''),
);
console.log(table.join('\n'));
console.log(
  '* CPU of the workers per request, in units of one bare createContext + release with the same recycling of isolates, same minute',
);
console.log('\nThe library by itself: no parent, no pipe, host calls answered at once; CPU of a run in the same units');
console.log(''.padEnd(46) + 'bare with the same V8 flags'.padStart(28) + 'as above'.padStart(14));
for (const [index, [name]] of LIBRARY_ROWS.entries()) {
  const measured = library[index] ?? [];
  const shown = (of: 0 | 1) => `${median(measured.map((ratios) => ratios[of])).toFixed(2)} ×`;
  console.log(name.padEnd(46) + shown(0).padStart(28) + shown(1).padStart(14));
}

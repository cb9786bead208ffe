// What a request costs the parent process, in units of Hono alone: node test/bench/parent.ts [seconds per round] [rounds].
// Each of the first rows has one part more than the one before, so that their differences say where the time goes.
// The servers are measured in turn, each pinned: the parent to one core, its workers to two others, the load to the fourth.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { load } from './load.ts';
import { type Served, serve, serveFile, serveWithoutProcesses } from './serve.ts';

const SECONDS = Number(process.argv[2] ?? 2);
const ROUNDS = Number(process.argv[3] ?? 5);
const CONNECTIONS = 8;
const HELLO = `process.stdout.write('Content-Type: text/plain\\n\\nhello\\n');\n`;

const folder = mkdtempSync(join(tmpdir(), 'freshcgi-bench-'));
writeFileSync(join(folder, 'hello.js'), HELLO);
utimesSync(join(folder, 'hello.js'), new Date(0), new Date(0));

interface Round {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly parentUs: number;
  readonly workersUs: number;
}

const wrk = promisify(execFile);

/** As many requests as are answered, or far fewer than could be. */
type Pace = 'full' | 'slow';
const PAUSE_MS = 5;

async function measure({ child, port }: Served, pace: Pace): Promise<Round> {
  const pid = child.pid ?? 0;
  const workers = workersOf(pid);
  pin(pid, '0');
  for (const worker of workers) pin(worker, '1,2');
  const before = { parent: cpuUs(pid), workers: sum(workers) };
  const { requests, p50, p99 } = await (pace === 'full' ? withWrk(port) : withPauses(port));
  return {
    rate: requests / SECONDS,
    p50,
    p99,
    parentUs: (cpuUs(pid) - before.parent) / requests,
    // A worker that was replaced meanwhile is missing here: the rounds are short.
    workersUs: (sum(workers) - before.workers) / requests,
  };
}

interface Load {
  readonly requests: number;
  readonly p50: number;
  readonly p99: number;
}

async function withWrk(port: number): Promise<Load> {
  const { stdout } = await wrk('taskset', [
    ...['-c', '3', 'wrk', '-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '--latency'],
    `http://127.0.0.1:${port}/cgi-bin/hello.js`,
  ]);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`Cannot measure: ${stdout}`);
  return {
    requests: Number(/(\d+) requests in/.exec(stdout)?.[1]),
    p50: milliseconds(/50%\s+(\S+)/.exec(stdout)?.[1]),
    p99: milliseconds(/99%\s+(\S+)/.exec(stdout)?.[1]),
  };
}

async function withPauses(port: number): Promise<Load> {
  const durationMs = SECONDS * 1000;
  const answered = await load({
    ...{ port, path: '/cgi-bin/hello.js', connections: CONNECTIONS, durationMs, pauseMs: PAUSE_MS },
  });
  return { requests: (answered.requestsPerSecond * durationMs) / 1000, p50: answered.p50Ms, p99: answered.p99Ms };
}

function pin(pid: number, cores: string): void {
  execFileSync('taskset', ['-a', '-c', '-p', cores, String(pid)], { stdio: 'ignore' });
}

function workersOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

/** CPU of all threads, as the scheduler counts it: to the nanosecond. */
function cpuUs(pid: number): number {
  let ns = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    ns += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1').split(' ')[0]);
  }
  return ns / 1000;
}

function sum(pids: readonly number[]): number {
  return pids.reduce((total, pid) => {
    try {
      return total + cpuUs(pid);
    } catch {
      return total; // replaced
    }
  }, 0);
}

function milliseconds(text = ''): number {
  return Number.parseFloat(text) * (text.endsWith('us') ? 0.001 : text.endsWith('ms') ? 1 : 1000);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

const servers: Readonly<Record<string, Served>> = {
  'Hono alone': await serveFile('hono-alone.ts'),
  'an engine that answers at once': await serveFile('answer-at-once.ts'),
  'workers that are no processes': await serveWithoutProcesses(folder),
  never: await serve(folder, '--workers', '2', '--reload', 'never'),
  modules: await serve(folder, '--workers', '2', '--reload', 'modules'),
  context: await serve(folder, '--workers', '2'),
};
const PACES: Readonly<Record<Pace, string>> = {
  full: 'as many requests as are answered',
  slow: `${PAUSE_MS} ms between an answer and the next request: the same rate for all`,
};
const rounds = { full: emptyRounds(), slow: emptyRounds() };
try {
  for (const server of Object.values(servers)) await measure(server, 'full');
  for (const pace of ['full', 'slow'] as const) {
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, server] of Object.entries(servers)) rounds[pace].get(name)?.push(await measure(server, pace));
    }
  }
} finally {
  for (const server of Object.values(servers)) await server.stop();
  rmSync(folder, { recursive: true });
}

process.stdout.write(`hello.js, ${CONNECTIONS} connections, 2 workers; median of ${ROUNDS} rounds of ${SECONDS} s\n`);
for (const pace of ['full', 'slow'] as const) {
  process.stdout.write(`\n${PACES[pace]}\n`);
  const alone = rounds[pace].get('Hono alone') ?? [];
  for (const [name, measured] of rounds[pace]) process.stdout.write(line(name, measured, alone));
}

function emptyRounds(): Map<string, Round[]> {
  return new Map(Object.keys(servers).map((name) => [name, []]));
}

function line(name: string, measured: readonly Round[], alone: readonly Round[]): string {
  const of = (pick: (round: Round) => number) => median(measured.map(pick));
  const ratio = median(measured.map((round, i) => round.parentUs / (alone[i]?.parentUs ?? 0)));
  return [
    name.padEnd(31),
    `${of((r) => r.rate).toFixed(0)}/s`.padStart(9),
    `p50 ${of((r) => r.p50).toFixed(2)} ms`.padStart(14),
    `p99 ${of((r) => r.p99).toFixed(2)} ms`.padStart(15),
    `parent ${of((r) => r.parentUs).toFixed(1)} µs = ${ratio.toFixed(2)} ×`,
    ` workers ${of((r) => r.workersUs).toFixed(0)} µs\n`,
  ].join(' ');
}

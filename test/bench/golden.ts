// node test/bench/golden.ts [workers]: a thousand golden cases of hello.js against a thousand bare contexts spread over as many processes.
// Both on processes that have started and are warm; rounds are interleaved and the median is printed, because machines are noisy.
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CaseRunner } from '../../dist/adapters/cli/case-runner.js';
import { CaseFolder } from '../../dist/adapters/golden/case-folder.js';
import { compareAnswers, isExactly, isSame } from '../../dist/adapters/golden/difference.js';

const CASES = 1000;
const ROUNDS = 9;
const workers = Number(process.argv[2] ?? 2);

const home = mkdtempSync(join(tmpdir(), 'freshcgi-bench-golden-'));
const root = join(home, 'cgi-bin');
const cases = join(home, 'cases');
mkdirSync(root);
mkdirSync(cases);
writeFileSync(join(root, 'hello.js'), "process.stdout.write('Content-Type: text/plain\\n\\nhello\\n');\n");
utimesSync(join(root, 'hello.js'), new Date(0), new Date(0));
for (let i = 0; i < CASES; i++) {
  const name = `${String(i).padStart(4, '0')}.http`;
  writeFileSync(
    join(cases, name),
    'GET /cgi-bin/hello.js\n### response\nHTTP/1.1 200 OK\nContent-Type: text/plain\n\nhello\n\n',
  );
}

/** Wall milliseconds of a thousand bare contexts in as many processes as there are workers. */
async function bare(): Promise<number> {
  const args = ['--no-node-snapshot', join(import.meta.dirname, 'bare-context.ts'), String(CASES / workers)];
  const all = await Promise.all(Array.from({ length: workers }, () => promisify(execFile)(process.execPath, args)));
  const each = all.map(({ stdout }) => (JSON.parse(stdout) as { wallUs: number }).wallUs);
  return (Math.max(...each) * CASES) / workers / 1000;
}

interface Played {
  readonly wallMs: number;
  /** CPU of this process, which reads, hands out and compares. */
  readonly parentMs: number;
}

async function play(runner: CaseRunner): Promise<Played> {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  let passed = 0;
  await runner.playAll(folder.names(undefined), {
    played({ case: { expected } }, { answer }) {
      if (expected !== undefined && (isExactly(expected, answer) || isSame(compareAnswers(expected, answer)))) passed++;
    },
    unplayed(_name, error) {
      throw error;
    },
  });
  const wallMs = performance.now() - startedAt;
  if (passed !== CASES) throw new Error(`Cannot take the time: ${passed} of ${CASES} cases passed`);
  const { user, system } = process.cpuUsage(before);
  return { wallMs, parentMs: (user + system) / 1000 };
}

/** The command from start to end, processes started and all. */
function command(): number {
  const startedAt = performance.now();
  const launcher = join(import.meta.dirname, '..', '..', 'adapters', 'cli', 'freshcgi.cjs');
  execFileSync(process.execPath, [launcher, 'test', root, '--cases', cases, '--workers', String(workers)]);
  return performance.now() - startedAt;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

const folder = new CaseFolder(cases);
const runner = new CaseRunner({ root, cases: folder, mount: '/cgi-bin', engine: { workers }, count: CASES });
const rounds: Array<Played & { readonly bareMs: number; readonly commandMs: number }> = [];
try {
  await play(runner);
  for (let i = 0; i < ROUNDS; i++) {
    const bareMs = await bare();
    rounds.push({ bareMs, ...(await play(runner)), commandMs: command() });
  }
} finally {
  await runner.close();
  rmSync(home, { recursive: true });
}
const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick));
const line = (name: string, value: string) => console.log(name.padEnd(52) + value.padStart(10));
console.log(`${CASES} golden cases of hello.js, ${workers} workers; median of ${ROUNDS} rounds`);
line('bare contexts, made and released', `${of((r) => r.bareMs).toFixed(0)} ms`);
line('cases, on workers that have started', `${of((r) => r.wallMs).toFixed(0)} ms`);
line('  in units of the bare contexts of the same round', `${of((r) => r.wallMs / r.bareMs).toFixed(2)} ×`);
line('  CPU of the parent, per case', `${of((r) => (r.parentMs * 1000) / CASES).toFixed(0)} µs`);
line('the whole command `freshcgi test`', `${of((r) => r.commandMs).toFixed(0)} ms`);

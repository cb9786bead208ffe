// npm run test:node -- <checkout> [module or file …] [--update] [--verbose]: node's own test files inside the sandbox. Runs in node.
// The checkout is denoland/node_test; nothing of it enters this repository. --update asks node itself again and rewrites what is expected.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Expectations,
  formatTable,
  type ModuleExpectations,
  readExpectations,
  writeExpectations,
} from './expectations.ts';
import { MODULES, outOfScope } from './modules.ts';
import { nodeFails } from './real-node.ts';
import { SandboxRuns } from './sandbox-runs.ts';

/** Files at once: one for each worker of the engine. */
const AT_ONCE = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { update: { type: 'boolean', default: false }, verbose: { type: 'boolean', default: false } },
});
const [folder, ...wanted] = positionals;
if (folder === undefined) {
  process.stderr.write(
    'usage: npm run test:node -- <checkout of denoland/node_test> [module or file …] [--update] [--verbose]\n',
  );
  process.exit(2);
}
process.exitCode = await main(resolve(folder));

interface Job {
  readonly module: string;
  readonly file: string;
}

async function main(checkout: string): Promise<number> {
  const expected = readExpectations();
  const all = readdirSync(join(checkout, 'test', 'parallel')).sort();
  const jobs = Object.entries(MODULES).flatMap(([module, pattern]) =>
    all
      .filter((file) => pattern.test(file) && /\.m?js$/.test(file))
      .filter((file) => wanted.length === 0 || wanted.includes(module) || wanted.includes(file))
      .map((file): Job => ({ module, file })),
  );
  const sandbox = new SandboxRuns(
    checkout,
    jobs.map(({ file }) => file),
  );
  const measured = new Map<Job, string>();
  const queue = [...jobs];
  const work = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      measured.set(job, await judge(job, checkout, sandbox, expected.modules[job.module]?.[job.file]));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await sandbox.close();
  return values.update ? update(expected, jobs, measured, checkout) : compare(expected, jobs, measured);
}

/** 'pass', 'fail: why' or 'out: why'. */
async function judge(job: Job, checkout: string, sandbox: SandboxRuns, before: string | undefined): Promise<string> {
  const out = outOfScope(job.module, join(checkout, 'test', 'parallel', job.file));
  if (out !== undefined) return `out: ${out}`;
  if (!values.update && before?.startsWith('out: ')) return before;
  const { passed, why, stderr } = await sandbox.run(job.file);
  if (values.update && (!passed || before === undefined)) {
    const broken = await nodeFails(checkout, job.file);
    if (broken !== undefined) return `out: ${broken}`;
  }
  if (values.verbose && !passed) process.stdout.write(`\n##### ${job.file}: ${why}\n${stderr.slice(0, 3000)}\n`);
  if (passed) return 'pass';
  return `fail: ${why}`;
}

function update(
  expected: Expectations,
  jobs: readonly Job[],
  measured: ReadonlyMap<Job, string>,
  checkout: string,
): number {
  const modules: Record<string, ModuleExpectations> = {};
  for (const module of Object.keys(MODULES)) {
    const files: ModuleExpectations = wanted.length === 0 ? {} : { ...expected.modules[module] };
    for (const job of jobs) if (job.module === module) files[job.file] = measured.get(job) as string; // judged above
    modules[module] = files;
  }
  const suite = execFileSync('git', ['-C', checkout, 'log', '-1', '--format=%h %s'], { encoding: 'utf8' }).trim();
  const next = { node: process.version, suite: `denoland/node_test ${suite}`, modules };
  writeExpectations(next);
  process.stdout.write(`${formatTable(next)}\n`);
  return 0;
}

/** Prints what is not as expected. */
function compare(expected: Expectations, jobs: readonly Job[], measured: ReadonlyMap<Job, string>): number {
  let surprises = 0;
  for (const job of jobs) {
    const wantedResult = expected.modules[job.module]?.[job.file] ?? 'nothing';
    const result = measured.get(job) as string; // judged above
    if (result.split(':')[0] === wantedResult.split(':')[0]) continue;
    surprises++;
    process.stdout.write(`${job.file}: expected ${wantedResult}, got ${result}\n`);
  }
  process.stdout.write(`${formatTable(expected)}\n${surprises} of ${jobs.length} files not as expected\n`);
  return surprises === 0 ? 0 : 1;
}

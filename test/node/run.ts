// npm run test:node -- <checkout> [module, file, wpt or wpt/<folder> …] [--update] [--verbose]: node's own test files inside the sandbox. Runs in node.
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
import {
  formatWptTable,
  judgeWpt,
  prepareWpt,
  WPT_FOLDERS,
  type WptCounts,
  type WptExpectations,
  wptFiles,
} from './wpt.ts';

/** Files at once: one for each worker of the engine. */
const AT_ONCE = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { update: { type: 'boolean', default: false }, verbose: { type: 'boolean', default: false } },
});
const [folder, ...wanted] = positionals;
if (folder === undefined) {
  process.stderr.write(
    'usage: npm run test:node -- <checkout of denoland/node_test> [module, file, wpt or wpt/<folder> …] [--update] [--verbose]\n',
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
  const wpt = await measureWpt(checkout, sandbox);
  await sandbox.close();
  if (values.update) return update({ ...expected, wpt: { ...expected.wpt, ...wpt } }, jobs, measured, checkout);
  const surprises = compareWpt(expected.wpt, wpt);
  return compare(expected, jobs, measured) + surprises > 0 ? 1 : 0;
}

/** Web platform tests: all, or the folders asked for as wpt/<folder>. */
async function measureWpt(checkout: string, sandbox: SandboxRuns): Promise<WptExpectations> {
  const measured: WptExpectations = {};
  prepareWpt(sandbox);
  for (const folder of WPT_FOLDERS) {
    if (wanted.length > 0 && !wanted.includes('wpt') && !wanted.includes(`wpt/${folder}`)) continue;
    const files: Record<string, WptCounts> = {};
    const queue = wptFiles(checkout, folder);
    const work = async () => {
      for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
        const counts = await judgeWpt(sandbox, file);
        if (counts !== undefined) files[file] = counts;
        if (values.verbose && counts?.fail !== undefined) process.stdout.write(`${file}: ${JSON.stringify(counts)}\n`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    measured[folder] = Object.fromEntries(Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)));
  }
  return measured;
}

/** Prints the files of which fewer subtests pass than expected, or another number of them. */
function compareWpt(expected: WptExpectations, measured: WptExpectations): number {
  let surprises = 0;
  for (const [folder, files] of Object.entries(measured)) {
    for (const [file, { node, here }] of Object.entries(files)) {
      const before = expected[folder]?.[file];
      if (before?.node === node && before.here === here) continue;
      surprises++;
      process.stdout.write(`wpt/${file}: expected ${before?.here} of ${before?.node}, got ${here} of ${node}\n`);
    }
  }
  return surprises;
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
  const next = { node: process.version, suite: `denoland/node_test ${suite}`, modules, wpt: expected.wpt };
  writeExpectations(next);
  process.stdout.write(`${formatTable(next)}\n\n${formatWptTable(next.wpt)}\n`);
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
  process.stdout.write(
    `${formatTable(expected)}\n\n${formatWptTable(expected.wpt)}\n${surprises} of ${jobs.length} files not as expected\n`,
  );
  return surprises;
}

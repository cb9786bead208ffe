// Bare contexts in processes of their own, on the cores of the servers while these are at rest.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RUN_FLAGS } from '../run-flags.ts';

const BARE = join(import.meta.dirname, '..', 'bare-context.ts');
const RUNS = 1000;
/** Some two thirds of a second: what a start lies beside the other's is little. */
const RUNS_TOGETHER = 4000;

interface Bare {
  readonly wallUs: number;
  readonly cpuUs: number;
}

/** CPU microseconds of one. */
export async function bareUs(cores: string): Promise<number> {
  return (await bareContexts(cores, ['--no-node-snapshot'], RUNS)).cpuUs;
}

/** How many a second in as many processes at once, started with the flags of a worker. */
export async function bareRate(cores: string, processes: number): Promise<number> {
  const all = await Promise.all(Array.from({ length: processes }, () => bareContexts(cores, RUN_FLAGS, RUNS_TOGETHER)));
  return all.reduce((sum, { wallUs }) => sum + 1e6 / wallUs, 0);
}

async function bareContexts(cores: string, flags: readonly string[], runs: number): Promise<Bare> {
  const args = ['-c', cores, process.execPath, ...flags, BARE, String(runs)];
  const { stdout } = await promisify(execFile)('taskset', args);
  return JSON.parse(stdout) as Bare;
}

// When a worker that has done nothing wrong is replaced all the same: after so many runs, so much time, or too much memory kept. Parent side.
import type { ResolvedOptions } from '../options.ts';
import { readUsage } from './process-usage.ts';
import type { WorkerProcess } from './worker-process.ts';

/** Looking at the memory costs 45 µs, and a fast script takes not even that: not after every run. In this time none takes very much. */
const LOOK_EVERY_MS = 25;
const MIB = 1_048_576;
/** RSS of a worker beside what runs take. */
const BASE_RSS = 150 * MIB;

type Limits = Pick<ResolvedOptions, 'memory' | 'workerAge' | 'workerMemory'>;

/** RSS at the end of a run, by worker. */
const kept = new WeakMap<WorkerProcess, number>();

/** Whether an idle worker has served its time. */
export function isWorn(worker: WorkerProcess, options: Limits): boolean {
  if (worker.runs === 0) return false;
  const now = performance.now();
  if (worker.runs >= worker.maxRuns || now - worker.startedAt > options.workerAge) return true;
  if (now - worker.memoryLookedAt < LOOK_EVERY_MS) return false;
  worker.memoryLookedAt = now;
  const rss = readUsage(worker.pid)?.rssBytes ?? 0;
  kept.set(worker, rss);
  return rss > mostKept(options);
}

/** RSS of a worker that is not its current run's: of its own, or what the runs before have left. */
export function keptBy(worker: WorkerProcess, options: Limits): number {
  return Math.max(BASE_RSS, Math.min(kept.get(worker) ?? 0, mostKept(options)));
}

function mostKept({ memory, workerMemory }: Limits): number {
  return Math.min(workerMemory * MIB, BASE_RSS + memory * MIB);
}

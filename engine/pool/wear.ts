// When a worker that has done nothing wrong is replaced all the same: after so many runs, so much time, or too much memory kept. Parent side.
import type { ResolvedOptions } from '../options.ts';
import { readUsage } from './process-usage.ts';
import { BASE_RSS } from './watchdog.ts';
import type { WorkerProcess } from './worker-process.ts';

/** Looking at the memory costs 45 µs, and a fast script takes not even that: not after every run. In this time none takes very much. */
const LOOK_EVERY_MS = 25;
const MIB = 1_048_576;

type Limits = Pick<ResolvedOptions, 'memory' | 'workerAge' | 'workerMemory'>;

/** Whether an idle worker has served its time. */
export function isWorn(worker: WorkerProcess, options: Limits): boolean {
  if (worker.runs === 0) return false;
  const now = performance.now();
  if (worker.runs >= worker.maxRuns || now - worker.startedAt > options.workerAge) return true;
  if (now - worker.memoryLookedAt < LOOK_EVERY_MS) return false;
  worker.memoryLookedAt = now;
  const rss = readUsage(worker.pid)?.rssBytes ?? 0;
  // What the runs before have left must not bring the next one to its limit: half of what that is beyond a worker's own is its.
  return rss > Math.min(options.workerMemory * MIB, BASE_RSS + options.memory * MIB);
}

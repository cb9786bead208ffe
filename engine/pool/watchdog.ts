// Holds limits from outside, every 50 ms: of running scripts wall, CPU, memory and clients that stopped reading; of a worker the time to start. Parent side.
import type { ResolvedOptions } from '../options.ts';
import { readUsage } from './process-usage.ts';
import { keptBy } from './wear.ts';
import type { WorkerProcess } from './worker-process.ts';

const PERIOD_MS = 50;
/** isolated-vm's own time-out comes first: it costs an isolate, a kill costs a process. */
const WALL_GRACE_MS = 250;
/** A worker starts in 0.1 s, on a machine with much else to do in a few. One that hangs would keep waiting what waits for it. */
const START_LIMIT_MS = 30_000;
/** What counts of the time between two looks: where all of us stood still (Ctrl-Z, a frozen container) no worker could start. */
const LONGEST_LOOK_MS = 1000;
const MIB = 1_048_576;
interface Watched {
  /** Which run of the worker the figures belong to. */
  readonly runs: number;
  /** CPU of the process when the run was first looked at, less what it may have used before. */
  readonly cpuBase: number;
}

export class Watchdog {
  readonly #options: ResolvedOptions;
  readonly #workers: Iterable<WorkerProcess>;
  /** Of workers that may die while others stay busy. */
  readonly #seen = new WeakMap<WorkerProcess, Watched>();
  /** Milliseconds for which each one has been seen to start. */
  readonly #starting = new WeakMap<WorkerProcess, number>();
  #lookedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(workers: Iterable<WorkerProcess>, options: ResolvedOptions) {
    this.#workers = workers;
    this.#options = options;
  }

  /** Looks at the workers from now on; stops by itself when all are idle. */
  wake(): void {
    // When this process has stalled, the end of a run may have come meanwhile and not be read yet: between now and then it is.
    this.#timer ??= setInterval(() => {
      const now = performance.now();
      setImmediate(() => this.#look(now));
    }, PERIOD_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(now: number): void {
    let isNeeded = false;
    const passed = Math.min(now - this.#lookedAt, LONGEST_LOOK_MS);
    this.#lookedAt = now;
    for (const worker of this.#workers) {
      if (worker.state === 'busy') this.#check(worker, now);
      else if (worker.state === 'starting') this.#checkStart(worker, passed);
      else continue;
      isNeeded = true;
    }
    if (!isNeeded) this.stop();
  }

  #check(worker: WorkerProcess, now: number): void {
    const { timeout, clientIdle, cpu, memory } = this.#options;
    if (worker.pausedMs(now) > clientIdle) {
      worker.abort('CLIENT_TOO_SLOW', `Cannot send the response: the client read nothing for ${clientIdle} ms`);
      return;
    }
    const wall = worker.busyMs(now);
    if (wall > timeout + WALL_GRACE_MS) return condemn(worker, 'WALL_LIMIT', 'wall ms', wall, timeout);
    const usage = readUsage(worker.pid);
    if (usage === undefined) return;
    const cpuUsed = usage.cpuMs - this.#cpuBase(worker, usage.cpuMs, wall);
    if (cpuUsed > cpu) return condemn(worker, 'CPU_LIMIT', 'cpu ms', cpuUsed, cpu);
    // V8's own limit is allowed to be overshot by as much again.
    const limit = keptBy(worker, this.#options) + 2 * memory * MIB;
    if (usage.rssBytes > limit) condemn(worker, 'MEMORY_LIMIT', 'rss MiB', usage.rssBytes / MIB, limit / MIB);
  }

  #checkStart(worker: WorkerProcess, passed: number): void {
    const starting = (this.#starting.get(worker) ?? 0) + passed;
    this.#starting.set(worker, starting);
    if (starting > START_LIMIT_MS) worker.giveUp(starting);
  }

  #cpuBase(worker: WorkerProcess, cpuMs: number, wall: number): number {
    const seen = this.#seen.get(worker);
    if (seen !== undefined && seen.runs === worker.runs) return seen.cpuBase;
    // Reading /proc at the start of each run would cost every request 45 µs. Until the first look a run can have used no more CPU
    // than has passed, so that much is counted as used.
    const cpuBase = cpuMs - Math.min(Math.max(wall, 0), PERIOD_MS);
    this.#seen.set(worker, { runs: worker.runs, cpuBase });
    return cpuBase;
  }
}

function condemn(
  worker: WorkerProcess,
  code: 'WALL_LIMIT' | 'CPU_LIMIT' | 'MEMORY_LIMIT',
  name: string,
  used: number,
  limit: number,
): void {
  const measured = Math.round(used);
  worker.condemn(code, `${measured} ${name} used, ${Math.round(limit)} allowed`, {
    name,
    measured,
    limit,
  });
}

// Hands runs that wait to workers that are busy, ahead of their turn, so that a worker goes from one run to the next without sleeping: the
// wake-ups of two processes cost more than many a script. Only behind scripts that were quick the last time; where that was wrong, the run is
// taken back and goes to the next idle worker. Parent side.
import { monotonicMs } from '../wire/monotonic.ts';
import type { Queue } from './queue.ts';
import type { Task, WorkerProcess } from './worker-process.ts';

/** For how long a worker may begin a run that was handed over: the most it loses behind a script that was expected to be quick. */
const LEASE_MS = 10;
/** What counts as quick. */
const QUICK_MS = 5;
/** Names of quick scripts that are remembered; more are forgotten at once. */
const MAX_NAMES = 1000;

export class Ahead {
  readonly #queue: Queue<Task>;
  readonly #running: readonly WorkerProcess[];
  readonly #dispatch: () => void;
  readonly #quick = new Set<string>();
  /** Runs that have waited in vain once: a worker that says so of every run must not keep one forever. And those that are too long. */
  readonly #queueOnly = new WeakSet<Task>();
  #timer: NodeJS.Timeout | undefined;

  /** `dispatch` is called when runs are in the queue again. */
  constructor(queue: Queue<Task>, running: readonly WorkerProcess[], dispatch: () => void) {
    this.#queue = queue;
    this.#running = running;
    this.#dispatch = dispatch;
  }

  /** Runs that wait in workers. */
  get size(): number {
    let size = 0;
    for (const worker of this.#running) if (worker.isAhead) size++;
    return size;
  }

  /** A script has done a run: in so many milliseconds, or not well. */
  learn(script: string, ms: number | undefined): void {
    if (ms === undefined || ms > QUICK_MS) {
      this.#quick.delete(script);
    } else if (!this.#quick.has(script)) {
      if (this.#quick.size >= MAX_NAMES) this.#quick.clear();
      this.#quick.add(script);
    }
  }

  /** Hands over what waits, in its order. */
  hand(mayTake: (worker: WorkerProcess) => boolean): void {
    for (const worker of this.#running) {
      const first = this.#queue.first;
      if (first === undefined || !first.isCopied || this.#queueOnly.has(first)) return;
      if (!this.#quick.has(worker.key) || !worker.hasRoom || !mayTake(worker)) continue;
      if (!worker.hand(first, monotonicMs() + LEASE_MS)) return void this.#queueOnly.add(first);
      this.#queue.remove(first);
      this.#timer ??= setInterval(() => this.#look(), LEASE_MS).unref();
    }
  }

  /** Takes the run out that nobody wants any more; false if it waits in no worker. */
  cancel(task: Task): boolean {
    return this.#running.some((worker) => worker.forget(task));
  }

  /** A run that was handed over and not begun has its place in the queue again. */
  putBack(task: Task | undefined): void {
    if (task === undefined) return;
    this.#queueOnly.add(task);
    this.#queue.putBack(task);
  }

  /** Stops looking. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    if (this.size === 0) return this.stop();
    const now = monotonicMs();
    for (const worker of this.#running) worker.look();
    // Between now and then the event loop reads what workers had sent.
    setImmediate(() => this.#takeBack(now));
  }

  #takeBack(now: number): void {
    for (const worker of this.#running) this.putBack(worker.takeBack(now));
    this.#dispatch();
  }
}

// The workers and their queue: hands each waiting run to an idle worker, one at a time per worker, and keeps the workers alive. Parent side.
import type { ResolvedOptions } from '../options.ts';
import type { EngineStats } from '../types.ts';
import { Ahead } from './ahead.ts';
import { Queue } from './queue.ts';
import { closed, crashLoop, queueFull } from './refusals.ts';
import { Respawn } from './respawn.ts';
import type { Spool } from './spool.ts';
import { Watchdog } from './watchdog.ts';
import { isWorn } from './wear.ts';
import type { Death } from './worker-events.ts';
import { type Task, WorkerProcess } from './worker-process.ts';
import { workerSettings } from './worker-settings.ts';

/** Pause after the system refused a process. */
const RETRY_SPAWN_MS = 1000;
/** Before each start beside workers that live: it stops this process for 3 to 10 ms, which must not come between a request and its answer. */
const SPREAD_MS = 20;

export class Pool {
  readonly #options: ResolvedOptions;
  readonly #spool: Spool;
  readonly #queue: Queue<Task>;
  readonly #workers = new Set<WorkerProcess>();
  /** The last one used is used next: its caches are warm. */
  readonly #idle: WorkerProcess[] = [];
  /** An array, as a Map that is filled and emptied with every run keeps what was in it until a full collection. */
  readonly #running: WorkerProcess[] = [];
  readonly #ahead: Ahead;
  readonly #respawn = new Respawn();
  readonly #watchdog: Watchdog;
  readonly #counts = { runs: 0, refused: 0, failed: 0, crashed: 0, killed: 0, recycled: 0 };
  readonly #waitingForReady: Array<() => void> = [];
  /** Replaced without a fault of theirs. */
  readonly #retired = new Set<WorkerProcess>();
  #closed = false;
  /** A worker has become ready. */
  #hasBegun = false;
  #spawnTimer: NodeJS.Timeout | undefined;
  /** Keeps the process alive while a run, or `ready()`, waits for a worker that has only just been started. */
  #hold: NodeJS.Timeout | undefined;

  constructor(options: ResolvedOptions, spool: Spool) {
    this.#options = options;
    this.#spool = spool;
    this.#queue = new Queue(options.queue);
    this.#ahead = new Ahead(this.#queue, this.#running, () => this.#dispatch());
    this.#watchdog = new Watchdog(this.#workers, options);
  }

  /** Throws when a new run would be refused now: asked before a body is read for nothing. */
  admit(script: string): void {
    if (this.#closed) throw closed(script);
    const { pauseMs } = this.#respawn;
    if (pauseMs > 0 && this.#workers.size === 0) {
      this.#counts.refused++;
      throw crashLoop(script, pauseMs);
    }
    if (this.#queued >= this.#queue.limit && !this.#canStart(script)) {
      this.#counts.refused++;
      throw queueFull(script, this.#queued, this.#queue.limit);
    }
  }

  /** Queues a run. Throws as `admit`. */
  submit(task: Task): void {
    this.admit(task.key);
    this.#queue.add(task);
    this.#dispatch();
  }

  /** Takes a run out of the queue; false if it is no longer waiting. */
  cancel(task: Task): boolean {
    const removed = this.#queue.remove(task) || this.#ahead.cancel(task);
    if (removed) this.#updateHold();
    return removed;
  }

  /** Starts the workers and resolves when the first is ready. */
  ready(): Promise<void> {
    if (this.#closed || this.#idle.length > 0 || this.#running.length > 0) return Promise.resolve();
    this.#fill();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waitingForReady.push(resolve);
    this.#updateHold();
    return promise;
  }

  countFailure(): void {
    this.#counts.failed++;
  }

  stats(): EngineStats {
    const busy = this.#running.length;
    const idle = this.#idle.length;
    const total = this.#workers.size;
    return {
      workers: { total, idle, busy, starting: total - idle - busy },
      queued: this.#queued,
      running: busy,
      ...this.#counts,
    };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#spawnTimer);
    this.#ahead.stop();
    this.#refuseClosed();
    for (const resolve of this.#waitingForReady.splice(0)) resolve();
    this.#updateHold();
    this.#watchdog.stop();
    for (const worker of this.#workers) worker.kill();
  }

  /** Resolves when every worker process is gone. */
  async ended(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.exited));
  }

  /** Runs that wait, wherever. */
  get #queued(): number {
    return this.#queue.size + this.#ahead.size;
  }

  #canStart(key: string): boolean {
    return this.#idle.length > 0 && this.#running.length < this.#options.workers && this.#mayStart(key);
  }

  #mayStart(key: string): boolean {
    if (this.#options.serialize === 'none') return true;
    return !this.#running.some((worker) => worker.key === key);
  }

  #dispatch(): void {
    if (this.#closed) return this.#refuseClosed();
    while (this.#queue.size > 0 && this.#idle.length > 0 && this.#running.length < this.#options.workers) {
      const task = this.#queue.take((key) => this.#mayStart(key));
      if (task === undefined) break;
      this.#start(task, this.#idle.pop() as WorkerProcess); // not empty, see above
    }
    if (this.#queue.size > 0 && this.#options.serialize === 'none')
      this.#ahead.hand((worker) => !this.#retired.has(worker));
    this.#fill();
    this.#updateHold();
  }

  #start(task: Task, worker: WorkerProcess): void {
    try {
      worker.run(task);
    } catch (error) {
      // Its spooled body has gone, say: no fault of the worker.
      this.#idle.push(worker);
      return task.refuse(error);
    }
    this.#running.push(worker);
    this.#counts.runs++;
    this.#watchdog.wake();
  }

  /** With one process more than may be busy at once: the spare that takes over when one is killed. */
  #fill(): void {
    const wanted = this.#options.workers + (this.#options.spare ? 1 : 0);
    if (this.#workers.size >= wanted || this.#spawnTimer !== undefined) return;
    if (this.#workers.size === 0) this.#startWorker();
    // Beside the very first one others would only take the time it needs to start.
    else if (this.#hasBegun) this.#startLater(SPREAD_MS);
  }

  #startWorker(): void {
    const wait = this.#respawn.next();
    if (wait > 0) return this.#startLater(wait);
    try {
      this.#spawn();
    } catch (error) {
      // No descriptors, no processes, no disk: that passes, and what still lives goes on.
      this.#crashed(`Cannot start a worker: ${error instanceof Error ? error.message : error}`);
      return this.#startLater(RETRY_SPAWN_MS);
    }
    this.#fill();
  }

  #startLater(ms: number): void {
    this.#spawnTimer = setTimeout(() => {
      this.#spawnTimer = undefined;
      this.#startWorker();
    }, ms).unref();
  }

  #spawn(): void {
    const { uid, gid, env, runsPerWorker } = this.#options;
    // What scripts see as process.env.TZ is what their dates are in.
    const timeZone = env['TZ'] ?? process.env['TZ'];
    const worker = new WorkerProcess(
      workerSettings(this.#options, this.#spool.workerFolder()),
      { uid, gid, timeZone },
      runsPerWorker,
      {
        idle: (idle) => this.#becameIdle(idle),
        next: (busy) => this.#wentOn(busy),
        late: (task) => this.#cameLate(task),
        done: (script, ms) => this.#ahead.learn(script, ms),
        dead: (dead, death) => this.#died(dead, death),
      },
    );
    this.#workers.add(worker);
    this.#watchdog.wake();
  }

  #becameIdle(worker: WorkerProcess): void {
    this.#hasBegun = true;
    remove(this.#running, worker);
    if (worker.runs > 0) this.#respawn.recovered();
    if (this.#retired.has(worker) || isWorn(worker, this.#options)) {
      this.#counts.recycled++;
      this.#retired.add(worker);
      worker.kill();
    } else {
      this.#idle.push(worker);
      for (const resolve of this.#waitingForReady.splice(0)) resolve();
    }
    this.#dispatch();
  }

  /** It has ended one run and begun the one that waited in it. */
  #wentOn(worker: WorkerProcess): void {
    this.#counts.runs++;
    this.#respawn.recovered();
    // It never becomes idle while there is always a next run: then it gets no further one.
    if (isWorn(worker, this.#options)) this.#retired.add(worker);
    this.#dispatch();
  }

  #cameLate(task: Task | undefined): void {
    this.#counts.runs--;
    this.#ahead.putBack(task);
    // Nothing is dispatched where this worker is being ended.
    if (this.#closed) this.#refuseClosed();
    this.#updateHold();
  }

  #died(worker: WorkerProcess, death: Death): void {
    this.#workers.delete(worker);
    remove(this.#running, worker);
    remove(this.#idle, worker);
    const isRetired = this.#retired.delete(worker);
    // Now that all it had sent is read, it is certain that it has not begun this one.
    this.#ahead.putBack(worker.takeBack(Number.POSITIVE_INFINITY));
    if (!this.#closed && !death.wanted) this.#crashed(`worker ${worker.pid} died: ${death.lastWords}`, death.isHung);
    else if (!this.#closed && !isRetired) this.#counts.killed++;
    this.#dispatch();
    // First the answers that this death has decided: it takes half a millisecond.
    setImmediate(() => this.#spool.removeFolder(worker.spoolFolder));
  }

  #crashed(notice: string, hasHung = false): void {
    this.#counts.crashed++;
    this.#respawn.crashed(hasHung);
    this.#options.onNotice?.(notice);
    if (this.#respawn.pauseMs > 0 && this.#workers.size === 0) this.#refuseAll();
  }

  #refuseAll(): void {
    const { pauseMs } = this.#respawn;
    for (const task of this.#queue.clear()) {
      this.#counts.refused++;
      task.refuse(crashLoop(task.key, pauseMs));
    }
  }

  #refuseClosed(): void {
    for (const task of this.#queue.clear()) task.refuse(closed(task.key));
  }

  #updateHold(): void {
    if (this.#queue.size > 0 || this.#waitingForReady.length > 0) this.#hold ??= setInterval(() => undefined, 60_000);
    else {
      clearInterval(this.#hold);
      this.#hold = undefined;
    }
  }
}

function remove(from: WorkerProcess[], worker: WorkerProcess): void {
  const place = from.indexOf(worker);
  if (place >= 0) from.splice(place, 1);
}

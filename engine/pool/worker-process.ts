// One worker process: its life as a small state machine, the run it has, the records that belong to it. Parent side.
// starting ─ready→ idle ─run→ busy ─END→ idle … ─kill or death→ dead. Nothing it sends is trusted.
// While it is busy, the run after that may wait in its pipe already: from END it goes on with that one, busy.
import type { ChildProcess } from 'node:child_process';
import type { ErrorCode } from '../errors.ts';
import type { WorkerReport, WorkerSettings } from '../wire/messages.ts';
import { NOT_BEGUN, RECORD, RecordReader, type RecordType, STATUS_AT } from '../wire/records.ts';
import { assignmentOf } from './assignment.ts';
import { CurrentRun } from './current-run.ts';
import { verdictOfDeath } from './death.ts';
import { NOBODY, type Outcome, type PoolTask } from './job.ts';
import { NextRun } from './next-run.ts';
import { spawnWorker, type WorkerPlace } from './spawn-worker.ts';
import type { WorkerEvents } from './worker-events.ts';
import { WorkerPipes } from './worker-pipes.ts';

/** How long a run may take to stop by itself after an ABORT. */
const ABORT_GRACE_MS = 250;
/** How long after its end its pipes may stay open: it may have left them to a child. What comes while this process stalls is still read. */
const EXIT_GRACE_MS = 1000;
/** stderr of the worker itself that is kept to say why it died. */
const MAX_LAST_WORDS = 4096;

/** A run as this worker takes it. */
export type Task = PoolTask<WorkerProcess>;

export class WorkerProcess {
  state: 'starting' | 'idle' | 'busy' | 'dead' = 'starting';
  runs = 0;
  /** Of its last run. */
  key = '';
  readonly startedAt = performance.now();
  /** When its memory was last looked at after a run. */
  memoryLookedAt = Number.NEGATIVE_INFINITY;
  readonly spoolFolder: string;
  /** Runs after which it is replaced: some spread, so that the workers of a pool are not all replaced at once. */
  readonly maxRuns: number;
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  readonly #pipes: WorkerPipes;
  readonly #events: WorkerEvents;
  readonly #reader: RecordReader;
  #run: CurrentRun | undefined;
  readonly #next = new NextRun<Task>();
  #lastId = 0;
  #wanted = false;
  /** It takes no further run, whatever is still in its pipe. */
  #isKilled = false;
  /** It has sent nonsense: nothing that comes after it is read. */
  #isLost = false;
  /** It was given all the time there is to start. */
  #isHung = false;
  /** How the process ended; what it had sent before may still be on its way. */
  #exit: string | undefined;
  readonly #memory: number;
  readonly #maxStderr: number;
  #lastWords = '';
  #abortTimer: NodeJS.Timeout | undefined;
  #exitTimer: NodeJS.Timeout | undefined;

  constructor(settings: WorkerSettings, place: WorkerPlace, maxRuns: number, events: WorkerEvents) {
    this.spoolFolder = settings.spoolFolder;
    this.maxRuns = Math.max(1, Math.round(maxRuns * (0.9 + Math.random() * 0.2)));
    this.#events = events;
    this.#memory = settings.memory;
    this.#maxStderr = settings.maxStderr;
    const spawned = spawnWorker(settings, place);
    const { child, errors, input, output, aborts } = spawned;
    this.#child = child;
    this.#pipes = new WorkerPipes(spawned);
    this.#reader = new RecordReader((type, id, content) => this.#take(type, id, content));
    this.exited = new Promise((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
    child.on('error', (error) => this.#die(error.message));
    child.on('exit', (code, signal) => {
      this.#exit = `exit ${code ?? signal}`;
      if (this.state === 'idle') return this.#die(this.#exit);
      // What it had written is in the pipe, and is not more than that holds: a slow client must not delay the end.
      this.resume();
      this.#exitTimer = setTimeout(() => setImmediate(() => this.#die(this.#exit ?? '')), EXIT_GRACE_MS).unref();
    });
    child.on('close', () => this.#die(this.#exit ?? 'close'));
    errors.on('data', (chunk: Buffer) => {
      if (this.#lastWords.length < MAX_LAST_WORDS) this.#lastWords += chunk.toString('latin1');
    });
    for (const pipe of [input, output, aborts]) pipe.on('error', () => this.kill(false));
    output.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Milliseconds the run has had the worker, without those its client kept it waiting. */
  busyMs(now: number): number {
    return this.#run?.busyMs(now) ?? 0;
  }

  /** Milliseconds the current run's client has read nothing. */
  pausedMs(now: number): number {
    return this.#run?.pausedMs(now) ?? 0;
  }

  run(task: Task): void {
    const id = this.#nextId();
    this.#pipes.send(assignmentOf(id, task.job(this)));
    this.#pipes.ref();
    this.#begin(id, task.key, task);
  }

  /** Whether a run may wait here for the end of the current one. */
  get hasRoom(): boolean {
    if (this.state !== 'busy' || !this.#next.isFree || this.runs + 1 >= this.maxRuns) return false;
    if (this.#run?.verdict !== undefined || this.#run?.isPaused) return false;
    return !this.#isKilled && this.#exit === undefined && this.#pipes.unread === 0;
  }

  /** A run waits here. */
  get isAhead(): boolean {
    return this.#next.isWaiting;
  }

  /** Hands it a run to begin after the current one, if that ends before `until` (see Order). False if it is too long to wait in a pipe. */
  hand(task: Task, until: number): boolean {
    const id = this.#nextId();
    const isSent = this.#pipes.sendShort(assignmentOf(id, task.job(this), until));
    if (isSent) this.#next.put(id, task, until);
    return isSent;
  }

  /** Nobody wants this run any more. False if it does not wait here. */
  forget(task: Task): boolean {
    return this.#next.forget(task);
  }

  /** Before `takeBack`, and before the event loop reads: what a slow client leaves in the pipe could hide the end of the current run. */
  look(): void {
    if (this.#next.isWaiting) this.#pipes.hold();
  }

  /** See NextRun. */
  takeBack(now: number): Task | undefined {
    this.#pipes.release(this.#run?.isPaused ?? false);
    return this.#next.takeBack(now);
  }

  #nextId(): number {
    this.#lastId = (this.#lastId % 65_535) + 1;
    return this.#lastId;
  }

  #begin(id: number, key: string, task: Task | undefined): void {
    this.state = 'busy';
    this.key = key;
    this.runs++;
    this.#run = new CurrentRun(id, task?.begin(this) ?? NOBODY, this.#maxStderr);
  }

  /** Stops reading the run's output; the script blocks when the pipe is full. */
  pause(): void {
    // Once the run is to end, or the process has ended, what is left in the pipe must come out: 'close' waits for it.
    if (this.#run === undefined || this.#run.verdict !== undefined || this.#exit !== undefined) return;
    if (this.#run.pause()) this.#pipes.pause();
  }

  resume(): void {
    if (this.#run?.resume()) this.#pipes.resume();
  }

  /** Asks the run to stop, and kills the worker if it does not. */
  abort(code: ErrorCode, message: string, limit?: WorkerReport['limit']): void {
    const run = this.#run;
    if (run === undefined || run.verdict !== undefined) return;
    run.condemn({ code, message, ...(limit && { limit }) });
    this.#pipes.sendAbort(run.id);
    this.resume();
    this.#abortTimer = setTimeout(() => setImmediate(() => this.#killAborted()), ABORT_GRACE_MS);
  }

  /** Unless the end of the run has just been read: it may have come while this process stalled. */
  #killAborted(): void {
    if (this.#run?.verdict !== undefined) this.kill();
  }

  /** Ends the process because the run passed a limit. */
  condemn(code: ErrorCode, message: string, limit: WorkerReport['limit']): void {
    // One that has died by itself is only waited for: that is how its run has ended.
    if (this.#exit !== undefined) return;
    this.#run?.condemn({ code, message, ...(limit && { limit }) });
    this.kill();
  }

  /** Ends the process now. It is its own fault where a pipe breaks: one that dies with a run in its pipe breaks that one first. */
  kill(isWanted = true): void {
    this.#wanted ||= isWanted;
    this.#isKilled = true;
    this.#child.ref();
    this.#child.kill('SIGKILL');
  }

  /** Ends one that has not become ready. */
  giveUp(afterMs: number): void {
    this.#isHung = true;
    this.#fail(`it was not ready after ${Math.round(afterMs)} ms`);
  }

  /** Ends the process for a fault of its own. */
  #fail(why: string): void {
    this.#lastWords ||= why;
    this.kill();
    this.#wanted = false;
  }

  #receive(chunk: Uint8Array): void {
    if (this.#isLost) return;
    try {
      this.#reader.push(chunk);
    } catch (error) {
      // A worker that sends nonsense is lost; its run gets the same answer as when it dies.
      this.#isLost = true;
      this.#fail(String(error));
    }
    this.#run?.events.settle();
  }

  #take(type: RecordType, id: number, content: Uint8Array): void {
    if (type === RECORD.READY && this.state === 'starting') return this.#becomeIdle();
    if (type === RECORD.END && content[STATUS_AT] === NOT_BEGUN) return this.#takeNotBegun(id);
    const run = this.#run;
    if (run === undefined || id !== run.id)
      throw new Error(`Cannot take record ${type}: run ${id} is not the current one`);
    if (type === RECORD.END) this.#takeEnd(run);
    else run.take(type, content);
  }

  #takeEnd(run: CurrentRun): void {
    // A worker reads all of a run before it begins: what one does not would pile up here. Only the one ahead may not have found room yet.
    const unread = this.#next.isFree ? this.#pipes.unread : this.#pipes.unreadBesideAhead;
    if (unread > 0) throw new Error(`Cannot end a run of which ${unread} bytes were not read`);
    const outcome = run.finish();
    const isOk = 'report' in outcome && outcome.report.code === 'ok';
    this.#events.done(this.key, isOk ? performance.now() - run.startedAt : undefined);
    this.#end(outcome);
    this.#goOn();
  }

  #takeNotBegun(id: number): void {
    const late = this.#next.refused(id);
    if (late === undefined) return;
    const run = this.#run;
    if (run?.id !== id || run.hasBegun) throw new Error(`Cannot take run ${id} back: it was begun`);
    this.#clear();
    // Its client may have gone since.
    if (run.verdict === undefined) this.#events.late(late.task);
    else run.events.end(run.verdict);
    this.#goOn();
  }

  /** With the run that waits, or it has nothing to do. */
  #goOn(): void {
    const next = this.#next.take();
    if (next === undefined) return this.#becomeIdle();
    this.#begin(next.id, next.key, next.task);
    if (next.task === undefined) this.abort('CLIENT_GONE', 'the client has gone');
    this.#events.next(this);
  }

  #end(outcome: Outcome): void {
    const run = this.#run;
    this.#clear();
    run?.events.end(outcome);
  }

  #clear(): void {
    clearTimeout(this.#abortTimer);
    this.resume();
    this.#run = undefined;
    if (!this.#next.isWaiting && !this.#isKilled) this.#pipes.unref();
  }

  #becomeIdle(): void {
    if (this.#isKilled || this.#exit !== undefined) return;
    this.state = 'idle';
    this.#events.idle(this);
  }

  #die(how: string): void {
    if (this.state === 'dead') return;
    this.state = 'dead';
    clearTimeout(this.#exitTimer);
    const run = this.#run;
    if (run !== undefined) {
      const verdict = run.condemn(verdictOfDeath(how, this.#lastWords, this.#memory));
      this.#wanted ||= verdict.code === 'MEMORY_LIMIT';
      this.#end(verdict);
    }
    this.#pipes.destroy();
    const lastWords = this.#lastWords === '' ? how : `${how}: ${this.#lastWords}`;
    this.#events.dead(this, { wanted: this.#wanted, isHung: this.#isHung, lastWords });
  }
}

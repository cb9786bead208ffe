// One run: a prepared context, the script in it, its turns, its end. Owns every handle it makes. Worker side.
import type ivm from 'isolated-vm';
import { type Enter, TURN_AGAIN, TURN_OVER } from '../../sandbox-lib/bridge.ts';
import type { ReportCode, WorkerReport, WorkerSettings } from '../wire/messages.ts';
import { createFiles, type Files, type FilesHandlers } from './bridge/files.ts';
import { allows, type Grants } from './bridge/grants.ts';
import { HostObjects } from './bridge/host-objects.ts';
import { stdioHandlers } from './bridge/stdio.ts';
import { entryTimeout } from './entry-timeout.ts';
import type { Assignment } from './inbox.ts';
import { type Isolate, type PreparedContext, startEntry } from './isolate.ts';
import { KeptModules } from './modules/kept-modules.ts';
import { RunModules } from './modules/run-modules.ts';
import type { Outbox } from './outbox.ts';
import { describeReason, type Reason } from './rejection.ts';
import { reportText } from './report.ts';
import { RunClock } from './run-clock.ts';
import { RunOutput } from './run-output.ts';
import { openStdin, type Stdin } from './stdin.ts';
import { TouchedRecorder } from './touched.ts';

type EnterArguments = Parameters<Enter>;

/** For the library to hand over what it still has after a time limit. */
const RESCUE_MS = 20;
/** Unhandled rejections told to the script; a listener may make new ones. */
const MAX_REJECTIONS = 100;
/** Turns done in one go before the event loop may look for an ABORT. */
const TURNS_AT_ONCE = 64;

/** One system call per run instead of two. */
let lastUsage = process.cpuUsage();

export class Run {
  readonly id: number;
  readonly settings: WorkerSettings;
  readonly outbox: Outbox;
  readonly output: RunOutput;
  readonly stdin: Stdin;
  readonly grants: Grants;
  readonly clock: RunClock;
  readonly files: Readonly<Record<string, string>> | undefined;
  readonly touched: TouchedRecorder | undefined;
  /** The worker's CPU when it was done with the run before: making this run's context is part of its cost. */
  readonly cpuAtStart = lastUsage;
  /** For the library: the sentence of the last failed call. */
  lastError = '';
  /** The script's uncaught error, as it printed it. */
  error: string | undefined;
  /** An error of the host's own making inside a host call: the isolate is not trusted any further. */
  fault: unknown;

  readonly #assignment: Assignment;
  readonly #isolate: Isolate;
  readonly #prepared: PreparedContext;
  readonly #handles: Array<{ release(): void }> = [];
  readonly #compiledBefore: number;
  #calls = 0;
  #exitCode: number | undefined;
  #breach: Pick<WorkerReport, 'code' | 'limit'> | undefined;
  #fileTable: Files | undefined;
  #objects: HostObjects | undefined;
  #modules: RunModules | undefined;
  #over = false;
  #rejections = 0;
  /** The isolate must not serve another run. */
  worn = false;

  constructor(assignment: Assignment, isolate: Isolate, outbox: Outbox, settings: WorkerSettings, grants: Grants) {
    this.id = assignment.id;
    this.#assignment = assignment;
    this.#isolate = isolate;
    this.#compiledBefore = isolate.compiler.count;
    this.outbox = outbox;
    this.output = new RunOutput(outbox, this.id, settings.maxStderr);
    this.settings = settings;
    this.clock = new RunClock(settings.timeout, outbox);
    this.grants = grants;
    this.files = assignment.files;
    this.#prepared = isolate.take(this, this.#warmKey);
    if (settings.reload === 'never' && this.files === undefined) this.#prepared.kept ??= new KeptModules();
    this.stdin = openStdin(assignment, settings.spoolFolder);
    this.touched = settings.trace ? new TouchedRecorder() : undefined;
  }

  /** Runs the script. The answer: milliseconds to let the event loop turn before `proceed`, or TURN_OVER. */
  start(): number {
    const { order, environment } = this.#assignment;
    const argv = [process.execPath, order.script, ...order.args].join('\0');
    const cwd = order.script.slice(0, Math.max(1, order.script.lastIndexOf('/')));
    const code = this.modules.loadUnchanged();
    const entry = startEntry(this.#prepared, [environment, argv, cwd, order.script], code, order.prelude);
    return this.#drive(this.#enter(entry));
  }

  /** Goes on; answers as `start`. */
  proceed(): number {
    return this.#drive(this.#enter(['turn']));
  }

  /** The client went away, or the parent wants the worker back. */
  abort(): number {
    this.#breakOff({ code: 'CLIENT_GONE' });
    this.worn = true;
    return this.#finish();
  }

  // What the handlers of the bridge use.

  /** Counts a host call; false once the run is over or has made too many. */
  admitCall(): boolean {
    if (this.#over) return false;
    if (this.#exitCode !== undefined) {
      // The script caught the exit signal and went on: nothing it does may have an effect.
      this.endIsolate();
      return false;
    }
    this.#calls++;
    if (this.#calls <= this.settings.maxHostCalls) return true;
    this.breach('HOST_CALL_LIMIT', 'host calls', this.#calls, this.settings.maxHostCalls);
    return false;
  }

  /** A limit was passed: the isolate ends under the script. */
  breach(code: ReportCode, name: string, measured: number, limit: number): void {
    this.#breakOff({ code, limit: { name, measured, limit } });
    this.endIsolate();
  }

  ending(code: number): void {
    this.#exitCode ??= code & 255;
  }

  /** The run has used up its time: what it wrote tells how far it came. */
  outOfTime(): void {
    this.#breakOff(this.clock.breach);
    this.#rescueOutput();
  }

  endIsolate(): void {
    this.worn = true;
    this.#isolate.dispose();
  }

  /** What is written from now on is no part of the answer. */
  #breakOff(breach: Pick<WorkerReport, 'code' | 'limit'>): void {
    this.#breach ??= breach;
    this.output.cut();
  }

  isReadable(path: string): boolean {
    return allows(this.grants.read, path);
  }

  /** File functions with this run's descriptors. */
  get fileHandlers(): FilesHandlers {
    this.#fileTable ??= createFiles(this.grants, {
      write: (fd, data, deliver) => stdioHandlers.write(this, [fd, data, deliver]) as number, // both answer as StdioBridge says
      readStdin: (max) => stdioHandlers.readStdin(this, [max]) as Uint8Array,
    });
    return this.#fileTable.handlers;
  }

  /** Hashes, ciphers and the like that the host keeps for this run. */
  get objects(): HostObjects {
    this.#objects ??= new HostObjects(this.settings.memory * 2 ** 20);
    return this.#objects;
  }

  /** Modules as this run finds and loads them. */
  get modules(): RunModules {
    if (this.#modules !== undefined) return this.#modules;
    const [isolate, handles] = [this.#isolate, this.#handles];
    const { context, kept, functions } = this.#prepared;
    const { script, freshness } = this.#assignment.order;
    this.#modules = new RunModules({ run: this, isolate, context, kept, functions, script, freshness, handles });
    return this.#modules;
  }

  heapStatistics(): ivm.HeapStatistics {
    return this.#isolate.heapStatistics();
  }

  /** Enters the context until the run is over, sleeps, or the event loop must have its turn. */
  #drive(first: number): number {
    let answer = first;
    for (let turns = 0; answer !== TURN_OVER; turns++) {
      if (answer > 0 || turns >= TURNS_AT_ONCE) {
        this.outbox.deliver();
        return answer;
      }
      answer = this.#enter(['turn']);
    }
    return this.#finish();
  }

  /** One entry. It may have ended the run. */
  #enter(args: EnterArguments): number {
    if (this.#over) return TURN_OVER;
    try {
      return this.#prepared.enter.applySync(undefined, args, { timeout: entryTimeout(this.clock.remaining) });
    } catch (error) {
      return this.#entryFailed(error);
    }
  }

  /** isolated-vm threw: a time-out, the end of the isolate, or an unhandled rejection that surfaced here. */
  #entryFailed(error: unknown): number {
    this.worn = true;
    const message = error instanceof Error ? error.message : '';
    if (this.#exitCode === undefined && this.#breach === undefined) {
      if (message === 'Script execution timed out.') {
        this.outOfTime();
      } else if (this.#isolate.isDisposed) {
        const limit = this.settings.memory;
        this.#breakOff({ code: 'MEMORY_LIMIT', limit: { name: 'heap MiB', measured: limit, limit } });
      } else {
        const reason = describeReason(error);
        const answer = this.#moduleFailed(reason);
        if (answer !== undefined) return answer;
        if (this.#rejections++ < MAX_REJECTIONS) return this.#enter(['rejected', ...reason]);
      }
    }
    return this.#finish();
  }

  /** What the script wrote before it hung tells how far it came. */
  #rescueOutput(): void {
    try {
      this.#prepared.enter.applySync(undefined, ['flush'], { timeout: RESCUE_MS });
    } catch {
      // Whatever the script has done to the library, there is nothing to be had here.
    }
  }

  /** A rejection that no promise of the script stands for: modules that failed. Undefined if it was another one. */
  #moduleFailed([name, message, stack]: Reason): number | undefined {
    let isModule = false;
    let answer: number | undefined = TURN_AGAIN;
    for (const { id, reason } of this.#modules?.failures() ?? []) {
      isModule ||= reason[0] === name && reason[1] === message && reason[2] === stack;
      answer = this.#enter(['moduleFailed', String(id), ...reason]);
    }
    return isModule ? answer : undefined;
  }

  #finish(): typeof TURN_OVER {
    if (this.#over) return TURN_OVER;
    this.#over = true;
    const before = this.cpuAtStart;
    lastUsage = process.cpuUsage();
    // Only where a context is kept is there something to tell of it; otherwise nobody waits for it.
    const left = this.settings.reload === 'context' ? '' : this.#release();
    this.outbox.end(this.id, reportText(this.#report(before, left)));
    if (this.settings.reload === 'context') this.#release();
    return TURN_OVER;
  }

  #report(before: NodeJS.CpuUsage, left: string): WorkerReport {
    return {
      code: this.#breach?.code ?? 'ok',
      limit: this.#breach?.limit,
      exitCode: this.#exitCode ?? 1,
      error: this.error,
      unsent: this.output.unsent,
      cpuMs: (lastUsage.user + lastUsage.system - before.user - before.system) / 1000,
      compiled: this.#isolate.compiler.count - this.#compiledBefore,
      stderrBytes: this.output.stderrBytes,
      touched: this.touched?.touched,
      notice: left === '' ? undefined : `the context is dropped: the run left ${left}`,
    };
  }

  /** Ends what the run owns. The answer says what it left in a context that would have been kept. */
  #release(): string {
    this.stdin.close();
    this.#fileTable?.closeAll();
    this.#objects?.releaseAll();
    if (!this.#isolate.isDisposed) {
      this.#modules?.release();
      for (const handle of this.#handles) handle.release();
    }
    const isKept = !this.worn && this.fault === undefined && this.#warmKey !== '';
    const leftover = isKept ? (this.#modules?.leftover ?? '') : '';
    if (isKept && leftover === '') return this.#isolate.giveBack(this.#prepared, this.#warmKey);
    this.#prepared.release();
    return leftover;
  }

  /** What a context is kept under; empty for scripts that are in no file, and where a prelude has changed it. */
  get #warmKey(): string {
    return this.files === undefined && this.#assignment.order.prelude === undefined
      ? this.#assignment.order.script
      : '';
  }
}

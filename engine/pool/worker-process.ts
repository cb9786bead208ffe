// One worker process: its life as a small state machine, the run it has, the records that belong to it. Parent side.
// starting ─ready→ idle ─run→ busy ─END→ idle … ─kill or death→ dead. Nothing it sends is trusted.
import type { ErrorCode } from '../errors.ts';
import type { WorkerReport, WorkerSettings } from '../wire/messages.ts';
import { encodeOrder } from '../wire/order.ts';
import { appendRecords, RECORD, RecordReader, type RecordType } from '../wire/records.ts';
import type { Job, Outcome } from './job.ts';
import { parseReport } from './parse-report.ts';
import { type SpawnedWorker, spawnWorker, type WorkerUser } from './spawn-worker.ts';

/** Bytes that are rather copied together than written as parts. */
const MAX_COPY = 32_768;
/** How long a run may take to stop by itself after an ABORT. */
const ABORT_GRACE_MS = 250;
/** How long after the end of the process its pipes may stay open: what it had sent comes at once, but it may have left them to a child. */
const EXIT_GRACE_MS = 1000;
/** stderr of the worker itself that is kept to say why it died. */
const MAX_LAST_WORDS = 4096;
/** A report is cut into as many records as it needs; one longer than this is nonsense. */
const MAX_REPORT = 262_144;
/** What V8 says before it gives up for want of memory: isolated-vm's limit came too late. */
const OUT_OF_MEMORY = /out of memory|allocation failed|invalid (?:array|string|table) (?:length|size)/i;

export interface WorkerEvents {
  /** It takes a run: at its start and after each run. */
  idle(worker: WorkerProcess): void;
  dead(worker: WorkerProcess, death: { readonly wanted: boolean; readonly lastWords: string }): void;
}

type State = 'starting' | 'idle' | 'busy' | 'dead';

export class WorkerProcess {
  state: State = 'starting';
  runs = 0;
  /** Of its last run. */
  key = '';
  readonly startedAt = performance.now();
  /** When its memory was last looked at after a run. */
  memoryLookedAt = Number.NEGATIVE_INFINITY;
  /** Since when the current run has the worker; time blocked on its client is taken out. */
  busySince = 0;
  readonly spoolFolder: string;
  /** Runs after which it is replaced: some spread, so that the workers of a pool are not all replaced at once. */
  readonly maxRuns: number;
  readonly exited: Promise<void>;
  readonly #process: SpawnedWorker;
  readonly #events: WorkerEvents;
  readonly #reader: RecordReader;
  #job: Job | undefined;
  #id = 0;
  #report: Uint8Array[] = [];
  #reportSize = 0;
  #verdict: { code: ErrorCode; message: string; limit?: WorkerReport['limit'] } | undefined;
  #wanted = false;
  /** It takes no further run, whatever is still in its pipe. */
  #isKilled = false;
  /** It has sent nonsense: nothing that comes after it is read. */
  #isLost = false;
  /** How the process ended; what it had sent before may still be on its way. */
  #exit: string | undefined;
  readonly #memory: number;
  readonly #maxStderr: number;
  #stderrBytes = 0;
  #lastWords = '';
  #pausedSince = 0;
  #abortTimer: NodeJS.Timeout | undefined;
  #exitTimer: NodeJS.Timeout | undefined;

  constructor(settings: WorkerSettings, user: WorkerUser, maxRuns: number, events: WorkerEvents) {
    this.spoolFolder = settings.spoolFolder;
    this.maxRuns = Math.max(1, Math.round(maxRuns * (0.9 + Math.random() * 0.2)));
    this.#events = events;
    this.#memory = settings.memory;
    this.#maxStderr = settings.maxStderr;
    this.#process = spawnWorker(settings, user);
    const { child, errors, input, output, aborts } = this.#process;
    this.#reader = new RecordReader((type, id, content) => this.#take(type, id, content));
    this.exited = new Promise((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
    child.on('error', (error) => this.#die(error.message));
    child.on('exit', (code, signal) => {
      this.#exit = `exit ${code ?? signal}`;
      if (this.state === 'idle') return this.#die(this.#exit);
      // What it had written is in the pipe, and is not more than that holds: a slow client must not delay the end.
      this.resume();
      this.#exitTimer = setTimeout(() => this.#die(this.#exit ?? ''), EXIT_GRACE_MS).unref();
    });
    child.on('close', () => this.#die(this.#exit ?? 'close'));
    errors.on('data', (chunk: Buffer) => {
      if (this.#lastWords.length < MAX_LAST_WORDS) this.#lastWords += chunk.toString('latin1');
    });
    input.on('error', () => this.kill());
    output.on('error', () => this.kill());
    aborts.on('error', () => this.kill());
    output.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  get pid(): number {
    return this.#process.child.pid ?? 0;
  }

  /** Milliseconds the run has had the worker, without those its client kept it waiting. */
  get busyMs(): number {
    const now = this.#pausedSince === 0 ? performance.now() : this.#pausedSince;
    return this.state === 'busy' ? now - this.busySince : 0;
  }

  /** Milliseconds the current run's client has read nothing. */
  get pausedMs(): number {
    return this.#pausedSince === 0 ? 0 : performance.now() - this.#pausedSince;
  }

  run(key: string, job: Job): void {
    this.state = 'busy';
    this.key = key;
    this.busySince = performance.now();
    this.runs++;
    this.#job = job;
    this.#report = [];
    this.#reportSize = 0;
    this.#stderrBytes = 0;
    this.#id = (this.#id % 65_535) + 1;
    this.#process.child.ref();
    this.#process.output.ref();
    const parts: Uint8Array[] = [];
    appendRecords(parts, RECORD.BEGIN, this.#id, Buffer.from(encodeOrder(job.order)));
    appendRecords(parts, RECORD.PARAMS, this.#id, Buffer.from(job.environment));
    if (job.files !== undefined) appendRecords(parts, RECORD.DATA, this.#id, Buffer.from(JSON.stringify(job.files)));
    for (const chunk of job.body ?? []) if (chunk.length > 0) appendRecords(parts, RECORD.STDIN, this.#id, chunk);
    appendRecords(parts, RECORD.STDIN, this.#id, new Uint8Array(0));
    this.#send(parts);
  }

  /** In one system call: small parts as one piece, a long body without copying it. */
  #send(parts: readonly Uint8Array[]): void {
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    if (size <= MAX_COPY) return void this.#process.input.write(Buffer.concat(parts, size));
    this.#process.input.cork();
    for (const part of parts) this.#process.input.write(part);
    this.#process.input.uncork();
  }

  /** Stops reading the run's output; the script blocks when the pipe is full. */
  pause(): void {
    // Once the run is to end, or the process has ended, what is left in the pipe must come out: 'close' waits for it.
    if (this.#pausedSince !== 0 || this.#verdict !== undefined || this.#exit !== undefined) return;
    this.#pausedSince = performance.now();
    this.#process.output.pause();
  }

  resume(): void {
    if (this.#pausedSince === 0) return;
    this.busySince += performance.now() - this.#pausedSince;
    this.#pausedSince = 0;
    this.#process.output.resume();
  }

  /** Asks the run to stop, and kills the worker if it does not. */
  abort(code: ErrorCode, message: string, limit?: WorkerReport['limit']): void {
    if (this.state !== 'busy' || this.#verdict !== undefined) return;
    this.#verdict = limit === undefined ? { code, message } : { code, message, limit };
    const parts: Uint8Array[] = [];
    appendRecords(parts, RECORD.ABORT, this.#id, new Uint8Array(0));
    this.#process.aborts.write(Buffer.concat(parts));
    this.resume();
    this.#abortTimer = setTimeout(() => setImmediate(() => this.#killAborted()), ABORT_GRACE_MS);
  }

  /** Unless the end of the run has just been read: it may have come while this process stalled. */
  #killAborted(): void {
    if (this.#verdict !== undefined) this.kill();
  }

  /** Ends the process because the run passed a limit. */
  condemn(code: ErrorCode, message: string, limit: WorkerReport['limit']): void {
    // One that has died by itself is only waited for: that is how its run has ended.
    if (this.#exit !== undefined) return;
    this.#verdict ??= limit === undefined ? { code, message } : { code, message, limit };
    this.kill();
  }

  /** Ends the process now. */
  kill(): void {
    this.#wanted = true;
    this.#isKilled = true;
    this.#process.child.ref();
    this.#process.child.kill('SIGKILL');
  }

  #receive(chunk: Uint8Array): void {
    if (this.#isLost) return;
    try {
      this.#reader.push(chunk);
    } catch (error) {
      // A worker that sends nonsense is lost; its run gets the same answer as when it dies.
      this.#lastWords ||= String(error);
      this.#isLost = true;
      this.kill();
      this.#wanted = false;
    }
    this.#job?.events.settle();
  }

  #take(type: RecordType, id: number, content: Uint8Array): void {
    if (type === RECORD.READY && this.state === 'starting') return this.#becomeIdle();
    const job = this.#job;
    if (job === undefined || id !== this.#id)
      throw new Error(`Cannot take record ${type}: run ${id} is not the current one`);
    // A record without content would cost memory that no limit counts.
    if (content.length === 0 && type !== RECORD.END) return;
    // Output of a run that is being aborted is nobody's: it must not pile up until the kill.
    if (type === RECORD.STDOUT) {
      if (this.#verdict === undefined) job.events.stdout(content);
    } else if (type === RECORD.STDERR) this.#takeStderr(content, job);
    else if (type === RECORD.REPORT) this.#takeReport(content);
    else if (type === RECORD.END) this.#takeEnd();
    else throw new Error(`Cannot take record ${type} of a worker`);
  }

  /** The worker holds to the cap as well; one that was taken over need not. */
  #takeStderr(content: Uint8Array, job: Job): void {
    const room = this.#maxStderr - this.#stderrBytes;
    this.#stderrBytes += content.length;
    if (room > 0) job.events.stderr(content.slice(0, room));
  }

  #takeReport(content: Uint8Array): void {
    this.#reportSize += content.length;
    if (this.#reportSize > MAX_REPORT) throw new Error(`Cannot take a report of ${this.#reportSize} bytes`);
    this.#report.push(content.slice());
  }

  #takeEnd(): void {
    // A worker reads all of a run before it begins. What one does not read would pile up here, run after run.
    const unread = this.#process.input.writableLength;
    if (unread > 0) throw new Error(`Cannot take the end of a run of which ${unread} bytes were not read`);
    const report = parseReport(Buffer.concat(this.#report));
    this.#end(this.#verdict ?? { report });
    this.#becomeIdle();
  }

  #end(outcome: Outcome): void {
    const job = this.#job;
    this.#job = undefined;
    this.#verdict = undefined;
    clearTimeout(this.#abortTimer);
    this.resume();
    this.#process.child.unref();
    this.#process.output.unref();
    job?.events.end(outcome);
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
    const lastWords = `${how}${this.#lastWords === '' ? '' : `: ${this.#lastWords}`}`;
    if (this.#job !== undefined && this.#verdict === undefined && OUT_OF_MEMORY.test(this.#lastWords)) {
      // It killed itself, but the script drove it to that: a limit, no crash.
      this.#wanted = true;
      const limit = { name: 'heap MiB', measured: this.#memory, limit: this.#memory };
      this.#verdict = { code: 'MEMORY_LIMIT', message: `The heap was exhausted (${lastWords})`, limit };
    }
    this.#end(this.#verdict ?? { code: 'WORKER_DIED', message: `The worker died during the run (${lastWords})` });
    const { errors, input, output, aborts } = this.#process;
    for (const pipe of [errors, input, output, aborts]) pipe.destroy();
    this.#events.dead(this, { wanted: this.#wanted, lastWords });
  }
}

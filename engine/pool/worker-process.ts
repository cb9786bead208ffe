// One worker process: its life as a small state machine, the run it has, the records that belong to it. Parent side.
// starting ─ready→ idle ─run→ busy ─END→ idle … ─kill or death→ dead. Nothing it sends is trusted.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { ErrorCode } from '../errors.ts';
import type { WorkerReport, WorkerSettings } from '../wire/messages.ts';
import { encodeOrder } from '../wire/order.ts';
import { appendRecords, RECORD, RecordReader, type RecordType } from '../wire/records.ts';
import type { Job, Outcome } from './job.ts';
import { parseReport } from './parse-report.ts';
import { workerArguments } from './worker-arguments.ts';

/** Bytes that are rather copied together than written as parts. */
const MAX_COPY = 32_768;
/** How long a run may take to stop by itself after an ABORT. */
const ABORT_GRACE_MS = 250;
/** stderr of the worker itself that is kept to say why it died. */
const MAX_LAST_WORDS = 4096;
/** A report is cut into as many records as it needs; one longer than this is nonsense. */
const MAX_REPORT = 262_144;
/** What V8 says before it gives up for want of memory: isolated-vm's limit came too late. */
const OUT_OF_MEMORY = /out of memory|allocation failed|invalid (?:array|string|table) (?:length|size)/i;

/** Whom the process belongs to; empty: to the parent's own user. */
export interface WorkerUser {
  readonly uid?: number;
  readonly gid?: number;
}

export interface WorkerEvents {
  /** It takes a run: at its start and after each run. */
  idle(worker: WorkerProcess): void;
  dead(worker: WorkerProcess, death: { readonly wanted: boolean; readonly lastWords: string }): void;
}

type Pipes = [errors: Socket, input: Socket, output: Socket, aborts: Socket];

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
  readonly #child: ChildProcess;
  readonly #input: Socket;
  readonly #output: Socket;
  /** A pipe of its own: what waits in the other one is not read before the run is over. */
  readonly #aborts: Socket;
  readonly #events: WorkerEvents;
  readonly #reader: RecordReader;
  #job: Job | undefined;
  #id = 0;
  #report: Uint8Array[] = [];
  #reportSize = 0;
  #verdict: { code: ErrorCode; message: string; limit?: WorkerReport['limit'] } | undefined;
  #wanted = false;
  /** How the process ended; what it had sent before may still be on its way. */
  #exit: string | undefined;
  readonly #memory: number;
  readonly #maxStderr: number;
  #stderrBytes = 0;
  #lastWords = '';
  #pausedSince = 0;
  #abortTimer: NodeJS.Timeout | undefined;

  constructor(settings: WorkerSettings, user: WorkerUser, maxRuns: number, events: WorkerEvents) {
    this.spoolFolder = settings.spoolFolder;
    this.maxRuns = Math.max(1, Math.round(maxRuns * (0.9 + Math.random() * 0.2)));
    this.#events = events;
    this.#memory = settings.memory;
    this.#maxStderr = settings.maxStderr;
    this.#child = spawn(process.execPath, workerArguments(settings), {
      cwd: '/',
      // An escape from the sandbox must find nothing in /proc/self/environ. The time zone is no secret and scripts print dates.
      env: process.env['TZ'] === undefined ? {} : { TZ: process.env['TZ'] },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      ...user,
    });
    // Out of descriptors or memory: node then makes no streams at all and only throws for some of the reasons.
    if (this.#child.stdio === undefined) {
      this.#child.on('error', () => {});
      throw new Error('Cannot start a worker: the system gives no process or no descriptors');
    }
    // 'pipe' makes sockets of them; with these six they exist.
    const [, , errors, input, output, aborts] = this.#child.stdio as unknown as [null, null, ...Pipes];
    this.#input = input;
    this.#output = output;
    this.#aborts = aborts;
    this.#reader = new RecordReader((type, id, content) => this.#take(type, id, content));
    this.exited = new Promise((resolve) => this.#child.once('exit', () => resolve()).once('error', () => resolve()));
    this.#child.on('error', (error) => this.#die(error.message));
    this.#child.on('exit', (code, signal) => {
      this.#exit = `exit ${code ?? signal}`;
      if (this.state === 'idle') this.#die(this.#exit);
      // What it had written is in the pipe, and is not more than that holds: a slow client must not delay the end.
      else this.resume();
    });
    this.#child.on('close', () => this.#die(this.#exit ?? 'close'));
    errors.on('data', (chunk: Buffer) => {
      if (this.#lastWords.length < MAX_LAST_WORDS) this.#lastWords += chunk.toString('latin1');
    });
    input.on('error', () => this.kill());
    output.on('error', () => this.kill());
    aborts.on('error', () => this.kill());
    output.on('data', (chunk: Buffer) => this.#receive(chunk));
    for (const handle of [this.#child, errors, input, output, aborts]) handle.unref();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
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
    this.#child.ref();
    this.#output.ref();
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
    if (size <= MAX_COPY) return void this.#input.write(Buffer.concat(parts, size));
    this.#input.cork();
    for (const part of parts) this.#input.write(part);
    this.#input.uncork();
  }

  /** Stops reading the run's output; the script blocks when the pipe is full. */
  pause(): void {
    // Once the run is to end, or the process has ended, what is left in the pipe must come out: 'close' waits for it.
    if (this.#pausedSince !== 0 || this.#verdict !== undefined || this.#exit !== undefined) return;
    this.#pausedSince = performance.now();
    this.#output.pause();
  }

  resume(): void {
    if (this.#pausedSince === 0) return;
    this.busySince += performance.now() - this.#pausedSince;
    this.#pausedSince = 0;
    this.#output.resume();
  }

  /** Asks the run to stop, and kills the worker if it does not. */
  abort(code: ErrorCode, message: string, limit?: WorkerReport['limit']): void {
    if (this.state !== 'busy' || this.#verdict !== undefined) return;
    this.#verdict = limit === undefined ? { code, message } : { code, message, limit };
    const parts: Uint8Array[] = [];
    appendRecords(parts, RECORD.ABORT, this.#id, new Uint8Array(0));
    this.#aborts.write(Buffer.concat(parts));
    this.resume();
    this.#abortTimer = setTimeout(() => this.kill(), ABORT_GRACE_MS);
  }

  /** Ends the process because the run passed a limit. */
  condemn(code: ErrorCode, message: string, limit: WorkerReport['limit']): void {
    this.#verdict ??= limit === undefined ? { code, message } : { code, message, limit };
    this.kill();
  }

  /** Ends the process now. */
  kill(): void {
    this.#wanted = true;
    this.#child.ref();
    this.#child.kill('SIGKILL');
  }

  #receive(chunk: Uint8Array): void {
    try {
      this.#reader.push(chunk);
    } catch (error) {
      // A worker that sends nonsense is lost; its run gets the same answer as when it dies.
      this.#lastWords ||= String(error);
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
    // Output of a run that is being aborted is nobody's: it must not pile up until the kill.
    if (type === RECORD.STDOUT) {
      if (this.#verdict === undefined) job.events.stdout(content);
    } else if (type === RECORD.STDERR) this.#takeStderr(content, job);
    else if (type === RECORD.REPORT) this.#takeReport(content);
    else if (type === RECORD.END) {
      const report = parseReport(Buffer.concat(this.#report));
      this.#end(this.#verdict ?? { report });
      if (this.#exit === undefined) this.#becomeIdle();
    } else throw new Error(`Cannot take record ${type} of a worker`);
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

  #end(outcome: Outcome): void {
    const job = this.#job;
    this.#job = undefined;
    this.#verdict = undefined;
    clearTimeout(this.#abortTimer);
    this.resume();
    this.#child.unref();
    this.#output.unref();
    job?.events.end(outcome);
  }

  #becomeIdle(): void {
    this.state = 'idle';
    this.#events.idle(this);
  }

  #die(how: string): void {
    if (this.state === 'dead') return;
    this.state = 'dead';
    const lastWords = `${how}${this.#lastWords === '' ? '' : `: ${this.#lastWords}`}`;
    if (this.#job !== undefined && this.#verdict === undefined && OUT_OF_MEMORY.test(this.#lastWords)) {
      // It killed itself, but the script drove it to that: a limit, no crash.
      this.#wanted = true;
      const limit = { name: 'heap MiB', measured: this.#memory, limit: this.#memory };
      this.#verdict = { code: 'MEMORY_LIMIT', message: `The heap was exhausted (${lastWords})`, limit };
    }
    this.#end(this.#verdict ?? { code: 'WORKER_DIED', message: `The worker died during the run (${lastWords})` });
    this.#output.destroy();
    this.#input.destroy();
    this.#aborts.destroy();
    this.#events.dead(this, { wanted: this.#wanted, lastWords });
  }
}

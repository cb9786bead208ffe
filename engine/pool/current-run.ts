// The run that a worker has: what has come of it so far, none of it trusted. Parent side.
import type { ErrorCode } from '../errors.ts';
import type { WorkerReport } from '../wire/messages.ts';
import { RECORD, type RecordType } from '../wire/records.ts';
import type { RunEvents } from './job.ts';
import { parseReport } from './parse-report.ts';

/** A report is cut into as many records as it needs; one longer than this is nonsense. */
const MAX_REPORT = 262_144;

/** Why a run is ended from outside. */
export interface Verdict {
  readonly code: ErrorCode;
  readonly message: string;
  readonly limit?: WorkerReport['limit'];
}

export class CurrentRun {
  readonly id: number;
  readonly events: RunEvents;
  readonly startedAt = performance.now();
  #verdict: Verdict | undefined;
  #pausedSince = 0;
  /** Milliseconds in which its client kept it waiting, without the current pause. */
  #waitedMs = 0;
  readonly #maxStderr: number;
  #stderrBytes = 0;
  #report: Uint8Array[] = [];
  #reportSize = 0;
  /** The worker has sent something of it. */
  hasBegun = false;

  constructor(id: number, events: RunEvents, maxStderr: number) {
    this.id = id;
    this.events = events;
    this.#maxStderr = maxStderr;
  }

  /** Why it is to end; from then on its output is nobody's, and must not pile up until the kill. */
  get verdict(): Verdict | undefined {
    return this.#verdict;
  }

  /** The first verdict stands; the answer is that one. */
  condemn(verdict: Verdict): Verdict {
    this.#verdict ??= verdict;
    return this.#verdict;
  }

  get isPaused(): boolean {
    return this.#pausedSince !== 0;
  }

  /** Milliseconds it has had the worker, without those its client kept it waiting. */
  busyMs(now: number): number {
    return (this.isPaused ? this.#pausedSince : now) - this.startedAt - this.#waitedMs;
  }

  /** Milliseconds its client has read nothing. */
  pausedMs(now: number): number {
    return this.isPaused ? now - this.#pausedSince : 0;
  }

  /** False if it is already. */
  pause(): boolean {
    if (this.isPaused) return false;
    this.#pausedSince = performance.now();
    return true;
  }

  /** False if it was not paused. */
  resume(): boolean {
    if (!this.isPaused) return false;
    this.#waitedMs += this.pausedMs(performance.now());
    this.#pausedSince = 0;
    return true;
  }

  /** Takes a record other than END. Throws on nonsense. */
  take(type: RecordType, content: Uint8Array): void {
    this.hasBegun = true;
    // A record without content would cost memory that no limit counts.
    if (content.length === 0) return;
    if (type === RECORD.STDOUT) {
      if (this.#verdict === undefined) this.events.stdout(content);
    } else if (type === RECORD.STDERR) this.#takeStderr(content);
    else if (type === RECORD.REPORT) this.#takeReport(content);
    else throw new Error(`Cannot take record ${type} of a worker`);
  }

  /** Its end, after which the worker's report is whole. Throws on nonsense. */
  finish(): { readonly report: WorkerReport } | Verdict {
    const report = parseReport(Buffer.concat(this.#report));
    return this.#verdict ?? { report };
  }

  /** The worker holds to the cap as well; one that was taken over need not. */
  #takeStderr(content: Uint8Array): void {
    const room = this.#maxStderr - this.#stderrBytes;
    this.#stderrBytes += content.length;
    if (room > 0) this.events.stderr(content.slice(0, room));
  }

  #takeReport(content: Uint8Array): void {
    this.#reportSize += content.length;
    if (this.#reportSize > MAX_REPORT) throw new Error(`Cannot take a report of ${this.#reportSize} bytes`);
    this.#report.push(content.slice());
  }
}

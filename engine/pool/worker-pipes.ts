// The pipes of one worker process: runs go in, records come out, wishes to stop go by a way of their own. Parent side.
import { appendRecords, RECORD } from '../wire/records.ts';
import type { SpawnedWorker } from './spawn-worker.ts';

/** Bytes that are rather copied together than written as parts. */
const MAX_COPY = 32_768;

export class WorkerPipes {
  readonly #worker: SpawnedWorker;
  #isHeld = false;

  constructor(worker: SpawnedWorker) {
    this.#worker = worker;
  }

  /** Bytes that the worker has not taken yet, beside those that the pipe itself holds. */
  get unread(): number {
    return this.#worker.input.writableLength;
  }

  /** The same, but for as much as a run may have that is sent ahead of its turn. */
  get unreadBesideAhead(): number {
    return Math.max(0, this.unread - MAX_COPY);
  }

  /** In one system call: small parts as one piece, a long body without copying it. */
  send(parts: readonly Uint8Array[]): void {
    if (this.sendShort(parts)) return;
    const { input } = this.#worker;
    input.cork();
    for (const part of parts) input.write(part);
    input.uncork();
  }

  /** Sends what is short enough to lie in the pipe while the worker does something else; false if it is not. */
  sendShort(parts: readonly Uint8Array[]): boolean {
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    if (size <= MAX_COPY) this.#worker.input.write(Buffer.concat(parts, size));
    return size <= MAX_COPY;
  }

  /** The worker shall stop this run. */
  sendAbort(id: number): void {
    const parts: Uint8Array[] = [];
    appendRecords(parts, RECORD.ABORT, id, new Uint8Array(0));
    this.#worker.aborts.write(Buffer.concat(parts));
  }

  pause(): void {
    if (!this.#isHeld) this.#worker.output.pause();
  }

  resume(): void {
    this.#worker.output.resume();
  }

  /** What comes is read until `release`, paused or not. */
  hold(): void {
    this.#isHeld = true;
    this.resume();
  }

  release(isPaused: boolean): void {
    this.#isHeld = false;
    if (isPaused) this.pause();
  }

  /** Keeps this process alive. */
  ref(): void {
    this.#worker.child.ref();
    this.#worker.output.ref();
  }

  unref(): void {
    this.#worker.child.unref();
    this.#worker.output.unref();
  }

  destroy(): void {
    const { errors, input, output, aborts } = this.#worker;
    for (const pipe of [errors, input, output, aborts]) pipe.destroy();
  }
}

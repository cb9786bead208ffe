// The body of a response between a worker that writes and a client that reads: buffered up to 1 MiB, then the worker waits; where it has
// waited for a moment in all, the rest goes to a file. Parent side.
import { CgiError } from './errors.ts';
import { ChunkList } from './pool/chunk-list.ts';
import { CAPACITY, type Overflow } from './pool/overflow.ts';

/** Bytes buffered in memory before the worker is paused, and the level at which it goes on. */
const HIGH = 1_048_576;
const LOW = 262_144;
/** The same with a file. */
const FULL = CAPACITY;
const AGAIN = CAPACITY - (HIGH - LOW);
/** For how long, in all, a worker waits for the client of one run, and until a file is asked for again. */
const PATIENCE_MS = 250;
const RETRY_MS = 1000;

export interface BodyFlow {
  /** Milliseconds a client may leave a response unread; while a run is paused that is held elsewhere. */
  readonly clientIdle: number;
  pause(): void;
  resume(): void;
  /** The reader went away. */
  cancelled(): void;
  /** A file for what the client does not take; undefined when there is none to be had. */
  overflow(): Promise<Overflow | undefined>;
}

export class ResponseBody {
  readonly #flow: BodyFlow;
  readonly #chunks = new ChunkList();
  /** In memory or in a file. */
  #buffered = 0;
  #state: 'open' | 'ended' | { readonly error: unknown } = 'open';
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #wanted: (() => void) | undefined;
  #stream: ReadableStream<Uint8Array> | undefined;
  /** Takes what comes, from the time on when it is there; #chunks then holds what was read of it. */
  #overflow: Overflow | undefined;
  #isReading = false;
  #pausedSince = 0;
  #pausedMs = 0;
  #reliefTimer: NodeJS.Timeout | undefined;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(flow: BodyFlow) {
    this.#flow = flow;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0 || this.#state !== 'open') return;
    this.#buffered += chunk.length;
    if (this.#overflow === undefined) this.#chunks.add(chunk);
    else this.#overflow.add(chunk);
    if (this.#inMemory > HIGH || this.#buffered > FULL) this.#pause();
    this.#serve();
  }

  /** The body is whole. */
  end(): void {
    this.#finish('ended');
  }

  /** The body will not become whole: its reader must notice. */
  fail(error: unknown): void {
    this.#finish({ error });
  }

  /** All of it, where it is whole already. Asked once, before anybody can ask for the stream. */
  whole(): Uint8Array | null {
    if (this.#state !== 'ended' || this.#overflow !== undefined) return null;
    const { all } = this.#chunks;
    const [only] = all;
    return all.length === 1 && only !== undefined ? only : Buffer.concat(all);
  }

  get stream(): ReadableStream<Uint8Array> {
    this.#stream ??= new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () =>
          new Promise<void>((resolve) => {
            this.#wanted = resolve;
            this.#serve();
          }),
        cancel: () => {
          this.#state = 'ended';
          this.#drop();
          // A cancelled stream must not be closed as well.
          this.#controller = undefined;
          this.#flow.cancelled();
        },
      },
      { highWaterMark: 0 },
    );
    return this.#stream;
  }

  /** Hands on what a waiting reader may have: one chunk per pull, the end after the last. */
  #serve(): void {
    const wanted = this.#wanted;
    const controller = this.#controller;
    if (wanted === undefined || controller === undefined) return;
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#buffered -= chunk.length;
      this.#idleTimer?.refresh();
      this.#resume();
      controller.enqueue(chunk);
      // What has been read last is neither here nor there yet.
    } else if (this.#isReading) return;
    else if (this.#overflow?.isEmpty === false) return void this.#refill(this.#overflow);
    else if (this.#state === 'open') return;
    else {
      this.#drop();
      if (this.#state === 'ended') controller.close();
      else controller.error(this.#state.error);
    }
    this.#wanted = undefined;
    wanted();
  }

  async #refill(overflow: Overflow): Promise<void> {
    this.#isReading = true;
    try {
      const chunk = await overflow.next();
      if (chunk !== undefined && this.#overflow === overflow) this.#chunks.add(chunk);
    } catch (error) {
      if (this.#overflow === overflow) this.#abandon(error);
    }
    this.#isReading = false;
    this.#serve();
  }

  #finish(state: 'ended' | { readonly error: unknown }): void {
    if (this.#state === 'open') this.#state = state;
    clearTimeout(this.#reliefTimer);
    this.#serve();
  }

  get #inMemory(): number {
    return this.#overflow?.inMemory ?? this.#buffered;
  }

  #pause(): void {
    this.#flow.pause();
    if (this.#pausedSince !== 0) return;
    this.#pausedSince = performance.now();
    if (this.#overflow === undefined) this.#relieveIn(Math.max(0, PATIENCE_MS - this.#pausedMs));
  }

  /** Where there is room again. */
  #resume(): void {
    if (this.#pausedSince === 0 || this.#inMemory >= LOW || this.#buffered >= AGAIN) return;
    this.#pausedMs += performance.now() - this.#pausedSince;
    this.#pausedSince = 0;
    clearTimeout(this.#reliefTimer);
    this.#flow.resume();
  }

  #relieveIn(ms: number): void {
    this.#reliefTimer = setTimeout(() => void this.#relieve(), ms).unref();
  }

  async #relieve(): Promise<void> {
    const overflow = await this.#flow.overflow();
    if (this.#state !== 'open' || this.#overflow !== undefined) return overflow?.close();
    if (overflow === undefined) return this.#pausedSince === 0 ? undefined : this.#relieveIn(RETRY_MS);
    this.#overflow = overflow;
    for (let chunk = this.#chunks.shift(); chunk !== undefined; chunk = this.#chunks.shift()) overflow.add(chunk);
    overflow.onWritten = () => this.#resume();
    this.#idleTimer = setTimeout(() => this.#expire(), this.#flow.clientIdle).unref();
    this.#resume();
  }

  /** Nothing was taken for some time: nobody else would ever close the file. */
  #expire(): void {
    if (this.#state === 'open' || this.#wanted !== undefined) return void this.#idleTimer?.refresh();
    const message = `Cannot send the response: the client read nothing for ${this.#flow.clientIdle} ms`;
    const error = new CgiError('CLIENT_TOO_SLOW', message);
    this.#abandon(error);
    this.#controller?.error(error);
  }

  #abandon(error: unknown): void {
    this.#state = { error };
    this.#drop();
    this.#flow.resume();
  }

  /** Nothing of it will be read any more. */
  #drop(): void {
    this.#chunks.clear();
    clearTimeout(this.#reliefTimer);
    clearTimeout(this.#idleTimer);
    this.#overflow?.close();
    this.#overflow = undefined;
  }
}

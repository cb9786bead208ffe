// The body of a response between a worker that writes and a client that reads: buffered up to 1 MiB, then the worker waits. Parent side.
import { ChunkList } from './pool/chunk-list.ts';

/** Bytes buffered before the worker is paused, and the level at which it goes on. */
const HIGH = 1_048_576;
const LOW = 262_144;

export interface BodyFlow {
  pause(): void;
  resume(): void;
  /** The reader went away. */
  cancelled(): void;
}

export class ResponseBody {
  readonly #flow: BodyFlow;
  readonly #chunks = new ChunkList();
  #buffered = 0;
  #state: 'open' | 'ended' | { readonly error: unknown } = 'open';
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #wanted: (() => void) | undefined;
  #stream: ReadableStream<Uint8Array> | undefined;

  constructor(flow: BodyFlow) {
    this.#flow = flow;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0 || this.#state !== 'open') return;
    this.#chunks.add(chunk);
    this.#buffered += chunk.length;
    if (this.#buffered > HIGH) this.#flow.pause();
    this.#serve();
  }

  /** The body is whole. */
  end(): void {
    if (this.#state === 'open') this.#state = 'ended';
    this.#serve();
  }

  /** The body will not become whole: its reader must notice. */
  fail(error: unknown): void {
    if (this.#state === 'open') this.#state = { error };
    this.#serve();
  }

  /** All of it, where it is whole already. Asked once, before anybody can ask for the stream. */
  whole(): Uint8Array | null {
    if (this.#state !== 'ended') return null;
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
          this.#chunks.clear();
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
      if (this.#buffered < LOW) this.#flow.resume();
      controller.enqueue(chunk);
    } else if (this.#state === 'ended') controller.close();
    else if (this.#state === 'open') return;
    else controller.error(this.#state.error);
    this.#wanted = undefined;
    wanted();
  }
}

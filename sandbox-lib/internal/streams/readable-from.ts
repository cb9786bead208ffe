// Readable.from(): a stream of the values of an iterable. Inside the context.
// https://nodejs.org/api/stream.html#streamreadablefromiterable-options
import { Buffer } from '../buffer.ts';
import { aggregateTwoErrors, nodeError } from '../errors.ts';
import { nextTick } from '../loop.ts';
import type { Done, DuplexOptions, Readable } from './types.ts';

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;
type Step = IteratorResult<unknown>;
type StreamClass<T extends Readable> = new (options: DuplexOptions<never>) => T;

/** `Class` is what to make: Readable, or the duplex of Duplex.from(). */
export function readableFrom<T extends Readable>(
  Class: StreamClass<T>,
  iterable: unknown,
  options?: DuplexOptions<never>,
): T {
  if (typeof iterable === 'string' || iterable instanceof Buffer) {
    function read(this: Readable): void {
      this.push(iterable);
      this.push(null);
    }
    return new Class({ objectMode: true, ...options, read });
  }
  const source = iterable as (Partial<AsyncIterable<unknown>> & Partial<Iterable<unknown>>) | null | undefined;
  const makeAsync = source?.[Symbol.asyncIterator];
  const make = (makeAsync || source?.[Symbol.iterator]) as (() => AnyIterator) | undefined;
  if (!make) throw nodeError('ERR_INVALID_ARG_TYPE', 'iterable', ['Iterable'], iterable);
  const iterator: AnyIterator = make.call(source);
  const stream = new Class({ objectMode: true, highWaterMark: 1, ...options });
  new Feed(stream, iterator, Boolean(makeAsync)).attach();
  return stream;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return Boolean(value) && typeof (value as Partial<PromiseLike<unknown>>).then === 'function';
}

/** Pushes values until the stream has enough; waits only for what is a promise. */
class Feed {
  readonly #stream: Readable;
  readonly #iterator: AnyIterator;
  readonly #isAsync: boolean;
  /** Between a _read() and the push that is enough. */
  #feeding = false;
  /** A sync iterable of promises: from the first one on, nothing is pushed in the call of _read(). */
  #hasPromises = false;

  constructor(stream: Readable, iterator: AnyIterator, isAsync: boolean) {
    this.#stream = stream;
    this.#iterator = iterator;
    this.#isAsync = isAsync;
  }

  attach(): void {
    const stream = this.#stream;
    const { _destroy } = stream;
    stream._read = () => {
      if (this.#feeding) return;
      this.#feeding = true;
      if (this.#isAsync || this.#hasPromises) void this.#feed();
      else this.#feedNow();
    };
    stream._destroy = (error, done) => {
      _destroy.call(stream, error, (another) => this.#close(another || error, done));
    };
  }

  #feedNow(): void {
    try {
      while (true) {
        const { value, done } = this.#iterator.next() as Step;
        if (isThenable(value) && !done) {
          this.#hasPromises = true;
          void this.#feed(value);
          return;
        }
        if (!this.#push(value, done)) return;
      }
    } catch (error) {
      this.#stream.destroy(error as Error);
    }
  }

  /** Goes on from a promise that was found, or from the next value. */
  async #feed(found?: PromiseLike<unknown>): Promise<void> {
    try {
      if (found !== undefined && !this.#push(await found, false)) return;
      while (true) {
        const { value, done } = this.#isAsync ? await this.#iterator.next() : (this.#iterator.next() as Step);
        const settled = !this.#isAsync && !done && isThenable(value) ? await value : value;
        if (!this.#push(settled, done)) return;
      }
    } catch (error) {
      this.#stream.destroy(error as Error);
    }
  }

  /** False when the stream has enough, or all. */
  #push(value: unknown, done: boolean | undefined): boolean {
    if (done) {
      this.#stream.push(null);
      return false;
    }
    if (value === null) {
      this.#feeding = false;
      throw nodeError('ERR_STREAM_NULL_VALUES');
    }
    if (this.#stream.push(value)) return true;
    this.#feeding = false;
    return false;
  }

  /** Lets the iterator clean up; `done` is called in a tick, for what it throws must not become a rejection. */
  #close(error: Error | null | undefined, done: Done): void {
    this.#stop(error).then(
      () => nextTick(() => done(error)),
      (failure: Error) => nextTick(() => done(aggregateTwoErrors(error, failure))),
    );
  }

  async #stop(error: Error | null | undefined): Promise<void> {
    const iterator = this.#iterator;
    if (error != null && typeof iterator.throw === 'function') {
      const { value, done } = await iterator.throw(error);
      await value;
      if (done) return;
    }
    if (typeof iterator.return === 'function') {
      const { value } = await iterator.return();
      await value;
    }
  }
}

// for await over a Readable. Inside the context. https://nodejs.org/api/stream.html#readablesymbolasynciterator
import { aggregateTwoErrors } from '../errors.ts';
import { asyncIteratorPrototype } from '../events-on.ts';
import { Fifo } from '../fifo.ts';
import { ObjectSetPrototypeOf } from '../primordials.ts';
import { destroyer } from './destroy.ts';
import { eos } from './finished.ts';
import { Readable } from './readable.ts';
import type { IteratorOptions, LegacyReadable, Readable as ReadableType } from './types.ts';

type Result = IteratorResult<unknown>;
type MaybeError = Error | null | undefined;

interface Request {
  kind: 'next' | 'return' | 'throw';
  value: unknown;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** The iterator of a stream, also of one from the time before read(). */
export function iterate(stream: ReadableType, options?: IteratorOptions): AsyncIterableIterator<unknown> {
  const readable =
    typeof stream.read === 'function' ? stream : Readable.wrap(stream as LegacyReadable, { objectMode: true });
  const reader = new Reader(readable, options?.destroyOnReturn !== false);
  const iterator = {
    next: () => reader.next(),
    return: (value?: unknown) => reader.ask('return', value),
    throw: (error?: unknown) => reader.ask('throw', error),
    stream: readable,
  };
  return ObjectSetPrototypeOf(iterator, asyncIteratorPrototype()) as unknown as AsyncIterableIterator<unknown>;
}

/** The then() of a chunk that is a promise of one; a getter is asked once only. */
function thenOf(chunk: unknown): PromiseLike<unknown>['then'] | undefined {
  const then = (chunk as { then?: unknown } | undefined)?.then;
  return typeof then === 'function' ? then.bind(chunk) : undefined;
}

/** Serves one request at a time; those that come meanwhile wait in line. */
class Reader {
  readonly #stream: ReadableType;
  readonly #destroyOnReturn: boolean;
  readonly #line = new Fifo<Request>();
  /** Undefined while the stream goes on, null after a clean end. */
  #error: MaybeError;
  #started = false;
  #completed = false;
  #busy = false;
  #serving = false;
  #wake: (() => void) | undefined;
  #stopWatching: () => void = () => {};

  constructor(stream: ReadableType, destroyOnReturn: boolean) {
    this.#stream = stream;
    this.#destroyOnReturn = destroyOnReturn;
  }

  /** Answers at once what is buffered: a promise more per chunk can be felt. */
  next(): PromiseLike<Result> {
    if (this.#busy || this.#completed) return this.ask('next', undefined);
    this.#start();
    const chunk = this.#take();
    if (chunk !== null) {
      const then = thenOf(chunk);
      return then ? this.#unwrap(then) : Promise.resolve({ done: false, value: chunk });
    }
    if (this.#error) {
      this.#finish();
      return Promise.reject(this.#error);
    }
    if (this.#error === null) {
      this.#finish();
      return Promise.resolve({ done: true, value: undefined });
    }
    this.#busy = true;
    return new Promise((resolve, reject) => this.#wait(resolve, reject));
  }

  ask(kind: Request['kind'], value: unknown): Promise<Result> {
    return new Promise((resolve, reject) => {
      const request = { kind, value, resolve, reject };
      if (this.#busy) this.#line.push(request);
      else this.#serve(request);
    });
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#stream.on('readable', this.#onReadable);
    this.#stopWatching = eos(this.#stream, { writable: false }, (error) => {
      this.#error = error ? aggregateTwoErrors(this.#error, error) : null;
      this.#onReadable();
    });
  }

  readonly #onReadable = (): void => {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  };

  #take(): unknown {
    return this.#stream.destroyed ? null : this.#stream.read();
  }

  #unwrap(then: PromiseLike<unknown>['then']): PromiseLike<Result> {
    this.#busy = true;
    return then(
      (value): Result => {
        this.#busy = false;
        this.#serveLine();
        return { done: false, value };
      },
      (error) => {
        this.#busy = false;
        this.#error = aggregateTwoErrors(this.#error, error);
        this.#finish();
        this.#serveLine();
        throw this.#error;
      },
    );
  }

  #wait(resolve: Request['resolve'], reject: Request['reject']): void {
    const woken = new Promise<void>((wake) => {
      this.#wake = wake;
    });
    woken.then(() => this.#deliver(resolve, reject));
  }

  /** Answers the request that is being served, or waits once more. */
  #deliver(resolve: Request['resolve'], reject: Request['reject']): void {
    const chunk = this.#take();
    const then = chunk === null ? undefined : thenOf(chunk);
    if (then) {
      then(
        (value) => this.#answer(() => resolve({ done: false, value })),
        (error) => this.#answer(() => this.#fail(error, reject)),
      );
    } else if (chunk !== null) {
      this.#answer(() => resolve({ done: false, value: chunk }));
    } else if (this.#error) {
      const error = this.#error;
      this.#answer(() => this.#fail(error, reject));
    } else if (this.#error === null) {
      this.#answer(() => {
        this.#finish();
        resolve({ done: true, value: undefined });
      });
    } else {
      this.#wait(resolve, reject);
    }
  }

  #answer(settle: () => void): void {
    this.#busy = false;
    settle();
    this.#serveLine();
  }

  #fail(error: Error, reject: Request['reject']): void {
    this.#error = aggregateTwoErrors(this.#error, error);
    this.#finish();
    reject(this.#error);
  }

  #serve({ kind, value, resolve, reject }: Request): void {
    if (kind === 'next') {
      if (this.#completed) {
        resolve({ done: true, value: undefined });
        return;
      }
      this.#start();
      this.#busy = true;
      this.#deliver(resolve, reject);
    } else if (kind === 'return') {
      if (!this.#completed && this.#started) this.#finish();
      this.#completed = true; // one that never began leaves the stream alone
      resolve({ done: true, value });
    } else if (this.#completed || !this.#started) {
      this.#completed = true;
      reject(value);
    } else {
      this.#fail(value as Error, reject);
    }
  }

  /** A request that is settled at once comes back here: one loop, no recursion. */
  #serveLine(): void {
    if (this.#serving) return;
    this.#serving = true;
    while (!this.#busy) {
      const request = this.#line.shift();
      if (request === undefined) break;
      this.#serve(request);
    }
    this.#serving = false;
  }

  /** Destroys the stream, or lets go of it. */
  #finish(): void {
    this.#completed = true;
    const wanted = Boolean(this.#error) || this.#destroyOnReturn;
    if (wanted && (this.#error === undefined || this.#stream._readableState.autoDestroy)) {
      destroyer(this.#stream, null);
    } else {
      this.#stream.off('readable', this.#onReadable);
      this.#stopWatching();
    }
  }
}

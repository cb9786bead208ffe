// events.on(): an event as an async iterator, with pause() and resume() at the marks. Inside the context.
import { addAbortListener } from './abort-listener.ts';
import { type AnyListener, type EmitterOrTarget, listen, unlisten } from './agnostic-listener.ts';
import { AbortError, nodeError } from './errors.ts';
import type { EventEmitter, EventName } from './event-emitter.ts';
import type { SignalOptions } from './events-once.ts';
import { Fifo } from './fifo.ts';
import { ObjectSetPrototypeOf } from './primordials.ts';
import { validateAbortSignal, validateInteger, validateObject } from './validators.ts';

export interface OnOptions extends SignalOptions {
  close?: readonly EventName[];
  highWaterMark?: number;
  highWatermark?: number;
  lowWaterMark?: number;
  lowWatermark?: number;
  /** The iterator gives the first argument of each event instead of the list: readline's lines. */
  [firstArgument]?: boolean;
}

export const firstArgument: unique symbol = Symbol('firstArgument');

interface Waiting {
  resolve(result: IteratorResult<unknown>): void;
  reject(error: unknown): void;
}

/** What the tests of flow control look at. */
const watermarkKey = Symbol.for('nodejs.watermarkData');

/** What every async iterator inherits from. */
export function asyncIteratorPrototype(): AsyncIterableIterator<unknown> {
  const generator: AsyncGenerator = (async function* () {})();
  const { getPrototypeOf } = Object;
  return getPrototypeOf(getPrototypeOf(getPrototypeOf(generator)));
}

export function on(
  emitter: EmitterOrTarget,
  event: EventName,
  options: OnOptions = {},
): AsyncIterableIterator<unknown[]> {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  const high = options.highWaterMark ?? options.highWatermark ?? Number.MAX_SAFE_INTEGER;
  validateInteger(high, 'options.highWaterMark', 1);
  const low = options.lowWaterMark ?? options.lowWatermark ?? 1;
  validateInteger(low, 'options.lowWaterMark', 1);
  const events = new EventIterator(emitter, event, high, low, options[firstArgument] === true);
  for (const name of options.close ?? []) events.listen(name, () => events.close());
  if (signal)
    events.closeWith(addAbortListener(signal, () => events.fail(new AbortError(undefined, { cause: signal.reason }))));
  return events.iterator();
}

/** Events that wait for a reader, or readers that wait for an event. */
class EventIterator {
  readonly #emitter: EmitterOrTarget;
  readonly #high: number;
  readonly #low: number;
  readonly #events = new Fifo<unknown>();
  readonly #readers = new Fifo<Waiting>();
  readonly #listeners: [EventName, AnyListener][] = [];
  #abort: Disposable | undefined;
  #failed = false;
  #error: unknown;
  #finished = false;
  #paused = false;

  constructor(emitter: EmitterOrTarget, event: EventName, high: number, low: number, first: boolean) {
    this.#emitter = emitter;
    this.#high = high;
    this.#low = low;
    this.listen(event, first ? (value) => this.#add(value) : (...args) => this.#add(args));
    if (event !== 'error' && typeof (emitter as EventEmitter).on === 'function') {
      this.listen('error', (error) => this.fail(error));
    }
  }

  listen(event: EventName, listener: AnyListener): void {
    listen(this.#emitter, event, listener);
    this.#listeners.push([event, listener]);
  }

  closeWith(abort: Disposable): void {
    this.#abort = abort;
  }

  #add(args: unknown): void {
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ done: false, value: args });
      return;
    }
    this.#events.push(args);
    if (this.#paused || this.#events.size <= this.#high) return;
    this.#paused = true;
    (this.#emitter as unknown as { pause(): void }).pause(); // the marks are for emitters that have it
  }

  fail(error: unknown): void {
    const reader = this.#readers.shift();
    if (reader === undefined) {
      this.#failed = Boolean(error);
      this.#error = error;
    } else {
      reader.reject(error);
    }
    this.close();
  }

  close(): Promise<IteratorResult<unknown>> {
    this.#abort?.[Symbol.dispose]();
    for (const [event, listener] of this.#listeners.splice(0).reverse()) unlisten(this.#emitter, event, listener);
    this.#finished = true;
    this.#paused = false;
    const result: IteratorReturnResult<undefined> = { done: true, value: undefined };
    for (let reader = this.#readers.shift(); reader !== undefined; reader = this.#readers.shift())
      reader.resolve(result);
    return Promise.resolve(result);
  }

  #next(): Promise<IteratorResult<unknown>> {
    const value = this.#events.shift();
    if (value !== undefined) {
      if (this.#paused && this.#events.size < this.#low) {
        (this.#emitter as unknown as { resume(): void }).resume();
        this.#paused = false;
      }
      return Promise.resolve({ done: false, value });
    }
    if (this.#failed) {
      this.#failed = false;
      return Promise.reject(this.#error);
    }
    if (this.#finished) return this.close();
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve: resolve as Waiting['resolve'], reject }); // it is given what #add took
    });
  }

  iterator(): AsyncIterableIterator<unknown[]> {
    const marks = { low: this.#low, high: this.#high };
    const size = (): number => this.#events.size;
    const isPaused = (): boolean => this.#paused;
    const iterator = {
      next: () => this.#next(),
      return: () => this.close(),
      throw: (error: unknown) => {
        if (!(error instanceof Error)) {
          throw nodeError('ERR_INVALID_ARG_TYPE', 'EventEmitter.AsyncIterator', 'Error', error);
        }
        this.fail(error);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
      [watermarkKey]: {
        ...marks,
        get size() {
          return size();
        },
        get isPaused() {
          return isPaused();
        },
      },
    };
    // Its throw() answers nothing, as node's: the cast hides that from the type.
    return ObjectSetPrototypeOf(iterator, asyncIteratorPrototype()) as unknown as AsyncIterableIterator<unknown[]>;
  }
}

// The iterator helpers of Readable, over whatever is async iterable. Inside the context.
// https://nodejs.org/api/stream.html#readablemapfn-options
import { AbortController, AbortSignal } from '../../globals/abort-controller.ts';
import { kResistStopPropagation } from '../../globals/event-target.ts';
import { AbortError, nodeError } from '../errors.ts';
import { validateAbortSignal, validateFunction, validateInteger, validateObject } from '../validators.ts';
import { finished } from './finished.ts';
import type { Readable } from './types.ts';

export interface OperatorOptions {
  signal?: AbortSignal;
  concurrency?: number;
  highWaterMark?: number;
}

interface Signalled {
  signal: AbortSignal;
}

type Given = (value: never, options: never) => unknown;
type Called = (value: unknown, options: Signalled) => unknown;
type Source = AsyncIterable<unknown>;

/** A mapped value that is to be left out. */
const NOTHING = Symbol('nothing');
/** Stands behind the last value. */
const END = Symbol('end');

function checkOptions(options: OperatorOptions | null | undefined): void {
  if (options != null) validateObject(options, 'options');
  if (options?.signal != null) validateAbortSignal(options.signal, 'options.signal');
}

function throwIfAborted(options: OperatorOptions | null | undefined): void {
  if (options?.signal?.aborted) throw new AbortError();
}

export function map(source: Source, fn: Given, options?: OperatorOptions): AsyncGenerator<unknown> {
  validateFunction(fn, 'fn');
  checkOptions(options);
  const concurrency = options?.concurrency == null ? 1 : Math.floor(options.concurrency);
  const ahead = options?.highWaterMark == null ? concurrency - 1 : Math.floor(options.highWaterMark);
  validateInteger(concurrency, 'options.concurrency', 1);
  validateInteger(ahead, 'options.highWaterMark', 0);
  const signal = AbortSignal.any(options?.signal ? [options.signal] : []);
  return new Mapping(source, fn as Called, signal, concurrency, ahead + concurrency).values();
}

/** Calls the function on up to `concurrency` values at a time, and yields results in the order of the values. */
class Mapping {
  readonly #source: Source;
  readonly #fn: Called;
  readonly #signal: AbortSignal;
  readonly #concurrency: number;
  readonly #capacity: number;
  readonly #queue: unknown[] = [];
  #running = 0;
  #done = false;
  /** Wakes the reader that waits for a result. */
  #onResult: (() => void) | undefined;
  /** Wakes the pump that waits for room. */
  #onRoom: (() => void) | undefined;

  constructor(source: Source, fn: Called, signal: AbortSignal, concurrency: number, capacity: number) {
    this.#source = source;
    this.#fn = fn;
    this.#signal = signal;
    this.#concurrency = concurrency;
    this.#capacity = capacity;
  }

  async *values(): AsyncGenerator<unknown> {
    void this.#pump();
    try {
      while (true) {
        while (this.#queue.length > 0) {
          const value = await this.#queue[0];
          if (value === END) return;
          if (this.#signal.aborted) throw new AbortError();
          if (value !== NOTHING) yield value;
          this.#queue.shift();
          this.#offerRoom();
        }
        await new Promise<void>((resolve) => {
          this.#onResult = resolve;
        });
      }
    } finally {
      this.#done = true;
      this.#onRoom?.();
      this.#onRoom = undefined;
    }
  }

  #offerRoom(): void {
    if (this.#done || this.#isFull()) return;
    this.#onRoom?.();
    this.#onRoom = undefined;
  }

  #isFull(): boolean {
    return this.#running >= this.#concurrency || this.#queue.length >= this.#capacity;
  }

  #settled(): void {
    this.#running--;
    this.#offerRoom();
  }

  #add(result: Promise<unknown>): void {
    result.then(
      () => this.#settled(),
      () => {
        this.#done = true;
        this.#settled();
      },
    );
    this.#queue.push(result);
  }

  #tellReader(): void {
    this.#onResult?.();
    this.#onResult = undefined;
  }

  async #pump(): Promise<void> {
    try {
      for await (const value of this.#source) {
        if (this.#done) return;
        if (this.#signal.aborted) throw new AbortError();
        this.#running++;
        this.#add(this.#call(value));
        this.#tellReader();
        if (!this.#done && this.#isFull()) {
          await new Promise<void>((resolve) => {
            this.#onRoom = resolve;
          });
        }
      }
      this.#queue.push(END);
    } catch (error) {
      this.#add(Promise.reject(error));
    } finally {
      this.#done = true;
      this.#tellReader();
    }
  }

  #call(value: unknown): Promise<unknown> {
    try {
      return Promise.resolve(this.#fn(value, { signal: this.#signal }));
    } catch (error) {
      return Promise.reject(error);
    }
  }
}

export function filter(source: Source, fn: Given, options?: OperatorOptions): AsyncGenerator<unknown> {
  validateFunction(fn, 'fn');
  const keep = fn as Called;
  const kept: Called = async (value, given) => ((await keep(value, given)) ? value : NOTHING);
  return map(source, kept, options);
}

export async function forEach(source: Source, fn: Given, options?: OperatorOptions): Promise<void> {
  validateFunction(fn, 'fn');
  const called: Called = async (value, given) => {
    await (fn as Called)(value, given);
    return NOTHING;
  };
  for await (const _ of map(source, called, options));
}

export async function some(source: Source, fn: Given, options?: OperatorOptions): Promise<boolean> {
  for await (const _ of filter(source, fn, options)) return true;
  return false;
}

export async function every(source: Source, fn: Given, options?: OperatorOptions): Promise<boolean> {
  validateFunction(fn, 'fn');
  const fails: Called = async (value, given) => !(await (fn as Called)(value, given));
  return !(await some(source, fails, options));
}

export async function find(source: Source, fn: Given, options?: OperatorOptions): Promise<unknown> {
  for await (const value of filter(source, fn, options)) return value;
  return undefined;
}

/** `this` is the stream, and the number of arguments counts: undefined is an initial value as well. */
export async function reduce(
  this: Readable,
  ...args: [
    reducer: (previous: unknown, value: unknown, options: Signalled) => unknown,
    initial?: unknown,
    options?: OperatorOptions,
  ]
): Promise<unknown> {
  const [reducer, initial, options] = args;
  validateFunction(reducer, 'reducer');
  checkOptions(options);
  if (options?.signal?.aborted) {
    const error = new AbortError(undefined, { cause: options.signal.reason });
    this.once('error', () => {}); // it is told by the promise
    await finished(this.destroy(error));
    throw error;
  }
  const aborter = new AbortController();
  const { signal } = aborter;
  options?.signal?.addEventListener('abort', () => aborter.abort(), { once: true, [kResistStopPropagation]: true });
  let result = initial;
  let hasResult = args.length > 1;
  try {
    for await (const value of this) {
      throwIfAborted(options);
      result = hasResult ? await reducer(result, value, { signal }) : value;
      hasResult = true;
    }
    if (!hasResult) throw emptyReduce();
  } finally {
    aborter.abort();
  }
  return result;
}

function emptyReduce(): Error {
  const error = nodeError('ERR_MISSING_ARGS', 'reduce');
  error.message = 'Reduce of an empty stream requires an initial value';
  return error;
}

export async function toArray(source: Source, options?: OperatorOptions): Promise<unknown[]> {
  checkOptions(options);
  const values: unknown[] = [];
  for await (const value of source) {
    if (options?.signal?.aborted) throw new AbortError(undefined, { cause: options.signal.reason });
    values.push(value);
  }
  return values;
}

export function flatMap(source: Source, fn: Given, options?: OperatorOptions): AsyncGenerator<unknown> {
  const values = map(source, fn, options);
  return (async function* () {
    for await (const value of values) yield* value as AsyncIterable<unknown>;
  })();
}

function toCount(value: unknown): number {
  const count = Number(value);
  if (Number.isNaN(count)) return 0;
  if (count < 0) throw nodeError('ERR_OUT_OF_RANGE', 'number', '>= 0', count);
  return count;
}

export function drop(source: Source, number: number, options?: OperatorOptions): AsyncGenerator<unknown> {
  checkOptions(options);
  let left = toCount(number);
  return (async function* () {
    throwIfAborted(options);
    for await (const value of source) {
      throwIfAborted(options);
      if (left-- <= 0) yield value;
    }
  })();
}

export function take(source: Source, number: number, options?: OperatorOptions): AsyncGenerator<unknown> {
  checkOptions(options);
  let left = toCount(number);
  return (async function* () {
    throwIfAborted(options);
    for await (const value of source) {
      throwIfAborted(options);
      if (left-- > 0) yield value;
      if (left <= 0) return; // before another value is asked for
    }
  })();
}

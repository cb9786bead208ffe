// AsyncLocalStorage. Inside the context. https://nodejs.org/api/async_context.html
// It follows ticks, timers, immediates, queueMicrotask and the library's own calls exactly. A continuation of a promise runs with what
// was there where the promise was settled: after `await` that is the same, unless another part of the script settled it.
import { currentFrame, findEntry, runInFrame, setFrame, without, withValue } from './async-frame.ts';
import { AsyncResource } from './async-resource.ts';
import { ReflectApply } from './primordials.ts';
import { validateObject } from './validators.ts';

export interface AsyncLocalStorageOptions {
  defaultValue?: unknown;
  name?: unknown;
}

export class AsyncLocalStorage {
  readonly #defaultValue: unknown;
  readonly #name: string;

  constructor(options: AsyncLocalStorageOptions = {}) {
    validateObject(options, 'options');
    this.#defaultValue = options.defaultValue;
    this.#name = options.name === undefined ? '' : `${options.name}`;
  }

  static bind<A extends unknown[], R>(fn: (...args: A) => R): (...args: A) => R {
    return AsyncResource.bind(fn);
  }

  static snapshot(): <A extends unknown[], R>(fn: (...args: A) => R, ...args: A) => R {
    return AsyncResource.bind((fn, ...args) => fn(...args));
  }

  get name(): string {
    return this.#name;
  }

  getStore(): unknown {
    const entry = findEntry(this);
    return entry === undefined ? this.#defaultValue : entry.value;
  }

  run<A extends unknown[], R>(store: unknown, callback: (...args: A) => R, ...args: A): R {
    if (Object.is(this.getStore(), store)) return ReflectApply(callback, null, args) as R;
    const frame = withValue(currentFrame(), this, store);
    return runInFrame(frame, () => ReflectApply(callback, null, args) as R, this);
  }

  exit<A extends unknown[], R>(callback: (...args: A) => R, ...args: A): R {
    return this.run(undefined, callback, ...args);
  }

  enterWith(store: unknown): void {
    setFrame(withValue(currentFrame(), this, store));
  }

  disable(): void {
    setFrame(without(currentFrame(), this));
  }

  /** The store until the scope is disposed of. */
  withScope(store: unknown): RunScope {
    return new RunScope(this, store);
  }
}

class RunScope {
  readonly #storage: AsyncLocalStorage;
  readonly #before: unknown;
  #disposed = false;

  constructor(storage: AsyncLocalStorage, store: unknown) {
    this.#storage = storage;
    this.#before = storage.getStore();
    storage.enterWith(store);
  }

  [Symbol.dispose](): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#storage.enterWith(this.#before);
  }
}

// Named channels of node:diagnostics_channel. Inside the context. https://nodejs.org/api/diagnostics_channel.html#class-channel
import type { AsyncLocalStorage } from './async-local-storage.ts';
import { nodeError } from './errors.ts';
import { nextTick } from './loop.ts';
import { traceModules } from './module-tracing.ts';
import { ReflectApply } from './primordials.ts';
import { SafeMap } from './safe-collections.ts';
import { validateFunction } from './validators.ts';

export type ChannelName = string | symbol;
export type Subscription = (message: unknown, name: ChannelName) => void;
export type StoreTransform = (message: unknown) => unknown;
type StoreLike = Pick<AsyncLocalStorage, 'run' | 'withScope'>;

const channels = new SafeMap<ChannelName, Channel>();

/** What subscribers throw is nobody's but theirs: it ends up uncaught, not in the code that published. */
function throwLater(error: unknown): void {
  nextTick(() => {
    throw error;
  });
}

export class Channel {
  readonly name: ChannelName;
  /** Replaced, never changed: a subscriber may come or go while a message is being delivered. */
  #subscribers: readonly Subscription[] = [];
  readonly #stores = new SafeMap<StoreLike, StoreTransform | undefined>();

  constructor(name: ChannelName) {
    this.name = name;
    channels.set(name, this);
  }

  get hasSubscribers(): boolean {
    return this.#subscribers.length > 0 || this.#stores.size > 0;
  }

  subscribe(subscription: Subscription): void {
    validateFunction(subscription, 'subscription');
    this.#subscribers = [...this.#subscribers, subscription];
  }

  unsubscribe(subscription: Subscription): boolean {
    const index = this.#subscribers.indexOf(subscription);
    if (index < 0) return false;
    this.#subscribers = this.#subscribers.toSpliced(index, 1);
    return true;
  }

  bindStore(store: StoreLike, transform?: StoreTransform): void {
    this.#stores.set(store, transform);
  }

  unbindStore(store: StoreLike): boolean {
    return this.#stores.delete(store);
  }

  publish(message: unknown): void {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber(message, this.name);
      } catch (error) {
        throwLater(error);
      }
    }
  }

  /** Calls the function with the message as the value of each bound store. */
  runStores<A extends unknown[], R>(message: unknown, fn: (...args: A) => R, self?: unknown, ...args: A): R {
    let run = (): R => {
      this.publish(message);
      return ReflectApply(fn, self, args) as R;
    };
    for (const [store, transform] of this.#stores.entries()) {
      const inner = run;
      run = () => {
        const [given, value] = transformed(message, transform);
        return given ? store.run(value, inner) : inner();
      };
    }
    return run();
  }

  /** The same for what follows, until the scope is disposed of. */
  withStoreScope(message: unknown): Disposable {
    const scopes = new DisposableStack();
    for (const [store, transform] of this.#stores.entries()) {
      const [given, value] = transformed(message, transform);
      if (given) scopes.use(store.withScope(value));
    }
    this.publish(message);
    return { [Symbol.dispose]: () => scopes.dispose() };
  }
}

/** What the store is to hold, unless the transform fails. */
function transformed(message: unknown, transform: StoreTransform | undefined): [given: boolean, value?: unknown] {
  if (transform === undefined) return [true, message];
  try {
    return [true, transform(message)];
  } catch (error) {
    throwLater(error);
    return [false];
  }
}

export function channel(name: ChannelName): Channel {
  const known = channels.get(name);
  if (known !== undefined) return known;
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'channel', ['string', 'symbol'], name);
  }
  const made = new Channel(name);
  if (typeof name === 'string') traceModules(name);
  return made;
}

export function subscribe(name: ChannelName, subscription: Subscription): void {
  channel(name).subscribe(subscription);
}

export function unsubscribe(name: ChannelName, subscription: Subscription): boolean {
  return channel(name).unsubscribe(subscription);
}

export function hasSubscribers(name: ChannelName): boolean {
  return channels.get(name)?.hasSubscribers ?? false;
}

/** For the next run of a kept context: nobody listens. */
export function resetChannels(): void {
  channels.clear();
}

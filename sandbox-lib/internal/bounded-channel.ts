// BoundedChannel: the two channels around a piece of work. Inside the context. https://nodejs.org/api/diagnostics_channel.html
import { Channel, channel, type Subscription } from './diagnostics-channel.ts';
import { nodeError } from './errors.ts';
import { ObjectDefineProperty, ReflectApply } from './primordials.ts';

export type BoundedName = 'start' | 'end';
export type BoundedHandlers = Partial<Record<BoundedName, Subscription | undefined>>;
const NAMES = ['start', 'end'] as const;

/** The channel of one event: named after the work, or given. */
export function channelOf<N extends string>(given: string | Record<N, Channel>, name: N, className: string): Channel {
  if (typeof given === 'string') return channel(`tracing:${given}:${name}`);
  if (typeof given !== 'object' || given === null) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'nameOrChannels', ['string', className, 'Object'], given);
  }
  const found = given[name];
  if (found === undefined || found === null) throw new TypeError('Cannot convert undefined or null to object');
  if (!(found instanceof Channel))
    throw nodeError('ERR_INVALID_ARG_TYPE', `nameOrChannels.${name}`, ['Channel'], found);
  return found;
}

export class BoundedChannel {
  declare readonly start: Channel;
  declare readonly end: Channel;

  constructor(nameOrChannels: string | Record<BoundedName, Channel>) {
    for (const name of NAMES) {
      ObjectDefineProperty(this, name, { __proto__: null, value: channelOf(nameOrChannels, name, 'BoundedChannel') });
    }
  }

  get hasSubscribers(): boolean {
    return this.start.hasSubscribers || this.end.hasSubscribers;
  }

  subscribe(handlers: BoundedHandlers): void {
    for (const name of NAMES) {
      const handler = handlers[name];
      if (handler) this[name].subscribe(handler);
    }
  }

  unsubscribe(handlers: BoundedHandlers): boolean {
    let done = true;
    for (const name of NAMES) {
      const handler = handlers[name];
      if (handler && !this[name].unsubscribe(handler)) done = false;
    }
    return done;
  }

  /** Publishes to `start` now and to `end` when the scope is disposed of. */
  withScope(context: unknown = {}): Disposable {
    if (!this.hasSubscribers) return { [Symbol.dispose]: () => undefined };
    const stores = this.start.withStoreScope(context);
    let open = true;
    return {
      [Symbol.dispose]: () => {
        if (!open) return;
        open = false;
        this.end.publish(context);
        stores[Symbol.dispose]();
      },
    };
  }

  run<A extends unknown[], R>(context: unknown, fn: (...args: A) => R, self?: unknown, ...args: A): R {
    const scope = this.withScope(context ?? {});
    try {
      return ReflectApply(fn, self, args) as R;
    } finally {
      scope[Symbol.dispose]();
    }
  }
}

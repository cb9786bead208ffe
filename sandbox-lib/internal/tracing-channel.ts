// TracingChannel: five channels that follow a function to its end. Inside the context.
// https://nodejs.org/api/diagnostics_channel.html#class-tracingchannel
import { BoundedChannel, type BoundedHandlers, channelOf } from './bounded-channel.ts';
import type { Channel, Subscription } from './diagnostics-channel.ts';
import { ObjectDefineProperties, ReflectApply, ReflectGetPrototypeOf } from './primordials.ts';
import { isPromise } from './types.ts';
import { validateFunction } from './validators.ts';
import { emitWarning } from './warning.ts';

type TracingName = 'start' | 'end' | 'asyncStart' | 'asyncEnd' | 'error';
export type TracingHandlers = Partial<Record<TracingName, Subscription>>;
/** What a traced call tells its subscribers. */
interface TraceContext {
  result?: unknown;
  error?: unknown;
}
// biome-ignore lint/suspicious/noExplicitAny: any function at all is traced
type Traced = (...args: any[]) => unknown;

const { then } = Promise.prototype;
const promisePrototype = Promise.prototype;

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

function warnNonThenable(fn: Traced): void {
  emitWarning(
    `tracePromise was called with the function '${fn.name || '<anonymous>'}', which returned a non-thenable.`,
  );
}

export class TracingChannel {
  declare readonly start: Channel;
  declare readonly end: Channel;
  declare readonly asyncStart: Channel;
  declare readonly asyncEnd: Channel;
  declare readonly error: Channel;
  /** From the call to its return. */
  readonly #call: BoundedChannel;
  /** Around what follows when the work is done. */
  readonly #continuation: BoundedChannel;

  constructor(nameOrChannels: string | Record<TracingName, Channel>) {
    const [start, end, asyncStart, asyncEnd, error] = (
      ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const
    ).map((name) => channelOf(nameOrChannels, name, 'TracingChannel')) as [Channel, Channel, Channel, Channel, Channel];
    this.#call = new BoundedChannel({ start, end });
    this.#continuation = new BoundedChannel({ start: asyncStart, end: asyncEnd });
    ObjectDefineProperties(this, {
      start: { __proto__: null, value: start },
      end: { __proto__: null, value: end },
      asyncStart: { __proto__: null, value: asyncStart },
      asyncEnd: { __proto__: null, value: asyncEnd },
      error: { __proto__: null, value: error },
    });
  }

  get hasSubscribers(): boolean {
    return this.#call.hasSubscribers || this.#continuation.hasSubscribers || this.error.hasSubscribers;
  }

  subscribe(handlers: TracingHandlers): void {
    this.#call.subscribe(handlers);
    this.#continuation.subscribe(continuationHandlers(handlers));
    if (handlers.error) this.error.subscribe(handlers.error);
  }

  unsubscribe(handlers: TracingHandlers): boolean {
    const call = this.#call.unsubscribe(handlers);
    const continuation = this.#continuation.unsubscribe(continuationHandlers(handlers));
    const error = !handlers.error || this.error.unsubscribe(handlers.error);
    return call && continuation && error;
  }

  traceSync(fn: Traced, context: TraceContext = {}, self?: unknown, ...args: unknown[]): unknown {
    if (!this.hasSubscribers) return ReflectApply(fn, self, args);
    return this.#traceCall(context, () => {
      const result = ReflectApply(fn, self, args);
      context.result = result;
      return result;
    });
  }

  tracePromise(fn: Traced, context: TraceContext = {}, self?: unknown, ...args: unknown[]): unknown {
    if (!this.hasSubscribers) {
      const result = ReflectApply(fn, self, args) as unknown;
      if (!isThenable(result)) warnNonThenable(fn);
      return result;
    }
    return this.#traceCall(context, () => this.#followResult(fn, context, ReflectApply(fn, self, args)));
  }

  traceCallback(fn: Traced, position = -1, context: TraceContext = {}, self?: unknown, ...args: unknown[]): unknown {
    if (!this.hasSubscribers) return ReflectApply(fn, self, args);
    const callback = args.at(position);
    validateFunction(callback, 'callback');
    const tracing = this;
    const traced = function (this: unknown, ...results: unknown[]): unknown {
      if (results[0]) tracing.#fail(context, results[0]);
      else context.result = results[1];
      return tracing.#continuation.run(context, () => ReflectApply(callback, this, results) as unknown);
    };
    args.splice(position, 1, traced);
    return this.#traceCall(context, () => ReflectApply(fn, self, args));
  }

  #fail(context: TraceContext, error: unknown): void {
    context.error = error;
    this.error.publish(context);
  }

  #traceCall(context: TraceContext, run: () => unknown): unknown {
    return this.#call.run(context, () => {
      try {
        return run();
      } catch (error) {
        this.#fail(context, error);
        throw error;
      }
    });
  }

  #followResult(fn: Traced, context: TraceContext, result: unknown): unknown {
    if (!isThenable(result)) {
      warnNonThenable(fn);
      context.result = result;
      return result;
    }
    const fulfilled = (value: unknown): unknown => {
      context.result = value;
      this.#continuation.withScope(context)[Symbol.dispose]();
      return value;
    };
    const rejected = (error: unknown): void => {
      this.#fail(context, error);
      this.#continuation.withScope(context)[Symbol.dispose]();
    };
    if (isPromise(result) && ReflectGetPrototypeOf(result) === promisePrototype) {
      const rejectedAgain = (error: unknown): never => {
        rejected(error);
        throw error;
      };
      return ReflectApply(then, result, [fulfilled, rejectedAgain]);
    }
    // A promise of another kind may have methods of its own, which the caller expects on what it gets.
    result.then(fulfilled, rejected);
    return result;
  }
}

function continuationHandlers({ asyncStart, asyncEnd }: TracingHandlers): BoundedHandlers {
  return { start: asyncStart, end: asyncEnd };
}

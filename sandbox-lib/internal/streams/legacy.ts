// The constructor Stream, ancestor of all streams, with the pipe() of its first days. Inside the context.
import { EventEmitter, type EventEmitterOptions, type EventName, type Listener } from '../event-emitter.ts';
import { ObjectSetPrototypeOf, ReflectOwnKeys } from '../primordials.ts';
import type { PipeOptions, Stream as StreamType } from './types.ts';

export interface StreamConstructor {
  new (options?: EventEmitterOptions): StreamType;
  (this: unknown, options?: EventEmitterOptions): void;
  readonly prototype: StreamType;
}

/** What an old source or destination may have. */
interface OldStream extends EventEmitter {
  readable?: boolean;
  writable?: boolean;
  _isStdio?: boolean;
  pause?(): void;
  resume?(): void;
  write?(chunk: unknown): boolean;
  end?(): void;
  destroy?(): void;
}

// Functions, not classes: util.inherits() code calls them with its own `this`.
export const Stream = function Stream(this: StreamType, options?: EventEmitterOptions): void {
  EventEmitter.call(this, options);
} as unknown as StreamConstructor;

/** Makes `Class` a subclass of `Parent`, with this object as its prototype. */
export function usePrototype<T extends object>(
  Class: { readonly prototype: T },
  prototype: object,
  Parent: { readonly prototype: object },
): T {
  (prototype as { constructor: unknown }).constructor = Class;
  (Class as { prototype: object }).prototype = prototype;
  ObjectSetPrototypeOf(prototype, Parent.prototype);
  ObjectSetPrototypeOf(Class, Parent);
  return Class.prototype;
}

const prototype = usePrototype(Stream, Stream.prototype, EventEmitter);

function pipe(this: OldStream, destination: OldStream, options?: PipeOptions): OldStream {
  const attached: [OldStream, EventName, Listener][] = [];
  const attach = (emitter: OldStream, event: EventName, listener: Listener): void => {
    attached.push([emitter, event, listener]);
    emitter.on(event, listener);
  };
  let over = false;
  const onceOver = (last: () => void) => (): void => {
    if (over) return;
    over = true;
    last();
  };
  const detach = (): void => {
    for (const [emitter, event, listener] of attached) emitter.removeListener(event, listener);
  };
  function onError(this: OldStream, error: unknown): void {
    detach();
    if (this.listenerCount?.('error') === 0) this.emit('error', error);
  }

  attach(this, 'data', (chunk: unknown) => {
    if (destination.writable && destination.write?.(chunk) === false) this.pause?.();
  });
  attach(destination, 'drain', () => {
    if (this.readable) this.resume?.();
  });
  if (!destination._isStdio && options?.end !== false) {
    attach(
      this,
      'end',
      onceOver(() => destination.end?.()),
    );
    attach(
      this,
      'close',
      onceOver(() => destination.destroy?.()),
    );
  }
  for (const end of [this, destination]) {
    attached.push([end, 'error', onError]);
    prependListener(end, 'error', onError);
  }
  attach(this, 'end', detach);
  attach(this, 'close', detach);
  attach(destination, 'close', detach);
  destination.emit('pipe', this);
  return destination;
}

function eventNames(this: StreamType): EventName[] {
  const events = this._events ?? {};
  return ReflectOwnKeys(events).filter((name) => {
    const registered = events[name];
    return typeof registered === 'function' || (Array.isArray(registered) && registered.length > 0);
  });
}

prototype.pipe = pipe as StreamType['pipe'];
prototype.eventNames = eventNames;

/** Before the listeners of the script, also on emitters of other libraries that have no prependListener(). */
export function prependListener(emitter: EventEmitter, event: EventName, listener: Listener): void {
  if (typeof emitter.prependListener === 'function') {
    emitter.prependListener(event, listener);
    return;
  }
  const registered = (emitter as EventEmitter)._events?.[event];
  if (!registered) (emitter as EventEmitter).on(event, listener);
  else if (Array.isArray(registered)) registered.unshift(listener);
  else Object.assign((emitter as EventEmitter)._events ?? {}, { [event]: [listener, registered] });
}

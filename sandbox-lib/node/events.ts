// node:events. Inside the context. https://nodejs.org/api/events.html
import {
  isEventTarget,
  maxListenersOfTarget,
  setMaxListenersOfTarget,
  targetListeners,
} from '../globals/event-target.ts';
import { addAbortListener as listenToAbort } from '../internal/abort-listener.ts';
import type { EmitterOrTarget } from '../internal/agnostic-listener.ts';
import { nodeError } from '../internal/errors.ts';
import {
  captureRejectionSymbol,
  EventEmitter,
  type EventEmitterConstructor,
  type EventName,
  errorMonitor,
  maxListenersOf,
} from '../internal/event-emitter.ts';
import { EventEmitterAsyncResource } from '../internal/event-emitter-async-resource.ts';
import { on as iterate, type OnOptions } from '../internal/events-on.ts';
import { once as promise, type SignalOptions } from '../internal/events-once.ts';
import { ObjectDefineProperty } from '../internal/primordials.ts';
import { validateNumber } from '../internal/validators.ts';

type AbortListenerArguments = Parameters<typeof listenToAbort>;

function isEmitterLike(
  value: unknown,
  method: 'listeners' | 'listenerCount' | 'getMaxListeners',
): value is EventEmitter {
  return typeof (value as Partial<EventEmitter> | undefined)?.[method] === 'function';
}

function notAnEmitter(name: string, value: unknown): Error {
  return nodeError('ERR_INVALID_ARG_TYPE', name, ['EventEmitter', 'EventTarget'], value);
}

// These stand between the script and rooms that most scripts never enter.

function addAbortListener(...args: AbortListenerArguments): Disposable {
  return listenToAbort(...args);
}

function once(emitter: EmitterOrTarget, name: EventName, options: SignalOptions = {}): Promise<unknown[]> {
  return promise(emitter, name, options);
}

function on(emitter: EmitterOrTarget, event: EventName, options: OnOptions = {}): AsyncIterableIterator<unknown[]> {
  return iterate(emitter, event, options);
}

function getEventListeners(source: EmitterOrTarget, type: EventName): unknown[] {
  if (isEmitterLike(source, 'listeners')) return source.listeners(type);
  if (isEventTarget(source)) return targetListeners(source, type);
  throw notAnEmitter('emitter', source);
}

function listenerCount(source: EmitterOrTarget, type: EventName): number {
  if (isEmitterLike(source, 'listenerCount')) return source.listenerCount(type);
  if (isEventTarget(source)) return targetListeners(source, type).length;
  throw notAnEmitter('emitter', source);
}

function getMaxListeners(source: EmitterOrTarget): number {
  if (isEmitterLike(source, 'getMaxListeners')) return maxListenersOf(source);
  if (isEventTarget(source)) return maxListenersOfTarget(source);
  throw notAnEmitter('emitter', source);
}

function setMaxListeners(n = EventEmitter.defaultMaxListeners, ...sources: EmitterOrTarget[]): void {
  validateNumber(n, 'setMaxListeners', 0);
  if (sources.length === 0) EventEmitter.defaultMaxListeners = n;
  for (const source of sources) {
    if (isEventTarget(source)) setMaxListenersOfTarget(source, n);
    else if (typeof (source as Partial<EventEmitter>).setMaxListeners === 'function') source.setMaxListeners(n);
    else throw notAnEmitter('eventTargets', source);
  }
}

/** What require('events') returns: EventEmitter with the module's functions on it. */
interface Events extends EventEmitterConstructor {
  EventEmitter: Events;
  addAbortListener: typeof addAbortListener;
  once: typeof once;
  on: typeof on;
  getEventListeners: typeof getEventListeners;
  getMaxListeners: typeof getMaxListeners;
  setMaxListeners: typeof setMaxListeners;
  listenerCount: typeof listenerCount;
  usingDomains: boolean;
  captureRejectionSymbol: typeof captureRejectionSymbol;
  errorMonitor: typeof errorMonitor;
  readonly EventEmitterAsyncResource: typeof EventEmitterAsyncResource;
}

const events = EventEmitter as Events; // it is, after the next statements
events.addAbortListener = addAbortListener;
events.once = once;
events.on = on;
events.getEventListeners = getEventListeners;
events.getMaxListeners = getMaxListeners;
events.listenerCount = listenerCount;
events.EventEmitter = events;
events.usingDomains = false;
events.captureRejectionSymbol = captureRejectionSymbol;
events.errorMonitor = errorMonitor;
events.setMaxListeners = setMaxListeners;
ObjectDefineProperty(events, 'EventEmitterAsyncResource', {
  __proto__: null,
  get: () => EventEmitterAsyncResource,
  enumerable: true,
  configurable: true,
});

// No names: each costs every run that requires this module, and the library has the rooms behind it.
export default events;

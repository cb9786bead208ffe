// EventEmitter: the constructor and its prototype. Inside the context, on the path of every run (`process` is one), so nothing is
// built at load but the prototype. https://nodejs.org/api/events.html#class-eventemitter
import { noteChange } from './changed-settings.ts';
import { nodeError } from './errors.ts';
import { inspect } from './inspect.ts';
import { nextTick } from './loop.ts';
import { ObjectDefineProperty, ReflectApply, ReflectGetPrototypeOf, ReflectOwnKeys } from './primordials.ts';
import { validateBoolean, validateFunction, validateNumber } from './validators.ts';
import { emitWarning } from './warning.ts';

const kShapeMode: unique symbol = Symbol('shapeMode');
const kCapture: unique symbol = Symbol('kCapture');
const kEmitting: unique symbol = Symbol('events.emitting');
export const errorMonitor: unique symbol = Symbol('events.errorMonitor');
export const captureRejectionSymbol: unique symbol = Symbol.for('nodejs.rejection');
/** On an error thrown for want of an 'error' listener: a function that answers its stack with the place of the emit. */
export const enhanceStackKey: unique symbol = Symbol('kEnhanceStackBeforeInspector');

export type EventName = string | symbol;

/** A registered function; `listener` is what the user gave, when this one wraps it. */
export interface Listener {
  (...args: never[]): unknown;
  listener?: Listener;
}

/** Several listeners of one event. While an emit walks it (`emitting`), a change replaces it by a copy. */
interface ListenerList extends Array<Listener> {
  [kEmitting]: number;
  warned?: boolean;
}

export interface EventEmitterOptions {
  captureRejections?: boolean | undefined;
}

type Events = Record<EventName, Listener | ListenerList | undefined>;

export interface EventEmitter {
  _events: Events | undefined;
  _eventsCount: number;
  _maxListeners: number | undefined;
  /** True when `_events` came with the object: its shape is then kept, removed events stay as undefined. */
  [kShapeMode]: boolean;
  [kCapture]: boolean;
  [captureRejectionSymbol]?(error: unknown, event: EventName, ...args: unknown[]): void;
  setMaxListeners(n: number): this;
  getMaxListeners(): number;
  emit(event: EventName, ...args: unknown[]): boolean;
  addListener(event: EventName, listener: Listener): this;
  on(event: EventName, listener: Listener): this;
  once(event: EventName, listener: Listener): this;
  prependListener(event: EventName, listener: Listener): this;
  prependOnceListener(event: EventName, listener: Listener): this;
  removeListener(event: EventName, listener: Listener): this;
  off(event: EventName, listener: Listener): this;
  removeAllListeners(event?: EventName): this;
  listeners(event: EventName): Listener[];
  rawListeners(event: EventName): Listener[];
  listenerCount(event: EventName, listener?: Listener | null): number;
  eventNames(): EventName[];
}

export interface EventEmitterConstructor {
  new (options?: EventEmitterOptions): EventEmitter;
  (this: unknown, options?: EventEmitterOptions): void;
  readonly prototype: EventEmitter;
  init(this: EventEmitter, options?: EventEmitterOptions): void;
  captureRejections: boolean;
  defaultMaxListeners: number;
}

const MAX_LISTENERS = 10;
let defaultMaxListeners = MAX_LISTENERS;

// A function, not a class: old code calls it with an object of its own (`EventEmitter.call(this)`), hence the cast.
export const EventEmitter = function EventEmitter(this: EventEmitter, options?: EventEmitterOptions): void {
  const { init } = EventEmitter as unknown as EventEmitterConstructor; // as below; a property: domains put their own there
  init.call(this, options);
} as unknown as EventEmitterConstructor;

function initialize(this: EventEmitter, options?: EventEmitterOptions): void {
  const events = this._events;
  if (events === undefined || events === (ReflectGetPrototypeOf(this) as EventEmitter)._events) {
    this._events = noEvents();
    this._eventsCount = 0;
    this[kShapeMode] = false;
  } else {
    this[kShapeMode] = true;
  }
  this._maxListeners ||= undefined;
  if (options?.captureRejections) {
    validateBoolean(options.captureRejections, 'options.captureRejections');
    this[kCapture] = true;
  } else {
    this[kCapture] = EventEmitter.prototype[kCapture];
  }
}

function noEvents(): Events {
  return { __proto__: null } as unknown as Events; // the literal form is how an object without prototype is made fastest
}

function limitOf(emitter: EventEmitter): number {
  return emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners;
}

/** The limit of listeners before a leak is suspected, also for an object that is only like an emitter. */
export { limitOf as maxListenersOf };

function setMaxListeners(this: EventEmitter, n: number): EventEmitter {
  validateNumber(n, 'setMaxListeners', 0);
  this._maxListeners = n;
  return this;
}

function getMaxListeners(this: EventEmitter): number {
  return limitOf(this);
}

function emit(this: EventEmitter, type: EventName, ...args: unknown[]): boolean {
  const events = this._events;
  if (type === 'error') {
    if (events !== undefined && events[errorMonitor] !== undefined) this.emit(errorMonitor, ...args);
    if (events?.['error'] === undefined) throw unhandledError(this, args);
  }
  const handler = events?.[type];
  if (handler === undefined) return false;
  if (typeof handler === 'function') {
    const result: unknown = ReflectApply(handler, this, args);
    if (result !== undefined && result !== null) catchRejection(this, result, type, args);
    return true;
  }
  handler[kEmitting]++;
  try {
    for (let i = 0; i < handler.length; i++) {
      const result: unknown = ReflectApply(handler[i] as Listener, this, args);
      if (result !== undefined && result !== null) catchRejection(this, result, type, args);
    }
  } finally {
    handler[kEmitting]--;
  }
  return true;
}

function catchRejection(emitter: EventEmitter, result: unknown, type: EventName, args: unknown[]): void {
  if (!emitter[kCapture]) return;
  try {
    const { then } = result as { then?: unknown }; // a getter may throw, and is asked once only
    if (typeof then !== 'function') return;
    // By nextTick: what the handler throws must not become another rejection of this promise.
    then.call(result, undefined, (error: unknown) => nextTick(() => rejected(emitter, error, type, args)));
  } catch (error) {
    emitter.emit('error', error);
  }
}

function rejected(emitter: EventEmitter, error: unknown, type: EventName, args: unknown[]): void {
  if (typeof emitter[captureRejectionSymbol] === 'function') {
    emitter[captureRejectionSymbol](error, type, ...args);
    return;
  }
  const capture = emitter[kCapture];
  try {
    emitter[kCapture] = false; // an 'error' listener that rejects again would come back here for ever
    emitter.emit('error', error);
  } finally {
    emitter[kCapture] = capture;
  }
}

function unhandledError(emitter: EventEmitter, args: unknown[]): unknown {
  const error = args[0];
  if (error instanceof Error) {
    try {
      const place: { stack?: string } = {};
      Error.captureStackTrace(place, emitter.emit);
      ObjectDefineProperty(error, enhanceStackKey, {
        __proto__: null,
        value: () => stackWithPlace(emitter, error, place.stack ?? ''),
        configurable: true,
      });
    } catch {
      // A frozen error is thrown as it is.
    }
    return error;
  }
  let text: unknown;
  try {
    text = inspect(error);
  } catch {
    text = error;
  }
  const unhandled: Error & { context?: unknown } = nodeError('ERR_UNHANDLED_ERROR', text);
  unhandled.context = error;
  return unhandled;
}

function stackWithPlace(emitter: EventEmitter, error: Error, place: string): string {
  let instance = '';
  try {
    const { name } = emitter.constructor;
    if (name !== 'EventEmitter') instance = ` on ${name} instance`;
  } catch {
    // An emitter without a constructor has no name to tell.
  }
  const own = place.split('\n').slice(1);
  foldSharedFrames(own, (error.stack ?? '').split('\n').slice(1));
  return `${error.stack}\nEmitted 'error' event${instance} at:\n${own.join('\n')}`;
}

/** Replaces the inner lines of the first run of more than three frames that both stacks share. */
function foldSharedFrames(own: string[], others: string[]): void {
  for (let start = 0; start < own.length - 3; start++) {
    const other = others.indexOf(own[start] as string); // in range
    if (other < 0) continue;
    let length = 1;
    while (start + length < own.length && own[start + length] === others[other + length]) length++;
    if (length > 3) {
      own.splice(start + 1, length - 2, '    [... lines matching original stack trace ...]');
      return;
    }
  }
}

function add(emitter: EventEmitter, type: EventName, listener: Listener, first: boolean): EventEmitter {
  validateFunction(listener, 'listener');
  let events = emitter._events;
  if (events === undefined) {
    events = emitter._events = noEvents();
    emitter._eventsCount = 0;
  } else if (events['newListener'] !== undefined) {
    // Told before the listener is added, or 'newListener' itself would be told of its first one.
    emitter.emit('newListener', type, listener.listener ?? listener);
    events = emitter._events ?? noEvents();
  }
  const existing = events[type];
  if (existing === undefined) {
    events[type] = listener;
    ++emitter._eventsCount;
    return emitter;
  }
  let list: ListenerList;
  if (typeof existing === 'function') {
    list = listOf(first ? [listener, existing] : [existing, listener]);
    events[type] = list;
  } else {
    list = writable(events, type, existing);
    if (first) list.unshift(listener);
    else list.push(listener);
  }
  const limit = limitOf(emitter);
  if (limit > 0 && list.length > limit && !list.warned) warnOfLeak(emitter, type, list, limit);
  return emitter;
}

function listOf(listeners: Listener[]): ListenerList {
  const list = listeners as ListenerList; // becomes one on the next line
  list[kEmitting] = 0;
  return list;
}

function writable(events: Events, type: EventName, list: ListenerList): ListenerList {
  if (list[kEmitting] === 0) return list;
  const copy = listOf(list.slice());
  if (list.warned) copy.warned = true;
  events[type] = copy;
  return copy;
}

function warnOfLeak(emitter: EventEmitter, type: EventName, list: ListenerList, limit: number): void {
  list.warned = true;
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners added to ` +
      `${inspect(emitter, { depth: -1 })}. MaxListeners is ${limit}. Use emitter.setMaxListeners() to increase limit`,
  );
  warning.name = 'MaxListenersExceededWarning';
  emitWarning(Object.assign(warning, { emitter, type, count: list.length }));
}

function addListener(this: EventEmitter, type: EventName, listener: Listener): EventEmitter {
  return add(this, type, listener, false);
}

function prependListener(this: EventEmitter, type: EventName, listener: Listener): EventEmitter {
  return add(this, type, listener, true);
}

function onceWrapper(emitter: EventEmitter, type: EventName, listener: Listener): Listener {
  let fired = false;
  function wrapper(...args: unknown[]): unknown {
    if (fired) return undefined;
    fired = true;
    emitter.removeListener(type, wrapper);
    return ReflectApply(listener, emitter, args);
  }
  wrapper.listener = listener;
  return wrapper;
}

function once(this: EventEmitter, type: EventName, listener: Listener): EventEmitter {
  validateFunction(listener, 'listener');
  this.on(type, onceWrapper(this, type, listener));
  return this;
}

function prependOnceListener(this: EventEmitter, type: EventName, listener: Listener): EventEmitter {
  validateFunction(listener, 'listener');
  this.prependListener(type, onceWrapper(this, type, listener));
  return this;
}

function isListener(candidate: Listener, listener: Listener): boolean {
  return candidate === listener || candidate.listener === listener;
}

function removeListener(this: EventEmitter, type: EventName, listener: Listener): EventEmitter {
  validateFunction(listener, 'listener');
  const events = this._events;
  const existing = events?.[type];
  if (events === undefined || existing === undefined) return this;
  if (typeof existing === 'function') {
    if (!isListener(existing, listener)) return this;
    removeEvent(this, events, type);
    if (events['removeListener'] !== undefined) {
      this.emit('removeListener', type, existing.listener || listener);
    }
    return this;
  }
  const index = existing.findLastIndex((candidate) => isListener(candidate, listener));
  if (index < 0) return this;
  const list = writable(events, type, existing);
  list.splice(index, 1);
  if (list.length === 1) events[type] = list[0];
  if (events['removeListener'] !== undefined) this.emit('removeListener', type, listener);
  return this;
}

function removeEvent(emitter: EventEmitter, events: Events, type: EventName): void {
  emitter._eventsCount--;
  if (emitter[kShapeMode]) events[type] = undefined;
  else if (emitter._eventsCount === 0) emitter._events = noEvents();
  else delete events[type];
}

function removeAllListeners(this: EventEmitter, type?: EventName): EventEmitter {
  const events = this._events;
  if (events === undefined) return this;
  // biome-ignore lint/complexity/noArguments: a rest parameter would change the function's length
  const all = arguments.length === 0;
  if (events['removeListener'] !== undefined) {
    if (all) removeEach(this, events);
    else removeEachOf(this, events, type as EventName); // `undefined` is looked up as the name 'undefined'
    return this;
  }
  if (all) {
    this._events = noEvents();
    this._eventsCount = 0;
  }
  this[kShapeMode] = false;
  if (!all && events[type as EventName] !== undefined) removeEvent(this, events, type as EventName);
  return this;
}

/** Removes all, and tells of each; the listeners of 'removeListener' go last. */
function removeEach(emitter: EventEmitter, events: Events): void {
  for (const type of ReflectOwnKeys(events)) {
    if (type !== 'removeListener') emitter.removeAllListeners(type);
  }
  emitter.removeAllListeners('removeListener');
  emitter._events = noEvents();
  emitter._eventsCount = 0;
  emitter[kShapeMode] = false;
}

function removeEachOf(emitter: EventEmitter, events: Events, type: EventName): void {
  const existing = events[type];
  if (typeof existing === 'function') {
    emitter.removeListener(type, existing);
  } else if (existing !== undefined) {
    for (let i = existing.length - 1; i >= 0; i--) emitter.removeListener(type, existing[i] as Listener); // in range
  }
}

function listeners(this: EventEmitter, type: EventName): Listener[] {
  const existing = this._events?.[type];
  if (existing === undefined) return [];
  if (typeof existing === 'function') return [existing.listener || existing];
  return existing.map((entry) => (typeof entry.listener === 'function' ? entry.listener : entry));
}

function rawListeners(this: EventEmitter, type: EventName): Listener[] {
  const existing = this._events?.[type];
  if (existing === undefined) return [];
  return typeof existing === 'function' ? [existing] : existing.slice();
}

function listenerCount(this: EventEmitter, type: EventName, listener?: Listener | null): number {
  const existing = this._events?.[type];
  if (existing === undefined) return 0;
  if (typeof existing === 'function') return listener == null || isListener(existing, listener) ? 1 : 0;
  if (listener == null) return existing.length;
  return existing.filter((entry) => isListener(entry, listener)).length;
}

function eventNames(this: EventEmitter): EventName[] {
  const events = this._events;
  if (events === undefined || this._eventsCount === 0) return [];
  return ReflectOwnKeys(events).filter((name) => events[name] !== undefined);
}

// One by one: in a fresh context that costs a quarter of an Object.assign(). Enumerable: old code copies them into its own objects.
const { prototype } = EventEmitter;
prototype._events = undefined;
prototype._eventsCount = 0;
prototype._maxListeners = undefined;
prototype.setMaxListeners = setMaxListeners;
prototype.getMaxListeners = getMaxListeners;
prototype.emit = emit;
prototype.addListener = addListener;
prototype.on = addListener;
prototype.prependListener = prependListener;
prototype.once = once;
prototype.prependOnceListener = prependOnceListener;
prototype.removeListener = removeListener;
prototype.off = removeListener;
prototype.removeAllListeners = removeAllListeners;
prototype.listeners = listeners;
prototype.rawListeners = rawListeners;
prototype.listenerCount = listenerCount;
prototype.eventNames = eventNames;
ObjectDefineProperty(prototype, kCapture, { __proto__: null, value: false, writable: true });
EventEmitter.init = initialize;
ObjectDefineProperty(EventEmitter, 'captureRejections', {
  __proto__: null,
  get: () => prototype[kCapture],
  set(value: unknown) {
    validateBoolean(value, 'EventEmitter.captureRejections');
    prototype[kCapture] = value;
  },
  enumerable: true,
});
ObjectDefineProperty(EventEmitter, 'defaultMaxListeners', {
  __proto__: null,
  get: () => defaultMaxListeners,
  set(value: unknown) {
    validateNumber(value, 'defaultMaxListeners', 0);
    if (defaultMaxListeners === MAX_LISTENERS) noteChange('events.defaultMaxListeners', restoreMaxListeners);
    defaultMaxListeners = value;
  },
  enumerable: true,
});

function restoreMaxListeners(): boolean {
  const isChanged = defaultMaxListeners !== MAX_LISTENERS;
  defaultMaxListeners = MAX_LISTENERS;
  return isChanged;
}

// The global EventTarget. Inside the context.
// https://nodejs.org/api/events.html#class-eventtarget
import { codedError, nodeError } from '../internal/errors.ts';
import { EventEmitter } from '../internal/event-emitter.ts';
import { inspect } from '../internal/inspect.ts';
import { nextTick } from '../internal/loop.ts';
import { ReflectApply } from '../internal/primordials.ts';
import { SafeMap } from '../internal/safe-collections.ts';
import { kValidateObjectAllowObjects, validateAbortSignal, validateObject } from '../internal/validators.ts';
import { emitWarning } from '../internal/warning.ts';
import type { AbortSignal } from './abort-controller.ts';
import { customInspectSymbol, type Event, type EventState, eventState, finishInterface, inspectAs } from './event.ts';

export type EventListener = ((event: never) => unknown) | { handleEvent?(event: never): unknown };

export interface AddListenerOptions {
  once?: boolean;
  capture?: boolean;
  passive?: boolean;
  signal?: AbortSignal;
  [kResistStopPropagation]?: boolean;
  [kCallback]?: Entry['callback'];
}

/** An entry of the linked list of listeners: one that is removed keeps its `next`, for the dispatch that stands on it. */
interface Entry {
  readonly listener: EventListener;
  readonly callback: (this: unknown, event: unknown) => unknown;
  readonly capture: boolean;
  readonly once: boolean;
  readonly passive: boolean;
  readonly resist: boolean;
  removed: boolean;
  next: Entry | undefined;
}

interface EntryList {
  first: Entry | undefined;
  size: number;
}

/** Everything an EventTarget keeps. */
interface TargetState {
  readonly lists: Map<string, EntryList>;
  maxListeners: number;
  warned: boolean;
  /** Told of each change: what a MessagePort does then. */
  changed: ((type: string, size: number) => void) | undefined;
}

/** Option of a listener that stopImmediatePropagation() does not reach: the library's own. */
export const kResistStopPropagation: unique symbol = Symbol('kResistStopPropagation');

/** Option of a listener that is not called as one: node's way, with the data of the event. */
export const kCallback: unique symbol = Symbol('kCallback');

let targetState: (value: unknown) => TargetState | undefined;

export function isEventTarget(value: unknown): value is EventTarget {
  return targetState(value) !== undefined;
}

/** The listeners of one event type, in the order they are called. */
export function targetListeners(target: EventTarget, type: string | symbol): EventListener[] {
  const found: EventListener[] = [];
  for (let entry = check(target).lists.get(String(type))?.first; entry !== undefined; entry = entry.next) {
    found.push(entry.listener);
  }
  return found;
}

/** The types it has listeners of. */
export function targetTypes(target: EventTarget): string[] {
  return [...check(target).lists.keys()];
}

/** Removes all listeners, or those of one type. */
export function removeTargetListeners(target: EventTarget, type?: string): void {
  const { lists, changed } = check(target);
  for (const name of type === undefined ? [...lists.keys()] : [type]) {
    for (let entry = lists.get(name)?.first; entry !== undefined; entry = entry.next) entry.removed = true;
    if (lists.delete(name)) changed?.(name, 0);
  }
}

/** `changed` is called with a type and how many listeners it has whenever that number changes. */
export function watchTargetListeners(target: EventTarget, changed: (type: string, size: number) => void): void {
  check(target).changed = changed;
}

export function maxListenersOfTarget(target: EventTarget): number {
  return check(target).maxListeners;
}

export function setMaxListenersOfTarget(target: EventTarget, n: number): void {
  const state = check(target);
  state.maxListeners = n;
  state.warned = false;
}

/** Throws what node throws when `this` is no EventTarget. */
export function checkTarget(target: unknown): void {
  check(target);
}

function check(target: unknown): TargetState {
  const state = targetState(target);
  if (state === undefined) throw nodeError('ERR_INVALID_THIS', 'EventTarget');
  return state;
}

/** Web IDL's DOMString. */
function toName(type: unknown): string {
  if (typeof type !== 'symbol') return String(type);
  throw codedError('TypeError', 'ERR_INVALID_ARG_TYPE', 'Value is a Symbol and cannot be converted to a string.');
}

function isEventListener(listener: unknown): listener is EventListener {
  if (typeof listener === 'function' || (typeof listener === 'object' && listener !== null)) return true;
  if (listener == null) return false;
  throw nodeError('ERR_INVALID_ARG_TYPE', 'listener', 'EventListener', listener);
}

function listenerOptions(options: boolean | AddListenerOptions | null | undefined): AddListenerOptions {
  if (typeof options === 'boolean') return { capture: options };
  if (options == null) return {};
  validateObject(options, 'options', kValidateObjectAllowObjects);
  return options;
}

function callbackOf(listener: EventListener): Entry['callback'] {
  // The type of its event is the listener's own affair.
  if (typeof listener === 'function') return listener as Entry['callback'];
  return async (event) => {
    if (listener.handleEvent) await listener.handleEvent(event as never);
  };
}

function warnOfNoListener(target: EventTarget, type: string, listener: unknown): void {
  const warning = new Error(`addEventListener called with ${listener} which has no effect.`);
  warning.name = 'AddEventListenerArgumentTypeWarning';
  emitWarning(Object.assign(warning, { target, type }));
}

function warnOfLeak(target: EventTarget, state: TargetState, type: string, count: number): void {
  if (state.maxListeners === 0 || count <= state.maxListeners || state.warned) return;
  state.warned = true;
  const warning = new Error(
    `Possible EventTarget memory leak detected. ${count} ${type} listeners added to ${inspect(target, { depth: -1 })}. ` +
      `MaxListeners is ${state.maxListeners}. Use events.setMaxListeners() to increase limit`,
  );
  warning.name = 'MaxListenersExceededWarning';
  emitWarning(Object.assign(warning, { target, type, count }));
}

/** An error of a listener ends the run as an uncaught one, but not the dispatch. */
function throwLater(error: unknown): void {
  nextTick(() => {
    throw error;
  });
}

function remove({ lists, changed }: TargetState, type: string, matches: (entry: Entry) => boolean): void {
  const list = lists.get(type);
  let previous: Entry | undefined;
  for (let entry = list?.first; list !== undefined && entry !== undefined; previous = entry, entry = entry.next) {
    if (!matches(entry)) continue;
    if (previous === undefined) list.first = entry.next;
    else previous.next = entry.next;
    entry.removed = true;
    if (--list.size === 0) lists.delete(type);
    changed?.(type, list.size);
    return;
  }
}

export class EventTarget {
  readonly #state: TargetState = {
    lists: new SafeMap<string, EntryList>(),
    maxListeners: EventEmitter.defaultMaxListeners,
    warned: false,
    changed: undefined,
  };

  static {
    targetState = (value) =>
      typeof value === 'object' && value !== null && #state in value ? value.#state : undefined;
  }

  addEventListener(type: string, listener: EventListener | null, options?: boolean | AddListenerOptions | null): void {
    const state = check(this);
    // biome-ignore lint/complexity/noArguments: undefined is a listener that is merely warned of
    if (arguments.length < 2) throw nodeError('ERR_MISSING_ARGS', 'type', 'listener');
    // Options before the listener: the standard wants their getters called.
    const given = listenerOptions(options);
    const { once, capture, passive, signal } = given;
    validateAbortSignal(signal, 'options.signal');
    if (signal?.aborted) return;
    if (signal) {
      const off = (): void => this.removeEventListener(type, listener, { capture: Boolean(capture) });
      signal.addEventListener('abort', off, { once: true, [kResistStopPropagation]: true });
    }
    if (!isEventListener(listener)) {
      warnOfNoListener(this, type, listener);
      return;
    }
    add(this, state, toName(type), {
      listener,
      callback: given[kCallback] ?? callbackOf(listener),
      capture: Boolean(capture),
      once: Boolean(once),
      passive: Boolean(passive),
      resist: Boolean(given[kResistStopPropagation]),
      removed: false,
      next: undefined,
    });
  }

  removeEventListener(
    type: string,
    listener: EventListener | null,
    options?: boolean | { capture?: boolean } | null,
  ): void {
    const state = check(this);
    // biome-ignore lint/complexity/noArguments: undefined is a listener that is silently ignored
    if (arguments.length < 2) throw nodeError('ERR_MISSING_ARGS', 'type', 'listener');
    if (!isEventListener(listener)) return;
    const capture = typeof options === 'boolean' ? options : options?.capture === true;
    remove(state, toName(type), (entry) => entry.listener === listener && entry.capture === capture);
  }

  dispatchEvent(event: Event): boolean {
    const state = check(this);
    // biome-ignore lint/complexity/noArguments: undefined is refused with another error
    if (arguments.length < 1) throw nodeError('ERR_MISSING_ARGS', 'event');
    const dispatched = eventState(event);
    if (dispatched === undefined) throw nodeError('ERR_INVALID_ARG_TYPE', 'event', 'Event', event);
    if (dispatched.dispatching) throw nodeError('ERR_EVENT_RECURSION', dispatched.type);
    dispatched.target = this;
    dispatched.dispatching = true;
    dispatch(this, state, event, dispatched);
    dispatched.dispatching = false;
    return event.defaultPrevented !== true;
  }

  [customInspectSymbol](depth: number, options: { depth?: number | null }): unknown {
    return inspectAs(this, {}, depth, options);
  }
}

function add(target: EventTarget, state: TargetState, type: string, entry: Entry): void {
  const list = state.lists.get(type);
  if (list === undefined) {
    state.lists.set(type, { first: entry, size: 1 });
    warnOfLeak(target, state, type, 1);
    state.changed?.(type, 1);
    return;
  }
  let last: Entry | undefined;
  for (let other = list.first; other !== undefined; last = other, other = other.next) {
    if (other.listener === entry.listener && other.capture === entry.capture) return;
  }
  if (last === undefined) list.first = entry;
  else last.next = entry;
  warnOfLeak(target, state, type, ++list.size);
  state.changed?.(type, list.size);
}

function dispatch(target: EventTarget, own: TargetState, event: Event, state: EventState): void {
  let entry = own.lists.get(state.type)?.first;
  while (entry !== undefined) {
    const { next } = entry; // read first: a listener that adds itself again must not run for ever
    const current = entry;
    entry = next;
    if (current.removed || (state.stopped && !current.resist)) continue;
    if (current.once) remove(own, state.type, (other) => other === current);
    state.inPassiveListener = current.passive;
    try {
      const result = ReflectApply(current.callback, target, [event]) as PromiseLike<unknown> | null | undefined;
      if (typeof result?.then === 'function') result.then(undefined, throwLater);
    } catch (error) {
      throwLater(error);
    }
    state.inPassiveListener = false;
  }
}

finishInterface(EventTarget, 'addEventListener', 'removeEventListener', 'dispatchEvent');

// NodeEventTarget: an EventTarget with the methods of node's emitters, whose listeners get the data and not the event. Inside the context.
// https://nodejs.org/api/events.html#class-nodeeventtarget
import { SafeWeakMap } from '../internal/safe-collections.ts';
import { validateString } from '../internal/validators.ts';
import { CustomEvent, type Event } from './event.ts';
import {
  EventTarget,
  kCallback,
  maxListenersOfTarget,
  removeTargetListeners,
  setMaxListenersOfTarget,
  targetListeners,
  targetTypes,
} from './event-target.ts';

type Listener = (value: never) => unknown;

/** What emitter-style listeners get for an event that the library made; for others it is the event itself. */
const values = new SafeWeakMap<Event, { readonly value: unknown }>();

export class NodeEventTarget extends EventTarget {
  setMaxListeners(n: number): void {
    setMaxListenersOfTarget(this, n);
  }

  getMaxListeners(): number {
    return maxListenersOfTarget(this);
  }

  eventNames(): string[] {
    return targetTypes(this);
  }

  listenerCount(type: string): number {
    return targetListeners(this, type).length;
  }

  off(type: string, listener: Listener, options?: { capture?: boolean }): this {
    this.removeEventListener(type, listener, options);
    return this;
  }

  removeListener(type: string, listener: Listener, options?: { capture?: boolean }): this {
    this.removeEventListener(type, listener, options);
    return this;
  }

  on(type: string, listener: Listener): this {
    this.addEventListener(type, listener, { [kCallback]: nodeStyle(listener) });
    return this;
  }

  addListener(type: string, listener: Listener): this {
    this.addEventListener(type, listener, { [kCallback]: nodeStyle(listener) });
    return this;
  }

  emit(type: string, value?: unknown): boolean {
    validateString(type, 'type');
    const isHeard = targetListeners(this, type).length > 0;
    if (isHeard) dispatchValue(this, new CustomEvent(type, { detail: value }), value);
    return isHeard;
  }

  once(type: string, listener: Listener): this {
    this.addEventListener(type, listener, { once: true, [kCallback]: nodeStyle(listener) });
    return this;
  }

  removeAllListeners(type?: string): this {
    removeTargetListeners(this, type);
    return this;
  }
}

function nodeStyle(listener: Listener): (this: unknown, event: unknown) => unknown {
  return function (this: unknown, event: unknown) {
    const known = values.get(event as Event); // a dispatch has nothing else
    // What is no function was warned of, or is refused before it is ever called.
    return Reflect.apply(listener as (value: unknown) => unknown, this, [known === undefined ? event : known.value]);
  };
}

/** Dispatches an event that emitter-style listeners know as `value`. */
export function dispatchValue(target: EventTarget, event: Event, value: unknown): void {
  values.set(event, { value });
  target.dispatchEvent(event);
}

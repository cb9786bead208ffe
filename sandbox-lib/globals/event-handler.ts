// Event handler attributes: `onabort`, `onmessage`. Inside the context.
// https://html.spec.whatwg.org/multipage/webappapis.html#event-handler-idl-attributes
import { ObjectDefineProperty, ReflectApply } from '../internal/primordials.ts';
import { SafeMap, SafeWeakMap } from '../internal/safe-collections.ts';
import { checkTarget, type EventTarget } from './event-target.ts';

/** The function that stands in the list for `onsomething`, whatever it is set to later. */
interface HandlerListener {
  (this: unknown, event: unknown): unknown;
  handler: unknown;
}

const handlers = new SafeWeakMap<EventTarget, Map<string, HandlerListener>>();

/** Gives a class the attribute `on<name>`: its handler keeps the place in the order where it was first set. */
export function defineEventHandler(prototype: EventTarget, name: string): void {
  const property = `on${name}`;
  const accessors = {
    get [property](): unknown {
      checkTarget(this);
      return handlers.get(this as unknown as EventTarget)?.get(name)?.handler ?? null;
    },
    set [property](value: unknown) {
      checkTarget(this);
      const target = this as unknown as EventTarget; // just checked
      const own = handlers.get(target) ?? new SafeMap<string, HandlerListener>();
      handlers.set(target, own);
      const listener = own.get(name) ?? handlerListener();
      own.set(name, listener);
      const callable = typeof value === 'function' || (typeof value === 'object' && value !== null);
      listener.handler = callable ? value : null;
      // Does nothing when it is there already.
      target.addEventListener(name, listener);
    },
  };
  const { get, set } = Object.getOwnPropertyDescriptor(accessors, property) as Required<PropertyDescriptor>;
  ObjectDefineProperty(prototype, property, { __proto__: null, get, set, configurable: true, enumerable: true });
}

function handlerListener(): HandlerListener {
  function listener(this: unknown, event: unknown): unknown {
    return typeof listener.handler === 'function' ? ReflectApply(listener.handler, this, [event]) : undefined;
  }
  listener.handler = null as unknown;
  return listener;
}

// Listening to what is an EventEmitter or an EventTarget. Inside the context.
import { type EventTarget, kResistStopPropagation } from '../globals/event-target.ts';
import { nodeError } from './errors.ts';
import type { EventEmitter, EventName, Listener } from './event-emitter.ts';

export type EmitterOrTarget = EventEmitter | EventTarget;
export type AnyListener = (...args: unknown[]) => unknown;
type Either = Partial<EventEmitter> & Partial<EventTarget>;

/** Adds a listener; one for a single event also survives stopImmediatePropagation(). */
export function listen(source: EmitterOrTarget, event: EventName, listener: AnyListener, once = false): void {
  const either: Either = source as Either; // which of the two it is, its methods tell
  if (typeof either.on === 'function') {
    if (once) either.once?.(event, listener);
    else either.on(event, listener);
  } else if (typeof either.addEventListener === 'function') {
    const flags = once ? { once, [kResistStopPropagation]: true } : undefined;
    either.addEventListener(event as string, listener, flags);
  } else {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'emitter', 'EventEmitter', source);
  }
}

export function unlisten(source: EmitterOrTarget, event: EventName, listener: AnyListener): void {
  const either: Either = source as Either;
  if (typeof either.removeListener === 'function') either.removeListener(event, listener as Listener);
  else if (typeof either.removeEventListener === 'function') either.removeEventListener(event as string, listener);
  else throw nodeError('ERR_INVALID_ARG_TYPE', 'emitter', 'EventEmitter', source);
}

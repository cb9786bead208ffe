// events.once(): the next occurrence of an event as a promise. Inside the context.
import type { AbortSignal } from '../globals/abort-controller.ts';
import { type AnyListener, type EmitterOrTarget, listen, unlisten } from './agnostic-listener.ts';
import { AbortError } from './errors.ts';
import type { EventEmitter, EventName } from './event-emitter.ts';
import { validateAbortSignal, validateObject } from './validators.ts';

export interface SignalOptions {
  signal?: AbortSignal | undefined;
}

/** Async for its refusals: they are rejections. */
export async function once(emitter: EmitterOrTarget, name: EventName, options: SignalOptions = {}): Promise<unknown[]> {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  return new Promise((resolve, reject) => {
    const onEvent: AnyListener = (...args) => {
      if (typeof (emitter as EventEmitter).removeListener === 'function') unlisten(emitter, 'error', onError);
      if (signal) unlisten(signal, 'abort', onAbort);
      resolve(args);
    };
    const onError: AnyListener = (error) => {
      unlisten(emitter, name, onEvent);
      if (signal) unlisten(signal, 'abort', onAbort);
      reject(error);
    };
    const onAbort: AnyListener = () => {
      unlisten(emitter, name, onEvent);
      unlisten(emitter, 'error', onError);
      reject(new AbortError(undefined, { cause: signal?.reason }));
    };
    listen(emitter, name, onEvent, true);
    // 'error' means a failure only of an EventEmitter.
    const { once: addOnce } = emitter as Partial<EventEmitter>;
    if (name !== 'error' && typeof addOnce === 'function') addOnce.call(emitter as EventEmitter, 'error', onError);
    if (signal) listen(signal, 'abort', onAbort, true);
  });
}

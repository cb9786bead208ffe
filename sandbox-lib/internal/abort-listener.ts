// events.addAbortListener: the abort listener of library code, which stopImmediatePropagation() cannot cut off. Inside the context.
import type { AbortSignal } from '../globals/abort-controller.ts';
import { kResistStopPropagation } from '../globals/event-target.ts';
import { nodeError } from './errors.ts';
import { validateAbortSignal, validateFunction } from './validators.ts';

export function addAbortListener(signal: AbortSignal, listener: (event?: unknown) => void): Disposable {
  if (signal === undefined) throw nodeError('ERR_INVALID_ARG_TYPE', 'signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  validateFunction(listener, 'listener');
  let remove: (() => void) | undefined;
  if (signal.aborted) {
    Promise.resolve().then(() => listener());
  } else {
    signal.addEventListener('abort', listener, { once: true, [kResistStopPropagation]: true });
    remove = () => signal.removeEventListener('abort', listener);
  }
  return { [Symbol.dispose]: () => remove?.() };
}

// util.aborted: a promise for the end of a signal. Inside the context. https://nodejs.org/api/util.html#utilabortedsignal-resource
import { AbortSignal } from '../globals/abort-controller.ts';
import { kValidateObjectAllowArray, kValidateObjectAllowFunction, validateObject } from './validators.ts';

/** Resolves when the signal aborts. `resource` is what the wait belongs to. */
export async function aborted(signal: unknown, resource: unknown): Promise<void> {
  if (!(signal instanceof AbortSignal)) {
    throw Object.assign(new TypeError('signal is not of type AbortSignal.'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  validateObject(resource, 'resource', kValidateObjectAllowArray | kValidateObjectAllowFunction);
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

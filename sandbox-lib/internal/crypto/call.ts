// Calls a function of the host's node:crypto, now or for a callback. Inside the context.
import { host } from '../host.ts';
import { queueMacrotask } from '../loop.ts';
import { pack, unpack } from '../packing.ts';
import { validateFunction } from '../validators.ts';

/** The result of node's function of this name, or its error. */
export function callHost(operation: string, ...args: unknown[]): unknown {
  const { text, bytes } = pack(args);
  return unpack(host('cryptoCall', operation, text, ...bytes));
}

/** Errors of the work itself go to the callback, those of the arguments to the caller. */
function isOfTheWork(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code !== 'string' || code.startsWith('ERR_OSSL') || code === 'ERR_CRYPTO_OPERATION_FAILED';
}

type Callback = (error: unknown, ...results: unknown[]) => void;

/** Does the work at once, since the host can only do it so, and calls back in a later turn. `spread` makes the callback's results. */
export function callBack(
  callback: unknown,
  work: () => unknown,
  spread: (result: unknown) => unknown[] = (result) => [result],
): void {
  let results: unknown[];
  try {
    const result = work();
    validateFunction(callback, 'callback');
    results = [null, ...spread(result)];
  } catch (error) {
    if (typeof callback !== 'function' || !isOfTheWork(error)) throw error;
    results = [error];
  }
  queueMacrotask(() => (callback as Callback)(...(results as [unknown])));
}

// How an act becomes asynchronous: it runs in a turn of the loop of its own, as if a thread had done it. Inside the context.
import { AbortError } from '../errors.ts';
import { queueMacrotask } from '../loop.ts';
import { validateFunction } from '../validators.ts';
import type { AbortSignalLike } from './arguments.ts';
import type { Act } from './operations.ts';

/** A callback of node: the error or null first. Without a result it is called with one argument. */
export type Callback<T extends unknown[] = unknown[]> = (error: unknown, ...results: T) => void;

export function toCallback(value: unknown, name = 'cb'): Callback {
  validateFunction(value, name);
  return (...args) => void Reflect.apply(value, undefined, args);
}

/** Runs the act in a later turn. What the callback throws is the script's own uncaught error. */
export function later<T>(act: Act<T>, callback: Callback, signal?: AbortSignalLike): void {
  queueMacrotask(() => {
    let result: T;
    try {
      checkSignal(signal);
      result = act();
    } catch (error) {
      callback(error);
      return;
    }
    if (result === undefined) callback(null);
    else callback(null, result);
  }, 'FSREQCALLBACK');
}

export function checkSignal(signal: AbortSignalLike | undefined): void {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

/** The promise form. Its errors get the stack of the code that awaits: in the turn of the loop there is none. */
export async function promised<T>(act: Act<T>, signal?: AbortSignalLike): Promise<T> {
  try {
    return await new Promise<T>((resolve, reject) => {
      queueMacrotask(() => {
        try {
          checkSignal(signal);
          resolve(act());
        } catch (error) {
          reject(error);
        }
      }, 'FSREQPROMISE');
    });
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) Error.captureStackTrace(error, promised);
    throw error;
  }
}

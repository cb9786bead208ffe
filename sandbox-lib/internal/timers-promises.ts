// node:timers/promises: timers as promises and as an async iterator. Inside the context. https://nodejs.org/api/timers.html#timers-promises-api
import type { AbortSignal } from '../globals/abort-controller.ts';
import { kResistStopPropagation } from '../globals/event-target.ts';
import { AbortError, nodeError } from './errors.ts';
import { clearImmediate, clearTimeout, Immediate, Timeout } from './timers.ts';
import { validateAbortSignal, validateBoolean, validateNumber, validateObject } from './validators.ts';

interface TimerOptions {
  signal?: AbortSignal;
  ref?: boolean;
}

function checkOptions(options: TimerOptions): void {
  validateObject(options, 'options');
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  if (options.ref !== undefined) validateBoolean(options.ref, 'options.ref');
}

function abortError(signal: AbortSignal): AbortError {
  return new AbortError(undefined, { cause: signal.reason });
}

/** A promise for what `start` will call; the signal cancels it. */
function wait<T>(
  value: T,
  { signal, ref = true }: TimerOptions,
  start: (done: () => void) => { unref(): unknown },
  cancel: (timer: unknown) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal));
    let onAbort: (() => void) | undefined;
    const timer = start(() => {
      if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
      resolve(value);
    });
    if (!ref) timer.unref();
    if (signal === undefined) return;
    onAbort = () => {
      cancel(timer);
      reject(abortError(signal));
    };
    signal.addEventListener('abort', onAbort, { [kResistStopPropagation]: true });
  });
}

export function setTimeout<T>(delay?: unknown, value?: T, options: TimerOptions = {}): Promise<T> {
  try {
    if (delay !== undefined) validateNumber(delay, 'delay');
    checkOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  return wait(value as T, options, (done) => new Timeout(done, delay, [], false), clearTimeout);
}

export function setImmediate<T>(value?: T, options: TimerOptions = {}): Promise<T> {
  try {
    checkOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  return wait(value as T, options, (done) => new Immediate(done, []), clearImmediate);
}

export async function* setInterval<T>(delay?: unknown, value?: T, options: TimerOptions = {}): AsyncGenerator<T, void> {
  if (delay !== undefined) validateNumber(delay, 'delay');
  checkOptions(options);
  const { signal, ref = true } = options;
  if (signal?.aborted) throw abortError(signal);
  let due = 0;
  let wake: (() => void) | undefined;
  const tick = () => {
    due++;
    wake?.();
  };
  const timer = new Timeout(tick, delay, [], true);
  if (!ref) timer.unref();
  const onAbort = () => {
    clearTimeout(timer);
    wake?.();
  };
  signal?.addEventListener('abort', onAbort, { once: true, [kResistStopPropagation]: true });
  try {
    while (!signal?.aborted) {
      if (due === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      for (; due > 0; due--) yield value as T;
    }
    throw abortError(signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

const kScheduler = Symbol('kScheduler');

class Scheduler {
  constructor() {
    throw nodeError('ERR_ILLEGAL_CONSTRUCTOR');
  }

  yield(): Promise<undefined> {
    checkScheduler(this);
    return setImmediate();
  }

  wait(delay?: unknown, options?: { signal?: AbortSignal }): Promise<undefined> {
    checkScheduler(this);
    return setTimeout(delay, undefined, options);
  }
}

function checkScheduler(value: object): void {
  if (!(kScheduler in value)) throw nodeError('ERR_INVALID_THIS', 'Scheduler');
}

/** node:timers/promises' scheduler: an object of a class that nobody can construct. */
export function createScheduler(): object {
  return Object.assign(Object.create(Scheduler.prototype) as object, { [kScheduler]: true });
}

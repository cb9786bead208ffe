// process.setUncaughtExceptionCaptureCallback(), add… and has…: functions that take uncaught errors before any listener. Inside the context.
// https://nodejs.org/api/process.html#processsetuncaughtexceptioncapturecallbackfn
import { nodeError } from './errors.ts';
import { validateFunction } from './validators.ts';

type Capture = (error: unknown) => unknown;

let sole: Capture | null = null;
/** Domains, once there are any. */
let first: ((error: unknown) => boolean) | undefined;
const others: Capture[] = [];

export function setCapture(fn: unknown): void {
  if (fn === null) {
    sole = null;
    return;
  }
  if (typeof fn !== 'function') throw nodeError('ERR_INVALID_ARG_TYPE', 'fn', ['Function', 'null'], fn);
  if (sole !== null) throw nodeError('ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET');
  sole = fn as Capture; // just checked
}

export function hasCapture(): boolean {
  return sole !== null;
}

/** Asked before all others whether it takes an error. */
export function captureFirst(capture: (error: unknown) => boolean): void {
  first = capture;
}

/** These may be many; the last one added is asked first, and one that returns true has taken the error. */
export function addCapture(fn: unknown): void {
  validateFunction(fn, 'fn');
  others.push(fn as Capture); // just checked
}

/** Whether one of them took the error. */
export function isCaptured(error: unknown): boolean {
  if (first?.(error)) return true;
  if (sole !== null) {
    sole(error);
    return true;
  }
  for (let i = others.length - 1; i >= 0; i--) {
    if (others[i]?.(error) === true) return true;
  }
  return false;
}

/** For the next run of a kept context. */
export function resetCapture(): void {
  sole = null;
  first = undefined;
  others.length = 0;
}

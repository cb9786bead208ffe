// The end of a run: process.exit(), 'beforeExit' and 'exit', the last flush. Inside the context.
// process.exit() first throws a signal, which leaves the isolate usable. A script that catches it finds every call into the library
// closed: the first one ends the isolate from the host. So exit cannot be caught in any way that shows.

import { guard } from './guard.ts';
import { hostRaw } from './host.ts';
import { emitProcess, exitCodeNow, getExitCode, setExitCode } from './process-events.ts';
import { flushStdio } from './stdio.ts';

/** Thrown by process.exit(); carries nothing. */
const signal = Object.freeze({ __proto__: null }) as object;
let exiting = false;
let over = false;
/** Says that the script's top-level await was never settled. */
let unsettled: (() => void) | undefined;
/** Node's exit code of such a script. */
const UNSETTLED = 13;

export function isExitSignal(value: unknown): boolean {
  return value === signal;
}

/** 'exit' handlers run or have run. */
export function isExiting(): boolean {
  return exiting;
}

/** The run is over: nothing of the script may run any more. */
export function isOver(): boolean {
  return over;
}

/** Every way into the library after the end leads here: the script caught the exit signal and went on. */
export function refuseAfterEnd(): void {
  if (!over) return;
  hostRaw('exit');
  for (;;); // The host has ended the isolate: V8 stops this loop at its first check.
}

/** process.exit(code): 'exit' handlers run, what was written is flushed, nothing after it runs. */
export function exitNow(): never {
  leave();
  throw signal;
}

/** For the next run of a kept context. */
export function resetExit(): void {
  exiting = false;
  over = false;
  unsettled = undefined;
  setExitCode(undefined);
}

/** Nothing is pending: the last chance to schedule more. Whether there were 'beforeExit' handlers. */
export function mayLeave(): boolean {
  let wasHeard = true; // of what throws there was one
  guard(() => {
    wasHeard = emitProcess('beforeExit', exitCodeNow());
  });
  return wasHeard;
}

/** Set while the script waits in a top-level await. */
export function setUnsettled(report: (() => void) | undefined): void {
  unsettled = report;
}

/** Nothing is pending, and nothing was scheduled since: the run ends by itself. Whether 'exit' handlers ran. */
export function beginEnd(): boolean {
  if (unsettled !== undefined && getExitCode() === undefined) {
    setExitCode(UNSETTLED);
    unsettled();
  }
  return emitExit();
}

/** 'exit' handlers, once; whether there were any. */
export function emitExit(): boolean {
  if (exiting) return false;
  exiting = true;
  return emitProcess('exit', exitCodeNow());
}

/**
 * Ends the run: 'exit' handlers, then the last flush. A process.exit() inside an 'exit' handler ends the handlers; after a fatal error
 * (`silent`) there are none.
 */
export function leave(silent = false): void {
  if (!silent) guard(emitExit);
  if (over) return;
  flushStdio();
  hostRaw('ending', exitCodeNow());
  over = true;
}

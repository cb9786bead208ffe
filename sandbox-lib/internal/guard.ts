// Calls into the script whose errors are its uncaught ones. Inside the context, on the path of every request: what happens to such an
// error is told in uncaught.ts, which most runs never need.
import { isExitSignal } from './exit.ts';
import { raiseUncaught } from './uncaught.ts';

/** Runs a callback of the script; an error it throws ends the run unless the script handles it. False after an error. */
export function guard(callback: () => void): boolean {
  try {
    callback();
    return true;
  } catch (error) {
    if (!isExitSignal(error)) raiseUncaught(error, 'uncaughtException');
    return false;
  }
}

/** The same for a microtask: node shows where its error was made, not the statement that threw it. */
export function guardMicrotask(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    if (!isExitSignal(error)) raiseUncaught(error, 'uncaughtException', false);
  }
}

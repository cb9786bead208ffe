// Uncaught errors: handlers first, then node's report on stderr and exit code 1. Inside the context: getters of a thrown value may
// loop, so everything read from it is read here, under the run's time limit, and leaves as plain text.
import { enhanceStackKey } from './event-emitter.ts';
import { isExitSignal, isOver, leave } from './exit.ts';
import { host, hostConstants } from './host.ts';
import { inspect } from './inspect.ts';
import { emitProcess, setExitCode } from './process-events.ts';
import { writeStdio } from './stdio.ts';

/** Frames of the library: their places are nowhere a reader could look. */
const LIBRARY_FRAME = /\n\s+at (?:[^\n]*\()?node:internal:\d+:\d+\)?(?=\n|$)/g;
/** What a reason may have been, by name: only texts of it are left when it surfaces. */
const ERROR_CLASSES: Record<string, ErrorConstructor> = {
  __proto__: null as never, // no name may find a member of Object.prototype
  ...{ Error, TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError },
};
/** Longest report of one error; what a script throws can be of any size. */
const MAX_REPORT = 32_768;

/** Runs a callback of the script; an error it throws ends the run unless the script handles it. */
export function guard(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    if (!isExitSignal(error)) raiseUncaught(error, 'uncaughtException');
  }
}

/** Node's process._fatalException: monitor, handlers, or report and end. */
export function raiseUncaught(error: unknown, origin: 'uncaughtException' | 'unhandledRejection'): void {
  if (isOver()) return;
  let reported = error;
  let code = 1;
  try {
    emitProcess('uncaughtExceptionMonitor', error, origin);
    if (emitProcess('uncaughtException', error, origin)) return;
  } catch (second) {
    if (isExitSignal(second)) return;
    reported = second;
    code = 7;
  }
  reportFatal(describe(reported), code);
}

/** Prints the report of a fatal error as node does and ends the run. */
export function reportFatal(text: string, code: number): void {
  const report = `${sourceFrame(text)}${text}\n\nNode.js ${hostConstants().nodeVersion}\n`;
  writeStdio(2, report);
  host('fail', text);
  setExitCode(code);
  leave();
}

function describe(error: unknown): string {
  try {
    // An 'error' event that nobody heard: its stack also tells where it was emitted.
    const enhance = (error as { [enhanceStackKey]?: unknown } | null | undefined)?.[enhanceStackKey];
    if (typeof enhance === 'function') (error as Error).stack = enhance();
    const shown = typeof error === 'object' && error !== null ? inspect(error) : `Uncaught ${inspect(error)}`;
    const text = shown.replace(LIBRARY_FRAME, '');
    return text.length > MAX_REPORT ? `${text.slice(0, MAX_REPORT)}…` : text;
  } catch {
    return 'Uncaught value that cannot be shown: its own properties throw';
  }
}

/** The place of the first frame, its source line and a caret, as node prints above a stack. */
function sourceFrame(text: string): string {
  const place = /\n\s+at (?:.*\()?(\/[^\n]*?):(\d+):(\d+)\)?(?:\n|$)/.exec(text);
  if (place === null) return '';
  const [, path = '', line = '', column = ''] = place;
  const source = host('sourceLine', path, Number(line));
  if (typeof source !== 'string') return '';
  return `${path}:${line}\n${source}\n${source.slice(0, Number(column) - 1).replace(/[^\t]/g, ' ')}^\n\n`;
}

/**
 * An unhandled rejection surfaced in the worker as the error of an entry: V8 hands out a copy of its texts only (isolated-vm), so
 * 'unhandledRejection' listeners get an Error made from them and no promise.
 */
export function raiseRejection(name: string, message: string, stack: string): void {
  if (isOver()) return;
  const Class = ERROR_CLASSES[name];
  const error = Class === undefined ? Object.assign(new Error(message), { name }) : new Class(message);
  error.stack = stack;
  if (emitProcess('unhandledRejection', error, undefined)) return;
  raiseUncaught(error, 'unhandledRejection');
}

// Uncaught errors: handlers first, then node's report on stderr and exit code 1. Inside the context: getters of a thrown value may
// loop, so everything read from it is read here, under the run's time limit, and leaves as plain text.
import { taskHooks } from './async-frame.ts';
import { codedError } from './errors.ts';
import { enhanceStackKey } from './event-emitter.ts';
import { emitExit, isExiting, isExitSignal, isOver, leave } from './exit.ts';
import { guard } from './guard.ts';
import { host, hostConstants } from './host.ts';
import { inspect } from './inspect.ts';
import { emitProcess, getExitCode, setExitCode } from './process-events.ts';
import { writeStdio } from './stdio.ts';
import { isCaptured } from './uncaught-capture.ts';
import { hasArrow } from './vm/arrow.ts';

/** Frames of the library, with the built-ins they call: their places are nowhere a reader could look. */
const LIBRARY_FRAME =
  /(?:\n\s+at [^\n]*\(<anonymous>\))*\n\s+at (?:[^\n]*\()?node:internal(?:\/\w+)?:\d+:\d+\)?(?=\n|$| \{)/g;
/** Longest report of one error; what a script throws can be of any size. */
const MAX_REPORT = 32_768;
const FATAL_DEPTH = 5;
const HINT = '\n(Use `node --trace-uncaught ...` to show where the exception was thrown)';

/** Node's process._fatalException: monitor, handlers, or 'exit' handlers, report and end. */
export function raiseUncaught(
  error: unknown,
  origin: 'uncaughtException' | 'unhandledRejection',
  wasThrown = origin === 'uncaughtException',
): void {
  if (isOver()) return;
  try {
    emitProcess('uncaughtExceptionMonitor', error, origin);
    if (isCaptured(error) || emitProcess('uncaughtException', error, origin)) {
      taskHooks?.unwind();
      return;
    }
  } catch (second) {
    if (!isExitSignal(second)) reportFatal(second, 7, true);
    return;
  }
  if (!isExiting()) setExitCode(1);
  try {
    emitExit();
  } catch {
    // As in node: the first error is the one to report. An exit signal has ended the run, see below.
  }
  if (!isOver()) reportFatal(error, getExitCode() ?? 1, wasThrown);
}

/** Prints the report of a fatal error as node does and ends the run, without 'exit' handlers. */
function reportFatal(error: unknown, code: number, wasThrown: boolean): void {
  const text = describe(error);
  const frame = tryFrame(text, wasThrown);
  const head = isObject(error) ? frame : `${frame === '' ? 'Uncaught:\n' : `\n${frame}`}`;
  writeStdio(2, `${head}${text}\n\nNode.js ${hostConstants().nodeVersion}\n`);
  host('fail', text);
  setExitCode(code);
  leave(true);
}

function isObject(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function describe(error: unknown): string {
  try {
    if (typeof error === 'symbol') return inspect(error) + HINT;
    if (!isObject(error)) return `${String(error)}${HINT}`;
    // An 'error' event that nobody heard: its stack also tells where it was emitted.
    const enhance = (error as { [enhanceStackKey]?: unknown })[enhanceStackKey];
    if (typeof enhance === 'function') (error as Error).stack = enhance();
    // As node: deeper than a page's own output, and past what the value makes of itself there.
    const depth = Math.max(Number(inspect.defaultOptions.depth), FATAL_DEPTH);
    const text = inspect(error, { customInspect: false, depth }).replace(LIBRARY_FRAME, '');
    return text.length > MAX_REPORT ? `${text.slice(0, MAX_REPORT)}…` : text;
  } catch {
    return stackOf(error) ?? 'Uncaught value that cannot be shown: its own properties throw';
  }
}

/** For a script that has replaced what inspect() is made of. */
function stackOf(error: unknown): string | undefined {
  try {
    const { stack } = error as { stack?: unknown };
    return typeof stack === 'string' && stack.length <= MAX_REPORT ? stack : undefined;
  } catch {
    return undefined;
  }
}

/** What a script has made of strings and regular expressions must not cost the report, nor the page before it. */
function tryFrame(text: string, wasThrown: boolean): string {
  try {
    return sourceFrame(text, wasThrown);
  } catch {
    return '';
  }
}

/** The place of the first frame, its source line and a caret, as node prints above a stack. */
function sourceFrame(text: string, wasThrown: boolean): string {
  // A syntax error brings its own, and so does what a script of node:vm threw.
  if (/^(?:file:\/\/)?\/.*:\d+\n/.test(text) || hasArrow(text)) return '';
  const place = /\n\s+at (?:.*\()?((?:file:\/\/)?\/[^\n]*?):(\d+):(\d+)\)?(?: \{)?(?:\n|$)/.exec(text);
  if (place === null) return '';
  const [, path = '', row = '', column = ''] = place;
  const source = host('sourceLine', path, Number(row));
  if (typeof source !== 'string') return '';
  // Node points at the statement that threw, of which the stack has the `new Error` only.
  const line = source.slice(0, Number(column) - 1);
  const before = wasThrown ? line.replace(/\bthrow\s[^;{}]*$/, '') : line;
  return `${path}:${row}\n${source}\n${before.replace(/[^\t]/g, ' ')}^\n\n`;
}

/**
 * An unhandled rejection surfaced in the worker as the error of an entry: V8 hands out a copy of its texts only (isolated-vm), so
 * 'unhandledRejection' listeners get an Error made from them and a promise of their own.
 */
export function raiseRejection(name: string, message: string, stack: string): void {
  if (isOver()) return;
  const reason = copiedReason(name, message, stack);
  const promise = Promise.reject(reason);
  promise.catch(() => {});
  guard(() => {
    if (emitProcess('unhandledRejection', reason, promise)) return;
    raiseUncaught(name === '' ? unhandledValue(message) : reason, 'unhandledRejection');
  });
}

/** A reason of which only the texts came back from the worker. Without a name it was no Error: the message is the value as text. */
export function copiedReason(name: string, message: string, stack: string): unknown {
  return name === '' ? message : copiedError(name, message, stack);
}

function copiedError(name: string, message: string, stack: string): Error {
  const classes = [TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError];
  const Class = name === 'Error' ? Error : classes.find((candidate) => candidate.name === name);
  const error = Class === undefined ? Object.assign(new Error(message), { name }) : new Class(message);
  error.stack = stack;
  return error;
}

function unhandledValue(shown: string): Error {
  const message =
    'This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise ' +
    `which was not handled with .catch(). The promise rejected with the reason "${shown}".`;
  const error = codedError('Error', 'ERR_UNHANDLED_REJECTION', message);
  error.name = 'UnhandledPromiseRejection';
  error.stack = `UnhandledPromiseRejection: ${message}\n    at node:internal:1:1`; // a frame, left out of the report: inspect puts brackets around an error without
  return error;
}

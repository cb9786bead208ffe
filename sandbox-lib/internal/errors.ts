// Makes Node's errors: nodeError('ERR_X', …) with Node's class, code, message and stack, and the fs errors of libuv. Inside the context.
// https://nodejs.org/api/errors.html
import { ERRNO_TABLE } from './errno.ts';
import { type ErrorRecord, MESSAGES, type NodeErrorCode, type Row } from './error-messages.ts';
import { describe } from './error-wording.ts';
import { defineHidden, ObjectDefineProperty, ReflectApply } from './primordials.ts';

export type { NodeErrorCode } from './error-messages.ts';

/** An error with Node's `code`. */
export interface NodeError extends Error {
  code: string;
}

/** Which built-in class an error extends, where a code comes in several. */
export type ErrorBase = 'Error' | 'TypeError' | 'RangeError' | 'SyntaxError' | 'URIError';

type ErrorConstructor = new (message?: string) => Error;
const BASES = { E: 'Error', T: 'TypeError', R: 'RangeError', S: 'SyntaxError', U: 'URIError' } as const;
const builtIn: Record<ErrorBase, ErrorConstructor> = { Error, TypeError, RangeError, SyntaxError, URIError };
const classes: Partial<Record<ErrorBase, new (message?: string) => NodeError>> = {};
const { captureStackTrace } = Error;

/** Node's hidden subclass: prints as `TypeError [ERR_X]: message` and yet has TypeError for its constructor. */
function nodeErrorClass(base: ErrorBase): new (message?: string) => NodeError {
  const known = classes[base];
  if (known !== undefined) return known;
  const Base = builtIn[base];
  class NodeErrorClass extends Base {
    declare code: string;
    override toString(): string {
      return `${this.name} [${this.code}]: ${this.message}`;
    }
  }
  ObjectDefineProperty(NodeErrorClass.prototype, 'constructor', {
    __proto__: null,
    get: () => Base,
    enumerable: false,
    configurable: true,
  });
  classes[base] = NodeErrorClass;
  return NodeErrorClass;
}

/** Errors and what else says itself what its text is. */
function hasOwnText(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof Error || ArrayBuffer.isView(value);
}

/** Fills the %s, %d and %j places of a message. */
function fill(message: string, args: readonly unknown[]): string {
  let next = 0;
  return message.replace(/%[sdj]/g, (place) => {
    const value = args[next++];
    if (place === '%j') return JSON.stringify(value);
    if (place === '%d') return String(Number(value));
    const isPlain = typeof value === 'string' || typeof value === 'function' || hasOwnText(value);
    return isPlain ? String(value) : describe(value);
  });
}

/** V8 writes the stack's first line when the stack is first read, from `name`: read it while the name holds the code. */
function stampStack(error: NodeError, above: (...args: never[]) => unknown): void {
  captureStackTrace(error, above);
  defineHidden(error, 'name', `${error.name} [${error.code}]`);
  void error.stack;
  delete (error as { name?: string }).name;
}

function make(
  above: (...args: never[]) => unknown,
  base: ErrorBase | undefined,
  code: NodeErrorCode,
  args: readonly unknown[],
): NodeError {
  const row: Row = MESSAGES[code];
  const more: ErrorRecord = {};
  // The arguments are the caller's own business: each row's function declares what its code takes.
  const message =
    typeof row === 'string'
      ? fill(row.slice(1), args)
      : ReflectApply(row[1] as (this: ErrorRecord, ...args: unknown[]) => string, more as never, args);
  // V8 takes the message for the stack from the constructor alone.
  const error = new (nodeErrorClass(base ?? BASES[row[0] as keyof typeof BASES]))(message);
  error.code = code;
  Object.assign(error, more);
  stampStack(error, above);
  return error;
}

/** The error Node throws with this code. The top frame of its stack is the function that calls this. */
export function nodeError(code: NodeErrorCode, ...args: unknown[]): NodeError {
  return make(nodeError, undefined, code, args);
}

/** The same, of another class than the code's usual one: ERR_INVALID_STATE also comes as a TypeError. */
export function nodeErrorAs(base: ErrorBase, code: NodeErrorCode, ...args: unknown[]): NodeError {
  return make(nodeErrorAs, base, code, args);
}

/** The same, with a stack that begins at the caller of `above`: for argument checks, as Node hides its own. */
export function nodeErrorAbove(
  above: (...args: never[]) => unknown,
  code: NodeErrorCode,
  ...args: unknown[]
): NodeError {
  return make(above, undefined, code, args);
}

/** The same for a message that comes ready from the host's own node. */
export function nodeErrorWorded(base: ErrorBase, code: string, message: string, more?: object): NodeError {
  const error = new (nodeErrorClass(base))(message);
  error.code = code;
  Object.assign(error, more);
  stampStack(error, nodeErrorWorded);
  return error;
}

/** An error as node's native part throws it: a plain one with a code, which its text does not show, and what else it carries. */
export function codedError(base: ErrorBase, code: string, message: string, more?: object): NodeError {
  const error = new builtIn[base](message);
  captureStackTrace(error, codedError);
  return Object.assign(error, { code }, more);
}

/** What V8's limit on the length of strings becomes in node. */
export function stringTooLong(): NodeError {
  return codedError('Error', 'ERR_STRING_TOO_LONG', 'Cannot create a string longer than 0x1fffffe8 characters');
}

/** What this sandbox never does: what it is, why, and what to do instead (a clause, no final period). */
export function refused(what: string, why: string, instead: string): NodeError {
  return make(refused, undefined, 'ERR_SANDBOX_REFUSED', [what, why, instead]);
}

/** Rejection reason of everything an AbortSignal stops. */
export class AbortError extends Error {
  code: string;
  constructor(message = 'The operation was aborted', options?: ErrorOptions) {
    if (options !== undefined && typeof options !== 'object') {
      throw nodeError('ERR_INVALID_ARG_TYPE', 'options', 'Object', options);
    }
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

/** Two failures of one operation as one error, the outer one first. */
export function aggregateTwoErrors(inner?: Error | null, outer?: Error | null): Error | null | undefined {
  if (!inner || !outer || inner === outer) return inner || outer;
  const { errors, code } = outer as { errors?: unknown; code?: unknown };
  if (Array.isArray(errors)) {
    errors.push(inner);
    return outer;
  }
  const both = new AggregateError([outer, inner], outer.message);
  captureStackTrace(both, aggregateTwoErrors);
  return Object.assign(both, { code });
}

/** An error of a system call: what fs throws. */
export interface SystemCallError extends Error {
  errno: number;
  code: string;
  syscall: string;
  path?: string;
  dest?: string;
}

/** Name and message libuv has for this negative errno. */
export function errnoEntry(errno: number): readonly [name: string, message: string] {
  return ERRNO_TABLE.get(errno) ?? ['UNKNOWN', 'unknown error'];
}

/** `ENOENT: no such file or directory, open 'x'` with errno, code, syscall, path and dest, as fs throws it. */
export function errnoError(
  errno: number,
  syscall: string,
  path?: string | Uint8Array,
  dest?: string | Uint8Array,
): SystemCallError {
  const [code, text] = errnoEntry(errno);
  const from = path === undefined ? '' : ` '${path}'`;
  const to = dest === undefined ? '' : ` -> '${dest}'`;
  const error = new Error(`${code}: ${text}, ${syscall}${from}${to}`) as SystemCallError;
  captureStackTrace(error, errnoError);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  if (path !== undefined) error.path = String(path);
  if (dest !== undefined) error.dest = String(dest);
  return error;
}

/** `open ENOENT original`: util.errnoException's shorter form. */
export function errnoException(errno: number, syscall: string, original?: string): SystemCallError {
  const [code] = errnoEntry(errno);
  const error = new Error(`${syscall} ${code}${original ? ` ${original}` : ''}`);
  captureStackTrace(error, errnoException);
  return Object.assign(error, { errno, code, syscall });
}

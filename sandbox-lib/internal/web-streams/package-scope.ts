// What web-streams-polyfill takes for globals: errors with node's codes and words in place of its own. Inside the context; build.ts puts these
// names into the scope of the package, which makes errors of nothing but a message.
import { AbortController as WebAbortController } from '../../globals/abort-controller.ts';
import { codedError, type ErrorBase } from '../errors.ts';
import { queueMicrotask as nodeQueueMicrotask } from '../timers.ts';

/** A message of the package, the code it has in node, and node's words where they need no value that the package leaves out. */
type Row = readonly [pattern: RegExp, code: string, message?: string];

const ROWS: readonly Row[] = [
  [
    /can only be used on an? (?:ReadableSteam(?=AsyncIterator))?(\w+)$/,
    'ERR_INVALID_THIS',
    'Value of "this" must be of type $1',
  ],
  [/^Illegal constructor$/, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor'],
  [/exclusive reading|Cannot cancel a stream that already/, 'ERR_INVALID_STATE', 'ReadableStream is locked'],
  [/exclusive writing|Cannot \w+ a stream that already/, 'ERR_INVALID_STATE', 'WritableStream is locked'],
  [/cannot be used on a locked (\w+)$/, 'ERR_INVALID_STATE', 'The $1 is locked'],
  [/using a released reader$/, 'ERR_INVALID_STATE', 'The reader is not attached to a stream'],
  [/using a released writer$/, 'ERR_INVALID_STATE', 'Writer is not bound to a WritableStream'],
  [/^Reader was released and/, 'ERR_INVALID_STATE', 'Reader released'],
  [/^Reader was released$/, 'ERR_INVALID_STATE', 'Releasing reader'],
  [/^Writer was released/, 'ERR_INVALID_STATE', 'Writer has been released'],
  [/^The stream is not in a state that permits/, 'ERR_INVALID_STATE', 'Controller is already closed'],
  [/^Readable side is not in a state/, 'ERR_INVALID_STATE', 'Unable to enqueue'],
  [/not in the readable state/, 'ERR_INVALID_STATE', 'ReadableStream is already closed'],
  [/not in the writable state|closing or closed/, 'ERR_INVALID_STATE', 'WritableStream is closed'],
  [/already-closing/, 'ERR_INVALID_STATE', 'Failure closing WritableStream'],
  [/^TransformStream terminated$/, 'ERR_INVALID_STATE', 'TransformStream has been terminated'],
  [/^Insufficient bytes/, 'ERR_INVALID_STATE', 'ReadableStream closed'],
  [/^(?:view must have|view's)/, 'ERR_INVALID_STATE', 'View or Viewed ArrayBuffer is zero-length or detached'],
  [/^(?:chunk must have|chunk's)/, 'ERR_INVALID_STATE', 'chunk ArrayBuffer is zero-length or detached'],
  [
    /^The iterator\.next\(\) method must/,
    'ERR_INVALID_STATE',
    'The promise returned by the iterator.next() method must fulfill with an object',
  ],
  [/^(The (?:iterator|promise|destination|stream|BYOB|given view).*|This BYOB.*)$/is, 'ERR_INVALID_STATE', '$1'],
  [/^The object is not iterable$|^Symbol\(/, 'ERR_ARG_NOT_ITERABLE'],
  [/is required in 'QueuingStrategyInit'/, 'ERR_MISSING_OPTION', 'init.highWaterMark is required'],
  [/^options\.min must be less/, 'ERR_OUT_OF_RANGE'],
  [/is not a valid enumeration value/, 'ERR_INVALID_ARG_VALUE'],
  [/is not an? |must be an array buffer|array buffer views$|is required in|argument must be/, 'ERR_INVALID_ARG_TYPE'],
];

function makeError(base: ErrorBase, given: string): Error {
  for (const [pattern, code, message] of ROWS) {
    const found = pattern.exec(given);
    if (found === null) continue;
    const text = (message ?? given).replace('$1', found[1] ?? '');
    return codedError(base, code, code === 'ERR_INVALID_STATE' ? `Invalid state: ${text}` : text);
  }
  return codedError(base, 'ERR_INVALID_ARG_VALUE', given);
}

// Called with `new`: what they answer is what comes of it.
// biome-ignore lint/suspicious/noShadowRestrictedNames: that is what it is for
export function TypeError(message: string): Error {
  return makeError('TypeError', message);
}

// biome-ignore lint/suspicious/noShadowRestrictedNames: as above
export function RangeError(message: string): Error {
  return makeError('RangeError', message);
}

export function AbortController(): WebAbortController {
  return new WebAbortController();
}

export function queueMicrotask(callback: () => void): void {
  nodeQueueMicrotask(callback);
}

/** The package would transfer memory with it; V8 has a better way. */
export const structuredClone = undefined;

// util.getCallSites: where the caller is, as data. Inside the context.
import { validateBoolean, validateInteger, validateObject } from './validators.ts';

/** A frame of the stack. */
export interface CallSite {
  readonly functionName: string;
  readonly scriptId: string;
  readonly scriptName: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
  readonly column: number;
}

/** What V8 hands to Error.prepareStackTrace. */
export interface Frame {
  getFunctionName(): string | null;
  getTypeName(): string | null;
  getScriptNameOrSourceURL(): string | null;
  getScriptHash(): string;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

type PreparingErrors = Omit<ErrorConstructor, 'prepareStackTrace'> & { prepareStackTrace?: unknown };

/** The frames above the call of `above`, at most 200. There are no source maps in here: that option changes nothing. */
export function getCallSites(
  above: (...args: never[]) => unknown,
  frameCount: unknown = 10,
  options?: unknown,
): CallSite[] {
  let count = frameCount;
  let given = options;
  if (given === undefined) {
    if (typeof count === 'object') {
      given = count;
      validateObject(given, 'options');
      count = 10;
    }
  } else validateObject(given, 'options');
  const { sourceMap } = (given ?? {}) as { sourceMap?: unknown };
  if (sourceMap !== undefined) validateBoolean(sourceMap, 'options.sourceMap');
  validateInteger(count, 'frameCount', 1, 200);
  return captureFrames(above, count).map((frame) => {
    const column = frame.getColumnNumber() ?? 0;
    return Object.assign(Object.create(null), {
      functionName: frame.getFunctionName() ?? '',
      scriptId: frame.getScriptHash(),
      scriptName: frame.getScriptNameOrSourceURL() ?? '',
      lineNumber: frame.getLineNumber() ?? 0,
      columnNumber: column,
      column,
    });
  });
}

/** The innermost frames first. What a script put at Error.prepareStackTrace is not asked. */
export function captureFrames(above: (...args: never[]) => unknown, count: number): Frame[] {
  const errors = Error as PreparingErrors;
  const { stackTraceLimit } = errors;
  const prepare = Object.getOwnPropertyDescriptor(errors, 'prepareStackTrace');
  const record: { stack?: unknown } = {};
  try {
    errors.stackTraceLimit = count;
    errors.prepareStackTrace = (_: unknown, frames: Frame[]) => frames;
    Error.captureStackTrace(record, above);
    return record.stack as Frame[]; // what the function above answered
  } finally {
    errors.stackTraceLimit = stackTraceLimit;
    if (prepare === undefined) delete errors.prepareStackTrace;
    else Object.defineProperty(errors, 'prepareStackTrace', { __proto__: null, ...prepare });
  }
}

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

/** The innermost frames first. What a script put at Error.prepareStackTrace is not asked; one that has frozen Error leaves none. */
export function captureFrames(above: (...args: never[]) => unknown, count: number): Frame[] {
  const { stackTraceLimit } = Error;
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const record: { stack?: unknown } = {};
  let captured: Frame[] = [];
  try {
    // Reflect: an assignment to what cannot be written would throw.
    Reflect.set(Error, 'stackTraceLimit', count);
    Reflect.set(Error, 'prepareStackTrace', (_: unknown, frames: Frame[]) => {
      captured = frames;
    });
    Error.captureStackTrace(record, above);
    void record.stack; // V8 prepares it when it is read
    return captured;
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
    if (prepare === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Reflect.defineProperty(Error, 'prepareStackTrace', { __proto__: null, ...prepare });
  }
}

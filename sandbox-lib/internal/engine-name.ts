// What V8 itself calls an object: the constructor that made it, even where no prototype tells any more. Inside the context.

type PreparingErrors = Omit<ErrorConstructor, 'prepareStackTrace'> & { prepareStackTrace?: unknown };

/** A frame of a stack knows the class of the object it was called on. */
interface Frame {
  getTypeName(): string | null;
}

function framesHere(this: object): Frame[] {
  const record: { stack?: Frame[] } = {};
  Error.captureStackTrace(record);
  return record.stack ?? [];
}

/** Name of the class, 'Object' where there is none. */
export function engineName(value: object): string {
  const errors = Error as PreparingErrors;
  const { stackTraceLimit } = errors;
  const prepare = Object.getOwnPropertyDescriptor(errors, 'prepareStackTrace');
  try {
    errors.stackTraceLimit = 1;
    errors.prepareStackTrace = (_: unknown, frames: Frame[]) => frames;
    return Reflect.apply(framesHere, value, [])[0]?.getTypeName() ?? 'Object';
  } finally {
    errors.stackTraceLimit = stackTraceLimit;
    if (prepare === undefined) delete errors.prepareStackTrace;
    else Object.defineProperty(errors, 'prepareStackTrace', { __proto__: null, ...prepare });
  }
}

// Why a module cannot be had: Node's error code with the arguments of its message. Thrown on the way to a module, caught at the
// bridge, made into Node's error by sandbox-lib/internal/module-faults.ts. Worker side.

/** What crosses to the library, as JSON. */
export interface FaultRecord {
  /** A code of Node's table, or one with a message of its own. */
  readonly code: string;
  /** Arguments of the table's message. */
  readonly args?: readonly unknown[];
  /** Message of a code that is not in the table. */
  readonly message?: string;
  /** Node's class of a code that is not in the table. @default 'Error' */
  readonly base?: 'Error' | 'TypeError' | 'SyntaxError' | 'EvalError';
  /** Text above the stack: place, source line and caret. */
  readonly frame?: string;
  /** A sentence below the message. */
  readonly hint?: string;
  /** Own properties of the error. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** It is no fault: a script threw this, as far as isolated-vm lets it out. */
  readonly thrown?: readonly [name: string, message: string, stack: string];
  /** 'Cannot find module' says who required it: the library knows that chain. */
  readonly requireStack?: true;
}

/** Never leaves the worker: the bridge turns it into `lastError`. */
export class ModuleFault extends Error {
  readonly record: FaultRecord;

  constructor(record: FaultRecord) {
    super(record.message ?? record.code);
    this.record = record;
  }
}

/** A fault with a code of Node's table. */
export function fault(code: string, ...args: readonly unknown[]): ModuleFault {
  return new ModuleFault({ code, args });
}

/** A link led to a file that this script may not read. */
export function outOfBounds(specifier: string): ModuleFault {
  return new ModuleFault({
    code: 'ERR_ACCESS_DENIED',
    message: `Cannot load "${specifier}": it is a link to a file outside the folders this script may read`,
  });
}

/** The file is not there, or not any more. */
export function gone(path: string): ModuleFault {
  return new ModuleFault({ code: 'MODULE_NOT_FOUND', message: `Cannot find module '${path}'`, requireStack: true });
}

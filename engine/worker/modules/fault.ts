// Why a module cannot be had: Node's error code with the arguments of its message. Thrown on the way to a module, caught at the
// bridge, made into Node's error by sandbox-lib/internal/module-faults.ts. Worker side.
import type { FaultRecord } from '../../../sandbox-lib/bridge-faults.ts';

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

// The warning of `new Buffer()` and `Buffer()`: once per run, and not for code in node_modules unless pending
// deprecations are asked for. Inside the context.
// https://nodejs.org/api/deprecations.html#DEP0005
import { isCalledFromNodeModules } from './node-modules.ts';
import { isSwitchedOn } from './start-switches.ts';
import { emitWarning } from './warning.ts';

const MESSAGE =
  'Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), Buffer.allocUnsafe(), or ' +
  'Buffer.from() methods instead.';
let warned = false;

export function warnOfConstructor(): void {
  if (warned || (!isSwitchedOn('NODE_PENDING_DEPRECATION') && isCalledFromNodeModules())) return;
  warned = true;
  emitWarning(MESSAGE, 'DeprecationWarning', 'DEP0005');
}

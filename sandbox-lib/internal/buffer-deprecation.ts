// The warning of `new Buffer()` and `Buffer()`: once per run, and not for code in node_modules. Inside the context.
// https://nodejs.org/api/deprecations.html#DEP0005
import { isCalledFromNodeModules } from './node-modules.ts';
import { emitWarning } from './warning.ts';

const MESSAGE =
  'Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), Buffer.allocUnsafe(), or ' +
  'Buffer.from() methods instead.';
let warned = false;

export function warnOfConstructor(): void {
  if (warned || isCalledFromNodeModules()) return;
  warned = true;
  emitWarning(MESSAGE, 'DeprecationWarning', 'DEP0005');
}

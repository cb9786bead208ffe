// The warning of `new Buffer()` and `Buffer()`: once per run, and not for code in node_modules. Inside the context.
// https://nodejs.org/api/deprecations.html#DEP0005
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

/** The caller is the first frame with an absolute path: the library's own frames have none. */
function isCalledFromNodeModules(): boolean {
  const [, path] = /(?:\(|at )((?:\/|[A-Za-z]:\\|file:).*?):\d+:\d+\)?$/m.exec(new Error().stack ?? '') ?? [];
  return path !== undefined && /[/\\]node_modules[/\\]/.test(path);
}

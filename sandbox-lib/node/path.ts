// node:path: the kind of the platform the engine runs on. Inside the context. https://nodejs.org/api/path.html
import { isWindowsHost } from '../internal/host.ts';
import { posix } from '../internal/path-posix.ts';
import { win32 } from '../internal/path-win32.ts';

const path = isWindowsHost() ? win32 : posix;

export default path;
export const {
  resolve,
  normalize,
  isAbsolute,
  join,
  relative,
  toNamespacedPath,
  dirname,
  basename,
  extname,
  format,
  parse,
  matchesGlob,
  sep,
  delimiter,
  _makeLong,
} = path;
export { posix } from '../internal/path-posix.ts';
export { win32 } from '../internal/path-win32.ts';

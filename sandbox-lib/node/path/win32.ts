// node:path/win32: path.win32 as a module of its own. Inside the context. https://nodejs.org/api/path.html#pathwin32
import { win32 } from '../../internal/path-win32.ts';

export default win32;
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
} = win32;
export { posix } from '../../internal/path-posix.ts';
export { win32 } from '../../internal/path-win32.ts';

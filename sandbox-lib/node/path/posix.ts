// node:path/posix: path.posix as a module of its own. Inside the context. https://nodejs.org/api/path.html#pathposix
import { posix } from '../../internal/path-posix.ts';

export default posix;
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
} = posix;
export { posix } from '../../internal/path-posix.ts';
export { win32 } from '../../internal/path-win32.ts';

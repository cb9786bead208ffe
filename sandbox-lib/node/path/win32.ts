// node:path/win32: path.win32 as a module of its own. Inside the context. https://nodejs.org/api/path.html#pathwin32
import { win32 } from '../../internal/path-win32.ts';

export default win32;

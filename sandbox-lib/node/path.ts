// node:path: the kind of the platform the engine runs on. Inside the context. https://nodejs.org/api/path.html
import { isWindowsHost } from '../internal/host.ts';
import { posix } from '../internal/path-posix.ts';
import { win32 } from '../internal/path-win32.ts';

const path = isWindowsHost() ? win32 : posix;

export default path;

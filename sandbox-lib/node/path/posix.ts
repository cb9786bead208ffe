// node:path/posix: path.posix as a module of its own. Inside the context. https://nodejs.org/api/path.html#pathposix
import { posix } from '../../internal/path-posix.ts';

export default posix;

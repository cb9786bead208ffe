// A folder named on the command line must be there before anything is started.
import { existsSync, statSync } from 'node:fs';
import { CgiError } from '../../engine/index.ts';

/**
 * `action` is what cannot be done without it, as in "serve scripts from".
 *
 * @throws CgiError BAD_OPTION
 */
export function requireFolder(action: string, path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) return;
  const reason = existsSync(path) ? 'it is not a folder' : 'there is no such folder';
  throw new CgiError('BAD_OPTION', `Cannot ${action} "${path}": ${reason}`);
}

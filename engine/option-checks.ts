// What one option may be: its kind, its bounds, the folder it names. Every check throws BAD_OPTION. Parent side.
import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { CgiError } from './errors.ts';

/** A value of another kind than `example`: the compiler does not see it in plain JavaScript, and '.js' is no list of extensions. */
export function checkKind(name: string, value: unknown, example: unknown): void {
  if (Array.isArray(example)) {
    if (!Array.isArray(value) || !value.every(isText)) throw badOption(name, 'must be a list of texts', value);
  } else if (typeof example === 'object') {
    if (typeof value !== 'object' || value === null) throw badOption(name, 'must be an object of texts', value);
    if (!Object.values(value).every(isText)) throw badOption(name, 'must be an object of texts without NUL', value);
  } else if (typeof example === 'string') {
    if (!isText(value)) throw badOption(name, 'must be a text without NUL', value);
  } else if (typeof example !== 'number' && typeof value !== typeof example) {
    throw badOption(name, `must be a ${typeof example}`, value);
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && !value.includes('\0');
}

export function checkUser(uid: number | undefined, gid: number | undefined): void {
  if (uid === undefined && gid === undefined) return;
  for (const [name, id] of Object.entries({ uid, gid })) {
    if (!Number.isInteger(id) || (id as number) < 0) throw badOption(name, 'must be a number, uid and gid both', id); // isInteger says it is a number
  }
  if (process.getuid?.() !== 0) throw badOption('uid', 'can be chosen by root only', uid);
}

export function checkNumber(name: string, value: unknown, minimum: number, mayBeInfinite: boolean): void {
  const isWhole = Number.isSafeInteger(value) || (value === Number.POSITIVE_INFINITY && mayBeInfinite);
  if (!isWhole || (value as number) < minimum) {
    throw badOption(name, `must be a whole number of at least ${minimum}`, value);
  }
}

/** Of names; values were checked with the kind. */
export function checkEnvironment(env: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(env)) {
    if (name === '' || /[=\0]/.test(name)) throw badOption('env', 'needs names without "=" and NUL', name);
  }
}

/** Without its dot it would be no extension of anything, and nobody would be told. */
export function checkExtensions(extensions: readonly string[]): void {
  for (const extension of extensions) {
    if (!/^(?:\.[^./]+)?$/.test(extension)) throw badOption('extensions', 'needs one dot before each', extension);
  }
}

/** A name or a range of addresses would match none. */
export function checkAddresses(trustProxy: readonly string[]): void {
  for (const address of trustProxy) {
    if (isIP(address) === 0) throw badOption('trustProxy', 'needs IP addresses, no names and no ranges', address);
  }
}

/** The real path of a folder; as it was given where it is missing and need not be there. */
export function findFolder(name: string, path: string, mustExist: boolean): string {
  // path.resolve() would make the working directory of it.
  if (path === '') throw badOption(name, 'must name a folder', path);
  let folder = resolve(path);
  let isFolder = !mustExist;
  try {
    folder = realpathSync(folder);
    isFolder = statSync(folder).isDirectory();
  } catch (error) {
    if (mustExist) throw badOption(name, 'must be a folder that exists', path, error);
  }
  // To Node's permission model it would be a pattern.
  if (folder.includes('*')) throw badOption(name, 'must be a folder without "*" in its path', path);
  if (isFolder) return folder;
  throw badOption(name, 'must be a folder', path);
}

/** The same of one that is made where it is missing. */
export function makeFolder(name: string, path: string): string {
  try {
    if (path !== '') mkdirSync(path, { recursive: true });
  } catch (error) {
    throw badOption(name, 'must be a folder, or a path where one can be made', path, error);
  }
  return findFolder(name, path, true);
}

export function badOption(name: string, rule: string, value: unknown, cause?: unknown): CgiError {
  const shown = value === '' ? '' : `: ${typeof value === 'string' ? JSON.stringify(value) : inspect(value)}`;
  return new CgiError('BAD_OPTION', `Cannot use option "${name}": it ${rule}${shown}`, { cause });
}

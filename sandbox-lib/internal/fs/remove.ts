// rm: files and whole folders. Acts, as in operations.ts. Inside the context.
import { errnoError } from '../errors.ts';
import { host } from '../host.ts';
import { validateBoolean, validateInt32, validateObject, validateUint32 } from '../validators.ts';
import { absolute, type Path, toPath } from './arguments.ts';
import { expect } from './call.ts';
import { DIRENT } from './flags.ts';
import type { Act } from './operations.ts';
import { type Entry, readEntries } from './readdir.ts';
import { parseStats } from './stats.ts';
import { SystemError } from './system-error.ts';

const ENOENT = -2;
const EISDIR = -21;

export interface RmOptions {
  readonly recursive: boolean;
  readonly force: boolean;
}

function toRmOptions(given: unknown): RmOptions {
  const defaults = { recursive: false, force: false, retryDelay: 100, maxRetries: 0 };
  if (given === undefined) return defaults;
  validateObject(given, 'options');
  const options = { ...defaults, ...given };
  validateBoolean(options.force, 'options.force');
  validateBoolean(options.recursive, 'options.recursive');
  validateInt32(options.retryDelay, 'options.retryDelay', 0);
  // Retries are for files that others hold open, as on Windows: nothing here waits for such.
  validateUint32(options.maxRetries, 'options.maxRetries');
  return options;
}

export function rm(givenPath: unknown, givenOptions: unknown): Act {
  const path = toPath(givenPath);
  const { force, recursive } = toRmOptions(givenOptions);
  return () => {
    const line = host('fsStat', absolute(path), false);
    if (line === ENOENT && force) return;
    const isFolder = parseStats(expect(line, force && recursive ? 'rm' : 'lstat', path), false).isDirectory();
    if (isFolder && !recursive) {
      throw new SystemError('ERR_FS_EISDIR', { code: 'EISDIR', message: 'is a directory', path, syscall: 'rm' });
    }
    remove(path, isFolder);
  };
}

/** Removes a file or a tree. What is gone already is no error: another run may be removing, too. */
export function remove(path: Path, isFolder: boolean): void {
  if (isFolder) {
    for (const entry of entriesOf(path)) remove(`${path}/${entry.name}`, entry.type === DIRENT.folder);
    check(host('fsRmdir', absolute(path)), path);
  } else {
    const result = host('fsUnlink', absolute(path));
    if (result === EISDIR) remove(path, true);
    else check(result, path);
  }
}

function entriesOf(path: Path): Entry[] {
  try {
    return readEntries(path, 'rm');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return [];
    throw error;
  }
}

function check(result: number, path: Path): void {
  if (result < 0 && result !== ENOENT) throw errnoError(result, 'rm', path);
}

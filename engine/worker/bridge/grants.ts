// What a run may touch: the folders (or single files) it may read and those it may write, by real path. Runs in the worker.
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';

/** Real paths, each ending in one slash. A folder that may be written is in both lists. */
export interface Grants {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/** Looks the granted folders up once per worker. One that does not exist yet keeps the path it was given by. */
export function resolveGrants(read: readonly string[], write: readonly string[]): Grants {
  const writable = write.map(toPrefix);
  return { read: [...new Set([...read.map(toPrefix), ...writable])], write: writable };
}

function toPrefix(folder: string): string {
  let real = resolve(folder);
  try {
    real = realpathSync.native(real);
  } catch {
    // Made later, by the script's owner: the folder's own name is all that can be held it to.
  }
  return real.endsWith('/') ? real : `${real}/`;
}

/** Whether a real path is one of the granted folders or lies in one. */
export function allows(prefixes: readonly string[], path: string): boolean {
  for (const prefix of prefixes) {
    if (path.length >= prefix.length ? path.startsWith(prefix) : `${path}/` === prefix) return true;
  }
  return false;
}

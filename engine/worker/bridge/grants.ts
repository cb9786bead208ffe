// What a run may touch: the folders (or single files) it may read and those it may write, by real path. Runs in the worker.
import { realpathSync } from 'node:fs';
import { normalize, resolve } from 'node:path';

/** Real paths, each ending in one slash. A folder that may be written is in both lists. */
export interface Grants {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly aliases: Aliases;
}

/** Folders by the name they were granted by, where a link is in it, and by their real one; or by the name of what they stand in for. */
export type Aliases = ReadonlyArray<readonly [given: string, real: string, isStandIn?: true]>;

/** Looks the granted folders up once per worker. One that does not exist yet keeps the path it was given by. */
export function resolveGrants(read: readonly string[], write: readonly string[], aliases: Aliases = []): Grants {
  const writable = write.map(toPrefix);
  return { read: [...new Set([...read.map(toPrefix), ...writable])], write: writable, aliases };
}

/**
 * A path below a granted folder's given name, put below its real one: Node's permission model knows only real names and would not
 * let the worker walk through the link.
 */
export function throughAlias(grants: Grants, path: string): string {
  if (grants.aliases.length === 0) return path;
  // '/scripts/../data' names '/data': the text decides, as it does for path.resolve.
  const plain = /\/(?:\.{0,2}\/|\.{1,2}$)/.test(path) ? normalize(path) : path;
  for (const [given, real] of grants.aliases) {
    if (plain.startsWith(given) && (plain.length === given.length || plain[given.length] === '/')) {
      return real + plain.slice(given.length);
    }
  }
  return path;
}

/** A real path as the script is to know it: below the folder that another one stands in for. */
export function outOfStandIn({ aliases }: Grants, path: string): string {
  for (const [given, real, isStandIn] of aliases) {
    if (isStandIn && (path === real || path.startsWith(`${real}/`))) return given + path.slice(real.length);
  }
  return path;
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

// Resolves a require() specifier to a file as Node does (node:modules, "All together"), inside what the run may read. Worker side.
import { realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve as resolvePath } from 'node:path';

export interface Resolver {
  /** In-memory files come before the disk. */
  readonly files: Readonly<Record<string, string>> | undefined;
  /** May this real path be read? */
  readonly isReadable: (path: string) => boolean;
}

export type Resolution = { readonly path: string } | { readonly code: string; readonly message: string };

const EXTENSIONS = ['', '.js', '.json', '.cjs'];

/** Finds the file for `specifier` as required by the file `parent`. */
export function resolveModule(specifier: string, parent: string, resolver: Resolver): Resolution {
  if (!/^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier)) return notFound(specifier);
  const wanted = resolvePath(dirname(parent), specifier);
  const folderOnly =
    specifier.endsWith('/') || specifier.endsWith('/.') || specifier.endsWith('/..') || specifier === '.';
  const found = (folderOnly ? undefined : asFile(wanted, resolver)) ?? asFile(join(wanted, 'index'), resolver);
  if (found === undefined) return notFound(specifier);
  if (found in (resolver.files ?? {})) return { path: found };
  const real = realpathSync.native(found);
  if (resolver.isReadable(real)) return { path: real };
  return {
    code: 'ERR_ACCESS_DENIED',
    message: `Cannot require "${specifier}": it lies outside the folders this script may read`,
  };
}

function asFile(path: string, resolver: Resolver): string | undefined {
  for (const extension of EXTENSIONS) {
    const candidate = path + extension;
    if (resolver.files !== undefined && Object.hasOwn(resolver.files, candidate)) return candidate;
    if (statSync(candidate, { throwIfNoEntry: false })?.isFile()) return candidate;
  }
  return undefined;
}

function notFound(specifier: string): Resolution {
  return { code: 'MODULE_NOT_FOUND', message: `Cannot find module '${specifier}'` };
}

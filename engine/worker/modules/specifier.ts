// What a specifier says by its form alone. Worker side.
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** A specifier of a package: its name and the subpath in it, '.' or './x'. */
export interface PackageSpecifier {
  readonly name: string;
  readonly subpath: string;
}

/** Conditions of "exports" and "imports". Native addons cannot be loaded, so 'node-addons' is off, as under `node --no-addons`. */
export const REQUIRE_CONDITIONS: ReadonlySet<string> = new Set(['node', 'require', 'module-sync']);
export const IMPORT_CONDITIONS: ReadonlySet<string> = new Set(['node', 'import', 'module-sync']);

/** Node's modules, and the one that is ours. */
export function isLibraryModule(specifier: string): boolean {
  return isBuiltin(specifier) || isOurs(specifier);
}

/** The URL a built-in is known by. */
export function builtinUrl(specifier: string): string {
  return specifier.startsWith('node:') || isOurs(specifier) ? specifier : `node:${specifier}`;
}

function isOurs(specifier: string): boolean {
  return specifier === 'cgi' || specifier === 'freshcgi/cgi';
}

/** Whether require() looks at this path itself instead of in node_modules. */
export function isPathLike(specifier: string): boolean {
  return specifier.startsWith('/') || isRelative(specifier);
}

export function isRelative(specifier: string): boolean {
  return specifier === '.' || specifier.startsWith('./') || specifier.startsWith('..');
}

/** Splits 'name/sub' and '@scope/name/sub'; undefined if no package can have such a name. */
export function parsePackageSpecifier(specifier: string): PackageSpecifier | undefined {
  const match = /^(@[^/]*\/[^/]*|[^@/][^/]*|)(\/.*)?$/s.exec(specifier);
  const name = match?.[1];
  if (name === undefined || name.startsWith('.') || /[\\%]/.test(name)) return undefined;
  return { name, subpath: `.${match?.[2] ?? ''}` };
}

/** The node_modules folders a file's packages are looked for in, nearest first. */
export function packageFolders(folder: string): string[] {
  const folders: string[] = [];
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (!at.endsWith('/node_modules')) folders.push(join(at, 'node_modules'));
    if (at === '/') return folders;
  }
}

// Resolves an import specifier to a URL as node does (node:esm, "Resolution algorithm"), inside what the run may read. Worker side.
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fault, ModuleFault, outOfBounds } from './fault.ts';
import type { ModuleFiles } from './module-files.ts';
import type { PackageConfig, Packages } from './package-config.ts';
import { notDefined, resolveExports, resolveImports } from './package-targets.ts';
import { builtinUrl, IMPORT_CONDITIONS, isLibraryModule, packageFolders, parsePackageSpecifier } from './specifier.ts';

/** What an import leads to: a file, by its URL with query and hash, one of node's modules, or the text in a data: URL. */
export type ImportTarget =
  | { readonly kind: 'file'; readonly url: string; readonly path: string }
  | { readonly kind: 'builtin'; readonly url: string }
  | { readonly kind: 'data'; readonly url: string };

/** Finds what `specifier`, seen in the module `parentUrl`, leads to. */
export function resolveImport(
  specifier: string,
  parentUrl: string,
  files: ModuleFiles,
  packages: Packages,
): ImportTarget {
  const found = locate(specifier, parentUrl, files, packages);
  if (typeof found === 'string') return { kind: 'builtin', url: builtinUrl(found) };
  if (found.protocol === 'node:') return { kind: 'builtin', url: found.href };
  if (found.protocol === 'data:') return { kind: 'data', url: found.href };
  if (found.protocol !== 'file:') {
    // Node names the schemes of its loader for the web, and all of them otherwise.
    const supported = /^https?:$/.test(found.protocol) ? ['file', 'data'] : ['file', 'data', 'node'];
    throw fault('ERR_UNSUPPORTED_ESM_URL_SCHEME', { protocol: found.protocol }, supported);
  }
  return finish(found, specifier, parentUrl, files);
}

/** '#name' as the package around `parent` defines it. */
export function resolveInternal(
  name: string,
  parent: string,
  conditions: ReadonlySet<string>,
  files: ModuleFiles,
  packages: Packages,
): URL | string {
  if (name === '#' || name.endsWith('/')) {
    throw fault('ERR_INVALID_MODULE_SPECIFIER', name, 'is not a valid internal imports specifier name', parent);
  }
  const config = packages.scopeOf(parent);
  if (config?.imports === undefined) throw notDefined(name, config, parent);
  const resolvePackageFrom = (specifier: string, from: PackageConfig) =>
    resolvePackage(specifier, from.path, conditions, files, packages);
  return resolveImports({ config, conditions, base: parent, resolvePackage: resolvePackageFrom }, name);
}

function locate(specifier: string, parentUrl: string, files: ModuleFiles, packages: Packages): URL | string {
  const isData = parentUrl.startsWith('data:');
  if (/^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier)) {
    if (!isData) return new URL(specifier, parentUrl);
    throw fault('ERR_UNSUPPORTED_RESOLVE_REQUEST', specifier, parentUrl);
  }
  if (isLibraryModule(specifier)) return specifier;
  const url = URL.parse(specifier);
  if (isData && url === null) throw fault('ERR_UNSUPPORTED_RESOLVE_REQUEST', specifier, parentUrl);
  if (isData) return url as URL; // not null by the line above
  const parent = pathOf(parentUrl);
  if (specifier.startsWith('#')) return resolveInternal(specifier, parent, IMPORT_CONDITIONS, files, packages);
  return url ?? resolvePackage(specifier, parent, IMPORT_CONDITIONS, files, packages);
}

/** PACKAGE_RESOLVE: a package by name, itself first, then in the node_modules folders above. */
function resolvePackage(
  specifier: string,
  base: string,
  conditions: ReadonlySet<string>,
  files: ModuleFiles,
  packages: Packages,
): URL | string {
  if (isLibraryModule(specifier)) return specifier;
  const wanted = parsePackageSpecifier(specifier);
  if (wanted === undefined) {
    throw fault('ERR_INVALID_MODULE_SPECIFIER', specifier, 'is not a valid package name', base);
  }
  const { name, subpath } = wanted;
  const search = (config: PackageConfig) => ({ config, conditions, base, resolvePackage: neverAsked });
  const own = packages.scopeOf(base);
  if (own?.exports !== undefined && own.name === name) return resolveExports(search(own), subpath);
  for (const parent of packageFolders(dirname(base))) {
    const folder = resolve(parent, name);
    if (files.kind(folder) !== 'directory') continue;
    const config = packages.read(folder, `"${specifier}" from ${base}`);
    if (config?.exports !== undefined) return resolveExports(search(config), subpath);
    if (subpath !== '.') return new URL(subpath, pathToFileURL(`${folder}/package.json`));
    return legacyMain(folder, config, base, files);
  }
  throw fault('ERR_MODULE_NOT_FOUND', name, base);
}

/** "exports" never names another package. */
function neverAsked(): never {
  throw new Error('Cannot resolve a package out of "exports"');
}

/** "main" and index.js of a package without "exports", with the extensions node still tries for them. */
function legacyMain(folder: string, config: PackageConfig | undefined, base: string, files: ModuleFiles): URL {
  const candidates: string[] = [];
  if (config?.main) {
    for (const tail of ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node']) {
      candidates.push(resolve(folder, config.main + tail));
    }
  }
  for (const name of ['index.js', 'index.json', 'index.node']) candidates.push(resolve(folder, name));
  const found = candidates.find((path) => files.isFile(path));
  if (found !== undefined) return pathToFileURL(found);
  throw fault('ERR_MODULE_NOT_FOUND', config?.main ? resolve(folder, config.main) : resolve(folder, 'index.js'), base);
}

function finish(found: URL, specifier: string, parentUrl: string, files: ModuleFiles): ImportTarget {
  const base = pathOf(parentUrl);
  if (/%2f|%5c/i.test(found.pathname)) {
    const reason = 'must not include encoded "/" or "\\" characters';
    throw fault('ERR_INVALID_MODULE_SPECIFIER', found.pathname, reason, base);
  }
  const path = fileURLToPath(found);
  const kind = path.endsWith('/') ? 'directory' : files.kind(path);
  if (kind === 'directory') throw fault('ERR_UNSUPPORTED_DIR_IMPORT', path, base, found.href);
  if (kind === undefined) throw fault('ERR_MODULE_NOT_FOUND', path, base, found.href);
  const real = files.realPath(path);
  if (real === undefined) throw outOfBounds(specifier);
  const url = pathToFileURL(real);
  url.search = found.search;
  url.hash = found.hash;
  return { kind: 'file', url: url.href, path: real };
}

/** Where import.meta.resolve() stops: it asks for no file. Undefined if this fault is another one. */
export function resolvedUrlOf(error: unknown): string | undefined {
  if (!(error instanceof ModuleFault)) return undefined;
  const { code, args = [] } = error.record;
  const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_UNSUPPORTED_DIR_IMPORT';
  return isMissing && typeof args[2] === 'string' ? args[2] : undefined;
}

function pathOf(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url) : url;
}

// Resolves a require() specifier to a file as node does (node:modules, "All together"), inside what the run may read. Worker side.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fault, ModuleFault, outOfBounds } from './fault.ts';
import type { ModuleFiles } from './module-files.ts';
import type { PackageConfig, Packages } from './package-config.ts';
import { resolveExports } from './package-targets.ts';
import { resolveInternal } from './resolve-import.ts';
import { isPathLike, isRelative, packageFolders, REQUIRE_CONDITIONS } from './specifier.ts';

export interface RequireRequest {
  readonly specifier: string;
  /** The requiring file. */
  readonly parent: string;
  /** Folders to look for packages in, where the script changed them. @default those above the parent */
  readonly folders?: readonly string[] | undefined;
  /** What require.extensions has, in its order. */
  readonly extensions: readonly string[];
}

/** What require.extensions starts with. */
export const DEFAULT_EXTENSIONS: readonly string[] = ['.js', '.json', '.node'];

/** Name and subpath of what may be a package: not '.x', and nothing that a URL would decode. */
const PACKAGE = /^((?:@[^/\\%]+\/)?[^./\\%][^/\\%]*)(\/.*)?$/;

/** The real path of the file, or the name of a built-in that "imports" leads to. */
export function resolveRequire(request: RequireRequest, files: ModuleFiles, packages: Packages): string {
  const { specifier, parent } = request;
  if (specifier.startsWith('#')) return finish(resolveInternalOf(request, files, packages), request, files);
  const own = resolveSelf(request, files, packages);
  if (own !== undefined) return own;
  const folders = isPathLike(specifier)
    ? [specifier.startsWith('/') ? '/' : dirname(parent)]
    : (request.folders ?? packageFolders(dirname(parent)));
  for (const folder of folders) {
    const found = findIn(folder, request, files, packages);
    if (found !== undefined) return found;
  }
  throw notFound(specifier);
}

function findIn(folder: string, request: RequireRequest, files: ModuleFiles, packages: Packages): string | undefined {
  const { specifier } = request;
  if (!isPathLike(specifier)) {
    if (files.kind(folder) !== 'directory') return undefined;
    const exported = resolveExported(folder, request, files, packages);
    if (exported !== undefined) return exported;
  }
  const path = resolve(folder, specifier);
  const mustBeFolder = /(?:^|\/)\.{0,2}$/.test(specifier);
  const kind = files.kind(path);
  let found: string | undefined;
  if (!mustBeFolder) found = kind === 'file' ? path : withExtension(path, request, files);
  if (found === undefined && kind === 'directory') found = findMain(path, request, files, packages);
  return found === undefined ? undefined : realPath(found, request, files);
}

/** A package in this folder that has "exports". */
function resolveExported(
  folder: string,
  request: RequireRequest,
  files: ModuleFiles,
  packages: Packages,
): string | undefined {
  const [, name, rest = ''] = PACKAGE.exec(request.specifier) ?? [];
  if (name === undefined) return undefined;
  const config = packages.read(resolve(folder, name));
  if (config === undefined || config.exports === undefined) return undefined;
  return finish(resolveExports(search(config, undefined), `.${rest}`), request, files, { config, base: undefined });
}

/** A package may require itself by its own name, if it has "exports". */
function resolveSelf(request: RequireRequest, files: ModuleFiles, packages: Packages): string | undefined {
  const { specifier, parent } = request;
  if (isRelative(specifier)) return undefined;
  const config = packages.scopeOf(parent);
  if (config?.exports === undefined || config.name === undefined) return undefined;
  if (specifier !== config.name && !specifier.startsWith(`${config.name}/`)) return undefined;
  const subpath = `.${specifier.slice(config.name.length)}`;
  return finish(resolveExports(search(config, parent), subpath), request, files, { config, base: parent });
}

function resolveInternalOf(request: RequireRequest, files: ModuleFiles, packages: Packages): URL | string {
  try {
    return resolveInternal(request.specifier, request.parent, REQUIRE_CONDITIONS, files, packages);
  } catch (error) {
    // What "imports" leads to is missing: node names the request only.
    if (!(error instanceof ModuleFault) || error.record.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new ModuleFault({ code: 'MODULE_NOT_FOUND', message: `Cannot find module '${request.specifier}'` });
  }
}

/** What a map of a package led to must be a file as it is: no extension is tried. */
function finish(
  target: URL | string,
  request: RequireRequest,
  files: ModuleFiles,
  exported?: { readonly config: PackageConfig; readonly base: string | undefined },
): string {
  if (typeof target === 'string') return target;
  if (/%2f|%5c/i.test(target.pathname)) {
    const base = exported === undefined ? request.parent : exported.base;
    throw fault('ERR_INVALID_MODULE_SPECIFIER', target.href, 'must not include encoded "/" or "\\" characters', base);
  }
  const path = fileURLToPath(target);
  if (files.isFile(path)) return realPath(path, request, files);
  throw new ModuleFault({
    code: 'MODULE_NOT_FOUND',
    message: `Cannot find module '${path}'`,
    properties: exported === undefined ? {} : { path: exported.config.folder.slice(0, -1) || '/' },
  });
}

/** A folder: the file its package.json names as "main", or its index. */
function findMain(folder: string, request: RequireRequest, files: ModuleFiles, packages: Packages): string | undefined {
  const config = packages.read(folder);
  const index = () => withExtension(resolve(folder, 'index'), request, files);
  if (!config?.main) return index();
  const main = resolve(folder, config.main);
  if (files.isFile(main)) return main;
  const found = withExtension(main, request, files) ?? withExtension(resolve(main, 'index'), request, files) ?? index();
  if (found !== undefined) return found;
  throw new ModuleFault({
    code: 'MODULE_NOT_FOUND',
    message: `Cannot find module '${main}'. Please verify that the package.json has a valid "main" entry`,
    properties: { path: config.path, requestPath: request.specifier },
  });
}

function withExtension(path: string, request: RequireRequest, files: ModuleFiles): string | undefined {
  const extension = request.extensions.find((one) => files.isFile(path + one));
  return extension === undefined ? undefined : path + extension;
}

function realPath(path: string, request: RequireRequest, files: ModuleFiles): string {
  const real = files.realPath(path);
  if (real !== undefined) return real;
  throw outOfBounds(request.specifier);
}

function search(config: PackageConfig, base: string | undefined) {
  return {
    config,
    conditions: REQUIRE_CONDITIONS,
    base,
    // "exports" never names another package.
    resolvePackage: (specifier: string): never => {
      throw notFound(specifier);
    },
  };
}

function notFound(specifier: string): ModuleFault {
  return new ModuleFault({
    code: 'MODULE_NOT_FOUND',
    message: `Cannot find module '${specifier}'`,
    requireStack: true,
  });
}

// node:module. Inside the context. require('module') is the class Module itself. https://nodejs.org/api/module.html

import { builtinNames, hasBuiltin } from '../builtins.ts';
import { Module as ModuleClass, makeRequire, type Require } from '../internal/commonjs.ts';
import { codedError, nodeError, refused } from '../internal/errors.ts';
import { fileURLToPath } from '../internal/file-url.ts';
import { host } from '../internal/host.ts';
import { isRelative, nodeModulePaths, parentFolder } from '../internal/module-paths.ts';
import { lookupPaths, resolveIn } from '../internal/module-resolution.ts';
import { ObjectCreate, ObjectFreeze } from '../internal/primordials.ts';
import { currentDirectory } from '../internal/process-events.ts';
import { resolvePath } from '../internal/resolve-path.ts';
import { URL } from '../internal/url.ts';

/** access(2): may be read. */
const READABLE = 4;

/** A require() for code that is not CommonJS: as of a file, or of a folder if the name ends in a slash. */
export function createRequire(filename: string | URL): Require {
  const path = typeof filename === 'string' || filename instanceof URL ? plainPath(filename) : '';
  if (!path.startsWith('/')) {
    const rule = 'must be a file URL object, file URL string, or absolute path string';
    throw nodeError('ERR_INVALID_ARG_VALUE', 'filename', filename, rule);
  }
  const place = path.endsWith('/') ? `${path}noop.js` : path;
  const module = new ModuleClass(place);
  module.filename = place;
  module.paths = nodeModulePaths(module.path);
  return makeRequire(module);
}

export function isBuiltin(name: unknown): boolean {
  return typeof name === 'string' && hasBuiltin(name);
}

/** The package.json that rules over a file, or that of a package as seen from `base`. */
export function findPackageJSON(specifier: string | URL, base?: string | URL): string | undefined {
  if (specifier === undefined) throw nodeError('ERR_MISSING_ARGS', 'specifier');
  const from = resolvePath(currentDirectory(), base === undefined ? 'noop.js' : plainPath(base));
  const wanted = plainPath(specifier);
  if (wanted.startsWith('/') || isRelative(wanted)) {
    const path = resolvePath(parentFolder(from), wanted);
    for (let folder = wanted.endsWith('/') ? path : parentFolder(path); ; folder = parentFolder(folder)) {
      const found = readable(`${folder === '/' ? '' : folder}/package.json`);
      if (found !== undefined || folder === '/') return found;
    }
  }
  const [name = wanted] = /^(?:@[^/]+\/)?[^/]+/.exec(wanted) ?? [];
  for (const folder of nodeModulePaths(parentFolder(from))) {
    const found = readable(`${folder}/${name}/package.json`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Compiled code is kept by the server: there is nothing to switch on. */
export function enableCompileCache(): { status: number } {
  return { status: constants.compileCacheStatus.DISABLED };
}

export function flushCompileCache(keepDeserializedCache?: boolean): void {
  if (keepDeserializedCache === undefined || typeof keepDeserializedCache === 'boolean') return;
  throw codedError('TypeError', 'ERR_INVALID_ARG_TYPE', 'keepDeserializedCache should be a boolean');
}

export function getCompileCacheDir(): undefined {
  return undefined;
}

export function findSourceMap(): undefined {
  return undefined;
}

export const constants = ObjectFreeze({
  __proto__: null,
  compileCacheStatus: ObjectFreeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 }),
});

export function register(): never {
  throw refused(
    'module.register()',
    'the modules of a script are loaded outside of it',
    'transform the files beforehand',
  );
}

export function registerHooks(): never {
  throw refused(
    'module.registerHooks()',
    'the modules of a script are loaded outside of it',
    'transform the files beforehand',
  );
}

export function syncBuiltinESMExports(): never {
  throw refused(
    'module.syncBuiltinESMExports()',
    'the names imported from a built-in are fixed',
    'import its default export',
  );
}

export function stripTypeScriptTypes(): never {
  throw refused(
    'module.stripTypeScriptTypes()',
    'types are stripped outside of the script',
    'name the file .ts and load it',
  );
}

const WRAPPER = ['(function (exports, require, module, __filename, __dirname) { ', '\n});'];

/** The path that a URL stands for, or the path itself as it was given. */
function plainPath(place: string | URL): string {
  return place instanceof URL || `${place}`.startsWith('file:') ? fileURLToPath(place) : `${place}`;
}

function readable(path: string): string | undefined {
  return host('fsAccess', path, READABLE) === 0 ? path : undefined;
}

/** Module._findPath: false where require.resolve() would throw. */
function findPath(request: string, paths: readonly string[] | null): string | false {
  try {
    return resolveIn(request, paths ?? [], undefined);
  } catch {
    return false;
  }
}

export const Module = Object.assign(ModuleClass, {
  _pathCache: ObjectCreate(null) as object,
  globalPaths: [] as string[],
  // A method: the build would rename a function of this name.
  isBuiltin(name: unknown): boolean {
    return isBuiltin(name);
  },
  _findPath: findPath,
  _nodeModulePaths: (from: string) => nodeModulePaths(resolvePath(currentDirectory(), from)),
  _resolveLookupPaths: lookupPaths,
  createRequire,
  _initPaths() {},
  _preloadModules() {},
  syncBuiltinESMExports,
  Module: ModuleClass,
  registerHooks,
  builtinModules: builtinNames(),
  runMain: (main: string) => ModuleClass._load(main, null, true),
  register,
  constants,
  enableCompileCache,
  findPackageJSON,
  flushCompileCache,
  getCompileCacheDir,
  stripTypeScriptTypes,
  findSourceMap,
  wrap: (script: string) => `${WRAPPER[0]}${script}${WRAPPER[1]}`,
  wrapper: WRAPPER,
});

export default Module;

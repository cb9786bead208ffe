// What a request of require() leads to: Module._resolveFilename and the lists of folders around it. Inside the context. The host looks;
// here is decided what it is asked. https://nodejs.org/api/modules.html#all-together

import { isBuiltin } from '../builtins.ts';
import { Module, type ResolveOptions } from './commonjs.ts';
import { nodeError } from './errors.ts';
import { host } from './host.ts';
import { faultError } from './module-faults.ts';
import { isRelative, nodeModulePaths, parentFolder } from './module-paths.ts';
import { ObjectKeys } from './primordials.ts';
import { currentDirectory } from './process-events.ts';
import { resolvePath } from './resolve-path.ts';

/** Module._resolveFilename for what is no built-in: the file it leads to. */
export function resolveFilename(
  request: string,
  parent?: Module | null,
  _isMain?: boolean,
  options?: ResolveOptions | null,
): string {
  const { paths } = options ?? {};
  if (paths !== undefined) return resolveIn(request, paths, parent);
  const changed = isRelative(request) || request.startsWith('/') ? [] : changedPaths(parent);
  return askHost(request, resolvePath(currentDirectory(), parent?.filename ?? 'repl'), changed, parent);
}

/** For require.resolve(request, { paths }): each path is where the request might have stood. */
export function resolveIn(request: string, paths: readonly string[], parent: Module | null | undefined): string {
  if (!Array.isArray(paths)) throw nodeError('ERR_INVALID_ARG_VALUE', 'options.paths', paths);
  let failure: unknown;
  for (const path of paths as readonly string[]) {
    try {
      const folders = isRelative(request) ? [] : nodeModulePaths(path);
      return askHost(request, `${resolvePath(currentDirectory(), path)}/require`, folders, parent);
    } catch (error) {
      failure = error;
    }
  }
  throw failure ?? Object.assign(new Error(`Cannot find module '${request}'`), { code: 'MODULE_NOT_FOUND' });
}

function askHost(request: string, from: string, folders: readonly string[], parent: Module | null | undefined): string {
  const names = ObjectKeys(Module._extensions);
  const isOwn = names.length === 3 && names[0] === '.js' && names[1] === '.json' && names[2] === '.node';
  const path = host('resolve', request, from, folders.join('\0'), isOwn ? '' : names.join('\0'));
  if (typeof path === 'number') throw moduleError(parent);
  return path;
}

/** module.paths, where the script has changed it; otherwise the host knows it. */
function changedPaths(module: Module | null | undefined): readonly string[] {
  const { paths, filename } = module ?? {};
  if (paths === undefined || filename == null) return paths ?? [];
  const own = nodeModulePaths(parentFolder(filename));
  return paths.length === own.length && paths.every((path, at) => path === own[at]) ? [] : paths;
}

/** The folders a request is looked for in; null for a built-in. */
export function lookupPaths(request: string, parent?: Module | null): string[] | null {
  if (isBuiltin(request)) return null;
  if (isRelative(request)) return [parent?.filename ? parentFolder(parent.filename) : '.'];
  return parent?.paths?.slice() ?? [];
}

/** Where a file is required from, nearest first. */
export function requireStack(module: Module | null | undefined): string[] {
  const stack: string[] = [];
  for (let at = module; at != null; at = at.parent) stack.push(at.filename ?? at.id);
  return stack;
}

/** The error of the last host call about a module. */
export function moduleError(module: Module | null | undefined): Error {
  return faultError(host('lastError'), () => requireStack(module));
}

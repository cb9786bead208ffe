// require() and the module table of one context (node:module, CommonJS). Inside the context. The host finds and compiles; what is
// evaluated, cached and thrown away lives here.

import type { ModuleFunction } from './bridge.ts';
import { isBuiltin, loadBuiltin } from './builtins.ts';
import { nodeError } from './internal/errors.ts';
import { host } from './internal/host.ts';
import { JSONParse, ObjectCreate, SafeMap } from './internal/primordials.ts';
import { validateString } from './internal/validators.ts';

/** node's `module` object. */
export class Module {
  id: string;
  path: string;
  exports: unknown = {};
  filename: string;
  loaded = false;
  children: Module[] = [];
  paths: string[];
  readonly #parent: Module | undefined;

  constructor(filename: string, parent?: Module) {
    this.id = parent === undefined ? '.' : filename;
    this.filename = filename;
    this.path = dirname(filename);
    this.paths = lookupPaths(this.path);
    this.#parent = parent;
  }

  get parent(): Module | null | undefined {
    return this.#parent ?? null;
  }

  require(id: string): unknown {
    return requireFrom(this, id);
  }
}

/** require.cache: real, so that scripts that delete entries to reload work. */
const cache = ObjectCreate(null) as Record<string, Module>;
let main: Module | undefined;

export interface Require {
  (id: string): unknown;
  resolve: ((id: string) => string) & { paths(id: string): string[] | null };
  main: Module | undefined;
  cache: Record<string, Module>;
  extensions: Record<string, unknown>;
}

/** Runs the script: the main module of this context. */
export function runMain(path: string): void {
  main = new Module(path);
  cache[path] = main;
  evaluate(main, load(path, main));
}

/** A require function that resolves from the given module. */
export function makeRequire(module: Module): Require {
  const require = ((id: string) => requireFrom(module, id)) as Require;
  const resolve = ((id: string) => {
    validateString(id, 'request');
    return isBuiltin(id) ? id : resolveFrom(module, id);
  }) as Require['resolve'];
  resolve.paths = (id: string) => {
    validateString(id, 'request');
    if (isBuiltin(id)) return null;
    return id.startsWith('./') || id.startsWith('../') ? [module.path] : lookupPaths(module.path);
  };
  require.resolve = resolve;
  require.main = main;
  require.cache = cache;
  require.extensions = ObjectCreate(null) as Record<string, unknown>;
  return require;
}

function requireFrom(parent: Module, id: string): unknown {
  validateString(id, 'id');
  if (id === '') throw nodeError('ERR_INVALID_ARG_VALUE', 'id', id, 'must be a non-empty string');
  if (isBuiltin(id)) return loadBuiltin(id);
  const path = resolveFrom(parent, id);
  const cached = cache[path];
  if (cached !== undefined) {
    if (!parent.children.includes(cached)) parent.children.push(cached);
    return cached.exports;
  }
  const module = new Module(path, parent);
  parent.children.push(module);
  cache[path] = module;
  let done = false;
  try {
    evaluate(module, load(path, module));
    done = true;
  } finally {
    // A module that threw is not cached: the next require() runs it again.
    if (!done) {
      delete cache[path];
      parent.children = parent.children.filter((child) => child !== module);
    }
  }
  return module.exports;
}

/** Resolved names of one module: the answer of the host cannot change within a run. */
const resolved = new SafeMap<string, string>();

function resolveFrom(parent: Module, id: string): string {
  const key = `${parent.path}\0${id}`;
  const known = resolved.get(key);
  if (known !== undefined) return known;
  const path = host('resolve', id, parent.filename);
  if (typeof path !== 'string') throw hostError(requireStack(parent));
  resolved.set(key, path);
  return path;
}

function load(path: string, module: Module): ModuleFunction | string {
  const loaded = host('load', path);
  if (typeof loaded === 'number') throw hostError(requireStack(module));
  return loaded;
}

function evaluate(module: Module, loaded: ModuleFunction | string): void {
  if (typeof loaded === 'string') {
    module.exports = parseJson(loaded, module.filename);
  } else {
    Reflect.apply(loaded, module.exports, [module.exports, makeRequire(module), module, module.filename, module.path]);
  }
  module.loaded = true;
}

function parseJson(text: string, filename: string): unknown {
  try {
    return JSONParse(text);
  } catch (error) {
    if (error instanceof Error) error.message = `${filename}: ${error.message}`;
    throw error;
  }
}

/** The error the host left for a failed call: 'CODE\0message', the code of a SyntaxError being its class. */
function hostError(stack: string[]): Error {
  const [code = '', message = '', frame = ''] = host('lastError').split('\0');
  if (code === 'SyntaxError') {
    const error = new SyntaxError(message);
    error.stack = `${frame}\n\n${error.stack}`;
    return error;
  }
  const suffix = code === 'MODULE_NOT_FOUND' && stack.length > 0 ? `\nRequire stack:\n- ${stack.join('\n- ')}` : '';
  const error = Object.assign(new Error(message + suffix), { code });
  return code === 'MODULE_NOT_FOUND' ? Object.assign(error, { requireStack: stack }) : error;
}

function requireStack(module: Module): string[] {
  const stack: string[] = [];
  for (let at: Module | null | undefined = module; at != null; at = at.parent) stack.push(at.filename);
  return stack;
}

function dirname(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

function lookupPaths(folder: string): string[] {
  const paths: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    if (!at.endsWith('/node_modules')) paths.push(at === '/' ? '/node_modules' : `${at}/node_modules`);
    if (at === '/') return paths;
  }
}

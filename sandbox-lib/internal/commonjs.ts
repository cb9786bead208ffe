// CommonJS of one context: Module, the module table and what require() does (node:module). Inside the context, on the path of every
// request. The host finds and compiles; what is evaluated, cached and thrown away lives here. https://nodejs.org/api/modules.html
import type { ModuleFunction } from '../bridge.ts';
import { hasBuiltin, isBuiltin, loadBuiltin } from '../builtins.ts';
import { nodeError } from './errors.ts';
import { cycleError, importFrom, requireEsModule, runEsMain } from './es-modules.ts';
import { host } from './host.ts';
import { parseJson } from './json-module.ts';
import { nodeModulePaths, parentFolder } from './module-paths.ts';
import { lookupPaths, moduleError, resolveFilename } from './module-resolution.ts';
import { defineHidden, ObjectCreate, ObjectKeys, ObjectSetPrototypeOf, ReflectApply } from './primordials.ts';
import { connectMain } from './process-events.ts';
import { validateString } from './validators.ts';

export type Extension = (module: Module, filename: string) => void;

/** A require() function with what hangs on it. */
export interface Require {
  (id: string): unknown;
  resolve: Resolve;
  main: Module | undefined;
  extensions: Record<string, Extension>;
  cache: Record<string, Module | undefined>;
}

export interface Resolve {
  (request: string, options?: ResolveOptions): string;
  paths(request: string): string[] | null;
}

export interface ResolveOptions {
  paths?: readonly string[];
}

/** The module of the script itself, if that is CommonJS. */
let main: Module | undefined;
connectMain(() => main);
/** Its function, if the host knew it before the run. */
let mainCode: ModuleFunction | undefined;

/** ES modules that require() is evaluating: what they have so far cannot be handed out. */
const evaluating: Module[] = [];

type ModuleWatcher = (filename: string, code: ModuleFunction, isMain: boolean) => void;

/** Told of the function of each module before it is called; set in contexts that serve more than one run: the host hands out the same again. */
let watch: ModuleWatcher | undefined;

/** Files found for a request of a folder: good as long as the module found is in the cache. */
const found = ObjectCreate(null) as Record<string, string>;

/** node's `module` object. */
export class Module {
  id: string;
  path: string;
  exports: unknown = {};
  filename: string | null = null;
  loaded = false;
  children: Module[] = [];
  declare paths: string[] | undefined;
  #parent: Module | null | undefined;

  // Packages replace these to hook into require(), so they are looked up at each call.
  static _cache = ObjectCreate(null) as Record<string, Module | undefined>;
  static _extensions = makeExtensions();
  static _load = load;
  static _resolveFilename = findFile;

  constructor(id = '', parent?: Module | null) {
    this.id = id;
    this.path = parentFolder(id);
    this.#parent = parent;
    parent?.children.push(this);
  }

  get parent(): Module | null | undefined {
    return #parent in this ? this.#parent : null; // see createMain()
  }

  set parent(parent: Module | null | undefined) {
    if (#parent in this) this.#parent = parent;
    else defineHidden(this, 'parent', parent);
  }

  load(filename: string): void {
    this.filename = filename;
    this.paths = nodeModulePaths(parentFolder(filename));
    const extension = Module._extensions[registeredExtension(filename)] as Extension; // registered
    extension(this, filename);
    this.loaded = true;
  }

  require(id: string): unknown {
    if (typeof id !== 'string') validateString(id, 'id'); // asked first: most runs need no other check, nor the file of them
    if (id === '') throw nodeError('ERR_INVALID_ARG_VALUE', 'id', id, 'must be a non-empty string');
    return Module._load(id, this, false);
  }

  _compile(content: string, filename: string): unknown {
    const compiled = host('compileFunction', `${content}`, `${filename}`);
    if (typeof compiled === 'number') throw moduleError(this);
    return evaluate(this, compiled, filename);
  }
}

const { _compile: ownCompile } = Module.prototype;

/** Runs the script. The answer is whether ticks come before microtasks: after an ES module it is the other way round. */
export function runMain(path: string, code: ModuleFunction | undefined): boolean {
  mainCode = code;
  Module._load(path, null, true);
  return main !== undefined;
}

export function watchModules(watcher: ModuleWatcher): void {
  watch = watcher;
}

/**
 * For the next run of a kept context: the script is evaluated again, and with it, unless they are kept, the modules. What hangs on
 * Module stays the same object: packages hold on to it.
 */
export function forgetModules(keep: boolean): void {
  if (main?.filename != null) delete Module._cache[main.filename];
  main = undefined;
  if (keep) return;
  for (const filename of ObjectKeys(Module._cache)) delete Module._cache[filename];
  for (const key of ObjectKeys(found)) delete found[key];
  for (const extension of ObjectKeys(Module._extensions)) delete Module._extensions[extension];
  Object.assign(Module._extensions, makeExtensions());
}

/** The require() of a module. */
export function makeRequire(module: Module): Require {
  // Names of their own: the build would rename a function that has the name of its variable.
  const ours = function require(id: string): unknown {
    return module.require(id);
  } as Require;
  const finder = function resolve(request: string, options?: ResolveOptions): string {
    validateString(request, 'request');
    return Module._resolveFilename(request, module, false, options);
  } as Resolve;
  finder.paths = function paths(request: string): string[] | null {
    validateString(request, 'request');
    return lookupPaths(request, module);
  };
  ours.resolve = finder;
  ours.main = main;
  ours.extensions = Module._extensions;
  ours.cache = Module._cache;
  return ours;
}

function makeExtensions(): Record<string, Extension> {
  const extensions = ObjectCreate(null) as Record<string, Extension>;
  extensions['.js'] = loadFile;
  extensions['.json'] = loadFile;
  // Refused, and the host says why.
  extensions['.node'] = loadFile;
  return extensions;
}

/** Module._resolveFilename. A script that requires no file never instantiates what looks for one. */
function findFile(request: string, parent?: Module | null, isMain?: boolean, options?: ResolveOptions | null): string {
  return hasBuiltin(request) ? request : resolveFilename(request, parent, isMain, options);
}

/** Module._load: the exports of what `request` leads to, loaded if need be. */
function load(request: string, parent: Module | null | undefined, isMain: boolean): unknown {
  const key = parent == null ? '' : `${parent.path}\0${request}`;
  const before = key === '' ? undefined : found[key];
  const loaded = before === undefined ? undefined : Module._cache[before];
  if (loaded !== undefined) return adopt(loaded, parent);
  if (request.startsWith('node:')) return loadBuiltin(request);
  const filename = isMain ? request : Module._resolveFilename(request, parent, isMain);
  if (key !== '') found[key] = filename;
  const cached = Module._cache[filename];
  if (cached !== undefined) return adopt(cached, parent);
  return !isMain && isBuiltin(filename) ? loadBuiltin(filename) : loadResolved(filename, parent, isMain);
}

/** The exports of a file that was found and is not in the cache. */
export function loadResolved(filename: string, parent: Module | null | undefined, isMain: boolean): unknown {
  const module = isMain ? createMain(filename) : new Module(filename, parent);
  if (isMain) main = module;
  Module._cache[filename] = module;
  let done = false;
  try {
    module.load(filename);
    done = true;
  } finally {
    // A module that threw is not cached: the next require() runs it again.
    if (!done) disown(module, parent, filename);
  }
  return module.exports;
}

/**
 * The module of the script itself, a dictionary: in a new context the first object with these fields costs half a µs for each of them. Those
 * that follow are faster with fields (20 modules: a sixth).
 */
function createMain(filename: string): Module {
  const path = parentFolder(filename);
  const fields = { __proto__: null, id: '.', path, exports: {}, filename: null, loaded: false, children: [] };
  return ObjectSetPrototypeOf(fields, Module.prototype) as unknown as Module; // with its fields and its prototype it is one
}

function adopt(module: Module, parent: Module | null | undefined): unknown {
  const children = parent?.children;
  if (children?.includes(module) === false) children.push(module);
  if (!module.loaded && evaluating.includes(module)) throw cycleError(module.filename ?? module.id, parent);
  return module.exports;
}

function disown(module: Module, parent: Module | null | undefined, filename: string): void {
  delete Module._cache[filename];
  const children = parent?.children;
  if (Array.isArray(children) && children.includes(module)) children.splice(children.indexOf(module), 1);
}

/** The longest registered extension of a file's name; '.js' for a name without one. */
function registeredExtension(filename: string): string {
  const name = filename.slice(filename.lastIndexOf('/') + 1);
  for (let at = name.indexOf('.', 1); at !== -1; at = name.indexOf('.', at + 1)) {
    const extension = name.slice(at);
    if (Module._extensions[extension] !== undefined) return extension;
  }
  return '.js';
}

/** The loader of all extensions: the host knows what a file is. */
function loadFile(module: Module, filename: string): void {
  // A package that replaces module._compile wants to see the text.
  if (module._compile !== ownCompile && !filename.endsWith('.json')) return compileText(module, filename);
  const given = module === main ? mainCode : undefined;
  mainCode = undefined;
  const loaded = given ?? host('load', filename);
  if (typeof loaded === 'function') {
    watch?.(filename, loaded, module === main);
    evaluate(module, loaded, filename);
  } else if (typeof loaded === 'string') module.exports = parseJson(loaded, filename);
  else if (loaded < 0) throw moduleError(module);
  else if (module === main) startEsMain(filename);
  else loadEsModule(module, filename);
}

function loadEsModule(module: Module, filename: string): void {
  evaluating.push(module);
  try {
    module.exports = requireEsModule(filename, module);
  } finally {
    evaluating.pop();
  }
}

/** The script is an ES module: for require() there is no main module. */
function startEsMain(filename: string): void {
  main = undefined;
  delete Module._cache[filename];
  runEsMain(filename);
}

function compileText(module: Module, filename: string): void {
  const text = host('sourceText', filename);
  if (typeof text === 'number') throw moduleError(module);
  module._compile(text, filename);
}

function evaluate(module: Module, compiled: ModuleFunction, filename: string): unknown {
  // One that uses import() takes it first.
  const body = compiled.length === 1 ? (compiled(importFrom(filename), 0, 0, '', '') as ModuleFunction) : compiled;
  return ReflectApply(body, module.exports, [
    module.exports,
    makeRequire(module),
    module,
    filename,
    parentFolder(filename),
  ]);
}

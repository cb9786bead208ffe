// What generated modules import: the facades of built-ins, CommonJS and JSON, and each module's own import.meta and import(). Inside the
// context. The other end is engine/worker/modules/units.ts.

import { loadBuiltin } from '../builtins.ts';
import EventEmitter from '../node/events.ts';
import { loadResolved, Module } from './commonjs.ts';
import { importFrom, isMainUrl, publish, resolveImport } from './es-modules.ts';
import { fileURLToPath } from './file-url.ts';
import {
  JSONParse,
  ObjectCreate,
  ObjectDefineProperty,
  ObjectKeys,
  ReflectGetPrototypeOf,
  ReflectOwnKeys,
} from './primordials.ts';
import { SafeSet } from './safe-collections.ts';

/** The name it stands under on globalThis, while the module that exports it is evaluated and no code of the script runs. */
const BRIDGE = 'node:internal/bridge';
let isOpen = false;

/** Does what needs the bridge: it is there for the first of these. */
export function openBridge(action: () => void): void {
  if (isOpen) return action();
  ObjectDefineProperty(globalThis, BRIDGE, {
    __proto__: null,
    value: { builtin: loadBuiltin, commonjs, json, load: importFrom, meta, publish },
    configurable: true,
  });
  try {
    action();
    isOpen = true;
  } finally {
    Reflect.deleteProperty(globalThis, BRIDGE);
  }
}

/** The modules that were linked to it are gone. */
export function closeBridge(): void {
  isOpen = false;
}

/** What can be imported by name from one of node's modules: the enumerable members of what require() answers. */
export function exportNames(name: string): string[] {
  const module = loadBuiltin(name) as object;
  const names = ObjectKeys(module);
  const id = name.replace(/^node:/, '');
  // Those two have their members behind them.
  if (id !== 'process' && id !== 'console') return names.filter((key) => key !== 'default');
  for (let at = ReflectGetPrototypeOf(module); at !== null; at = ReflectGetPrototypeOf(at)) {
    if (at === Object.prototype || at === EventEmitter.prototype) break;
    for (const key of ReflectOwnKeys(at)) if (typeof key === 'string' && key !== 'constructor') names.push(key);
  }
  return [...new SafeSet(names)];
}

/** The exports of a CommonJS module, then the values of these names of it. */
function commonjs(path: string, names: readonly string[]): unknown[] {
  const cached = Module._cache[path];
  const exports = cached === undefined ? loadResolved(path, undefined, false) : cached.exports;
  const values = [exports];
  for (const name of names) values.push(ownValue(exports, name));
  return values;
}

/** A getter that throws must not fail the import. */
function ownValue(exports: unknown, name: string): unknown {
  try {
    const isObject = (typeof exports === 'object' && exports !== null) || typeof exports === 'function';
    return isObject && Object.hasOwn(exports, name) ? (exports as Record<string, unknown>)[name] : undefined;
  } catch {
    return undefined;
  }
}

/** JSON is one object, whether it is imported or required. */
function json(path: string, text: string): unknown {
  const cached = Module._cache[path];
  if (cached?.loaded) return cached.exports;
  const module = new Module(path, undefined);
  module.filename = path;
  module.exports = JSONParse(text);
  module.loaded = true;
  Module._cache[path] = module;
  return module.exports;
}

/** import.meta */
function meta(url: string): object {
  const meta = ObjectCreate(null) as Record<string, unknown>;
  if (url.startsWith('file:')) {
    const filename = fileURLToPath(url);
    meta['dirname'] = filename.slice(0, Math.max(1, filename.lastIndexOf('/')));
    meta['filename'] = filename;
  }
  meta['main'] = isMainUrl(url);
  meta['resolve'] = function resolve(specifier: string): string {
    return resolveImport(`${specifier}`, url, true);
  };
  meta['url'] = url;
  return meta;
}

// Joins the modules of the library, as tsc has emitted them, into one script. Part of the build, runs in node.
import { dirname, join } from 'node:path';

/** A module of the library as tsc emitted it. */
export interface Emitted {
  readonly file: string;
  readonly code: string;
}

export interface JoinOptions {
  /** The number of a module by its file or package. */
  numberOf(file: string): number;
  /** The modules of every run as joinCore() has put them together; it calls `publishCore`. */
  readonly core: string;
  readonly isCore: ReadonlySet<number>;
  /** Modules that are no ES modules by origin: they have `module` and no imports. */
  readonly isPackage: ReadonlySet<number>;
  /** The module whose exports the packages take for globals, and their names. */
  readonly packageScope: { readonly number: number; readonly names: string };
}

/** What the library means by these names whatever a script makes of them afterwards. */
const OWN_GLOBALS =
  'AggregateError, Array, ArrayBuffer, BigInt, BigInt64Array, BigUint64Array, Boolean, DataView, Date, Error, EvalError, ' +
  'Float32Array, Float64Array, Function, Int16Array, Int32Array, Int8Array, JSON, Map, Math, Number, Object, Promise, RangeError, ' +
  'ReferenceError, Reflect, RegExp, Set, String, Symbol, SyntaxError, TypeError, URIError, Uint16Array, Uint32Array, Uint8Array, ' +
  'Uint8ClampedArray, WeakMap, WeakRef, WeakSet, decodeURIComponent, encodeURIComponent';

/** Modules of one switch, a power of two: V8 makes a cell for each closure of a function when that first runs (of all 330: 10 µs). */
const GROUP = 16;

/**
 * One script of all modules. The closure of a module is only created when its case of the switch is reached. Exports are objects
 * without prototype, which V8 keeps as dictionaries: to add a name makes no new shape (a tenth of an empty run, a fifth of `stream`).
 */
export function joinModules(modules: readonly Emitted[], options: JoinOptions): string {
  const names = coreNames(options.core);
  const used = new Set<string>();
  const cases = modules.map((module, number) => {
    if (options.isCore.has(number)) return `case ${number}: return coreExports;`;
    const { packageScope } = options;
    const code = options.isPackage.has(number)
      ? `const module = {}; const { ${packageScope.names} } = $(${packageScope.number});\n${module.code}`
      : nameCore(makeImportsLazy(module, options.numberOf), names, used);
    return `case ${number}: return function (exports) {\n${code}\n};`;
  });
  const groups = Array.from({ length: Math.ceil(cases.length / GROUP) }, (_, index) => {
    const own = cases.slice(index * GROUP, (index + 1) * GROUP).join('\n');
    return `case ${index}: return function (number) { switch (number) {\n${own}\n} };`;
  });
  return `(function () { "use strict";
const { ${OWN_GLOBALS} } = globalThis;
const loaded = [];
function $(number) { return loaded[number] || instantiate(number); }
function instantiate(number) {
  const exports = { __proto__: null };
  loaded[number] = exports;
  try {
    const made = group(number >> ${Math.log2(GROUP)})(number)(exports, number);
    return made === undefined ? exports : (loaded[number] = made);
  } catch (error) {
    // The stack of the script was full: the next use of the module begins again.
    loaded[number] = undefined;
    throw error;
  }
}
function group(index) { switch (index) {\n${groups.join('\n')}\n} }
let enter_, coreExports;
function publishCore(entry, exportsOf) { enter_ = entry; coreExports = exportsOf; }
${options.core}
${[...used].map((alias) => `const ${alias} = ${names.get(alias)};`).join('\n')}
return enter_; })()`;
}

/** `$12_name` for each export of the core, with the variable that it is there. One that comes from outside is left to its file. */
function coreNames(core: string): ReadonlyMap<string, string> {
  const published = core.slice(core.lastIndexOf('publishCore('));
  const names = new Map<string, string>();
  for (const [, number, members = ''] of published.matchAll(/case (\d+):\s*return \{([^}]*)\}/g)) {
    for (const member of members.split(',')) {
      const [, name, variable = name] = /^\s*(\w+)(?:: ([\w$]+))?\s*$/.exec(member) ?? [];
      if (name !== undefined && variable !== undefined && name !== '__proto__')
        names.set(`$${number}_${name}`, variable);
    }
  }
  return names;
}

/** The core's variables are in sight of all modules: its names cost them no look into an object of exports, nor the making of one. */
function nameCore(code: string, names: ReadonlyMap<string, string>, used: Set<string>): string {
  return code.replace(/\$\((\d+)\)\.(\w+)/g, (whole, number: string, name: string) => {
    const alias = `$${number}_${name}`;
    if (!names.has(alias)) return whole;
    used.add(alias);
    return alias;
  });
}

/**
 * Turns tsc's `const x_1 = require("./x.js")` into a call at each use of `x_1`: a file is instantiated at the first use of one of its
 * names, so a request that never formats an object never instantiates `inspect`.
 */
function makeImportsLazy({ file, code }: Emitted, numberOf: JoinOptions['numberOf']): string {
  // tsc's interop helpers stand before this line; between our own modules, all of them ES modules, neither they nor it do anything.
  let lazy = code.replace(/^[\s\S]*?Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);\n/, '');
  for (const [line, name, path] of lazy.matchAll(
    /^(?:const|var) (\w+) = (?:__import\w+\()?require\("([^"]+)"\)\)?;$/gm,
  ) as Iterable<[string, string, string]>) {
    const number = numberOf(path.startsWith('.') ? join(dirname(file), path) : path);
    lazy = useNumber(lazy.replace(line, ''), name, number);
  }
  return keepClassNames(lazy);
}

/** Puts `$(number)`, the exports of a module, where the code names the variable that an import was. */
export function useNumber(code: string, variable: string, number: number): string {
  return (
    code
      // `new $(1).Name()` would make an object of $(1).
      .replaceAll(new RegExp(`\\bnew ${variable}\\.(\\w+)`, 'g'), `new (${variable}.$1)`)
      .replaceAll(new RegExp(`(?<![\\w$'"]|(?<!\\.\\.)\\.)${variable}(?![\\w$'"])`, 'g'), `$(${number})`)
  );
}

/** esbuild renames a class whose body mentions the class itself, and scripts see that name. From a constant it takes the right one. */
function keepClassNames(code: string): string {
  return code.replace(/^class (\w+)([^\n]* \{\n[\s\S]*?\n\})$/gm, 'const $1 = class$2;');
}

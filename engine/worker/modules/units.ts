// What V8 compiles for a module: its text, and what is put around it. Worker side.
import { pathToFileURL } from 'node:url';
import { type Unit, unitHash } from '../compile.ts';
import { lexModule, type Rewritten, rewriteDynamicImports } from './lex.ts';
import type { Source } from './source.ts';
import { javaScriptOf } from './typescript.ts';

/** Specifier by which generated code reaches the library; only generated modules are linked to it. */
export const BRIDGE = 'node:internal/bridge';
/** Specifier by which a module reaches its own `import.meta` and `import()`. */
export const SELF = 'node:internal/self';

const PARAMETERS = 'exports, require, module, __filename, __dirname';

/** A CommonJS module as a function, or, if it uses `import()`, as a function that takes it and returns that function. */
export interface FunctionUnit extends Unit {
  readonly takesImport: boolean;
}

/** The function of a CommonJS module. Its wrapper stands on line 1 and is undone by the column offset. */
export function commonJsUnit(source: Source): FunctionUnit {
  source.commonJs ??= {
    ...wrapFunction(rewriteDynamicImports(javaScriptOf(source))),
    filename: source.path,
    hash: source.hash,
  };
  return source.commonJs;
}

/** The same of a text that is in no file: module._compile(). */
export function functionUnit(filename: string, text: string): FunctionUnit {
  return { ...wrapFunction(rewriteDynamicImports(text)), filename, hash: undefined };
}

function wrapFunction({ text, load }: Rewritten): Omit<FunctionUnit, 'filename' | 'hash'> {
  if (load === undefined) return { before: `(function (${PARAMETERS}) { `, text, after: '\n})', takesImport: false };
  const before = `(function (${load}) { return (function (${PARAMETERS}) { `;
  return { before, text, after: '\n})})', takesImport: true };
}

/** An ES module. If it uses `import()` or `import.meta` it imports them first. */
export function moduleUnit(source: Source, url: string): Unit & { readonly needsSelf: boolean } {
  const { text, load, meta } = lexModule(source, javaScriptOf(source));
  const names = [load && `load as ${load}`, meta && `meta as ${meta}`].filter((name) => name !== undefined);
  const before = names.length === 0 ? '' : `import{${names.join(',')}}from"${SELF}";`;
  return { filename: url, hash: unitHash(source.hash, before), before, text, after: '', needsSelf: before !== '' };
}

/** `import.meta` and `import()` of one module. */
export function selfUnit(url: string): Unit {
  const name = JSON.stringify(url);
  return generated(
    `self:${url}`,
    `import{meta as m,load as l}from"${BRIDGE}";export const meta=m(${name}),load=l(${name});`,
  );
}

/** What generated modules need of the library: it stands on globalThis only while this module is evaluated. */
export function bridgeUnit(): Unit {
  const names = 'builtin,commonjs,json,load,meta,publish';
  return generated('bridge', `export const{${names}}=globalThis["${BRIDGE}"];`);
}

/** One of node's modules: its default export is what require() answers, its names are properties of that. */
export function builtinUnit(name: string, names: readonly string[]): Unit {
  const head = `import{builtin as b}from"${BRIDGE}";const m=b(${JSON.stringify(name)});export{m as default};`;
  const locals = names.map((each, index) => `v${index}=m[${JSON.stringify(each)}]`);
  return generated(`builtin:${name}`, head + exportLocals(locals, names));
}

/** A CommonJS module: evaluated by require(), its names read from its exports afterwards. */
export function commonJsFacade(path: string, names: readonly string[]): Unit {
  const given = names.filter((name) => name !== 'module.exports');
  const head = `import{commonjs as c}from"${BRIDGE}";const a=c(${JSON.stringify(path)},${JSON.stringify(given)}),m=a[0];`;
  const locals = given.map((_, index) => `v${index}=a[${index + 1}]`);
  return generated(
    `commonjs:${path}`,
    `${head}export{m as default,m as "module.exports"};${exportLocals(locals, given)}`,
  );
}

export function jsonFacade(path: string, text: string): Unit {
  const call = `j(${JSON.stringify(path)},${JSON.stringify(text)})`;
  return generated(`json:${path}`, `import{json as j}from"${BRIDGE}";export default ${call};`);
}

/** A module that says when its target was evaluated. With `defer` its target waits for the first look at the namespace. */
export function driverUnit(id: number, defer: boolean): Unit {
  const phase = defer ? 'defer ' : '';
  return generated(
    `driver:${id}`,
    `import ${phase}* as n from"target";import{publish as p}from"${BRIDGE}";p(${id},n);`,
  );
}

/** A module that fails if its target has failed. */
export function probeUnit(): Unit {
  return generated('probe', 'import"target";');
}

/** What require() answers for an ES module with a default export: its namespace with a mark that Babel's code knows. */
export function markedUnit(): Unit {
  return generated('marked', 'export*from"target";export{default}from"target";export const __esModule=true;');
}

function exportLocals(locals: readonly string[], names: readonly string[]): string {
  if (names.length === 0) return '';
  return `const ${locals.join(',')};export{${names.map((name, index) => `v${index} as ${JSON.stringify(name)}`).join(',')}};`;
}

function generated(name: string, text: string): Unit {
  return { filename: `node:internal/${name}`, hash: undefined, before: '', text, after: '' };
}

export function urlOf(path: string): string {
  return pathToFileURL(path).href;
}

// Builds dist/: tsc for engine and adapters, tsc to CommonJS for the library, whose modules are then joined into ONE script.
// Runs in node. CommonJS on purpose: each module keeps its own function scope, so a context that never requires `stream` does
// not even create the closures of `stream`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const library = join(dist, 'library');
const { resolve } = createRequire(import.meta.url);
const tsc = join(dirname(resolve('typescript/package.json')), 'bin', 'tsc');
/** Packages the library is built with: CommonJS files that need nothing but `exports` and `module`. */
const PACKAGES: Readonly<Record<string, string>> = {
  'web-streams-polyfill': join(dirname(resolve('web-streams-polyfill')), 'ponyfill.js'),
};

function compile(project: string): void {
  try {
    execFileSync(process.execPath, [tsc, '-p', project], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  } catch (error) {
    process.stderr.write(String((error as { stdout?: Buffer }).stdout ?? ''));
    throw new Error(`Cannot build ${project}: the compiler reported errors`);
  }
}

/** A module of the library as tsc emitted it. */
interface Emitted {
  readonly file: string;
  readonly code: string;
}

/**
 * Turns tsc's `const x_1 = require("./x.js")` into a call at each use of `x_1`: a file is instantiated at the first use of one of its
 * names, so a request that never formats an object never instantiates `inspect`.
 */
function makeImportsLazy({ file, code }: Emitted, numbers: ReadonlyMap<string, number>): string {
  // tsc's interop helpers stand before this line; between our own modules, all of them ES modules, neither they nor it do anything.
  let lazy = code.replace(/^[\s\S]*?Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);\n/, '');
  for (const [line, name, path] of lazy.matchAll(
    /^(?:const|var) (\w+) = (?:__import\w+\()?require\("([^"]+)"\)\)?;$/gm,
  ) as Iterable<[string, string, string]>) {
    const number = numbers.get(PACKAGES[path] ?? join(dirname(file), path));
    if (number === undefined) throw new Error(`Cannot build ${file}: there is no ${path}`);
    lazy = lazy
      .replace(line, '')
      // `new $(1).Name()` would make an object of $(1).
      .replaceAll(new RegExp(`\\bnew ${name}\\.(\\w+)`, 'g'), `new (${name}.$1)`)
      .replaceAll(new RegExp(`(?<![\\w$'"]|(?<!\\.\\.)\\.)${name}(?![\\w$'"])`, 'g'), `$(${number})`);
  }
  return keepClassNames(lazy);
}

/** esbuild renames a class whose body mentions the class itself, and scripts see that name. From a constant it takes the right one. */
function keepClassNames(code: string): string {
  return code.replace(/^class (\w+)([^\n]* \{\n[\s\S]*?\n\})$/gm, 'const $1 = class$2;');
}

/**
 * One script of all modules. The closure of a module is only created when its case of the switch is reached. Exports are objects
 * without prototype, which V8 keeps as dictionaries: to add a name makes no new shape (a tenth of an empty run, a fifth of `stream`).
 */
function joinModules(modules: readonly Emitted[], entry: string): string {
  const numbers = new Map(modules.map(({ file }, index) => [file, index]));
  const packages = new Set(Object.values(PACKAGES));
  const cases = modules.map((module, index) => {
    const body = packages.has(module.file) ? `const module = {};\n${module.code}` : makeImportsLazy(module, numbers);
    return `case ${index}: return function (exports) {\n${body}\n};`;
  });
  return `(function () { "use strict";
const loaded = [];
function $(number) { return loaded[number] || instantiate(number); }
function instantiate(number) { const exports = { __proto__: null }; loaded[number] = exports; define(number)(exports); return exports; }
function define(number) { switch (number) {\n${cases.join('\n')}\n} }
return $(${numbers.get(entry)}).boot; })()`;
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
compile('tsconfig.json');
compile('sandbox-lib/tsconfig.json');
const emitted = readdirSync(library, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.js'))
  .sort()
  .map((name) => ({ file: join(library, name), code: readFileSync(join(library, name), 'utf8') }));
const packages = Object.values(PACKAGES).map((file) => ({ file, code: readFileSync(file, 'utf8') }));
const joined = joinModules([...emitted, ...packages], join(library, 'sandbox-lib', 'boot.js'));
// The packages' licences ask to be kept.
const { code } = await transform(joined, { minifyWhitespace: true, legalComments: 'inline', target: 'esnext' });
writeFileSync(join(dist, 'library.js'), code);
rmSync(library, { recursive: true });

// Builds dist/: tsc for engine and adapters, tsc to CommonJS for the library, then esbuild joins the library into ONE file.
// Runs in node. CommonJS on purpose: each module keeps its own function scope, so a context that never requires `stream` does
// not even create the closures of `stream`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

function compile(project: string): void {
  try {
    execFileSync(process.execPath, [tsc, '-p', project], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  } catch (error) {
    process.stderr.write(String((error as { stdout?: Buffer }).stdout ?? ''));
    throw new Error(`Cannot build ${project}: the compiler reported errors`);
  }
}

/**
 * Rewrites the `const x_1 = require("./x.js")` that tsc emits for an import so that the file is instantiated at the first use of
 * one of its names: a request that never formats an object never instantiates `inspect`.
 */
function makeImportsLazy(code: string): string {
  // tsc's interop helpers stand before this line; between our own modules, all of them ES modules, they do nothing.
  const marker = 'Object.defineProperty(exports, "__esModule"';
  let lazy = code.includes(marker) ? code.slice(code.indexOf(marker)) : code;
  for (const [line, name, path] of lazy.matchAll(
    /^(?:const|var) (\w+) = (?:__import\w+\()?require\("(\.[^"]+)"\)\)?;$/gm,
  ) as Iterable<[string, string, string]>) {
    lazy = lazy
      .replace(line, '')
      // `new x().Name()` would make an object of x.
      .replaceAll(new RegExp(`\\bnew ${name}\\.(\\w+)`, 'g'), `new (${name}.$1)`)
      .replaceAll(new RegExp(`(?<![\\w$'"]|(?<!\\.\\.)\\.)${name}(?![\\w$'"])`, 'g'), `${name}()`)
      .concat(`\nvar ${name}_; function ${name}() { return ${name}_ || (${name}_ = require("${path}")); }`);
  }
  return `"use strict";\n${keepClassNames(lazy)}`;
}

/** esbuild renames a class whose body mentions the class itself, and scripts see that name. From a constant it takes the right one. */
function keepClassNames(code: string): string {
  return code.replace(/^class (\w+)([^\n]* \{\n[\s\S]*?\n\})$/gm, 'const $1 = class$2;');
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
compile('tsconfig.json');
compile('sandbox-lib/tsconfig.json');
writeFileSync(join(dist, 'library', 'package.json'), '{ "type": "commonjs" }');
for (const entry of readdirSync(join(dist, 'library'), { recursive: true, withFileTypes: true })) {
  if (!entry.name.endsWith('.js')) continue;
  const file = join(entry.parentPath, entry.name);
  writeFileSync(file, makeImportsLazy(readFileSync(file, 'utf8')));
}
await build({
  entryPoints: [join(dist, 'library', 'sandbox-lib', 'boot.js')],
  outfile: join(dist, 'library.js'),
  bundle: true,
  format: 'iife',
  globalName: 'library',
  platform: 'neutral',
  mainFields: ['main'],
  target: 'es2024',
  keepNames: false,
  logLevel: 'warning',
  footer: { js: 'library.boot' },
});
rmSync(join(dist, 'library'), { recursive: true });

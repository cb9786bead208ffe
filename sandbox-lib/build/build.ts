// Builds dist/: tsc for engine and adapters, tsc to CommonJS for the library, whose modules are then joined into ONE script; the worker's program.
// Runs in node. CommonJS on purpose: each module keeps its own function scope, so a context that never requires `stream` does
// not even create the closures of `stream`. The modules of every run are the exception, see join-core.ts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';
import { buildWorker } from './build-worker.ts';
import { CORE, joinCore } from './join-core.ts';
import { type Emitted, joinModules } from './join-modules.ts';

const root = join(import.meta.dirname, '..', '..');
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

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
compile('tsconfig.json');
compile('sandbox-lib/tsconfig.json');
const emitted: Emitted[] = readdirSync(library, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.js'))
  .sort()
  .map((name) => ({ file: join(library, name), code: readFileSync(join(library, name), 'utf8') }));
const packages = Object.values(PACKAGES).map((file) => ({ file, code: readFileSync(file, 'utf8') }));
const modules = [...emitted, ...packages];
const numbers = new Map(modules.map(({ file }, index) => [file, index]));
const numberOf = (file: string) => {
  const number = numbers.get(PACKAGES[file] ?? file);
  if (number === undefined) throw new Error(`Cannot build the library: there is no ${file}`);
  return number;
};
/** The number of a source by its path without extension, from sandbox-lib. */
const sourceNumber = (name: string) => numberOf(join(library, 'sandbox-lib', `${name}.js`));
const joined = joinModules(modules, {
  numberOf,
  core: await joinCore(join(root, 'sandbox-lib'), sourceNumber),
  isCore: new Set(CORE.map(sourceNumber)),
  isPackage: new Set(packages.map(({ file }) => numberOf(file))),
  // Unbound, these would also make esbuild rename what the library calls so.
  packageScope: {
    number: sourceNumber('internal/web-streams/package-scope'),
    names: 'TypeError, RangeError, AbortController, queueMicrotask, structuredClone',
  },
});
// The packages' licences ask to be kept.
const { code } = await transform(joined, { minifyWhitespace: true, legalComments: 'inline', target: 'esnext' });
writeFileSync(join(dist, 'library.js'), code);
rmSync(library, { recursive: true });
await buildWorker(join(dist, 'engine'));

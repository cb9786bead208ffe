// Puts the modules that every run uses into one scope, where a name costs nothing, instead of one function and one object of exports for
// each: of a run's 155 µs in the library 75 are left. Part of the build, runs in node.
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { useNumber } from './join-modules.ts';

/**
 * Modules of the core. Their top-level code runs when a context is made, which may be long before its run: it captures and declares,
 * nothing else. A module that hello.js does not use has no place here, one that it uses and that is missing costs every request.
 */
export const CORE = [
  'bridge',
  'internal/primordials',
  'internal/host',
  'internal/exit',
  'internal/process-events',
  'internal/warning',
  'internal/start-switches',
  'internal/stdio',
  'internal/process-streams',
  'internal/process',
  'internal/guard',
  'internal/loop',
  'internal/module-paths',
  'builtins',
  'internal/commonjs',
  'globals/install',
  'boot',
] as const;

/** Code that defines all of the core and hands out its entry and its exports by `publishCore(enter, exportsOf)`. */
export async function joinCore(folder: string, numberOf: (name: string) => number): Promise<string> {
  const imports: string[] = [];
  const cases: string[] = [];
  for (const name of CORE) {
    const number = numberOf(name);
    const names = await exportsOf(join(folder, `${name}.ts`));
    imports.push(`import { ${names.map((own) => `${own} as m${number}_${own}`).join(', ')} } from './${name}.ts';`);
    // Values, not getters: no module of the core changes what it exports.
    const values = names.map((own) => `${own}: m${number}_${own}`);
    cases.push(`case ${number}: return { __proto__: null, ${values.join(', ')} };`);
  }
  const publish = `publishCore(m${numberOf('boot')}_enter, function (exports, number) { switch (number) { ${cases.join('\n')} } });`;
  const { outputFiles } = await build({
    stdin: { contents: `${imports.join('\n')}\n${publish}`, resolveDir: folder, loader: 'ts' },
    bundle: true,
    format: 'cjs',
    platform: 'neutral',
    target: 'esnext',
    write: false,
    plugins: [
      {
        name: 'the rest of the library',
        setup(hooks) {
          hooks.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
            const file = join(resolveDir, path);
            const name = relative(folder, file).replace(/\.ts$/, '');
            if ((CORE as readonly string[]).includes(name)) return { path: file };
            return { path: `#${numberOf(name)}`, external: true };
          });
        },
      },
    ],
  });
  return restoreNames(makeImportsLazy(outputFiles[0]?.text ?? ''));
}

async function exportsOf(file: string): Promise<string[]> {
  const { metafile } = await build({ entryPoints: [file], format: 'esm', write: false, metafile: true, outdir: '.' });
  return Object.values(metafile.outputs)[0]?.exports ?? [];
}

/** As in joinModules(), in esbuild's words. */
function makeImportsLazy(bundle: string): string {
  // Before the first module stand esbuild's helpers, which make namespaces for modules of other origin than ours.
  let code = bundle.slice(bundle.indexOf('\n// '));
  for (const [line, name, number] of code.matchAll(
    /^var (\w+) = (?:__toESM\()?require\("#(\d+)"\)(?:(?:, 1)?\))?;$/gm,
  ) as Iterable<[string, string, string]>) {
    code = useNumber(code.replace(line, ''), name, Number(number));
  }
  return code;
}

/** Undoes what esbuild has renamed and scripts see in stacks: classes that mention themselves, functions that are called `require`. */
function restoreNames(code: string): string {
  let named = code;
  for (const [, name] of code.matchAll(/= class _(\w+) /g) as Iterable<[string, string]>) {
    named = named.replace(`= class _${name} `, '= class ').replaceAll(new RegExp(`\\b_${name}\\b`, 'g'), name);
  }
  return named.replace(/= (class|function) (\w+?)\d+( |\()/g, '= $1 $2$3');
}

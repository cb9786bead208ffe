// The TypeScript in the documents compiles against the package, as strictly as a user may have it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ROOT, readDocuments } from './sources.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-snippets-')));
after(() => rmSync(folder, { recursive: true }));

test('documents: their TypeScript compiles', () => {
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'node_modules', 'freshcgi'));
  for (const name of ['hono', '@types/node']) {
    symlinkSync(realpathSync(join(ROOT, 'node_modules', name)), join(folder, 'node_modules', name));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const compilerOptions = { module: 'nodenext', target: 'es2024', types: ['node'], noEmit: true, strict: true };
  const strict = { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, verbatimModuleSyntax: true };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...compilerOptions, ...strict } }));
  const snippets = readDocuments().flatMap(({ path, text }) =>
    [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = ''], i) => ({
      name: `${path.replaceAll('/', '-')}-${i}.ts`,
      code,
    })),
  );
  // vitest is installed for test/runners only, which compile it.
  const own = snippets.filter(({ code }) => !code.includes("from 'vitest'"));
  assert.ok(own.length > 5);
  for (const { name, code } of own) writeFileSync(join(folder, name), `${code}\nexport {};\n`);
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8', cwd: folder });
  assert.equal(status, 0, stdout);
});

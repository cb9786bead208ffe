// The library's compiled code, stored by the build: used where it is good, and nothing depends on it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { V8_FLAGS } from '../../engine/pool/worker-arguments.ts';
import { page } from './script-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** freshcgi as it would be installed, its stored code changed or not. */
function installation(t: TestContext, change: (code: string, library: string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-code-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of ['dist', 'package.json']) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'cgi-bin'));
  writeFileSync(join(folder, 'cgi-bin', 'a.js'), page('console.log("answered")'));
  const dist = join(folder, 'dist');
  const [code = ''] = readdirSync(dist).filter((name) => name.endsWith('.code'));
  change(join(dist, code), join(dist, 'library.js'));
  return folder;
}

function node(folder: string, flags: readonly string[], program: string): string {
  return execFileSync(process.execPath, [...flags, '--input-type=module', '-e', program], {
    cwd: folder,
    timeout: 30_000,
    encoding: 'utf8',
  });
}

const CHANGES: Record<string, [change: (code: string, library: string) => void, isUsed: boolean]> = {
  'as the build leaves it': [() => {}, true],
  'that is not there': [(code) => rmSync(code), false],
  'that is empty': [(code) => writeFileSync(code, ''), false],
  'with one bit changed': [
    (code) => {
      const bytes = readFileSync(code);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      writeFileSync(code, bytes);
    },
    false,
  ],
  // V8 itself would only look at its length.
  'of another library of the same length': [
    (_, library) =>
      writeFileSync(library, readFileSync(library, 'latin1').replace('use strict', 'use strICt'), 'latin1'),
    false,
  ],
};

/** Whether an isolate as workers make them took the stored code. (What the loop imports sets flags of V8.) */
const ASK = `
  import './dist/engine/worker/run-loop.js';
  import { Isolate } from './dist/engine/worker/isolate.js';
  import { hasLibraryCode } from './dist/engine/worker/library.js';
  new Isolate(128, '{}', 'context').compile();
  console.log(hasLibraryCode());`;
const SERVE = `
  import { createEngine } from './dist/engine/index.js';
  const engine = createEngine({ root: 'cgi-bin' });
  console.log(await (await engine.execute('a.js')).text());
  await engine.close();`;

for (const [name, [change, isUsed]] of Object.entries(CHANGES)) {
  test(`stored code of the library ${name}: ${isUsed ? 'is used' : 'is not used'}, and scripts are run`, (t) => {
    const folder = installation(t, change);
    assert.equal(node(folder, V8_FLAGS, ASK), `${isUsed}\n`);
    assert.equal(node(folder, [], SERVE), 'answered\n\n');
  });
}

test('stored code of the library made by a V8 with other flags: is not used', (t) => {
  const folder = installation(t, () => {});
  assert.equal(node(folder, [...V8_FLAGS, '--no-lazy'], ASK), 'false\n');
});

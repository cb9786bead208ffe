import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const MODULE = join(import.meta.dirname, '..', '..', '..', 'adapters', 'testing', 'temporary-folder.ts');

test('TemporaryFolder: gone at the end of its process, and with the next one where that was killed', (t) => {
  const temp = mkdtempSync(join(tmpdir(), 'freshcgi-test-'));
  t.after(() => rmSync(temp, { recursive: true, force: true }));
  const run = (then: string) => {
    const program = `import { TemporaryFolder } from ${JSON.stringify(MODULE)};\nconst folder = new TemporaryFolder();\nprocess.stdout.write(folder.path);${then}`;
    const env = { ...process.env, TMPDIR: temp };
    return spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      env,
      encoding: 'utf8',
      timeout: 20_000,
    });
  };
  assert.ok(!existsSync(run('').stdout));
  const left = run("process.kill(process.pid, 'SIGKILL');").stdout;
  assert.ok(existsSync(left), 'a killed process removes nothing');
  writeFileSync(join(left, 'x'), '');
  writeFileSync(join(temp, 'other'), '');
  run('');
  assert.deepEqual(readdirSync(temp), ['other']);
});

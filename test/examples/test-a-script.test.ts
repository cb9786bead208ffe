import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { freshcgi } from '../adapters/freshcgi-process.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

/** A test runner of its own, not a part of this one. */
async function runTests(file: string): Promise<string> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const args = ['--test', '--test-reporter=tap', file];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 60_000 });
  return stdout;
}

test('examples/test-a-script: its tests pass, end by themselves, and change no data', async () => {
  const stdout = await runTests(join(EXAMPLES, 'test-a-script', 'guestbook.test.ts'));
  assert.match(stdout, /^# pass 5$/m);
  assert.equal(existsSync(join(EXAMPLES, 'test-a-script', 'data')), false);
});

test('examples/leave-cgi-behind: one golden suite passes for the script, under cgi(), and for the handler', async () => {
  const cwd = join(EXAMPLES, 'leave-cgi-behind');
  const args = ['--allow-write', 'data'];
  assert.match((await freshcgi(['test', ...args], { cwd })).stdout, /^4 passed/);
  assert.match((await freshcgi(['compare', ...args], { cwd })).stdout, /^4 passed/);
  assert.match((await freshcgi(['doctor'], { cwd })).stdout, /needs a grant {2}--allow-write data/);
  assert.match(await runTests(join(cwd, 'golden.test.ts')), /^# pass 8$/m);
  assert.equal(existsSync(join(cwd, 'data')), false);
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const RUN = join(import.meta.dirname, '..', '..', 'examples', 'programmatic', 'run.ts');

test('examples/programmatic: runs a file and a text, and ends', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [RUN], { timeout: 20_000 });
  const lines = stdout.trimEnd().split('\n');
  assert.equal(lines[0], '200 application/json {"module":1,"global":1,"prototype":1}');
  assert.equal(lines[2], '200 HELLO!');
  assert.match(lines[3] ?? '', /^ok: [\d.]+ ms, [\d.]+ ms of CPU, in process \d+$/);
  assert.equal(lines[4], '404 SCRIPT_NOT_FOUND');
});

// freshcgi/testing under other test runners, in a project of its own as a user has it: vitest, jest, and the compiler on the types of the
// matchers. Needs `npm ci --prefix test/runners`, which `npm run test:runners` does.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

const REPOSITORY = join(import.meta.dirname, '..');
const RUNNERS = join(import.meta.dirname, 'runners');

const home = realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-runners-')));
after(() => rmSync(home, { recursive: true }));
/** What temporary folders the runners and their workers leave is seen here. */
const temporary = join(home, 'tmp');
const project = join(home, 'project');
mkdirSync(temporary);
cpSync(join(RUNNERS, 'project'), project, { recursive: true });
for (const name of ['cgi-bin', 'test-a-script']) {
  cpSync(join(REPOSITORY, 'examples', name), join(project, 'examples', name), { recursive: true });
}
const packages = join(project, 'node_modules');
mkdirSync(packages);
for (const name of readdirSync(join(RUNNERS, 'node_modules')).filter((one) => !one.startsWith('.'))) {
  symlinkSync(join(RUNNERS, 'node_modules', name), join(packages, name));
}
symlinkSync(REPOSITORY, join(packages, 'freshcgi'));

/** Runs a program of the project and answers what it said; it has to end by itself. */
function run(
  program: string,
  args: readonly string[],
  cwd = project,
): { readonly code: number | null; readonly said: string } {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd,
    env: { ...env, TMPDIR: temporary, CI: '1', NO_COLOR: '1', NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
    encoding: 'utf8',
    timeout: 100_000,
  });
  return { code: status, said: stdout + stderr };
}

/** Workers are told the folders they serve. */
async function workersLeft(): Promise<readonly string[]> {
  for (let attempt = 0; ; attempt++) {
    const left = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid).includes(home));
    if (left.length === 0 || attempt === 50) return left;
    await setTimeout(20);
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has ended
  }
}

for (const pool of ['forks', 'threads', 'vmThreads']) {
  test(`vitest, pool ${pool}: examples/test-a-script/vitest passes and ends by itself`, async () => {
    const cwd = join(project, 'examples', 'test-a-script', 'vitest');
    const { code, said } = run(join(packages, 'vitest', 'vitest.mjs'), ['run', '--pool', pool], cwd);
    assert.equal(code, 0, said);
    assert.match(said, /Tests {2}\d passed/);
    assert.doesNotMatch(said, /hanging|did not exit|close timed out/i);
    assert.deepEqual(await workersLeft(), []);
  });
}

test('jest: runScript, assertions and matchers; no open handles', async () => {
  const args = [
    '--detectOpenHandles',
    '--rootDir',
    project,
    '--testMatch',
    '**/guestbook.test.js',
    '--testPathIgnorePatterns',
    'examples',
  ];
  const { code, said } = run(join(packages, 'jest', 'bin', 'jest.js'), args);
  assert.equal(code, 0, said);
  assert.match(said, /Tests: +3 passed/);
  assert.doesNotMatch(said, /open handle|did not exit|failed to exit/i);
  assert.deepEqual(await workersLeft(), []);
});

test('jest: test files in parallel processes end by themselves', async () => {
  cpSync(join(project, 'guestbook.test.js'), join(project, 'second.test.js'));
  const args = [
    '--workers=2',
    '--rootDir',
    project,
    '--testMatch',
    '**/*.test.js',
    '--testPathIgnorePatterns',
    'examples',
  ];
  const { code, said } = run(join(packages, 'jest', 'bin', 'jest.js'), args);
  assert.equal(code, 0, said);
  assert.match(said, /Tests: +6 passed/);
  assert.doesNotMatch(said, /did not exit|failed to exit|force exited/i);
  assert.deepEqual(await workersLeft(), []);
});

test('the compiler: matchers are typed for expect() of vitest and of jest', () => {
  const { code, said } = run(join(REPOSITORY, 'node_modules', 'typescript', 'bin', 'tsc'), ['-p', project]);
  assert.equal(code, 0, said);
});

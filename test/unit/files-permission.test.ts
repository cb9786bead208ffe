import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesFixture } from './files-fixture.ts';

const repository = join(import.meta.dirname, '../..');

/** Runs in a process under Node's permission model, as the workers are. */
const PROBE = `
const { createFiles } = await import(${JSON.stringify(join(repository, 'engine/worker/bridge/files.ts'))});
const { resolveGrants } = await import(${JSON.stringify(join(repository, 'engine/worker/bridge/grants.ts'))});
const base = process.argv[1];
const none = { write: () => 0, readStdin: () => new Uint8Array(0) };
const { handlers } = createFiles(resolveGrants([base + '/root'], [base + '/data']), none);
const results = JSON.parse(process.argv[2]).map(([name, ...args]) => {
  const result = handlers[name](...args.map((arg) => typeof arg === 'string' ? arg.replace('BASE', base) : arg));
  return result instanceof Uint8Array ? Buffer.from(result).toString() : typeof result === 'string' && name.includes('tat') ? 'status' : result;
});
console.log(JSON.stringify(results));
`;

test('the file bridge works in a worker under the permission model of Node', (t) => {
  const { base } = filesFixture(t);
  const table: Array<[expected: unknown, name: string, ...args: unknown[]]> = [
    ['root/page.txt\n', 'fsReadFile', 'BASE/root/page.txt', 0, false],
    ['data/count.txt\n', 'fsReadFile', 'BASE/data/root/../data/count.txt', 0, false],
    [0, 'fsWriteFile', 'BASE/data/new.txt', 0o1101, 0o666, 'abc'],
    [3, 'fsOpen', 'BASE/data/new.txt', 2, 0],
    [1, 'fsWrite', 3, 'x', 3],
    [0, 'fsSync', 3, false],
    [0, 'fsFtruncate', 3, 2],
    [0, 'fsFchmod', 3, 0o600],
    [0, 'fsFutimes', 3, 1, 2],
    ['status', 'fsFstat', 3],
    [0, 'fsClose', 3],
    ['ab', 'fsReadFile', 'BASE/data/new.txt', 0, false],
    ['in\0out\0page.txt\0secret\0sub', 'fsReaddir', 'BASE/root/in/..', false],
    ['BASE/root/sub', 'fsRealpath', 'BASE/root/in'],
    [0, 'fsRename', 'BASE/data/new.txt', 'BASE/data/sub/newer.txt'],
    [0, 'fsLink', 'BASE/data/sub/newer.txt', 'BASE/data/linked'],
    [0, 'fsCopyFile', 'BASE/root/page.txt', 'BASE/data/copied', true],
    [0, 'fsUnlink', 'BASE/data/linked'],
    [0, 'fsMkdir', 'BASE/data/made', 0o777],
    [0, 'fsChmod', 'BASE/data/made', 0o700],
    [0, 'fsRmdir', 'BASE/data/made'],
    [0, 'fsUtimes', 'BASE/data/copied', 1, 1, true],
    [0, 'fsAccess', 'BASE/data', 6],
    ['status', 'fsStat', 'BASE/data', true],
    ['status', 'fsStatfs', 'BASE/data'],
    // Node allows symbolic links only to a process that may touch everything.
    [-1, 'fsSymlink', 'count.txt', 'BASE/data/symbolic'],
    [-13, 'fsReadFile', 'BASE/outside/secret.txt', 0, false],
    [-13, 'fsReadFile', 'BASE/root/secret', 0, false],
    [-13, 'fsStat', 'BASE', true],
    [-13, 'fsStat', '/none', true],
    [-13, 'fsReaddir', '/', false],
    [-2, 'fsStat', 'BASE/root/none/none', true],
    [-2, 'fsStat', 'BASE/data/none', true],
  ];
  const flags = ['--permission', '--disable-warning=SecurityWarning'];
  for (const folder of [repository, join(base, 'root'), join(base, 'data')]) flags.push(`--allow-fs-read=${folder}`);
  flags.push(`--allow-fs-write=${join(base, 'data')}`);
  const calls = JSON.stringify(table.map(([, ...call]) => call));
  const output = execFileSync(process.execPath, [...flags, '--input-type=module', '-e', PROBE, base, calls], {
    encoding: 'utf8',
  });
  const results = JSON.parse(output) as unknown[];
  for (const [index, [expected, ...call]] of table.entries()) {
    const wanted = typeof expected === 'string' ? expected.replace('BASE', base) : expected;
    assert.equal(results[index], wanted, call.join(' '));
  }
});

// The copies that runScript() gives a script: whatever is done to them is seen by the run, told afterwards, and never real.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type RunInit, runScript, type ScriptResult } from 'freshcgi/testing';
import { folderOf } from './freshcgi-process.ts';

/** Runs statements in a sandbox, D being the folder of data; answers with what they return. */
async function act(
  statements: string,
  { data, ...init }: RunInit & { readonly data: string },
): Promise<[unknown, ScriptResult]> {
  const source = `const fs = require('fs'), D = ${JSON.stringify(data)};
    const value = (() => { ${statements} })();
    console.log('Content-Type: application/json\\n\\n' + JSON.stringify(value ?? null));`;
  const result = await runScript({ source }, { allowWrite: [data], ...init });
  assert.equal(result.error, null, result.stderr);
  return [await result.json(), result];
}

function dataOf(t: TestContext): string {
  const files = { 'data/a.txt': 'a', 'data/sub/b.txt': 'b', 'data/gone/c.txt': 'c', 'shared/x.txt': 'shared' };
  return realpathSync(join(folderOf(t, files), 'data'));
}

const named = (data: string, result: ScriptResult) => ({
  written: result.written.map(({ path, text }) => [path.slice(data.length + 1), text]),
  removed: result.removed.map((path) => path.slice(data.length + 1)),
});

test('runScript: rename, append, copy, truncate, mkdtemp, rm: the run sees them, `written` and `removed` tell them', async (t) => {
  const data = dataOf(t);
  const before = readdirSync(data, { recursive: true });
  const [value, result] = await act(
    `fs.renameSync(D + '/a.txt', D + '/z.txt');
    fs.appendFileSync(D + '/sub/b.txt', 'more');
    fs.copyFileSync(D + '/z.txt', D + '/copy'); fs.truncateSync(D + '/copy', 0);
    fs.linkSync(D + '/z.txt', D + '/hard');
    const made = fs.mkdtempSync(D + '/tmp-'); fs.renameSync(made, D + '/made'); fs.writeFileSync(D + '/made/f', 'f');
    fs.writeFileSync(D + '/short-lived', ''); fs.unlinkSync(D + '/short-lived');
    fs.rmSync(D + '/gone', { recursive: true });
    return [fs.readdirSync(D, { recursive: true }).sort(), fs.readFileSync(D + '/sub/b.txt', 'utf8'), fs.existsSync(D + '/a.txt')];`,
    { data },
  );
  assert.deepEqual(value, [['copy', 'hard', 'made', 'made/f', 'sub', 'sub/b.txt', 'z.txt'], 'bmore', false]);
  assert.deepEqual(named(data, result), {
    written: [
      ['copy', ''],
      ['hard', 'a'],
      ['made/f', 'f'],
      ['sub/b.txt', 'bmore'],
      ['z.txt', 'a'],
    ],
    removed: ['a.txt', 'gone', 'gone/c.txt'],
  });
  assert.deepEqual(readdirSync(data, { recursive: true }), before);
});

test('runScript: `after` also finds empty folders, modes and times, and nothing of what was removed', async (t) => {
  const data = dataOf(t);
  symlinkSync('sub', join(data, 'link'));
  const [, one] = await act(
    `fs.mkdirSync(D + '/empty'); fs.rmSync(D + '/gone', { recursive: true }); fs.unlinkSync(D + '/link');
    fs.chmodSync(D + '/a.txt', 0o600); fs.utimesSync(D + '/a.txt', 1, 2);`,
    { data },
  );
  const [value] = await act(
    `const { mode, mtimeMs } = fs.statSync(D + '/a.txt');
    return [fs.readdirSync(D, { recursive: true }).sort(), mode & 0o777, mtimeMs];`,
    { data, after: one },
  );
  assert.deepEqual(value, [['a.txt', 'empty', 'sub', 'sub/b.txt'], 0o600, 2000]);
});

test('runScript: the copies are known by their real names', async (t) => {
  const data = dataOf(t);
  writeFileSync(join(data, 'mod.js'), 'exports.name = __filename; exports.n = require("./n.json").n;');
  writeFileSync(join(data, 'n.json'), '{ "n": 1 }');
  const [value] = await act(
    `process.chdir(D);
    return [fs.realpathSync(D + '/sub/../a.txt'), process.cwd(), fs.readFileSync('a.txt', 'utf8'), require.resolve(D + '/mod.js'), require(D + '/mod.js')];`,
    { data },
  );
  const mod = join(data, 'mod.js');
  assert.deepEqual(value, [join(data, 'a.txt'), data, 'a', mod, { name: mod, n: 1 }]);
});

test('runScript: a module the run has just written is the one it loads', async (t) => {
  const data = dataOf(t);
  const [value] = await act(`fs.writeFileSync(D + '/made.js', 'exports.v = 5'); return require(D + '/made.js').v;`, {
    data,
  });
  assert.equal(value, 5);
});

test('runScript: links lead where they lead for real, and nothing real is written through them', async (t) => {
  const data = dataOf(t);
  const root = join(data, '..', 'cgi');
  mkdirSync(root);
  symlinkSync('../data', join(root, 'by-folder'));
  symlinkSync('../data/a.txt', join(root, 'by-file'));
  symlinkSync('../shared', join(data, 'outside'));
  symlinkSync(join(data, 'sub'), join(data, 'absolute'));
  symlinkSync('.', join(data, 'self'));
  writeFileSync(join(data, 'mod.js'), 'exports.name = __filename;');
  const [value, result] = await act(
    `const R = ${JSON.stringify(root)};
    fs.writeFileSync(R + '/by-folder/new.txt', 'new'); fs.writeFileSync(D + '/absolute/b.txt', 'new b'); fs.writeFileSync(D + '/a.txt', 'new a');
    return [fs.readFileSync(R + '/by-file', 'utf8'), fs.readFileSync(D + '/self/new.txt', 'utf8'), fs.readFileSync(D + '/sub/b.txt', 'utf8'),
      fs.readFileSync(D + '/outside/x.txt', 'utf8'), fs.realpathSync(R + '/by-folder/new.txt'), require(R + '/by-folder/mod.js').name];`,
    { data, root, allowRead: [join(data, '..', 'shared')] },
  );
  const mod = join(data, 'mod.js');
  assert.deepEqual(value, ['new a', 'new', 'new b', 'shared', join(data, 'new.txt'), mod]);
  const written = [
    ['a.txt', 'new a'],
    ['new.txt', 'new'],
    ['sub/b.txt', 'new b'],
  ];
  assert.deepEqual(named(data, result), { written, removed: [] });
  // What a later run goes on from is put in place without following a link either.
  await act('', { data, root, after: result });
  assert.deepEqual(
    [readFileSync(join(data, 'a.txt'), 'utf8'), readFileSync(join(data, 'sub', 'b.txt'), 'utf8')],
    ['a', 'b'],
  );
});

test('runScript: pipes and sockets in a folder are passed over', async (t) => {
  const data = dataOf(t);
  execFileSync('mkfifo', [join(data, 'pipe')]);
  const [value] = await act('return fs.readdirSync(D).sort();', { data });
  assert.deepEqual(value, ['a.txt', 'gone', 'sub']);
});

test('runScript: a rewrite of the same size within one tick of the clock is seen, in the copy and in the original', async (t) => {
  const data = dataOf(t);
  const file = join(data, 'n.txt');
  const at = new Date();
  for (let i = 0; i < 20; i++) {
    writeFileSync(file, `${i % 10}`);
    // What a coarse clock does.
    utimesSync(file, at, at);
    const next = `${(i + 1) % 10}`;
    const init = { data, env: { NEXT: next } };
    const [value, result] = await act(
      `const was = fs.readFileSync(D + '/n.txt', 'utf8'); fs.writeFileSync(D + '/n.txt', process.env.NEXT); fs.utimesSync(D + '/n.txt', ${at.getTime() / 1000}, ${at.getTime() / 1000}); return was;`,
      init,
    );
    assert.deepEqual([value, named(data, result).written], [`${i % 10}`, [['n.txt', next]]]);
  }
});

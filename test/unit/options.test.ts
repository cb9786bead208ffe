import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { resolveOptions } from '../../engine/options.ts';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-test-options-')));
after(() => rmSync(home, { recursive: true }));
writeFileSync(join(home, 'file'), '');
mkdirSync(join(home, 'star*'));
symlinkSync(join(home, 'star*'), join(home, 'starlink'));

/** What JavaScript without types, or an environment variable that is not set, may hand over. */
const REFUSED: ReadonlyArray<readonly [options: object, says: RegExp]> = [
  [{ worker: 1 }, /"worker": it is not an option$/],
  [{ extensions: '.js' }, /"extensions": it must be a list of texts: "\.js"$/],
  [{ methods: 'GET' }, /"methods": it must be a list of texts: "GET"$/],
  [{ allowRead: [5] }, /"allowRead": it must be a list of texts: \[ 5 \]$/],
  [{ index: ['a\0b'] }, /"index": it must be a list/],
  [{ trustProxy: null }, /"trustProxy": it must be a list of texts: null$/],
  [{ codeGeneration: 'false' }, /"codeGeneration": it must be a boolean: "false"$/],
  [{ spare: 0 }, /"spare": it must be a boolean: 0$/],
  [{ serverName: 5 }, /"serverName": it must be a text without NUL: 5$/],
  [{ serverSoftware: 'a\0B=c' }, /"serverSoftware": it must be a text without NUL/],
  [{ documentRoot: null }, /"documentRoot": it must be a text without NUL: null$/],
  [{ env: 'A=b' }, /"env": it must be an object of texts: "A=b"$/],
  [{ env: null }, /"env": it must be an object of texts: null$/],
  [{ env: { A: 1 } }, /"env": it must be an object of texts without NUL: \{ A: 1 \}$/],
  [{ env: { A: 'b\0' } }, /"env": it must be an object of texts without NUL/],
  [{ env: { 'A=B': 'c' } }, /"env": it needs names without "=" and NUL: "A=B"$/],
  [{ env: { '': 'c' } }, /"env": it needs names without "=" and NUL$/],
  [{ standIns: { '/a': 5 } }, /"standIns": it must be an object of texts/],
  [{ onReport: 'log' }, /"onReport": it must be a function: "log"$/],
  [{ onNotice: {} }, /"onNotice": it must be a function: \{\}$/],
  [{ extensions: ['js'] }, /"extensions": it needs one dot before each: "js"$/],
  [{ trustProxy: ['localhost'] }, /"trustProxy": it needs IP addresses, no names and no ranges: "localhost"$/],
  [{ trustProxy: ['10.0.0.0/8'] }, /"trustProxy": it needs IP addresses, .*: "10\.0\.0\.0\/8"$/],
  [{ reload: 'always' }, /"reload": it must be one of context, modules, never: "always"$/],
  [{ serialize: true }, /"serialize": it must be a text/],
  [{ workers: 0 }, /"workers": it must be a whole number of at least 1: 0$/],
  [{ workers: 'many' }, /"workers": it must be a whole number of at least 1: "many"$/],
  [{ memory: 15 }, /"memory": it must be a whole number of at least 16: 15$/],
  [{ timeout: 1.5 }, /"timeout": it must be a whole number of at least 1: 1\.5$/],
  [{ timeout: Number.POSITIVE_INFINITY }, /"timeout": it must be a whole number of at least 1: Infinity$/],
  [{ maxBody: -1 }, /"maxBody": it must be a whole number of at least 0: -1$/],
  [{ queue: '5' }, /"queue": it must be a whole number of at least 0: "5"$/],
  [{ uid: 1 }, /"gid": it must be a number, uid and gid both: undefined$/],
  [{ uid: -1, gid: 1 }, /"uid": it must be a number/],
  [{ root: '' }, /"root": it must name a folder$/],
  [{ root: 5 }, /"root": it must be a text/],
  [{ root: join(home, 'missing') }, /"root": it must be a folder that exists: /],
  [{ root: join(home, 'file') }, /"root": it must be a folder: /],
  [{ root: join(home, 'star*') }, /"root": it must be a folder without "\*" in its path: /],
  [{ root: join(home, 'starlink') }, /"root": it must be a folder without "\*" in its path: /],
  [{ allowRead: [''] }, /"allowRead": it must name a folder$/],
  [{ allowWrite: [''] }, /"allowWrite": it must name a folder$/],
  [{ allowWrite: [join(home, 'file', 'x')] }, /"allowWrite": it must be a folder, or a path where one can be made: /],
  [
    { standIns: { '/a': join(home, 'file', 'x') } },
    /"allowWrite": it must be a folder, or a path where one can be made/,
  ],
  [{ spoolFolder: join(home, 'missing') }, /"spoolFolder": it must be a folder that exists: /],
];

for (const [options, says] of REFUSED) {
  test(`resolveOptions refuses ${JSON.stringify(options).replace(home, '…')}`, () => {
    assert.throws(() => resolveOptions(options), { code: 'BAD_OPTION', message: says });
  });
}

test('resolveOptions: what is not given, or undefined, has its default', () => {
  const unset: object = { timeout: undefined, methods: undefined };
  const { timeout, workers, methods, onReport } = resolveOptions(unset);
  assert.deepEqual([timeout, workers, methods, onReport], [30_000, 1, undefined, undefined]);
});

test('resolveOptions: a number that may be without a limit', () => {
  const { maxOutput, runsPerWorker } = resolveOptions({ runsPerWorker: Number.POSITIVE_INFINITY });
  assert.deepEqual([maxOutput, runsPerWorker], [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
});

test('resolveOptions: an empty extension is that of names without one; addresses of both families', () => {
  const given = { extensions: ['.js', ''], trustProxy: ['::1', '10.0.0.1'] };
  const { extensions, trustProxy } = resolveOptions(given);
  assert.deepEqual({ extensions, trustProxy }, given);
});

test('resolveOptions: folders by their real names, those that may be written made, links as aliases', () => {
  const link = join(home, 'link');
  symlinkSync(home, link);
  const made = join(link, 'data', 'deep');
  const { root, allowWrite, aliases } = resolveOptions({
    root: link,
    allowWrite: [made],
    standIns: { '/x/../y': home },
  });
  assert.ok(existsSync(join(home, 'data', 'deep')));
  assert.deepEqual([root, allowWrite], [home, [join(home, 'data', 'deep'), home]]);
  assert.deepEqual(aliases, [
    ['/y', home, true],
    [link, home],
    [made, join(home, 'data', 'deep')],
  ]);
});

test('resolveOptions: the default root need not be there', () => {
  const before = process.cwd();
  process.chdir(home);
  const { root } = resolveOptions();
  process.chdir(before);
  assert.equal(root, join(home, 'cgi-bin'));
});

test('resolveOptions: a callback that throws, at once or later, is nobody’s matter', async () => {
  let calls = 0;
  const { onNotice } = resolveOptions({
    onNotice() {
      calls++;
      throw new Error('now');
    },
  });
  const later = resolveOptions({ onNotice: () => Promise.reject(new Error('later')) as unknown as undefined });
  onNotice?.('line');
  later.onNotice?.('line');
  await new Promise(setImmediate);
  assert.equal(calls, 1);
});

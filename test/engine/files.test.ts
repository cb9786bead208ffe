import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { page, scriptFolder } from './script-folder.ts';

/** Scripts beside a folder they may write; DATA in their text is its path. */
function withData(t: TestContext, scripts: Record<string, string>, options: object = {}) {
  const data = mkdtempSync(join(tmpdir(), 'freshcgi-data-'));
  t.after(() => rmSync(data, { recursive: true, force: true }));
  const named = Object.entries(scripts).map(([name, code]) => [name, code.replaceAll('DATA', data)] as const);
  const folder = scriptFolder(t, Object.fromEntries(named), { allowWrite: [data], ...options });
  return { ...folder, data };
}

const WRITERS = 40;

test('a guestbook that appends loses and mixes no line under several workers', async (t) => {
  const { engine, data } = withData(
    t,
    { 'book.js': page(`require('fs').appendFileSync('DATA/book.txt', process.env.QUERY_STRING.repeat(50) + '\\n')`) },
    { workers: 3 },
  );
  const entries = Array.from({ length: WRITERS }, (_, i) => `entry${i};`);
  await Promise.all(entries.map(async (query) => (await engine.execute('book.js', { query })).text()));
  const lines = readFileSync(join(data, 'book.txt'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(lines.sort(), entries.map((entry) => entry.repeat(50)).sort());
});

for (const [lock, take, release] of [
  ['mkdir', `fs.mkdirSync('DATA/lock')`, `fs.rmdirSync('DATA/lock')`],
  ['wx', `fs.writeFileSync('DATA/lock', '', { flag: 'wx' })`, `fs.unlinkSync('DATA/lock')`],
]) {
  test(`a counter behind a lock by ${lock} and replaced by rename counts every request under several workers`, async (t) => {
    const script = `
      const fs = require('fs');
      (function attempt() {
        try { ${take}; } catch (error) {
          if (error.code !== 'EEXIST') throw error;
          return setTimeout(attempt, 1);
        }
        const next = Number(fs.readFileSync('DATA/count', 'utf8')) + 1;
        fs.writeFileSync('DATA/count.new', String(next));
        fs.renameSync('DATA/count.new', 'DATA/count');
        ${release};
        console.log(next);
      })();`;
    const { engine, data } = withData(t, { 'count.js': page(script) }, { workers: 3 });
    writeFileSync(join(data, 'count'), '0');
    const answers = await Promise.all(
      Array.from({ length: WRITERS }, async () => Number(await (await engine.execute('count.js')).text())),
    );
    assert.deepEqual(
      answers.sort((a, b) => a - b),
      Array.from({ length: WRITERS }, (_, i) => i + 1),
    );
    assert.deepEqual(readdirSync(data), ['count']);
  });
}

test('fs reads the request body as descriptor 0 and /dev/stdin, and writes the answer in order', async (t) => {
  const { engine } = withData(t, {
    'zero.js': page(
      `console.log('before'); require('fs').writeSync(1, require('fs').readFileSync(0)); console.log('after')`,
    ),
    'dev.js': page(`const fs = require('fs'); fs.writeFileSync('/dev/stdout', fs.readFileSync('/dev/stdin', 'utf8'))`),
  });
  const body = 'grüße '.repeat(200_000);
  assert.equal(await (await engine.execute('zero.js', { method: 'POST', body })).text(), `before\n${body}after\n`);
  assert.equal(await (await engine.execute('dev.js', { method: 'POST', body })).text(), body);
});

test('a script reads its own folder, writes only where it may, and sees no other file', async (t) => {
  const attempts = `
    const fs = require('fs');
    const results = [
      () => fs.readFileSync(__dirname + '/beside.txt', 'utf8'),
      () => fs.readFileSync('beside.txt', 'utf8'),
      () => fs.writeFileSync(__dirname + '/new.txt', ''),
      () => fs.writeFileSync('DATA/new.txt', ''),
      () => fs.readFileSync('/etc/passwd'),
      () => fs.readFileSync(__dirname + '/../../../../../etc/passwd'),
      () => fs.readFileSync('/proc/self/environ'),
      () => fs.existsSync('/etc/passwd'),
      () => fs.statSync('DATA/../..'),
      () => fs.symlinkSync('/etc', 'DATA/etc'),
      () => fs.watch('beside.txt'),
    ].map((attempt) => { try { return attempt() ?? 'done'; } catch (error) { return error.code; } });
    console.log(JSON.stringify(results));`;
  const { engine, root } = withData(t, { 'try.js': page(attempts) });
  writeFileSync(join(root, 'beside.txt'), 'mine');
  assert.deepEqual(JSON.parse(await (await engine.execute('try.js')).text()), [
    ...[
      'mine',
      'mine',
      'EACCES',
      'done',
      'EACCES',
      'EACCES',
      'EACCES',
      false,
      'EACCES',
      'EACCES',
      'ERR_SANDBOX_REFUSED',
    ],
  ]);
});

test('descriptors left open are closed with the run and capped', async (t) => {
  const { engine, data } = withData(t, {
    'leak.js': page(`
      const fs = require('fs');
      let first, error;
      try { for (;;) first ??= fs.openSync('DATA/file', 'a'), fs.openSync('DATA/file', 'a'); } catch (e) { error = e; }
      console.log(first, error.code);`),
  });
  writeFileSync(join(data, 'file'), '');
  for (let run = 0; run < 8; run++) assert.equal(await (await engine.execute('leak.js')).text(), '3 EMFILE\n');
});

test('process.chdir and process.umask are virtual: the next run has them as before', async (t) => {
  const { engine, data } = withData(t, {
    'move.js': page(`
      const fs = require('fs');
      const before = process.umask(0o077);
      process.chdir('DATA/sub');
      fs.writeFileSync('private', '');
      console.log(before, (fs.statSync('private').mode & 0o777).toString(8), process.cwd() === fs.realpathSync('.'));`),
  });
  mkdirSync(join(data, 'sub'));
  const first = await (await engine.execute('move.js')).text();
  assert.match(first, /^\d+ 600 true\n$/);
  assert.equal(await (await engine.execute('move.js')).text(), first);
});

test('a folder granted by a name with a link in it answers to that name, too', async (t) => {
  const base = mkdtempSync(join(tmpdir(), 'freshcgi-alias-'));
  t.after(() => rmSync(base, { recursive: true, force: true }));
  mkdirSync(join(base, 'releases/7/data'), { recursive: true });
  symlinkSync('releases/7', join(base, 'current'));
  const data = join(base, 'current/data');
  const script = `
    const fs = require('fs');
    fs.writeFileSync('${data}/x', 'found');
    process.chdir('${data}');
    console.log(fs.readFileSync('x', 'utf8'), fs.existsSync('${base}/current'), process.cwd() === fs.realpathSync('${data}'));`;
  const { engine } = scriptFolder(t, { 'alias.js': page(script) }, { allowWrite: [data] });
  assert.equal(await (await engine.execute('alias.js')).text(), 'found false true\n');
});

test('a worker that starts while its folders are missing has them as soon as they are there', async (t) => {
  const { engine, root, data } = withData(t, {
    'note.js': page(`require('fs').writeFileSync('DATA/note', 'x'); console.log('written')`),
  });
  const [gone, scripts] = [`${data}.gone`, `${root}.gone`];
  renameSync(data, gone);
  renameSync(root, scripts);
  await engine.ready();
  renameSync(gone, data);
  renameSync(scripts, root);
  assert.equal(await (await engine.execute('note.js')).text(), 'written\n');
});

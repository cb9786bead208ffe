// The script itself: the parent has looked at it when the request came, and the worker does not look again.
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isCgiError } from 'freshcgi';
import { page, type ScriptFolder, scriptFolder } from '../script-folder.ts';

/** What has been written is old enough to be kept when it is read. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 60));
}

async function age(folder: ScriptFolder, ...names: string[]): Promise<void> {
  await settle();
  const past = new Date(Date.now() - 10_000);
  for (const name of names) utimesSync(join(folder.root, name), past, past);
}

async function bodyOf(folder: ScriptFolder, script: string): Promise<string> {
  return (await (await folder.engine.execute(script)).text()).trim();
}

for (const reload of ['context', 'modules', 'never'] as const) {
  test(`reload ${reload}: each edit of a script is seen by the next request`, async (t) => {
    const folder = scriptFolder(t, { 'a.js': page('console.log("one")') }, { reload });
    await age(folder, 'a.js');
    for (let i = 0; i < 3; i++) assert.equal(await bodyOf(folder, 'a.js'), 'one');
    // The same length and times.
    folder.write({ 'a.js': page('console.log("two")') });
    await age(folder, 'a.js');
    for (let i = 0; i < 3; i++) assert.equal(await bodyOf(folder, 'a.js'), 'two');
    for (const text of ['six', 'ten', 'one']) {
      folder.write({ 'a.js': page(`console.log("${text}")`) });
      assert.equal(await bodyOf(folder, 'a.js'), text);
    }
    // Another file in its place, as editors and deployments write them.
    writeFileSync(join(folder.root, 'new'), page('console.log("new")'));
    await age(folder, 'new');
    renameSync(join(folder.root, 'new'), join(folder.root, 'a.js'));
    assert.equal(await bodyOf(folder, 'a.js'), 'new');
  });

  test(`reload ${reload}: a folder of scripts that a link leads to may be changed for another`, async (t) => {
    const folder = scriptFolder(t, {}, { reload });
    for (const release of ['1', '2']) {
      mkdirSync(join(folder.root, release));
      writeFileSync(join(folder.root, release, 'b.js'), `module.exports = ${release};`);
      writeFileSync(join(folder.root, release, 'a.js'), page(`console.log(${release}, require('./b.js'))`));
    }
    await age(folder, '1/a.js', '1/b.js', '2/a.js', '2/b.js');
    for (const release of ['1', '2', '1']) {
      rmSync(join(folder.root, 'now'), { force: true });
      symlinkSync(release, join(folder.root, 'now'));
      for (let i = 0; i < 2; i++) assert.equal(await bodyOf(folder, 'now/a.js'), `${release} ${release}`);
    }
  });

  test(`reload ${reload}: a package.json that comes or goes changes what a script is`, async (t) => {
    const folder = scriptFolder(t, { 'a.js': page('console.log(typeof require, this === undefined)') }, { reload });
    await age(folder, 'a.js');
    // Often enough for all that is known of an unchanged script to be used.
    const answers = async (text: string) => {
      for (let i = 0; i < 4; i++) assert.equal(await bodyOf(folder, 'a.js'), text);
    };
    await answers('function false');
    folder.write({ 'package.json': '{ "type": "module" }' });
    await answers('undefined true');
    folder.write({ 'package.json': '{}' });
    await answers('function false');
    await settle();
    await answers('function false');
    folder.write({ 'package.json': '{ "type": "module" }' });
    await answers('undefined true');
    folder.write({ 'package.json': '{ "type": "commonjs" }' });
    await settle();
    await answers('function false');
    rmSync(join(folder.root, 'package.json'));
    await answers('function false');
    symlinkSync('type.json', join(folder.root, 'package.json'));
    await answers('function false');
    folder.write({ 'type.json': '{ "type": "module" }' });
    await answers('undefined true');
  });
}

test('the fourth request for an unchanged script has the same modules and messages as the first', async (t) => {
  const folder = scriptFolder(t, {
    'part.js': 'exports.part = "CommonJS";',
    'a.js': page(`
const fs = require('fs');
fs.writeFileSync(__dirname + '/package.json', '{ "type": "module" }');
const { part } = require('./part.js'); // this run has looked for a package.json already
fs.unlinkSync(__dirname + '/package.json');
throw new Error(part);`),
  });
  const { root } = folder;
  const writing = { ...folder, engine: scriptFolder(t, {}, { root, allowWrite: [root] }).engine };
  await age(folder, 'a.js', 'part.js');
  for (let i = 0; i < 4; i++) {
    await assert.rejects(bodyOf(writing, 'a.js'), (error) => {
      assert.ok(isCgiError(error));
      assert.match(String(error.details.stderr), /a\.js:7\nthrow new Error\(part\);\n\^\n\nError: CommonJS\n/);
      return true;
    });
  }
});

test('a script that writes itself and requires itself again gets what it wrote', async (t) => {
  const text = page(`
require('fs').writeFileSync(__filename, 'module.exports = "written";');
delete require.cache[__filename];
console.log(require(__filename));`);
  const folder = scriptFolder(t, { 'self.js': text });
  const { root } = folder;
  const writing = { ...folder, engine: scriptFolder(t, {}, { root, allowWrite: [root] }).engine };
  for (let i = 0; i < 2; i++) {
    folder.write({ 'self.js': text });
    await age(folder, 'self.js');
    assert.equal(await bodyOf(writing, 'self.js'), 'written');
    // What was kept of the first text must not come back.
    await assert.rejects(bodyOf(writing, 'self.js'), { code: 'NO_HEADER_BLOCK' });
  }
});

for (const again of [
  'delete require.cache[__filename]; require(__filename)',
  'module.load(__filename) ?? module.exports',
]) {
  test(`an unchanged script that writes itself gets what it wrote: ${again}`, async (t) => {
    const folder = scriptFolder(t, {
      'self.js': page(`
if (process.env.QUERY_STRING === 'write') {
  require('fs').writeFileSync(__filename, 'module.exports = "written";');
  console.log(eval(${JSON.stringify(again)}));
} else console.log('unchanged');`),
    });
    const { root } = folder;
    const { engine } = scriptFolder(t, {}, { root, allowWrite: [root] });
    await age(folder, 'self.js');
    for (let i = 0; i < 4; i++) assert.equal(await bodyOf({ ...folder, engine }, 'self.js'), 'unchanged');
    assert.equal(await (await engine.execute('self.js', { query: 'write' })).text(), 'written\n');
  });
}

test('a request that waited for long runs its script as it is then', async (t) => {
  const folder = scriptFolder(t, {
    'a.js': page('console.log("one")'),
    'slow.js': page('setTimeout(() => console.log("slow"), 1500)'),
  });
  await age(folder, 'a.js');
  assert.equal(await bodyOf(folder, 'a.js'), 'one');
  const slow = bodyOf(folder, 'slow.js');
  const waiting = bodyOf(folder, 'a.js');
  folder.write({ 'a.js': page('console.log("two")') });
  assert.equal(await slow, 'slow');
  assert.equal(await waiting, 'two');
});

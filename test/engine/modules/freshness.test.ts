// When a source is read again, when its compiled code is used again, and what a running request sees of an edit.
import assert from 'node:assert/strict';
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { page, type ScriptFolder, scriptFolder } from '../script-folder.ts';
import { folderOf, inSandbox, underNode } from './against-node.ts';

const HEADER = page('');

/** Old enough for what was read to be kept. */
async function age(folder: ScriptFolder, ...names: string[]): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 60));
  const past = new Date(Date.now() - 10_000);
  for (const name of names) utimesSync(join(folder.root, name), past, past);
}

async function request(folder: ScriptFolder, script: string): Promise<{ body: string; compiled: number }> {
  const response = await folder.engine.execute(script);
  return { body: (await response.text()).trim(), compiled: (await response.report).compiled };
}

/** The same three files as CommonJS, as ES modules and as TypeScript. */
const KINDS: Record<
  string,
  { files: Record<string, string>; main: string; leaf: string; edit: (text: string) => string }
> = {
  CommonJS: {
    files: {
      'main.js': page(`console.log(require('./a.js'));`),
      'a.js': `module.exports = 'a ' + require('./b.js');`,
      'b.js': `module.exports = 'one';`,
    },
    main: 'main.js',
    leaf: 'b.js',
    edit: (text) => `module.exports = '${text}';`,
  },
  'ES modules': {
    files: {
      'main.mjs': `import a from './a.mjs'; ${page('console.log(a);')}`,
      'a.mjs': `import b from './b.mjs'; export default 'a ' + b;`,
      'b.mjs': `export default 'one';`,
    },
    main: 'main.mjs',
    leaf: 'b.mjs',
    edit: (text) => `export default '${text}';`,
  },
  TypeScript: {
    files: {
      'main.ts': `import a from './a.ts'; ${page('console.log(a as string);')}`,
      'a.ts': `import b from './b.ts'; export default ('a ' + b) as string;`,
      'b.ts': `export default 'one' as string;`,
    },
    main: 'main.ts',
    leaf: 'b.ts',
    edit: (text) => `export default '${text}' as string;`,
  },
};

for (const [kind, { files, main, leaf, edit }] of Object.entries(KINDS)) {
  test(`freshness: ${kind} are compiled once, over isolates, until they change`, async (t) => {
    const folder = scriptFolder(t, files, { runsPerIsolate: 2 });
    await age(folder, ...Object.keys(files));
    assert.deepEqual(await request(folder, main), { body: 'a one', compiled: 3 });
    for (let i = 0; i < 5; i++) assert.deepEqual(await request(folder, main), { body: 'a one', compiled: 0 });
    folder.write({ [leaf]: edit('two, and longer') });
    assert.deepEqual(await request(folder, main), { body: 'a two, and longer', compiled: 1 });
  });

  test(`freshness: ${kind} edited to the same length with the same times are seen`, async (t) => {
    const folder = scriptFolder(t, files);
    await age(folder, ...Object.keys(files));
    assert.equal((await request(folder, main)).body, 'a one');
    folder.write({ [leaf]: edit('two') });
    await age(folder, leaf);
    assert.equal((await request(folder, main)).body, 'a two');
  });

  test(`freshness: ${kind} edited again and again within a time stamp are seen`, async (t) => {
    const folder = scriptFolder(t, files);
    for (const text of ['one', 'two', 'six', 'ten']) {
      folder.write({ [leaf]: edit(text) });
      assert.equal((await request(folder, main)).body, `a ${text}`);
    }
  });

  test(`freshness: ${kind} that were only touched are not compiled again`, async (t) => {
    const folder = scriptFolder(t, files);
    await age(folder, ...Object.keys(files));
    await request(folder, main);
    utimesSync(join(folder.root, leaf), new Date(1000), new Date(1000));
    assert.deepEqual(await request(folder, main), { body: 'a one', compiled: 0 });
  });

  test(`freshness: a deleted module of ${kind} fails as in node`, async (t) => {
    const folder = folderOf(t, files);
    await request(folder, main);
    rmSync(join(folder.root, leaf));
    const [ours, nodes] = [await inSandbox(folder, main), underNode(folder, main)];
    assert.equal(ours.exitCode, nodes.exitCode);
    const message = /Cannot find module .*/.exec(nodes.stderr)?.[0];
    assert.ok(message !== undefined && ours.stderr.includes(message), `${ours.stderr}\n${nodes.stderr}`);
  });
}

test('freshness: an edit during a run is not mixed into its loaded modules, but a module loaded later is new', async (t) => {
  const folder = scriptFolder(t, {
    'main.js': `${HEADER}
const fs = require('fs');
const say = () => console.log(require('./a.js'), require('./b.js'));
require('./a.js');
fs.writeFileSync(__dirname + '/a.js', "module.exports = 'a2';");
fs.writeFileSync(__dirname + '/b.js', "module.exports = 'b2';");
say();
delete require.cache[require.resolve('./a.js')];
say();
import('./c.mjs').then(async (first) => {
  fs.writeFileSync(__dirname + '/c.mjs', "export default 'c2';");
  console.log(first.default, (await import('./c.mjs')).default, (await import('./c.mjs?again')).default);
});`,
    'a.js': `module.exports = 'a1';`,
    'b.js': `module.exports = 'b1';`,
    'c.mjs': `export default 'c1';`,
  });
  const { root } = folder;
  const writing = scriptFolder(t, {}, { root, allowWrite: [root] });
  const response = await writing.engine.execute('main.js');
  assert.equal(await response.text(), 'a1 b2\na2 b2\nc1 c1 c2\n');
});

test('freshness: a package.json is read again when it changes', async (t) => {
  const folder = scriptFolder(t, {
    'main.js': page(`console.log(require('p'));`),
    'node_modules/p/package.json': '{ "main": "a.js" }',
    'node_modules/p/a.js': `module.exports = 'a';`,
    'node_modules/p/b.js': `module.exports = 'b';`,
  });
  await age(folder, 'node_modules/p/package.json');
  assert.equal((await request(folder, 'main.js')).body, 'a');
  writeFileSync(join(folder.root, 'node_modules/p/package.json'), '{ "main": "b.js" }');
  assert.equal((await request(folder, 'main.js')).body, 'b');
  folder.write({ 'main.js': `import p from 'p'; ${page('console.log(p);')}`, 'package.json': '{ "type": "module" }' });
  assert.equal((await request(folder, 'main.js')).body, 'b');
});

test('freshness: in-memory scripts may be ES modules, TypeScript, and use packages of the disk', async (t) => {
  const { engine } = scriptFolder(t, { 'node_modules/p/index.js': `exports.p = 'p';` });
  const run = async (filename: string, source: string, modules: Record<string, string>) =>
    (await (await engine.execute({ filename, source, modules })).text()).trim();
  const modules = { './a.mjs': `export default import.meta.url.slice(-5);`, './b.cjs': `exports.b = 'b';` };
  const body = `import a from './a.mjs'; import { b } from './b.cjs'; ${page('console.log(a, b);')}`;
  assert.equal(await run('x.mjs', body, modules), 'a.mjs b');
  assert.equal(await run('x.ts', `${page(`const a: string = require('./b.cjs').b; console.log(a);`)}`, modules), 'b');
  assert.equal(await run('x.js', page(`console.log(require('./b.cjs').b);`), modules), 'b');
});

test('native addons are refused with the reason and the name of the package', async (t) => {
  const folder = folderOf(t, {
    'main.js': `require('./header.cjs'); for (const id of ['native', 'native/build/x.node']) try { require(id); } catch (e) { console.log(e.code, e.message.replace(__dirname, '')); } import('native').catch((e) => console.log(e.code));`,
    'node_modules/native/package.json': '{ "name": "native", "main": "build/x.node" }',
    'node_modules/native/build/x.node': 'not machine code',
  });
  const told = `ERR_DLOPEN_DISABLED Cannot load native addon "/node_modules/native/build/x.node" of package "native": machine code would run outside the sandbox`;
  assert.equal((await inSandbox(folder, 'main.js')).stdout, `${told}\n${told}\nERR_DLOPEN_DISABLED\n`);
});

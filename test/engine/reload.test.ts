import assert from 'node:assert/strict';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { page, scriptFolder } from './script-folder.ts';

const COUNTER = { 'lib/counter.js': 'let n = 0; exports.next = () => ++n;' };

/** Makes a file old enough for its compiled code to be kept. */
function age(root: string, ...names: string[]): void {
  const past = new Date(Date.now() - 10_000);
  for (const name of names) utimesSync(join(root, name), past, past);
}

test('reload: a counter in a module stays 1 for ever, also over a new isolate', async (t) => {
  const { engine } = scriptFolder(
    t,
    { ...COUNTER, 'a.js': page(`console.log(require('./lib/counter').next(), require('./lib/counter').next());`) },
    { runsPerIsolate: 3 },
  );
  for (let i = 0; i < 8; i++) assert.equal(await (await engine.execute('a.js')).text(), '1 2\n');
});

test('reload: an edit to the script or to a module of a module is seen by the next request', async (t) => {
  const { engine, write } = scriptFolder(t, {
    'a.js': page(`console.log('a1', require('./b').b);`),
    'b.js': `exports.b = 'b1 ' + require('./lib/c.js');`,
    'lib/c.js': `module.exports = 'c1';`,
  });
  const run = async () => (await engine.execute('a.js')).text();
  assert.equal(await run(), 'a1 b1 c1\n');
  write({ 'lib/c.js': `module.exports = 'c2';` });
  assert.equal(await run(), 'a1 b1 c2\n');
  write({ 'a.js': page(`console.log('a2', require('./b').b);`) });
  assert.equal(await run(), 'a2 b1 c2\n');
});

test('reload: compiled code is reused until the source changes', async (t) => {
  const { engine, root, write } = scriptFolder(
    t,
    { ...COUNTER, 'a.js': page(`require('./lib/counter');`) },
    { runsPerIsolate: 2 },
  );
  await new Promise((resolve) => setTimeout(resolve, 60)); // younger than 50 ms a file is read again, by design
  age(root, 'a.js', 'lib/counter.js');
  const compiled = async () => (await (await engine.execute('a.js')).report).compiled;
  assert.equal(await compiled(), 2);
  assert.deepEqual([await compiled(), await compiled(), await compiled()], [0, 0, 0]);
  write({ 'lib/counter.js': 'let m = 0; exports.next = () => ++m;' });
  assert.equal(await compiled(), 1);
});

test('reload: the same length and time stamp with other text still runs the new text', async (t) => {
  const { engine, root, write } = scriptFolder(t, { 'a.js': page(`console.log('one');`) });
  age(root, 'a.js');
  assert.equal(await (await engine.execute('a.js')).text(), 'one\n');
  write({ 'a.js': page(`console.log('two');`) });
  age(root, 'a.js');
  assert.equal(await (await engine.execute('a.js')).text(), 'two\n');
});

const LEFTOVERS: Record<string, [leave: string, look: string, fresh: string]> = {
  'a global': ['globalThis.left = 1', 'typeof left', 'undefined'],
  'a changed prototype': [
    'Array.prototype.left = 1; Object.prototype.left = 1',
    '[].left + typeof ({}).left',
    'undefinedundefined',
  ],
  'a replaced built-in': ['JSON.stringify = () => "left"', 'JSON.stringify([1])', '[1]'],
  'process.env': ['process.env.LEFT = "1"', 'process.env.LEFT', 'undefined'],
  'a patched process.stdout.write': ['process.stdout.write = () => true', 'process.stdout.write.name !== ""', 'true'],
  'module state': ['require("./lib/counter").left = 1', 'require("./lib/counter").left', 'undefined'],
  'the working directory': ['process.chdir("lib")', 'process.cwd().endsWith("lib")', 'false'],
  'RegExp statics': ['/(left)/.exec("left")', 'RegExp.$1', ''],
};

for (const [what, [leave, look, fresh]] of Object.entries(LEFTOVERS)) {
  test(`state never survives: ${what}`, async (t) => {
    const { engine } = scriptFolder(t, {
      ...COUNTER,
      'leave.js': page(`console.log('left'); ${leave};`),
      'look.js': page(`console.log(String(${look}));`),
    });
    const [left, looked] = [await engine.execute('leave.js'), await engine.execute('look.js')];
    assert.equal(await looked.text(), `${fresh}\n`);
    assert.equal((await left.report).worker, (await looked.report).worker, 'both ran in the same worker');
  });
}

test('state never survives: a timer of an ended run never fires', async (t) => {
  const { engine } = scriptFolder(t, {
    'leave.js': page(`setInterval(() => process.stdout.write('left'), 1); setTimeout(() => process.exit(0), 5);`),
    'look.js': page(`setTimeout(() => console.log('fresh'), 30);`),
  });
  await (await engine.execute('leave.js')).text();
  assert.equal(await (await engine.execute('look.js')).text(), 'fresh\n');
});

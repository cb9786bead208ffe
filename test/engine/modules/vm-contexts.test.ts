// Contexts of node:vm under the limits of a run. What they do is held to node in test/parity/scripts/contexts.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page, scriptFolder } from '../script-folder.ts';

const VM = `const vm = require('vm');`;

test('vm contexts: one more than a run may make is refused', async (t) => {
  const code = `const kept = []; try { for (let i = 0; i < 200; i++) kept.push(vm.createContext({ i })); } catch (e) { console.log(kept.length, e.code, e.message); } console.log(vm.runInContext('i', kept[99]));`;
  const { engine } = scriptFolder(t, { 'main.js': page(VM + code) });
  const expected = '100 ERR_SANDBOX_LIMIT Cannot make a context: the run has made 100\n99\n';
  for (let run = 0; run < 3; run++) assert.equal(await (await engine.execute('main.js')).text(), expected);
});

const ENDLESS: Record<string, string> = {
  'a loop': `vm.runInNewContext('for (;;);')`,
  'a loop of a script': `vm.runInNewContext('let a; for (;;);')`,
  'a loop with a longer limit of its own': `vm.runInNewContext('for (;;);', {}, { timeout: 60000 })`,
  'loops caught again and again': `for (;;) try { vm.runInNewContext('for (;;);', {}, { timeout: 60000 }) } catch {}`,
  'a loop in a function that was called later': `vm.runInNewContext('(() => { for (;;); })')()`,
  'a loop in a promise': `vm.runInNewContext('Promise.resolve().then(() => { for (;;); })')`,
};

for (const [what, code] of Object.entries(ENDLESS)) {
  test(`vm contexts: the time limit of the run ends ${what}`, async (t) => {
    const { engine } = scriptFolder(
      t,
      { 'main.js': page(VM + code), 'next.js': page(`console.log('on')`) },
      { timeout: 300, workers: 1 },
    );
    const started = performance.now();
    await assert.rejects(
      engine.execute('main.js').then((response) => response.text()),
      { code: 'WALL_LIMIT' },
    );
    assert.ok(performance.now() - started < 5000);
    assert.equal(await (await engine.execute('next.js')).text(), 'on\n');
  });
}

test('vm contexts: their memory is that of the run', async (t) => {
  const code = `vm.runInNewContext('const all = []; for (;;) all.push(new Array(10000).fill(1))');`;
  const { engine } = scriptFolder(t, { 'main.js': page(VM + code) }, { memory: 64, workers: 1 });
  await assert.rejects(
    engine.execute('main.js').then((response) => response.text()),
    { code: 'MEMORY_LIMIT' },
  );
});

test('vm contexts: what a run made is gone in the next one, 500 times', async (t) => {
  const code = `const c = vm.createContext({ big: new Array(100000).fill(1) }); console.log(vm.runInContext('typeof left + (left = big.length)', c));`;
  const { engine } = scriptFolder(t, { 'main.js': page(VM + code) }, { memory: 64, workers: 1 });
  for (let run = 0; run < 500; run++) {
    assert.equal(await (await engine.execute('main.js')).text(), 'undefined100000\n');
  }
  assert.equal(engine.stats().crashed, 0);
});

test('vm contexts: nothing of the library or the host is reached from one', async (t) => {
  const code = `const c = vm.createContext({ __proto__: null, text: 'x' });
const reached = vm.runInContext(\`(() => {
  const seen = new Set(); const todo = [globalThis, (async () => {}).constructor, (function* () {}).constructor]; const natives = [];
  while (todo.length > 0) {
    const value = todo.pop();
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue;
    seen.add(value);
    if (typeof value === 'function' && value.name === '' && value !== Function.prototype && /\\\\[native code\\\\]/.test(Function.prototype.toString.call(value))) natives.push(String(Object.getOwnPropertyNames(value)));
    for (const key of Reflect.ownKeys(value)) {
      const { value: held, get, set } = Reflect.getOwnPropertyDescriptor(value, key) ?? {};
      todo.push(held, get, set);
    }
    todo.push(Reflect.getPrototypeOf(value));
  }
  const names = ['process', 'Buffer', 'host', 'require', 'enter', 'ivm'];
  return { natives, size: seen.size, foreign: [...seen].filter((value) => typeof value === 'function' && names.includes(value.name)).length };
})()\`, c);
console.log(JSON.stringify(reached));`;
  const { engine } = scriptFolder(t, { 'main.js': page(VM + code) });
  const { natives, size, foreign } = JSON.parse(await (await engine.execute('main.js')).text());
  assert.ok(size > 1000, `${size} objects`);
  assert.equal(foreign, 0);
  assert.deepEqual(natives, []);
});

test('vm: cached data of another text is rejected', async (t) => {
  const code = `const data = new vm.Script('1 + 1').createCachedData();
for (const [text, cachedData] of [['1 + 1', data], ['2 + 2', data], ['1 + 1', Buffer.from('x')]]) console.log(new vm.Script(text, { cachedData }).cachedDataRejected);`;
  const { engine } = scriptFolder(t, { 'main.js': page(VM + code) });
  assert.equal(await (await engine.execute('main.js')).text(), 'false\ntrue\ntrue\n');
});

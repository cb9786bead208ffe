// eval, Function and node:vm, held to node; and what is left of them where the engine switches code generation off.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderOf, inSandbox, sameAsNode } from './against-node.ts';

const TRY = `const t = (f) => { try { console.log(f()); } catch (e) { console.log(e?.name, e?.code, e?.message ?? e, e?.constructor?.name); } };`;

const SCRIPTS: Record<string, string> = {
  'eval and Function': `t(() => eval('1 + 1')); t(() => { const x = 5; return eval('x * 2'); }); t(() => new Function('a', 'return a + 1')(1)); t(() => Function('return this')() === globalThis); t(() => eval('{')); (async () => { t(() => 0); console.log(await new (Object.getPrototypeOf(async () => {}).constructor)('return 7')()); })();`,
  runInThisContext: `t(() => vm.runInThisContext('1 + 1')); t(() => vm.runInThisContext('var v1 = 5; this.v1 + typeof require + typeof module')); t(() => v1); t(() => vm.runInThisContext('const q1 = { a: 1 }; q1') === q1); t(() => q1.a); t(() => vm.runInThisContext('const q1 = 2')); t(() => vm.runInThisContext('"use strict"; var s1 = 1; s1')); t(() => s1); t(() => vm.runInThisContext('-5')); t(() => vm.runInThisContext('let n = -5; n')); t(() => vm.runInThisContext('function f1() { return 1 }')); t(() => f1());`,
  'what a script throws': `class Special extends Error {} globalThis.Special = Special; t(() => vm.runInThisContext('throw new Special("x")')); t(() => vm.runInThisContext('let a; throw new TypeError("y")')); t(() => vm.runInThisContext('throw 5')); t(() => vm.runInThisContext('missing')); t(() => vm.runInThisContext('let b = 1; missing')); t(() => vm.runInThisContext('foo bar')); t(() => { try { vm.runInThisContext('foo\\n  bar baz', 'name.js'); } catch (e) { return e.stack.split('\\n').slice(0, 3).join('|'); } });`,
  places: `const at = 'new Error("a").stack.split("\\\\n")[1].replace(/^ *at (?:eval \\\\()?|\\\\)$/g, "")'; t(() => vm.runInThisContext(at, 'my.js')); t(() => vm.runInThisContext(at, { filename: 'my file.js', lineOffset: 4, columnOffset: 2 })); t(() => vm.runInThisContext('\\n  ' + at));`,
  Script: `const s = new vm.Script('globalThis.n = (globalThis.n ?? 0) + 1', { filename: 'n.js' }); t(() => s.runInThisContext()); t(() => s.runInThisContext()); t(() => Object.keys(s)); t(() => new vm.Script('1\\n//# sourceMappingURL=x.map').sourceMapURL); t(() => new vm.Script('{')); t(() => vm.Script('1')); t(() => new vm.Script().runInThisContext());`,
  arguments: `for (const o of [5, { filename: 5 }, { lineOffset: 'x' }, { columnOffset: 1.5 }, { cachedData: 5 }, { produceCachedData: 5 }]) t(() => new vm.Script('1', o)); for (const o of [{ timeout: 0 }, { timeout: 'x' }, { displayErrors: 5 }, { breakOnSigint: 5 }]) t(() => vm.runInThisContext('1', o));`,
  timeout: `t(() => vm.runInThisContext('for(;;);', { timeout: 20 })); t(() => vm.runInThisContext('1', { timeout: 500 })); console.log('on');`,
  compileFunction: `t(() => vm.compileFunction('return a + b', ['a', 'b'])(1, 2)); t(() => vm.compileFunction('return x y')); t(() => vm.compileFunction(5)); t(() => vm.compileFunction('1', 5)); t(() => vm.compileFunction('1', [5])); t(() => vm.compileFunction('return a // c', ['a'])(3)); t(() => vm.compileFunction('throw new Error("in it")', [], { filename: 'f.js' })());`,
  'isContext and names': `t(() => vm.isContext({})); t(() => vm.isContext(5)); t(() => Object.keys(vm).join()); t(() => Object.keys(vm.constants).join());`,
  'process.exit in a script': `process.on('exit', (c) => console.log('exit', c)); vm.runInThisContext('let a = 1; process.exit(3)'); console.log('never');`,
};

for (const [name, code] of Object.entries(SCRIPTS)) {
  test(`code generation: ${name}`, async (t) => {
    const folder = folderOf(t, { 'main.js': `require('./header.cjs'); const vm = require('vm'); ${TRY}\n${code}` });
    await sameAsNode(folder, 'main.js');
  });
}

test('code generation: the time limit of the run holds inside of a script', async (t) => {
  const files = { 'main.js': `require('./header.cjs'); require('vm').runInThisContext('let a; for(;;);');` };
  const folder = folderOf(t, files, { timeout: 300 });
  await assert.rejects(
    folder.engine.execute('main.js').then((response) => response.text()),
    /wall ms/,
  );
});

const OFF: Record<string, string> = {
  eval: `eval('1')`,
  'indirect eval': `(0, eval)('1')`,
  Function: `new Function('return 1')`,
  'a call of Function': `Function('return 1')`,
  'the constructor of a function': `(() => {}).constructor('return 1')`,
  'the constructor of async functions': `(async () => {}).constructor('return 1')`,
  'the constructor of generators': `(function* () {}).constructor('return 1')`,
  'the constructor of async generators': `(async function* () {}).constructor('return 1')`,
  'Reflect.construct': `Reflect.construct(Function, ['return 1'])`,
  'a class that extends Function': `new (class extends Function {})('return 1')`,
  'vm.runInThisContext': `require('vm').runInThisContext('1')`,
  'vm.Script': `new (require('vm').Script)('let a = 1')`,
  'vm.compileFunction': `require('vm').compileFunction('return 1')`,
  'vm.runInNewContext': `require('vm').runInNewContext('1')`,
  'vm.createContext': `require('vm').createContext({})`,
  'module._compile': `module._compile('1', '/x.js')`,
};

test('code generation: with the option off every way to it throws an EvalError', async (t) => {
  const lines = Object.entries(OFF).map(
    ([name, code]) =>
      `try { ${code}; console.log(${JSON.stringify(name)}, 'works'); } catch (e) { console.log(${JSON.stringify(name)}, e.name, e.message); }`,
  );
  const rest = `console.log(Function.prototype === (() => {}).__proto__, (() => {}) instanceof Function, typeof eval, Function.name);\nimport('data:text/javascript,export default 1').catch((e) => console.log('import()', e.name, e.message));`;
  const folder = folderOf(
    t,
    { 'main.js': `require('./header.cjs');\n${lines.join('\n')}\n${rest}` },
    { codeGeneration: false },
  );
  const { stdout } = await inSandbox(folder, 'main.js');
  const names = [...Object.keys(OFF), 'import()'];
  const expected = names.map((name) => `${name} EvalError Code generation from strings disallowed for this context`);
  expected.splice(-1, 0, 'true true function Function');
  assert.deepEqual(stdout.trim().split('\n'), expected);
});

// What a script can reach: the whole graph of objects from globalThis and from require() of every module. None of it belongs to
// isolated-vm or to the worker, and built-ins that a script has patched disclose nothing of the library.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MODULE_TIERS } from '../../sandbox-lib/tiers.ts';
import { page, scriptFolder } from '../engine/script-folder.ts';

/** Walks own keys, accessors, prototypes and results of getters; prints what it found. */
const WALK = `
const seen = new Set();
const suspects = [];
const todo = [['globalThis', globalThis], ['module', module], ['require', require], ['arguments', arguments]];
for (const name of NAMES) todo.push([name, require(name)]);
todo.push(['async function', (async () => {}).constructor], ['generator', (function* () {}).constructor], ['error', new Error('x')]);
const made = require('vm').createContext({});
todo.push(['context', made], ['context global', require('vm').runInContext('this', made)], ['context values', require('vm').runInContext('({ f() {}, g: function* () {}, a: async () => {}, e: new Error("x"), p: Promise.resolve(), F: Function, O: Object, W: WebAssembly })', made)]);
const FORBIDDEN = /^(?:Isolate|Context|Script|Module|Reference|ExternalCopy|Callback|NativeModule|InspectorSession|Transferable|Dereference)$/;
let functions = 0;
while (todo.length > 0) {
  const [path, value] = todo.pop();
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue;
  seen.add(value);
  if (path.split('.').length > 12) continue;
  const tag = Object.prototype.toString.call(value);
  let name = '';
  try { name = typeof value === 'function' ? value.name : (value.constructor || {}).name; } catch {}
  const isOurs = path.startsWith('module') || /\\.(?:M|mainM)odule\\b|\\bvm\\b|Module$/.test(path);
  if (FORBIDDEN.test(name) && !isOurs) suspects.push(path + ' is ' + name);
  if (typeof value === 'function') {
    functions++;
    // A function of the host is native and has no name; V8's own have one, but for Function.prototype (which has call()) and the accessors of stack.
    if (value.name === '' && !Object.hasOwn(value, 'call') && !/\\.stack<.et>$/.test(path) && /\\{ \\[native code\\] \\}$/.test(Function.prototype.toString.call(value))) {
      suspects.push(path + ' is native and nameless');
    }
    for (const method of ['applySync', 'applySyncPromise', 'applyIgnored', 'derefInto', 'copyInto', 'evalSync', 'createContextSync', 'compileScriptSync']) {
      if (method in value || (value.prototype && typeof value.prototype === 'object' && method in value.prototype)) suspects.push(path + ' has ' + method);
    }
  }
  for (const key of Reflect.ownKeys(value)) {
    let descriptor;
    try { descriptor = Reflect.getOwnPropertyDescriptor(value, key); } catch { continue; }
    if (descriptor === undefined) continue;
    const next = path + '.' + String(key);
    if ('value' in descriptor) { todo.push([next, descriptor.value]); continue; }
    todo.push([next + '<get>', descriptor.get], [next + '<set>', descriptor.set]);
    try {
      const got = Reflect.get(value, key);
      if (got instanceof Promise) got.catch(() => {});
      todo.push([next, got]);
    } catch {}
  }
  try { todo.push([path + '.[[Prototype]]', Reflect.getPrototypeOf(value)]); } catch {}
}
`;

const NAMES = Object.keys(MODULE_TIERS).filter((name) => name !== 'node:ffi');

test('a script reaches no object of isolated-vm and no function of the host', async (t) => {
  const { engine } = scriptFolder(t, {
    'walk.js': page(
      `const NAMES = ${JSON.stringify(NAMES)}.filter((name) => { try { require(name); return true; } catch { return false; } });${WALK}
process.stdout.write(JSON.stringify({ seen: seen.size, functions, suspects }));`,
    ),
  });
  const answer = await engine.execute('walk.js');
  const { seen, functions, suspects } = JSON.parse(await answer.text()) as {
    seen: number;
    functions: number;
    suspects: string[];
  };
  assert.deepEqual(suspects, []);
  // The walk went through the library, not around it.
  assert.ok(seen > 3000 && functions > 2500, `${seen} objects, ${functions} functions`);
});

/** Replaces methods of built-ins by spies that keep what they are called on. */
const PATCH = `
const caught = [];
const spy = (holder, name) => {
  const original = holder[name];
  holder[name] = function (...args) { Reflect.apply(push, caught, [this, ...args]); return Reflect.apply(original, this, args); };
};
const push = Array.prototype.push;
const stringify = JSON.stringify;
const write = process.stdout.write.bind(process.stdout);
for (const [Class, names] of [[Map, ['get', 'set', 'has']], [Set, ['add', 'has']], [WeakMap, ['get', 'set']], [Promise, ['then']], [Array, ['map', 'filter', 'join', 'slice', 'push', 'shift']], [String, ['slice', 'split', 'replace']]]) {
  for (const name of names) spy(Class.prototype, name);
}
`;

test('patched built-ins see no host function', async (t) => {
  const { engine } = scriptFolder(t, {
    'patch.js': page(`${PATCH}
setTimeout(() => {
  console.log('%s', { a: [1] }); require('fs').readdirSync('.'); require('url').parse('http://x/'); Buffer.from('x').toString('hex');
  new URL('http://x/'); process.emitWarning; require('util').inspect(new Map([[1, 2]]));
  const wrong = [];
  for (const value of caught) if (typeof value === 'function' && /host|isolate|bridge/i.test(value.name)) wrong[wrong.length] = value.name;
  write('\\n#' + stringify({ wrong, caught: caught.length }));
}, 1);`),
  });
  const text = await (await engine.execute('patch.js')).text();
  const { wrong, caught } = JSON.parse(text.slice(text.indexOf('#') + 1)) as { wrong: string[]; caught: number };
  assert.deepEqual(wrong, []);
  assert.ok(caught > 0);
});

const BREAKAGES = {
  'Map.prototype':
    "for (const k of ['get', 'set', 'has', 'delete']) Map.prototype[k] = () => { throw new Error('patched'); };",
  'Set.prototype':
    "for (const k of ['add', 'has', 'delete']) Set.prototype[k] = () => { throw new Error('patched'); };",
  'WeakMap.prototype':
    "for (const k of ['get', 'set', 'has']) WeakMap.prototype[k] = () => { throw new Error('patched'); };",
  'Array.prototype':
    "for (const k of ['push', 'shift', 'pop', 'splice', 'indexOf', Symbol.iterator]) Array.prototype[k] = () => { throw new Error('patched'); };",
  'an index on Array.prototype':
    "Object.defineProperty(Array.prototype, '0', { set() { throw new Error('patched'); }, configurable: true });",
  'Promise.prototype.then': "Promise.prototype.then = () => { throw new Error('patched'); };",
  'Promise[Symbol.species]':
    "Object.defineProperty(Promise, Symbol.species, { get() { throw new Error('patched'); } });",
  'Function.prototype':
    "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => { throw new Error('patched'); };",
  'Object and Reflect':
    "for (const k of ['defineProperty', 'create', 'keys', 'assign', 'getPrototypeOf', 'setPrototypeOf', 'freeze']) Object[k] = () => { throw new Error('patched'); }; for (const k of ['apply', 'get', 'set', 'ownKeys']) Reflect[k] = () => { throw new Error('patched'); };",
  'JSON and Math':
    "JSON.parse = JSON.stringify = () => { throw new Error('patched'); }; Math.floor = Math.max = () => { throw new Error('patched'); };",
  'Date.now': "Date.now = () => { throw new Error('patched'); };",
  'a getter on Object.prototype':
    "Object.defineProperty(Object.prototype, 'get', { get() { throw new Error('patched'); }, set() {}, configurable: true });",
  'Uint8Array.prototype':
    "for (const k of ['set', 'subarray', 'slice']) Uint8Array.prototype[k] = () => { throw new Error('patched'); };",
};

for (const [what, code] of Object.entries(BREAKAGES)) {
  test(`stdout and exit work after a script has broken ${what}`, async (t) => {
    const { engine } = scriptFolder(t, {
      'broken.js': page(`${code}\nprocess.stdout.write('written\\n');\nprocess.exit(0);`),
    });
    const answer = await engine.execute('broken.js');
    assert.equal(await answer.text(), 'written\n');
    const { exitCode, code: ended } = await answer.report;
    assert.deepEqual({ exitCode, ended }, { exitCode: 0, ended: 'ok' });
  });
}

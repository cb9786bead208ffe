// console, util and assert where they live: in a context of a worker, held to what node prints for the same script.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { page, scriptFolder } from '../engine/script-folder.ts';
import { sameOutput } from './same-output.ts';

const ROWS = readFileSync(new URL('../fixtures/inspect-values.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');
/** Rows whose values differ by nature: what only V8 can tell, and what node has on its prototypes. */
const NOT_COMPARED = /Weak|Promise|\.prototype|WebAssembly|Buffer/;

test('console.log of every kind of value prints what node prints', async (t) => {
  const rows = ROWS.filter((row) => !NOT_COMPARED.test(row));
  assert.ok(rows.length > 300);
  await sameOutput(
    t,
    `const util = require('util');
    class F { a = 1 } class G extends F {} class Foo extends Error {} class FooError extends Error {}
    class Bar extends TypeError { extra = 1; constructor(m) { super(m); this.name = 'Barr' } }
    const circ = () => { const a = { x: {} }; a.x.y = a; a.x.z = a.x; a.l = [a, a.x]; return a };
    const sp = Object.setPrototypeOf;
    const st = (error, stack) => {
      error.stack = stack ?? [error.stack.split('\\n    at')[0], 'foo (file.js:1:2)'].join('\\n    at ');
      return error;
    };
    for (const make of [${rows.map((row) => `() => (${row})`).join(',\n')}]) {
      console.log(make());
      console.log(util.inspect(make(), { compact: false, showHidden: false, depth: 1 }));
    }`,
  );
});

test('the console prints what node prints', async (t) => {
  await sameOutput(
    t,
    `console.log('text'); console.log('%s is %d %i %f %j %o %O %%', 'x', 1, 2.5, 3.5, { a: 1 }, [1], { b: 2 }, 'rest');
    console.log(1, -0, true, null, undefined, 5n, Symbol('s'), [1, 'a'], { a: { b: { c: { d: 1 } } } });
    console.group('group'); console.info('in\\nside'); console.group(); console.debug({ a: ['x'.repeat(80)] });
    console.groupEnd(); console.groupEnd(); console.groupEnd(); console.log('out');
    console.count(); console.count('x'); console.count(); console.countReset(); console.count();
    console.table([{ a: 1, b: 'x' }, { a: 2, c: true }]); console.table(new Map([['a', 1]])); console.table([[1, 2]], ['0']);
    console.dir({ a: { b: { c: {} } } }, { depth: 0 }); console.dirxml('x', [1]); console.assert(true);
    console.log(console instanceof console.Console, typeof console.context, Object.prototype.toString.call(console));
    const { log } = console; [1, 2].forEach(log);
    new console.Console({ stdout: process.stdout, inspectOptions: { depth: 0 } }).log({ a: {}, b: { c: 1 } });
    const write = process.stdout.write; const taken = [];
    process.stdout.write = (text) => { taken.push(text); return true; };
    console.log('taken', { a: 1 }); process.stdout.write = write; console.log(taken, require('console') === console);`,
  );
});

test('util does in a run what it does in node', async (t) => {
  await sameOutput(
    t,
    `const util = require('util');
    const { promisify, callbackify, inherits, format, types, parseArgs, styleText, deprecate, debuglog } = util;
    (async () => {
      console.log(await promisify((a, done) => setTimeout(done, 1, null, a * 2))(21));
      console.log(await promisify(setTimeout)(1, 'timer'));
      await promisify((done) => done(new Error('refused')))().catch((error) => console.log(error.message));
      callbackify(async (a) => a + 1)(1, (error, value) => console.log('callback', error, value));
      callbackify(() => Promise.reject(null))((error) => console.log(error.code, error.reason, error.message));
      await new Promise(setImmediate);
      function Old() { Old.super_.call(this); } inherits(Old, require('events'));
      const old = new Old(); old.on('x', (...args) => console.log('event', args)); old.emit('x', 1, 2);
      console.log(format('%s %s', 'a'), util.isDeepStrictEqual({ a: [1] }, { a: [1] }), types.isDate(new Date()));
      console.log(types.isProxy(new Proxy({}, {})), types.isPromise(Promise.resolve()), types.isGeneratorFunction(function* () {}));
      console.log(parseArgs({ args: ['-f', '--bar', 'b'], options: { foo: { type: 'boolean', short: 'f' }, bar: { type: 'string' } } }));
      console.log(util.inspect(new Proxy({ a: 1 }, {}), { showProxy: true }), new Proxy([1], {}));
      console.log(JSON.stringify(styleText('red', 'x', { validateStream: false })), new util.MIMEType('a/b; c=d').essence);
      console.log(util.stripVTControlCharacters('\\x1b[31mx\\x1b[39m'), util.toUSVString('\\ud800'), util.getSystemErrorName(-2));
      console.log(new util.TextDecoder().decode(new util.TextEncoder().encode('ü')), util.parseEnv('A=1'));
      console.log(util.getCallSites(1)[0].lineNumber, util.diff('ab', 'ac'));
      const controller = new AbortController(); const waiting = util.aborted(controller.signal, {});
      controller.abort(); await waiting; console.log('aborted');
      console.log(debuglog('x').enabled, deprecate(() => 5, 'message')());
      console.log(require('util/types') === types, require('node:util') === util);
    })();`,
  );
});

test('assert fails in a run as it fails in node, source and all', async (t) => {
  await sameOutput(
    t,
    `const assert = require('assert');
    const attempts = [
      () => assert(0 === 1), () => assert.ok(null, 'message'), () => assert.equal(1, 2), () => assert.strictEqual('a', 'b', 'why %s'),
      () => assert.deepStrictEqual({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }), () => assert.notStrictEqual(1, 1),
      () => assert.throws(() => { throw new TypeError('x'); }, /y/), () => assert.throws(() => {}, RangeError),
      () => assert.doesNotThrow(() => { throw new Error('inner'); }), () => assert.match('abc', /x/), () => assert.fail(),
      () => assert.ifError(new Error('e')), () => assert.partialDeepStrictEqual({ a: 1 }, { b: 2 }), () => assert(),
      () => require('assert/strict').equal(1, '1'), () => assert.deepEqual(new Map([[1, { a: 1 }]]), new Map([[1, { a: 2 }]])),
    ];
    for (const attempt of attempts) {
      try { attempt(); console.log('holds'); } catch (error) {
        console.log(error.name, error.code, error.operator, error.generatedMessage, error.message);
        console.log(error.stack.split('\\n')[0], error instanceof assert.AssertionError, String(error));
      }
    }
    assert.rejects(Promise.reject(new Error('r')), /z/).catch((error) => console.log(error.message));`,
  );
});

test('Proxy is what it is in node, and inspect sees through it', async (t) => {
  await sameOutput(
    t,
    `const util = require('util');
    const attempt = (run) => { try { return run(); } catch (error) { return error.name + ' ' + error.message; } };
    console.log(Proxy.name, Proxy.length, 'prototype' in Proxy, Object.getOwnPropertyNames(Proxy).sort().join());
    console.log(attempt(() => Proxy({}, {})), attempt(() => new Proxy(1, {})), attempt(() => Proxy.revocable(1, {})));
    const { proxy, revoke } = Proxy.revocable({ a: 1 }, { get: () => 'trapped' });
    console.log(proxy.b, proxy, util.types.isProxy(proxy)); revoke();
    console.log(proxy, attempt(() => proxy.b), attempt(() => Object.keys(proxy)));
    console.log(Reflect.construct(Proxy, [[], {}]) instanceof Array, Array.isArray(new Proxy([], {})));`,
  );
});

test('a script that replaces what the console builds on does not break it', async (t) => {
  const { engine } = scriptFolder(t, {
    'a.js': page(`
      Array.prototype.map = Array.prototype.join = () => 'broken'; Object.keys = () => ['broken']; Map.prototype.get = () => 0;
      console.log('text', 1); console.log('%s', 'x');`),
  });
  assert.equal(await (await engine.execute('a.js')).text(), 'text 1\nx\n');
});

test('inspect of an object without a prototype survives a frozen Error', async (t) => {
  await sameOutput(
    t,
    `const util = require('util'); const one = Object.create(null, { a: { value: 1, enumerable: true } });
    Object.defineProperty(Error, 'stackTraceLimit', { writable: false }); console.log(one);
    Object.freeze(Error); console.log(one); console.log(Array.isArray(util.getCallSites()));`,
  );
});

test('assert.ok() in an ES module shows the expression, as node does', async (t) => {
  const said = await sameOutput(t, "import('./module.mjs');", '', {
    'module.mjs':
      "import assert from 'assert';\ntry { assert.ok(0 === 2); } catch (error) { console.log(error.message); }\n",
  });
  assert.match(said, /assert\.ok\(0 === 2\)/);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import util from 'node:util';
import { inspect } from '../../sandbox-lib/internal/inspect.ts';
import { createProxyConstructor } from '../../sandbox-lib/internal/proxy-records.ts';

const OPTIONS: readonly (util.InspectOptions | undefined)[] = [
  undefined,
  { showHidden: true },
  { depth: 0 },
  { depth: -1 },
  { depth: Number.POSITIVE_INFINITY },
  { compact: false },
  { compact: true },
  { compact: 1 },
  { compact: 0 },
  { colors: true },
  { breakLength: Number.POSITIVE_INFINITY },
  { breakLength: 20 },
  { sorted: true },
  { getters: true },
  { getters: 'get' },
  { getters: 'set' },
  { showProxy: true },
  { maxArrayLength: 2 },
  { maxArrayLength: 0 },
  { maxStringLength: 3 },
  { maxStringLength: 0 },
  { numericSeparator: true },
  { customInspect: false },
  { depth: null, showHidden: true, compact: false, sorted: true, colors: true },
  { compact: true, breakLength: 30 },
  { maxArrayLength: null, maxStringLength: null },
  { depth: 1, showHidden: true, getters: true, numericSeparator: true },
];

/** What cannot be told from inside, and what no script will miss. */
const DIFFERENT: readonly (readonly [row: RegExp, options: RegExp, why: string])[] = [
  [/Weak(?:Map|Set)/, /showHidden/, 'only V8 can list a weak collection'],
  [/Promise\.prototype/, /./, 'only V8 knows a promise from an object that inherits from one'],
  [/^sp\(new (?:Map|Set)/, /"maxArrayLength":0/, 'Node forgets the limit where there is no prototype'],
  [/^Uint8Array\.prototype$/, /showHidden/, 'Node leaves out the getters of %TypedArray%'],
  [/prototype|arguments|get d\(\)/, /getters/, 'the stack of a getter that throws has frames of inspect itself'],
];

/** The words that rows of the fixture use. Proxies are made by our constructor: Node sees the real ones inside. */
const SCOPE = {
  util,
  Proxy: createProxyConstructor(Proxy),
  sp: Object.setPrototypeOf,
  st(error: Error, stack?: string): Error {
    const frames = ['foo (file.js:1:2)', 'node:fs:1:2', '/a/node_modules/b/c.js:1:2'];
    error.stack = stack ?? [error.stack?.split('\n    at')[0], ...frames].join('\n    at ');
    return error;
  },
};
const CLASSES = `class F { a = 1 } class G extends F {} class Foo extends Error {} class FooError extends Error {}
class Bar extends TypeError { extra = 1; constructor(m) { super(m); this.name = 'Barr' } }
const circ = () => { const a = { x: {} }; a.x.y = a; a.x.z = a.x; a.l = [a, a.x]; return a };`;

const rows = readFileSync(new URL('../fixtures/inspect-values.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

for (const row of rows) {
  test(`inspect(${row})`, () => {
    const make = new Function(...Object.keys(SCOPE), `${CLASSES}\nreturn (${row})`).bind(null, ...Object.values(SCOPE));
    for (const options of OPTIONS) {
      const text = JSON.stringify(options ?? {});
      if (DIFFERENT.some(([rowPattern, optionPattern]) => rowPattern.test(row) && optionPattern.test(text))) continue;
      const value = make();
      const expected = util.inspect(value, options);
      assert.equal(inspect(value, options), expected, text);
    }
  });
}

test('inspect() hands options on to a custom function as Node does', () => {
  const seen: unknown[][] = [];
  const value = {
    a: { [util.inspect.custom]: (...args: unknown[]) => seen.push([args[0], { ...(args[1] as object), stylize: 0 }]) },
  };
  for (const write of [inspect, util.inspect]) {
    write(value, { depth: 1, compact: false, unknown: 5 } as util.InspectOptions);
    write(value, false, 5, true);
  }
  assert.deepEqual(seen.slice(0, 2), seen.slice(2));
});

test('inspect() leaves an iterator as it was', () => {
  const map = new Map([['a', 1]]);
  const iterator = map.entries();
  assert.equal(inspect(iterator), "[Map Entries] { [ 'a', 1 ] }");
  assert.equal(inspect(iterator), "[Map Entries] { [ 'a', 1 ] }");
  assert.deepEqual([...iterator], [['a', 1]]);
  assert.deepEqual(iterator.next(), { value: undefined, done: true });
});

test('inspect() gives up where the stack ends, as Node does', () => {
  const deep: Record<string, unknown> = {};
  let at = deep;
  for (let level = 0; level < 20000; level++) {
    const next = {};
    at['a'] = next;
    at = next;
  }
  assert.match(
    inspect(deep, { depth: Number.POSITIVE_INFINITY }),
    /\[Object: Inspection interrupted prematurely. Maximum call stack size exceeded.\]/,
  );
});

test('inspect.colors and inspect.styles are those of Node', () => {
  assert.deepEqual(Object.entries(inspect.colors), Object.entries(util.inspect.colors));
  const names = Object.getOwnPropertyNames(util.inspect.colors);
  assert.deepEqual(Object.getOwnPropertyNames(inspect.colors).sort(), names.sort());
  for (const name of names) assert.deepEqual(inspect.colors[name], Reflect.get(util.inspect.colors, name), name);
  assert.deepEqual(Object.keys(inspect.styles), Object.keys(util.inspect.styles));
});

test('inspect.defaultOptions changes what follows and refuses what is no object', () => {
  inspect.defaultOptions = { depth: 0 };
  assert.equal(inspect({ a: {}, b: { c: 1 } }), '{ a: {}, b: [Object] }');
  inspect.defaultOptions = { depth: 2 };
  assert.deepEqual(inspect.defaultOptions, util.inspect.defaultOptions);
  assert.throws(
    () => {
      inspect.defaultOptions = null as never;
    },
    { code: 'ERR_INVALID_ARG_TYPE' },
  );
});

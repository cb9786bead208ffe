import assert from 'node:assert/strict';
import test from 'node:test';
import util from 'node:util';
import { formatArguments } from '../../sandbox-lib/internal/format.ts';

class Named {
  toString() {
    return 'named';
  }
}
class Heir extends Named {}
class Silent {
  a = 1;
}
class Day extends Date {}
class Own extends Error {}

const own = new Own('x');
own.stack = 'Error: x\n    at a (b.js:1:1)';
const circular: Record<string, unknown> = { a: 1 };
circular['self'] = circular;

const VALUES: readonly unknown[] = [
  'text',
  '',
  '12.5px',
  '0x10',
  0,
  -0,
  -0.5,
  1.5,
  1e21,
  123456789,
  Number.NaN,
  12n,
  123456789012n,
  true,
  null,
  undefined,
  Symbol('a'),
  {},
  { a: { b: { c: { d: { e: 1 } } } } },
  [1, [2, [3, [4]]]],
  circular,
  new Named(),
  new Heir(),
  new Silent(),
  new Day(0),
  new Date(0),
  own,
  /a/g,
  new Map([[1, { a: { b: {} } }]]),
  new Number(5),
  new String('s'),
  () => 5,
  function named() {},
  class Q {},
  Object.create(null),
  Object.create(new Named()),
  Object.create({ toString: () => 'inherited' }),
  { toString: () => 'own' },
  { [Symbol.toPrimitive]: () => 'primitive' },
  { toString: undefined, a: 1 },
  { toJSON: () => ({ json: 1 }) },
  { [util.inspect.custom]: () => 'custom' },
];

const TEMPLATES = ['%s', '%d', '%i', '%f', '%j', '%o', '%O', '%c', '%x', 'a%sb%%c', '%%%s', '%s %s', '%', 'a%'];
const OPTIONS = [{}, { colors: true }, { compact: false }, { numericSeparator: true }, { depth: 0 }];

function attempt(run: () => string): string {
  try {
    return run();
  } catch (error) {
    return `threw ${error}`;
  }
}

test('format() answers what Node answers, for every directive and kind of value', () => {
  for (const value of VALUES) {
    for (const args of [[value], ['text', value], [value, 'text'], [value, value], ['', value, 'x']]) {
      assert.equal(formatArguments(args), util.format(...args));
    }
    for (const template of TEMPLATES) {
      for (const args of [[template, value], [template, value, value], [template], [template, 'x', value]]) {
        assert.equal(
          attempt(() => formatArguments(args)),
          attempt(() => util.format(...args)),
          `${template} of ${util.inspect(value)}`,
        );
      }
    }
  }
});

test('formatWithOptions() hands its options on as Node does', () => {
  for (const value of VALUES) {
    for (const options of OPTIONS) {
      for (const args of [[value], ['%s|%d|%i|%f|%o|%O', value, value, value, value, value, value], ['%j', value]]) {
        assert.equal(
          attempt(() => formatArguments(args, options)),
          attempt(() => util.formatWithOptions(options, ...args)),
          `${util.inspect(args)} ${util.inspect(options)}`,
        );
      }
    }
  }
});

test('format() of nothing is nothing', () => {
  assert.equal(formatArguments([]), '');
});

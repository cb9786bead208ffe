import nodeAssert from 'node:assert';
import test from 'node:test';
import { connectHost } from '../../sandbox-lib/internal/host.ts';
import ourStrict from '../../sandbox-lib/node/assert/strict.ts';
import ourAssert from '../../sandbox-lib/node/assert.ts';

// No source can be had: then an assertion says what was given, in ours and only there.
connectHost((() => -2) as never, '{}');

type Assert = Record<string, (...args: unknown[]) => unknown>;
const ours = ourAssert as unknown as Assert;
const theirs = nodeAssert as unknown as Assert;

/** Everything of a failure but where it happened. */
function failureOf(run: () => unknown): unknown {
  try {
    return { returned: run() };
  } catch (error) {
    return describe(error);
  }
}

function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return { thrown: error };
  const { name, message, code, generatedMessage, operator, actual, expected } = error as nodeAssert.AssertionError;
  return { name, message, code, generatedMessage, operator, actual, expected, keys: Object.keys(error) };
}

class Foo {
  a = 1;
}
const circular: Record<string, unknown> = { a: 1 };
circular['self'] = circular;
const otherCircular: Record<string, unknown> = { a: 1 };
otherCircular['self'] = otherCircular;
const withStack = (error: Error): Error => Object.assign(error, { stack: `${error}\n    at x (y.js:1:1)` });
const wide = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`k${at}`, at]));

const VALUES: readonly unknown[] = [
  1,
  0,
  -0,
  Number.NaN,
  '1',
  'a',
  'abcdefghijk',
  'abcdefghixk',
  'a\nb\nc',
  'x'.repeat(90),
  'line\n'.repeat(40),
  'y'.repeat(700),
  true,
  null,
  undefined,
  5n,
  Symbol.iterator,
  {},
  { a: 1 },
  { a: '1' },
  { a: 1, b: 2 },
  { b: 2, a: 1 },
  { a: { b: { c: [1, 2, 3] } } },
  { a: { b: { c: [1, 2, 4] } } },
  wide,
  { ...wide, k30: 'x' },
  [],
  [1, 2, 3],
  [1, 2, '3'],
  [1, undefined, 3],
  // biome-ignore lint/suspicious/noSparseArray: holes are compared
  [1, , 3],
  Array.from({ length: 60 }, (_, at) => at),
  Array.from({ length: 60 }, (_, at) => (at === 30 ? 'x' : at)),
  Object.assign([1], { x: 1 }),
  new Foo(),
  Object.create(null),
  Object.assign(Object.create(null), { a: 1 }),
  new Date(0),
  new Date(1),
  /a/,
  /a/g,
  new Map<unknown, unknown>([[1, { a: 1 }]]),
  new Map<unknown, unknown>([['1', { a: 1 }]]),
  new Map<unknown, unknown>([[{ k: 1 }, [1]]]),
  new Map<unknown, unknown>([[{ k: 1 }, [2]]]),
  new Set<unknown>([1, { a: 1 }]),
  new Set<unknown>([{ a: 1 }, '1']),
  new Set<unknown>([1]),
  new Uint8Array([1, 2]),
  new Uint8Array([1, 3]),
  new Float32Array([0]),
  new Float32Array([-0]),
  new Uint8Array([1, 2]).buffer,
  Buffer.from([1, 2]),
  Object(1),
  Object('a'),
  Object(Symbol.iterator),
  new WeakMap(),
  withStack(new Error('a')),
  withStack(new Error('b')),
  withStack(new TypeError('a')),
  withStack(new Error('a', { cause: 'c' })),
  Object.assign(withStack(new Error('a')), { code: 1 }),
  circular,
  otherCircular,
  () => 1,
  Foo,
  new URL('http://a/'),
  new URL('http://b/'),
];

const COMPARISONS = [
  'equal',
  'notEqual',
  'deepEqual',
  'notDeepEqual',
  'strictEqual',
  'notStrictEqual',
  'deepStrictEqual',
  'notDeepStrictEqual',
  'partialDeepStrictEqual',
];

for (const name of COMPARISONS) {
  test(`assert.${name} says what Node says, for every pair of values`, () => {
    for (const actual of VALUES) {
      for (const expected of VALUES) {
        const wanted = failureOf(() => theirs[name]?.(actual, expected));
        nodeAssert.deepStrictEqual(
          failureOf(() => ours[name]?.(actual, expected)),
          wanted,
        );
      }
    }
  });
}

test('assert takes its message as Node does', () => {
  const error = new TypeError('own');
  const messages: readonly unknown[][] = [
    [],
    ['text'],
    ['%s is %d', 'x', 5],
    ['100%'],
    [''],
    [error],
    [error, 1],
    [undefined],
    [undefined, 1],
    [null],
    [5],
    [{}],
    [(...args: unknown[]) => JSON.stringify(args)],
    [() => 5],
    [
      () => {
        throw error;
      },
    ],
    [() => 'text', 1],
    [function named() {}, 1],
  ];
  for (const message of messages) {
    for (const name of [...COMPARISONS, 'match', 'doesNotMatch']) {
      const args = name.startsWith('not')
        ? [1, 1]
        : name === 'match'
          ? ['a', /b/]
          : name === 'doesNotMatch'
            ? ['a', /a/]
            : [1, 2];
      nodeAssert.deepStrictEqual(
        failureOf(() => ours[name]?.(...args, ...message)),
        failureOf(() => theirs[name]?.(...args, ...message)),
        `${name} ${String(message)}`,
      );
    }
    if (message[0] === undefined || message[0] === null) continue;
    nodeAssert.deepStrictEqual(
      failureOf(() => ours['ok']?.(0, ...message)),
      failureOf(() => theirs['ok']?.(0, ...message)),
    );
  }
});

test('assert.ok, match, fail and ifError refuse in the words of Node', () => {
  const error = withStack(new Error('e'));
  const calls: readonly (readonly [name: string, ...args: unknown[]])[] = [
    ['ok'],
    ['ok', true],
    ['ok', 1, 'never'],
    ['match', 'abc', /x/],
    ['match', 5, /x/],
    ['match', 'abc', 'x'],
    ['match', 'abc'],
    ['doesNotMatch', 'abc', /b/],
    ['doesNotMatch', {}, /b/],
    ['fail'],
    ['fail', 'm'],
    ['fail', undefined],
    ['fail', null],
    ['fail', ''],
    ['fail', 5],
    ['fail', 1, 2, 'm'],
    ['fail', error],
    ['ifError', null],
    ['ifError', undefined],
    ['ifError', 0],
    ['ifError', false],
    ['ifError', 's'],
    ['ifError', { a: 1 }],
    ['ifError', error],
    ['ifError', new Error('')],
    ['strictEqual'],
    ['strictEqual', 1],
    ['partialDeepStrictEqual', 1],
  ];
  for (const [name, ...args] of calls) {
    nodeAssert.deepStrictEqual(
      failureOf(() => ours[name]?.(...args)),
      failureOf(() => theirs[name]?.(...args)),
      `${name} ${String(args)}`,
    );
  }
  nodeAssert.throws(() => ours['ok']?.(0), { message: '0 == true', generatedMessage: true, operator: '==' });
});

test('assert.strict and assert/strict are the strict functions', () => {
  nodeAssert.strictEqual(ourStrict, ourAssert.strict);
  nodeAssert.strictEqual(ourStrict.equal, ourAssert.strictEqual);
  nodeAssert.deepStrictEqual(Object.keys(ourAssert), Object.keys(nodeAssert));
  nodeAssert.deepStrictEqual(Object.keys(ourStrict).sort(), Object.keys(nodeAssert.strict).sort());
});

test('Assert carries options, and loses them with its object', () => {
  type AssertClass = new (options?: object) => Assert;
  const pairs = [
    [ourAssert.Assert as unknown as AssertClass, (nodeAssert as unknown as { Assert: AssertClass }).Assert],
  ] as const;
  for (const options of [{}, { strict: false }, { diff: 'full' }, { skipPrototype: true }, { diff: 'x' }]) {
    for (const [Ours, Theirs] of pairs) {
      const run = (Class: AssertClass) =>
        ['equal', 'deepEqual', 'deepStrictEqual', 'notDeepStrictEqual'].map((name) =>
          failureOf(() => new Class(options)[name]?.({ a: 1 }, Object.assign(Object.create(null), { a: 1 }))),
        );
      nodeAssert.deepStrictEqual(run(Ours), run(Theirs));
    }
  }
  nodeAssert.throws(() => (ourAssert.Assert as unknown as () => void)(), { code: 'ERR_CONSTRUCT_CALL_REQUIRED' });
});

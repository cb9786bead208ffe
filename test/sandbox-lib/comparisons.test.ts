import loose from 'node:assert';
import assert from 'node:assert/strict';
import test from 'node:test';
import util from 'node:util';
import fc from 'fast-check';
import { isDeepEqual, isDeepStrictEqual, isPartialStrictEqual } from '../../sandbox-lib/internal/comparisons.ts';

function holds(run: () => void): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

/** Values that are often equal to one another, nested in each other. */
const leaf = fc.constantFrom<unknown>(0, -0, 1, '1', 'a', Number.NaN, null, undefined, true, 1n, Symbol.iterator);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b'), tie('value'), { maxKeys: 2 }),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => new Set(items)),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 2 }).map((entries) => new Map(entries)),
    fc.constantFrom(0, 1).map((time) => new Date(time)),
    fc.constantFrom('a', 'b').map((message) => new Error(message)),
    fc.constantFrom(0, 1).map((byte) => new Uint8Array([byte])),
    fc.constantFrom(0, -0, 1).map((number) => new Float64Array([number])),
    fc.constantFrom<unknown>(1, 'a').map((primitive) => Object(primitive)),
  ),
}));

test('isDeepStrictEqual, isDeepEqual and isPartialStrictEqual agree with Node on any two values', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      assert.equal(isDeepStrictEqual(a, b), util.isDeepStrictEqual(a, b));
      assert.equal(
        isDeepEqual(a, b),
        holds(() => loose.deepEqual(a, b)),
      );
      assert.equal(
        isPartialStrictEqual(a, b),
        holds(() => assert.partialDeepStrictEqual(a, b)),
      );
    }),
    { numRuns: 3000 },
  );
});

test('isDeepStrictEqual follows circles on both sides', () => {
  const circle = (length: number): object => {
    const first: Record<string, unknown> = {};
    let at = first;
    for (let link = 1; link < length; link++) {
      const next = {};
      at['next'] = next;
      at = next;
    }
    at['next'] = first;
    return first;
  };
  for (const [one, other] of [
    [1, 1],
    [2, 2],
    [1, 2],
    [2, 3],
  ] as const) {
    const [a, b] = [circle(one), circle(other)];
    assert.equal(isDeepStrictEqual(a, b), util.isDeepStrictEqual(a, b), `${one} ${other}`);
  }
});

test('isDeepStrictEqual can leave prototypes aside', () => {
  const a = Object.assign(Object.create(null), { x: [1] });
  assert.equal(isDeepStrictEqual(a, { x: [1] }), false);
  assert.equal(isDeepStrictEqual(a, { x: [1] }, true), true);
});

test('isPartialStrictEqual looks for less in more', () => {
  const sparse = [1, 2];
  sparse.length = 4;
  sparse[3] = 3;
  const table: readonly (readonly [more: unknown, less: unknown])[] = [
    [{ a: 1, b: 2 }, { b: 2 }],
    [
      [1, 2, 3],
      [1, 3],
    ],
    [
      [1, 2, 3],
      [3, 1],
    ],
    [new Set([1, { a: 1 }]), new Set([{ a: 1 }])],
    [new Map([[1, { a: 1, b: 2 }]]), new Map([[1, { b: 2 }]])],
    [new Uint8Array([1, 2, 3]), new Uint8Array([1, 3])],
    [new Error('a'), new Error()],
    [{ a: new Date(0) }, { a: new Date(0) }],
    [sparse, [1, 2, 3]],
    [[1, 2, 3, 4], sparse],
    [{ a: [{ b: 1, c: 2 }] }, { a: [{ c: 2 }] }],
  ];
  for (const [more, less] of table) {
    for (const [a, b] of [
      [more, less],
      [less, more],
    ]) {
      const wanted = holds(() => assert.partialDeepStrictEqual(a, b));
      assert.equal(isPartialStrictEqual(a, b), wanted, util.inspect([a, b]));
    }
  }
});

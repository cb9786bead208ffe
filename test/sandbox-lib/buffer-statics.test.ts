// Buffer's constructor and static methods, and the rest of node:buffer, against Node's own.
import assert from 'node:assert/strict';
import nodeBuffer from 'node:buffer';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import ours from '../../sandbox-lib/node/buffer.ts';
import { type AnyBuffer, combinations, sameAsNode } from './buffer-oracle.ts';

const { Buffer } = ours;
// biome-ignore lint/suspicious/noExplicitAny: the tables hold arguments of wrong types on purpose
type Loose = any;

function table(
  name: string,
  argumentLists: readonly unknown[][],
  call = (B: Loose, args: unknown[]) => B[name](...args),
): void {
  for (const args of argumentLists) {
    sameAsNode((B) => call(B, args), `${name}(${args.map((arg) => inspect(arg)).join(', ')})`);
  }
}

const memory = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
const shared = new SharedArrayBuffer(8);
const sizes = [undefined, null, 0, 3, 8, 9, -1, 1.5, NaN, '2', 'x', {}];
const convertible = [
  { valueOf: () => 'text' },
  { valueOf: () => [1, 2] },
  { valueOf: () => null },
  { valueOf: () => 5 },
  { [Symbol.toPrimitive]: (hint: string) => hint },
  { [Symbol.toPrimitive]: () => 5 },
  new String('boxed'),
  new Number(5),
  Object.create(null),
  Object.assign(Object.create(null), { length: 2, 0: 7 }),
];
const arrayLikes = [
  [1, 2, 300, -1, '7', 'x', null],
  [],
  new Uint16Array([1, 258]),
  new Float32Array([1.5, -1]),
  { length: 3, 0: 1, 2: 9 },
  { length: '3', 0: 1 },
  { length: -3 },
  { buffer: memory },
  { buffer: memory, length: 2, 0: 4 },
  { type: 'Buffer', data: [1, 2, 3] },
  { type: 'Buffer', data: 'x' },
  new DataView(memory),
  new Set([1]),
  /x/,
  new Date(0),
];

describe('Buffer', () => {
  test('from() text', () =>
    table('from', combinations(['', 'abc', 'é'], [undefined, null, '', 'hex', 'LATIN1', 'zz', 5])));
  test('from() memory', () => table('from', combinations([memory, shared], sizes, sizes)));
  test('from() array-likes and convertible objects', () => {
    table(
      'from',
      combinations(
        [...arrayLikes, ...convertible, 5, null, undefined, true, 5n, Symbol('s'), () => {}],
        [undefined, 'hex'],
      ),
    );
  });

  test('the constructor with and without new', () => {
    const args = combinations(
      [5, 0, -1, 'abc', [1, 2], memory, null, undefined, {}],
      [undefined, 'hex', 2],
      [undefined, 1],
    );
    table('new Buffer', args, (B, list) => new B(...list));
    table('Buffer', args, (B, list) => B(...list));
    table('Buffer.call', [[5], ['a']], (B, list) => B.call({}, ...list));
  });

  test('alloc, allocUnsafe, allocUnsafeSlow', () => {
    table(
      'alloc',
      combinations([...sizes, 2 ** 60, Infinity], [undefined, 0, 1, 'ab', '', 'zz', [1]], [undefined, 'hex', 'zz', 5]),
    );
    table('allocUnsafe', combinations(['x', -1, NaN, {}, null, undefined, 2 ** 60], [undefined, 8]));
    for (const name of ['allocUnsafe', 'allocUnsafeSlow']) {
      const alignments = [undefined, 1, 3, 16, 0, -1, 'a', 1.5, 2 ** 31, null];
      table(name, combinations([0, 16, 40000], alignments), (B, args) => B[name](...args).fill(1));
    }
  });

  test('concat', () => {
    const list = [Buffer.from('ab'), new Uint8Array([9]), Buffer.alloc(0)];
    const lists = [[], list, [...list, 'x'], 'x', null, [new Uint16Array(1)], [undefined]];
    table('concat', combinations(lists, [undefined, 0, 1, 3, 9, -1, 1.5, 'x', null]));
  });

  test('compare, isEncoding, isBuffer, byteLength, of', () => {
    const values = [Buffer.from('ab'), new Uint8Array([9]), 'x', null];
    table('compare', combinations(values, values));
    table('isEncoding', combinations(['utf8', 'UTF-16LE', 'x', '', null, undefined, 5, ['hex'], {}]));
    table(
      'byteLength',
      combinations(
        ['', 'é€', memory, shared, new Uint16Array(3), 5, null],
        [undefined, null, 'hex', 'zz', 'base64', 'ucs2'],
      ),
    );
    table('of', [[], [1, 2, 300], ['7', 'x', -1]]);
    assert.equal(Buffer.isBuffer(Buffer.alloc(1)), true);
    for (const value of [new Uint8Array(1), {}, null, 'x']) assert.equal(Buffer.isBuffer(value), false);
  });

  test('copyBytesFrom', () => {
    const views = [
      new Uint16Array([1, 258, 3]),
      new Uint8Array(0),
      new Float64Array([1.5]),
      new DataView(memory),
      'x',
      null,
    ];
    table('copyBytesFrom', combinations(views, [undefined, 0, 1, 9, -1, 1.5, 'x'], [undefined, 0, 1, 9, -1, 'x']));
  });

  test('small Buffers share a pool, others have their own memory', () => {
    sameAsNode((B) => [B.poolSize, B.from('a').buffer.byteLength, B.allocUnsafe(40000).buffer.byteLength]);
    sameAsNode((B) => [
      B.alloc(3).buffer.byteLength,
      B.allocUnsafeSlow(3).buffer.byteLength,
      B.of(1).buffer.byteLength,
    ]);
    const [first, second] = [Buffer.from('abc'), Buffer.from('abc')];
    assert.equal(first.buffer, second.buffer);
    assert.notEqual(first.byteOffset, second.byteOffset);
    first.buffer.transfer();
    assert.equal(Buffer.from('abc').toString(), 'abc', 'a pool that a script detached is replaced');
  });

  test('subclasses and species', () => {
    for (const B of [Buffer, globalThis.Buffer] as unknown as AnyBuffer[]) {
      const mapped = B.from([1, 2]).map((byte) => byte + 1);
      assert.ok(mapped instanceof B);
      assert.equal(mapped.constructor, B);
      assert.equal(Object.getPrototypeOf(B.prototype), Uint8Array.prototype);
      assert.equal(Object.getPrototypeOf(B), Uint8Array);
      class Sub extends (B as unknown as new (...args: unknown[]) => object) {}
      assert.equal(Object.getPrototypeOf(new Sub('x')), B.prototype);
    }
  });

  test('inspection', () => {
    sameAsNode((B) => inspect([B.from('abc'), B.alloc(60), B.alloc(51), B.alloc(0)]));
    sameAsNode((B) => inspect(Object.assign(B.from('a'), { x: 1, [Symbol('s')]: { y: [2] } })));
    sameAsNode((B) => (B.from('abc') as Loose).inspect());
  });
});

describe('node:buffer', () => {
  test('isUtf8 and isAscii', () => {
    const any = fc.oneof(
      fc.uint8Array(),
      fc.string({ unit: 'binary' }).map((text) => globalThis.Buffer.from(text)),
    );
    fc.assert(
      fc.property(any, (bytes) => {
        assert.equal(ours.isUtf8(bytes), nodeBuffer.isUtf8(bytes));
        assert.equal(ours.isAscii(bytes), nodeBuffer.isAscii(bytes));
      }),
    );
    const detached = new ArrayBuffer(4);
    detached.transfer();
    for (const value of [memory, shared, detached, new Uint16Array([0x4141, 0xd800]), 'x', null]) {
      sameAsNode((B) => {
        const module = (B as unknown) === Buffer ? ours : nodeBuffer;
        return [module.isUtf8(value as Loose), module.isAscii(value as Loose)];
      });
    }
  });

  test('transcode', () => {
    const names = ['utf8', 'ucs2', 'latin1', 'binary', 'ascii', 'hex', 'base64', 'zz', undefined];
    const sources = ['€é', 'a', '😀b', ''].flatMap((text) => [
      globalThis.Buffer.from(text),
      globalThis.Buffer.from(text, 'ucs2'),
    ]);
    for (const [source, from, to] of combinations(
      [...sources, 'x', new Uint8Array([0x80, 0xff, 0x41])],
      names,
      names,
    )) {
      sameAsNode(
        (B) => {
          const module = (B as unknown) === Buffer ? ours : nodeBuffer;
          return module.transcode(source as Loose, from as Loose, to as Loose);
        },
        inspect([source, from, to]),
      );
    }
  });

  test('atob and btoa', () => {
    const texts = [
      '',
      'YQ==',
      'YQ',
      'YQ=',
      'Y',
      ' Y\tQ\n=\f=\r',
      'YQ==YQ==',
      'Y\vQ',
      '=',
      'YWJj=',
      'é',
      'YR',
      '-_',
      null,
      undefined,
      12345678,
      {},
    ];
    for (const name of ['atob', 'btoa'] as const) {
      for (const text of [...texts, 'ÿ', '\u0100']) {
        sameAsNode((B) => ((B as unknown) === Buffer ? ours : nodeBuffer)[name](text as string), `${name}(${text})`);
      }
      sameAsNode((B) => ((B as unknown) === Buffer ? ours : (nodeBuffer as Loose))[name]());
    }
  });

  test('INSPECT_MAX_BYTES', () => {
    ours.INSPECT_MAX_BYTES = 2;
    assert.equal(inspect(Buffer.from('abcd')), '<Buffer 61 62 ... 2 more bytes>');
    ours.INSPECT_MAX_BYTES = 50;
    assert.throws(() => Object.assign(ours, { INSPECT_MAX_BYTES: 'x' }), { code: 'ERR_INVALID_ARG_TYPE' });
  });
});

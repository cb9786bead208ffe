// Buffer's methods against Node's own: every combination of ordinary and odd arguments.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { Buffer } from '../../sandbox-lib/internal/buffer.ts';
import { combinations, sameAsNode } from './buffer-oracle.ts';

// biome-ignore lint/suspicious/noExplicitAny: the tables hold arguments of wrong types on purpose
type Loose = any;
const ODD = [
  undefined,
  null,
  0,
  2,
  2.5,
  -1,
  -2.5,
  5,
  9,
  10,
  11,
  99,
  NaN,
  Infinity,
  -Infinity,
  '3',
  'x',
  {},
  true,
] as const;
const data = Uint8Array.from([1, 2, 3, 4, 5, 1, 2, 3, 4, 0x81]);

function table(method: string, argumentLists: readonly unknown[][]): void {
  for (const args of argumentLists) {
    const label = `${method}(${args.map((arg) => inspect(arg)).join(', ')})`;
    sameAsNode((B) => {
      const buffer: Loose = B.from(data);
      return [buffer[method](...args), buffer];
    }, label);
  }
}

describe('Buffer.prototype', () => {
  for (const method of ['slice', 'subarray']) test(method, () => table(method, combinations([...ODD], [...ODD])));

  test('toString', () =>
    table('toString', combinations([undefined, null, '', 'utf8', 'HEX', 'zz', 5], [...ODD], [...ODD])));

  test('toString of what no string can hold', () => {
    const huge = Buffer.alloc(0x1fffffe9);
    for (const [encoding, size] of [
      ['utf8', 0x1fffffe9],
      ['latin1', 0x1fffffe9],
      ['hex', 0x0ffffff5],
      ['base64', 0x17fffff1],
    ] as const) {
      assert.throws(() => huge.toString(encoding, 0, size), { code: 'ERR_STRING_TOO_LONG' });
    }
  });

  test('toJSON, toLocaleString, swap16, swap32, swap64', () => {
    for (const method of ['toLocaleString', 'swap16', 'swap32', 'swap64']) table(method, [[], ['hex']]);
    sameAsNode((B) => JSON.stringify([B.from('ab'), B.alloc(0), B.from(data).swap16(), B.alloc(16, data).swap64()]));
  });

  test('write', () => {
    const texts = ['', 'ab', 'héé', '6162zz', 5, undefined];
    table(
      'write',
      combinations(
        texts,
        [...ODD, 'hex'],
        [undefined, null, 0, 2, 99, -1, 1.5, 'latin1'],
        [undefined, 'hex', 'zz', null, ''],
      ),
    );
  });

  test('fill', () => {
    const values = ['', 'a', 'ab', 'é', 'é€', 5, 300, -1, 1.5, null, undefined, true, data.subarray(0, 3), {}];
    table(
      'fill',
      combinations(
        values,
        [undefined, 0, 3, -1, 11, 2.5, 'hex', 'x'],
        [undefined, 0, 5, 11, -1, 'latin1'],
        [undefined, 'hex', 'zz'],
      ),
    );
    table('fill', combinations(['616', '61zz', 'zz'], [0, 2], [undefined, 5], ['hex', 'base64', 'ucs2', 'ascii', 5]));
    const nothing = data.subarray(0, 0);
    assert.throws(() => Buffer.alloc(3).fill(nothing), { code: 'ERR_INVALID_ARG_VALUE' });
  });

  test('copy', () => {
    for (const target of [new Uint8Array(5), new Uint16Array(4), new DataView(new ArrayBuffer(3)), {}, null]) {
      for (const args of combinations([...ODD], [undefined, 0, 3, -1, 11, 1.5], [undefined, 0, 4, 99, -1])) {
        sameAsNode(
          (B) => {
            const copy: Loose = ArrayBuffer.isView(target) ? new Uint8Array(target.byteLength) : target;
            return [(B.from(data) as Loose).copy(copy, ...args), copy];
          },
          `copy(${inspect(target)}, ${inspect(args)})`,
        );
      }
    }
    sameAsNode((B) => {
      const buffer = B.from(data);
      return [buffer.copy(buffer, 2), buffer, buffer.copy(buffer, 0, 1), buffer];
    });
  });

  test('compare and equals', () => {
    const other = Uint8Array.from([1, 2, 3, 9]);
    const positions = [undefined, 0, 2, 4, 5, -1, 1.5, 'x', null];
    for (const args of combinations(positions, positions, [undefined, 0, 3, 99, -1], [undefined, 0, 3, 10, 11])) {
      table('compare', [[other, ...args]]);
    }
    for (const method of ['compare', 'equals'])
      table(method, [[], [other], [data], ['x'], [null], [new Uint16Array(5)]]);
  });

  test('compare orders long buffers like node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 90 }), fc.nat(100), fc.nat(255), (bytes, at, value) => {
        sameAsNode((B) => {
          const changed = B.from(bytes);
          if (at < changed.length) changed[at] = value;
          return [changed.compare(bytes), changed.equals(bytes), B.compare(bytes, changed.subarray(0, at))];
        });
      }),
    );
  });

  test('indexOf, lastIndexOf and includes take node’s forms of arguments', () => {
    const values = [
      1,
      3,
      259,
      -253,
      3.7,
      '',
      '\x03',
      '\x03\x04',
      'x',
      data.subarray(2, 4),
      data.subarray(0, 0),
      [],
      {},
      null,
    ];
    const ends = [undefined, 0, 3, 4, 99, -2, 1.5, 'latin1', 'ucs2', 'zz'];
    for (const method of ['indexOf', 'lastIndexOf', 'includes']) {
      table(method, combinations(values, [...ODD, 'utf8', 'hex'], ends, [undefined, 'hex', 'utf16le']));
    }
  });

  test('indexOf and lastIndexOf find what node finds', () => {
    const few = fc.array(fc.constantFrom(0, 1, 2), { maxLength: 200 }).map((list) => Uint8Array.from(list));
    const needle = fc.array(fc.constantFrom(0, 1, 2), { maxLength: 6 }).map((list) => Uint8Array.from(list));
    const encoding = fc.constantFrom('utf8', 'ucs2', 'latin1');
    fc.assert(
      fc.property(
        few,
        needle,
        fc.integer({ min: -210, max: 210 }),
        fc.nat(210),
        encoding,
        (hay, wanted, from, end, name) => {
          sameAsNode(
            (B) => {
              const buffer: Loose = B.from(hay);
              const text = B.from(wanted).toString(name as 'utf8');
              return [
                buffer.indexOf(wanted, from, name),
                buffer.lastIndexOf(wanted, from, name),
                buffer.indexOf(text, from, end, name),
                buffer.lastIndexOf(text, from, end, name),
                buffer.lastIndexOf(wanted[0] ?? 0, from, end),
                buffer.indexOf(wanted[0] ?? 0, from, end),
              ];
            },
            inspect([hay, wanted, from, end, name]),
          );
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('utf8Slice and its kin, utf8Write and its kin', () => {
    for (const encoding of ['ascii', 'base64', 'base64url', 'latin1', 'hex', 'ucs2', 'utf8']) {
      table(`${encoding}Slice`, combinations([...ODD], [...ODD]));
      table(`${encoding}Write`, combinations(['', '6162', 'é', 5], [...ODD], [...ODD]));
    }
  });

  test('parent and offset', () => {
    sameAsNode((B) => {
      const buffer: Loose = B.from(new ArrayBuffer(8), 2, 4);
      return [buffer.parent.byteLength, buffer.offset, (B.prototype as Loose).parent, (B.prototype as Loose).offset];
    });
  });

  test('members have node’s names', () => {
    const shape = (object: object): unknown[] =>
      Reflect.ownKeys(object)
        .filter((key) => !String(key).includes('kIsEncoding'))
        .map((key) => {
          const value: unknown = key === 'parent' || key === 'offset' ? undefined : Reflect.get(object, key);
          return [String(key), typeof value];
        })
        .sort();
    assert.deepEqual(shape(Buffer), shape(globalThis.Buffer));
    assert.deepEqual(shape(Buffer.prototype), shape(globalThis.Buffer.prototype));
    assert.deepEqual(Object.keys(Buffer), Object.keys(globalThis.Buffer));
    assert.equal(Buffer.prototype.readUint16LE, Buffer.prototype.readUInt16LE);
    assert.equal(Buffer.prototype.toLocaleString, Buffer.prototype.toString);
    for (const name of ['copy', 'toString', 'indexOf', 'writeUIntBE', 'readUIntBE', 'compare', 'write'] as const) {
      const [ours, theirs] = [Buffer.prototype[name], globalThis.Buffer.prototype[name]];
      assert.deepEqual([ours.name, ours.length], [theirs.name, theirs.length]);
    }
  });
});

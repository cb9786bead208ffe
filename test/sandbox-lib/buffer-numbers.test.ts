// Buffer's read… and write… methods against Node's own.
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { Buffer } from '../../sandbox-lib/internal/buffer.ts';
import { combinations, sameAsNode } from './buffer-oracle.ts';

// biome-ignore lint/suspicious/noExplicitAny: methods are called by name, with arguments of wrong types on purpose
type Loose = any;
const bytes = Uint8Array.from([0x81, 2, 0xff, 4, 0x7f, 0xf0, 7, 0x80, 9, 0xc0]);
const OFFSETS = [undefined, null, 0, 1, 2, 5, 9, 10, -1, 1.5, NaN, Infinity, '1', {}];
const NUMBERS = [
  0,
  1,
  -1,
  127,
  128,
  -128,
  -129,
  255,
  256,
  0xffff,
  -0x8000,
  2 ** 24,
  -(2 ** 31),
  2 ** 32 - 1,
  2 ** 32,
  2 ** 40 - 1,
];
const ODD = [
  2 ** 47,
  -(2 ** 47),
  2 ** 48 - 1,
  1e20,
  1.5,
  -1.5,
  1e-320,
  NaN,
  -Infinity,
  '5',
  'x',
  undefined,
  null,
  {},
  true,
  5n,
  -0,
];
const BIG = [
  0n,
  1n,
  -1n,
  2n ** 63n - 1n,
  2n ** 63n,
  -(2n ** 63n),
  -(2n ** 63n) - 1n,
  2n ** 64n - 1n,
  2n ** 64n,
  5,
  '5',
  undefined,
];
const methods = Object.keys(Buffer.prototype).filter((name) => /^(?:read|write)/.test(name));
const isSized = (name: string): boolean => /U?[Ii]nt[LB]E$/.test(name);

describe('Buffer numbers', () => {
  for (const method of methods) {
    test(method, () => {
      const lists: unknown[][] = [OFFSETS];
      if (method.startsWith('write')) lists.unshift(method.includes('Big') ? BIG : [...NUMBERS, ...ODD]);
      if (isSized(method)) lists.push([undefined, 1, 2, 3, 4, 5, 6, 0, 7, 1.5, '2', null]);
      for (const args of combinations(...lists)) {
        sameAsNode(
          (B) => {
            const buffer: Loose = B.from(bytes);
            return [buffer[method](...args), buffer];
          },
          `${method}(${args.map((arg) => inspect(arg)).join(', ')})`,
        );
      }
    });
  }

  test('what is too short for the number', () => {
    for (const method of methods.filter((name) => name.startsWith('read'))) {
      for (const size of [0, 1, 3]) {
        const args = isSized(method) ? [0, 4] : [0];
        sameAsNode((B) => (B.alloc(size) as Loose)[method](...args), `${method} of ${size} bytes`);
      }
    }
  });

  test('methods work on plain typed arrays', () => {
    sameAsNode((B) => B.prototype.readUInt16BE.call(new Uint8Array([1, 2, 3]) as Loose, 1));
    sameAsNode((B) => B.prototype.writeDoubleLE.call(new Uint8Array(8) as Loose, 1));
  });
});

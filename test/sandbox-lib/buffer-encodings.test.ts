// Buffer's encodings against Node's own, over random bytes and strings. What a long string does is told apart from a short one
// in the library, so both sizes are drawn.
import assert from 'node:assert/strict';
import { Buffer as NodeBuffer } from 'node:buffer';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Buffer } from '../../sandbox-lib/internal/buffer.ts';

const encodings = ['utf8', 'utf16le', 'latin1', 'ascii', 'base64', 'base64url', 'hex'] as const;
const bytes = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ minLength: 1020, maxLength: 1100 }));
/** Valid sequences cut and joined at random: what a decoder sees of a broken stream. */
const brokenUtf8 = fc
  .array(fc.tuple(fc.constantFrom('a', 'é', '€', '😀', '\ufeff'), fc.nat(4)), { maxLength: 60, size: 'max' })
  .map((parts) => Uint8Array.from(parts.flatMap(([text, cut]) => [...NodeBuffer.from(text).subarray(0, cut + 1)])));
const unit = fc.oneof(fc.nat(0x7f), fc.nat(0xff), fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff }));
const text = fc
  .oneof(
    fc.array(unit, { maxLength: 30 }),
    fc.array(unit, { minLength: 130, maxLength: 200 }),
    fc.array(unit, { minLength: 1024, maxLength: 1030 }),
  )
  .map((units) => String.fromCharCode(...units));
const digits = fc
  .array(fc.constantFrom(...'abcdefgABCDEFG0123456789+/-_=\n Zz*é\u0100'), { maxLength: 120 })
  .map((list) => list.join(''));

function hex(view: Uint8Array): string {
  return NodeBuffer.from(view.buffer, view.byteOffset, view.byteLength).toString('hex');
}

describe('Buffer encodings', () => {
  for (const encoding of encodings) {
    test(`toString('${encoding}') reads any bytes as node does`, () => {
      fc.assert(
        fc.property(fc.oneof(bytes, brokenUtf8), fc.nat(3), fc.nat(3), (data, head, tail) => {
          const end = data.length - tail;
          const expected = NodeBuffer.from(data).toString(encoding, head, end);
          assert.equal(Buffer.from(data).toString(encoding, head, end), expected);
        }),
        { numRuns: 400 },
      );
    });

    test(`from(text, '${encoding}') and byteLength() take any text as node does`, () => {
      fc.assert(
        fc.property(fc.oneof(text, digits), (input) => {
          assert.equal(hex(Buffer.from(input, encoding)), NodeBuffer.from(input, encoding).toString('hex'));
          assert.equal(Buffer.byteLength(input, encoding), NodeBuffer.byteLength(input, encoding));
        }),
        { numRuns: 400 },
      );
    });

    test(`write(text, offset, length, '${encoding}') stops where node stops`, () => {
      fc.assert(
        fc.property(fc.oneof(text, digits), fc.nat(300), fc.nat(300), (input, offset, length) => {
          const [ours, theirs] = [Buffer.alloc(300, 1), NodeBuffer.alloc(300, 1)];
          assert.equal(ours.write(input, offset, length, encoding), theirs.write(input, offset, length, encoding));
          assert.equal(hex(ours), hex(theirs));
        }),
        { numRuns: 400 },
      );
    });
  }

  test('names are known in node’s spellings and any case', () => {
    for (const name of [
      'UTF8',
      'Utf-8',
      'ucs2',
      'UCS-2',
      'utf-16LE',
      'utf16le',
      'BINARY',
      'Latin1',
      'latin-1',
      'Hex',
      'utf',
      '',
    ]) {
      assert.equal(Buffer.isEncoding(name), NodeBuffer.isEncoding(name), name);
    }
  });
});

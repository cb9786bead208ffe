// TextEncoder and TextDecoder against Node's own.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import * as ours from '../../sandbox-lib/globals/encoding.ts';
import { connectEncodingHost } from './encoding-host.ts';
import { answer } from './oracle.ts';

connectEncodingHost();
const node = { TextDecoder, TextEncoder };
type Api = typeof node;

function sameAsNode(run: (api: Api) => unknown, label = String(run)): void {
  assert.deepEqual(
    answer(() => run(ours as unknown as Api)),
    answer(() => run(node)),
    label,
  );
}

// biome-ignore lint/suspicious/noExplicitAny: the tables hold arguments of wrong types on purpose
const odd: any[] = ['x', null, [], {}, 5, undefined];
const LABELS = ['utf-8', 'utf-16le', 'utf-16be', 'latin1', 'windows-1252', 'koi8-r', 'iso-8859-2', 'macintosh', 'gbk'];
const MULTI = ['big5', 'euc-jp', 'shift_jis', 'euc-kr', 'gb18030', 'iso-2022-jp'];

/** Pieces of text in several encodings, cut anywhere: what a decoder sees of a stream, whole and broken. */
const stream = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc.constantFrom('é', '€', '😀', '\ufeff', 'a').map((text) => new Uint8Array(Buffer.from(text))),
    fc.constantFrom('\ufeff', '😀', 'é').map((text) => new Uint8Array(Buffer.from(text, 'utf16le'))),
    fc.constantFrom('\ufeff', '😀').map((text) => new Uint8Array(Buffer.from(text, 'utf16le').swap16())),
    fc.constant(Uint8Array.from([0xef, 0xbb])),
    fc.constant(Uint8Array.from([0xf0, 0x9f])),
  ),
  { maxLength: 8 },
);

function decodeAll(api: Api, label: string, pieces: readonly Uint8Array[], options: TextDecoderOptions): unknown[] {
  const decoder = new api.TextDecoder(label, options);
  const steps = pieces.map((piece, index) =>
    answer(() => decoder.decode(piece, { stream: index < pieces.length - 1 })),
  );
  return [...steps, answer(() => decoder.decode(pieces[0]))];
}

describe('TextDecoder', () => {
  for (const label of [...LABELS, ...MULTI]) {
    test(`${label} in pieces`, () => {
      fc.assert(
        fc.property(stream, fc.boolean(), fc.boolean(), (pieces, fatal, ignoreBOM) => {
          const shown = inspect([label, pieces, fatal, ignoreBOM]);
          const options = { fatal, ignoreBOM };
          const mine = decodeAll(ours as unknown as Api, label, pieces, options);
          const theirs = decodeAll(node, label, pieces, options);
          // Node's converters leave their tracks after a broken sequence: an error although none was asked for, or a lost mark.
          // What follows an error is not compared; marks are, in the next test.
          const failed = theirs.findIndex((step) => typeof step !== 'string');
          if (failed >= 0 && !fatal) return;
          const comparable = (steps: unknown[]): string =>
            JSON.stringify(failed < 0 ? steps : steps.slice(0, failed + 1)).replaceAll('\ufeff', '');
          assert.equal(comparable(mine), comparable(theirs), shown);
        }),
        { numRuns: MULTI.includes(label) ? 100 : 500 },
      );
    });
  }

  test('a byte order mark in pieces', () => {
    const marked = { 'utf-8': [0xef, 0xbb, 0xbf, 65, 0xef, 0xbb, 0xbf], 'utf-16le': [0xff, 0xfe, 65, 0, 0xff, 0xfe] };
    for (const [label, list] of Object.entries(marked)) {
      for (const ignoreBOM of [false, true]) {
        for (let cut = 0; cut < list.length; cut++) {
          const pieces = [list.slice(0, cut), list.slice(cut, cut + 1), list.slice(cut + 1)].map((one) =>
            Uint8Array.from(one),
          );
          sameAsNode((api) => decodeAll(api, label, pieces, { ignoreBOM }), inspect([label, pieces, ignoreBOM]));
        }
      }
    }
  });

  test('long input', () => {
    const text = 'grüße 世界 😀 '.repeat(400);
    for (const label of ['utf-8', 'utf-16le']) {
      const bytes = Buffer.from(text, label === 'utf-8' ? 'utf8' : 'utf16le');
      sameAsNode((api) => new api.TextDecoder(label, { fatal: true }).decode(bytes));
      sameAsNode((api) => new api.TextDecoder(label).decode(bytes.subarray(1)), label);
    }
  });

  test('labels', () => {
    const labels = [
      ' UTF-8\n',
      'utf8',
      'Latin1',
      'ascii',
      'ISO-8859-1',
      'gb2312',
      'sjis',
      'utf-16',
      'replacement',
      'utf-32',
    ];
    for (const label of [...labels, 'zz', '', 'utf-8\0', '\u00a0utf-8', null, undefined]) {
      sameAsNode((api) => new api.TextDecoder(label as string).encoding, `${label}`);
    }
  });

  test('arguments, receivers, inspection', () => {
    for (const label of ['utf-8', 'utf-16le', 'latin1', 'gbk', 'koi8-r']) {
      for (const value of odd) {
        sameAsNode((api) => new api.TextDecoder(label).decode(value), `${label} ${inspect(value)}`);
        sameAsNode((api) => new api.TextDecoder(label).decode(new Uint8Array(1), value));
        sameAsNode((api) => new api.TextDecoder(label, value).fatal);
      }
      const { buffer } = Uint8Array.from([65, 0, 66, 0]);
      sameAsNode((api) => new api.TextDecoder(label).decode(buffer));
      sameAsNode((api) => new api.TextDecoder(label).decode(new DataView(buffer, 2)));
    }
    sameAsNode((api) => new api.TextDecoder().decode(new SharedArrayBuffer(2)));
    sameAsNode((api) => api.TextDecoder.prototype.encoding);
    sameAsNode((api) => api.TextDecoder.prototype.decode.call({} as TextDecoder));
    sameAsNode((api) =>
      inspect([new api.TextDecoder('latin1', { fatal: true }), { a: { b: { c: new api.TextDecoder() } } }]),
    );
    sameAsNode((api) => [String(new api.TextDecoder()), Object.keys(api.TextDecoder.prototype).sort()]);
  });
});

describe('TextEncoder', () => {
  const unit = fc.oneof(fc.nat(0x7f), fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff }));
  const text = fc
    .oneof(fc.array(unit, { maxLength: 20 }), fc.array(unit, { minLength: 130, maxLength: 140 }))
    .map((units) => String.fromCharCode(...units));

  test('encode and encodeInto', () => {
    fc.assert(
      fc.property(text, fc.nat(450), (input, size) => {
        sameAsNode((api) => new api.TextEncoder().encode(input));
        // Node's own encodeInto() now and then stops one character early: the reference is the standard's algorithm.
        const [into, expected] = [new Uint8Array(size), { read: 0, written: 0 }];
        for (const character of input) {
          const length = Buffer.byteLength(character);
          if (expected.written + length > size) break;
          expected.written += length;
          expected.read += character.length;
        }
        assert.deepEqual({ ...new ours.TextEncoder().encodeInto(input, into) }, expected);
        assert.deepEqual(
          into.subarray(0, expected.written),
          new TextEncoder().encode(input).subarray(0, expected.written),
        );
      }),
    );
  });

  test('arguments, receivers, inspection', () => {
    for (const value of odd) {
      sameAsNode((api) => new api.TextEncoder().encode(value), inspect(value));
      sameAsNode((api) => new api.TextEncoder().encodeInto(value, new Uint8Array(2)));
      sameAsNode((api) => new api.TextEncoder().encodeInto('a', value));
    }
    assert.throws(() => ours.TextEncoder.prototype.encode.call({}), TypeError);
    sameAsNode((api) => [new api.TextEncoder().encode('abc').buffer.byteLength, inspect(new api.TextEncoder())]);
    sameAsNode((api) => [String(new api.TextEncoder()), Object.keys(api.TextEncoder.prototype).sort()]);
  });
});

test('labels that stand for no decoder are refused by the name node gives them', () => {
  for (const label of ['replacement', ' HZ-GB-2312\n', 'iso-2022-cn-ext', 'csiso2022kr', 'x-replacement']) {
    sameAsNode((api) => new api.TextDecoder(label), label);
  }
});

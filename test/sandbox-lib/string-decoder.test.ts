import assert from 'node:assert/strict';
import { StringDecoder as NodeDecoder } from 'node:string_decoder';
import test from 'node:test';
import { inspect } from 'node:util';
import { StringDecoder } from '../../sandbox-lib/internal/string-decoder.ts';
import stringDecoder from '../../sandbox-lib/node/string_decoder.ts';
import { answer, ODD_VALUES } from './oracle.ts';

const ENCODINGS = [
  'utf8',
  'utf-8',
  'utf16le',
  'ucs2',
  'UCS-2',
  'latin1',
  'binary',
  'ascii',
  'hex',
  'base64',
  'base64url',
];
const SAMPLES = [
  'e282ac41f09f9880c3a9', // complete characters of 3, 1, 4 and 2 bytes
  'f09f98', // never finished
  'c3c3a9e282e282acff80', // broken in every way
  'eda080edb080f4908080f8888080', // surrogates, beyond Unicode, five bytes
  '3dd84ddc41003dd8', // UTF-16 with a pair, and half a pair
  '00d800dcd8dc3d', // UTF-16 that is cut at odd places
].map((hex) => Buffer.from(hex, 'hex'));

type Decoder = InstanceType<typeof NodeDecoder> & { lastNeed: number; lastTotal: number; lastChar: Buffer };

/** What a decoder says of these pieces, and how it stands after each. */
function run(decoder: Decoder, pieces: readonly Uint8Array[]): unknown[] {
  const log: unknown[] = [];
  const state = () => [decoder.lastNeed, decoder.lastTotal];
  for (const piece of pieces) log.push(decoder.write(Buffer.from(piece)), ...state());
  log.push(decoder.end(), ...state());
  return log;
}

function splits(bytes: Buffer): Buffer[][] {
  const all: Buffer[][] = [[bytes], Array.from(bytes, (_, index) => bytes.subarray(index, index + 1))];
  for (let a = 0; a <= bytes.length; a++) {
    for (let b = a; b <= bytes.length; b++) all.push([bytes.subarray(0, a), bytes.subarray(a, b), bytes.subarray(b)]);
  }
  return all;
}

test('StringDecoder: every way to cut the bytes, in every encoding', () => {
  for (const encoding of ENCODINGS) {
    for (const pieces of SAMPLES.flatMap(splits)) {
      const ours = run(new StringDecoder(encoding) as unknown as Decoder, pieces);
      const node = run(new NodeDecoder(encoding as BufferEncoding) as Decoder, pieces);
      assert.deepEqual(ours, node, `${encoding}: ${pieces.map((piece) => piece.toString('hex')).join(' ')}`);
    }
  }
});

test("StringDecoder: the encoding's name is normalised, an unknown one refused", () => {
  for (const encoding of [...ENCODINGS, 'nope', 1, null, '', 'UTF8', {}, Symbol('x')]) {
    const make = (Class: unknown) => answer(() => new (Class as typeof StringDecoder)(encoding as string).encoding);
    assert.deepEqual(make(StringDecoder), make(NodeDecoder));
  }
});

test('StringDecoder.write and end: accept text and any view, refuse the rest', () => {
  const bytes = Buffer.from('xxhé€yy');
  const views = [new DataView(bytes.buffer, bytes.byteOffset + 2, 6), new Uint16Array([0x6868, 0xa9c3]), 'as it is'];
  for (const value of [...ODD_VALUES, ...views]) {
    for (const method of ['write', 'end'] as const) {
      const call = (decoder: unknown) => answer(() => (decoder as StringDecoder)[method](value as string));
      assert.deepEqual(call(new StringDecoder('utf8')), call(new NodeDecoder('utf8')));
    }
  }
  assert.throws(() => StringDecoder.prototype.write.call({} as StringDecoder, bytes), { code: 'ERR_INVALID_THIS' });
});

test('StringDecoder.text: forgets what waited', () => {
  const decoder = new StringDecoder('utf8');
  decoder.write(Buffer.from([0xe2, 0x82]));
  assert.equal(decoder.text(Buffer.from('abc') as never, 1), 'bc');
});

test('StringDecoder: can be called on an object of old code, looks as in Node', () => {
  function Old(this: StringDecoder): void {
    (StringDecoder as unknown as (this: StringDecoder, encoding: string) => void).call(this, 'utf8');
  }
  Object.setPrototypeOf(Old.prototype, StringDecoder.prototype);
  const old = new (Old as unknown as new () => StringDecoder)();
  assert.equal(old.write(Buffer.from('é')), 'é');
  const node = inspect(new NodeDecoder('latin1'));
  assert.equal(inspect(new StringDecoder('latin1')).replace(/Buffer\(7\).*<Buffer|<Buffer/, '<Buffer'), node);
  assert.deepEqual(Object.keys(stringDecoder), ['StringDecoder']);
});

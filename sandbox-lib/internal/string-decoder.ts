// StringDecoder: text from bytes that arrive in pieces; a character that is cut waits for its rest. Inside the context.
// https://nodejs.org/api/string_decoder.html

import { Buffer } from './buffer.ts';
import { checkTextLength } from './buffer-text.ts';
import { sliceText } from './encodings/codec.ts';
import { type Encoding, normalizeEncoding } from './encodings/names.ts';
import { nodeError } from './errors.ts';
import { ObjectDefineProperties } from './primordials.ts';
import { isArrayBufferView } from './views.ts';

/** The state is one small Buffer, laid out as in node: four bytes of a cut character, how many miss, how many wait, the encoding. */
const kState = Symbol('kNativeDecoder');
const MISSING = 4;
const WAITING = 5;
const ENCODING = 6;
const STATE_SIZE = 7;
type StateEncoding = Encoding | 'buffer';
const ENCODINGS: StateEncoding[] = ['ascii', 'utf8', 'base64', 'utf16le', 'latin1', 'hex', 'buffer', 'base64url'];

export interface StringDecoder {
  encoding: string;
  write(buf: string | ArrayBufferView): string;
  end(buf?: string | ArrayBufferView): string;
  text(buf: Buffer, offset: number): string;
  readonly lastChar: Buffer;
  readonly lastNeed: number;
  readonly lastTotal: number;
}

interface Internal extends StringDecoder {
  [kState]?: Buffer;
}

interface Rest {
  readonly waiting: number;
  readonly missing: number;
}
const NONE: Rest = { waiting: 0, missing: 0 };

/** How many bytes at the end belong to a character that is not complete, and how many of it miss. */
function findRest(bytes: Uint8Array, encoding: Encoding): Rest {
  const { length } = bytes;
  switch (encoding) {
    case 'utf8':
      return findRestUtf8(bytes);
    case 'utf16le':
      if (length % 2 === 1) return { waiting: 1, missing: 1 };
      return ((bytes[length - 1] as number) & 0xfc) === 0xd8 ? { waiting: 2, missing: 2 } : NONE;
    default: {
      const waiting = length % 3;
      return waiting === 0 ? NONE : { waiting, missing: 3 - waiting };
    }
  }
}

/** A lead byte among the last three that asks for more than follows it. Anything else is complete, or broken for good. */
function findRestUtf8(bytes: Uint8Array): Rest {
  for (let waiting = 1; waiting < 4 && waiting <= bytes.length; waiting++) {
    const byte = bytes[bytes.length - waiting] as number;
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte < 0xc0 || byte > 0xf7 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return size > waiting ? { waiting, missing: size - waiting } : NONE;
  }
  return NONE;
}

/** Where the rest of the waiting character ends: at a byte that cannot continue it, it is over early. */
function takeContinuation(state: Uint8Array, bytes: Uint8Array, encoding: Encoding): number {
  let count = Math.min(bytes.length, state[MISSING] as number);
  let missing = (state[MISSING] as number) - count;
  if (encoding === 'utf8') {
    const stray = bytes.subarray(0, count).findIndex((byte) => (byte & 0xc0) !== 0x80);
    if (stray !== -1) {
      count = stray;
      missing = 0;
    }
  }
  state.set(bytes.subarray(0, count), state[WAITING]);
  state[WAITING] = (state[WAITING] as number) + count;
  state[MISSING] = missing;
  return count;
}

function decode(state: Uint8Array, view: ArrayBufferView): string {
  const encoding = ENCODINGS[state[ENCODING] as number] as Encoding;
  let bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  checkTextLength(bytes.length, encoding);
  if (encoding === 'ascii' || encoding === 'latin1' || encoding === 'hex') {
    return sliceText(bytes, encoding, 0, bytes.length);
  }
  let text = '';
  if ((state[MISSING] as number) > 0) {
    bytes = bytes.subarray(takeContinuation(state, bytes, encoding));
    if ((state[MISSING] as number) > 0) return '';
    text = sliceText(state, encoding, 0, state[WAITING] as number);
    state[WAITING] = 0;
  }
  if (bytes.length === 0) return text;
  const { waiting, missing } = findRest(bytes, encoding);
  const end = bytes.length - waiting;
  state[WAITING] = waiting;
  state[MISSING] = missing;
  state.set(bytes.subarray(end), 0);
  return text + sliceText(bytes, encoding, 0, end);
}

function flush(state: Uint8Array): string {
  const encoding = ENCODINGS[state[ENCODING] as number] as Encoding;
  const length = state[WAITING] as number;
  state[WAITING] = 0;
  state[MISSING] = 0;
  // The odd byte of UTF-16 is dropped.
  return sliceText(state, encoding, 0, encoding === 'utf16le' ? length & ~1 : length);
}

/** A function, not a class: old code calls it on objects of its own. */
function StringDecoderFunction(this: Internal, encoding?: unknown): void {
  const isName = typeof encoding === 'string' || encoding === undefined || encoding === null;
  const known = isName ? normalizeEncoding(encoding) : undefined;
  if (known === undefined) throw nodeError('ERR_UNKNOWN_ENCODING', encoding);
  this.encoding = known;
  const state = Buffer.alloc(STATE_SIZE);
  state[ENCODING] = ENCODINGS.indexOf(known);
  this[kState] = state;
}

const methods = {
  write(this: Internal, buf: string | ArrayBufferView): string {
    if (typeof buf === 'string') return buf;
    if (!isArrayBufferView(buf)) {
      throw nodeError('ERR_INVALID_ARG_TYPE', 'buf', ['Buffer', 'TypedArray', 'DataView'], buf);
    }
    if (this[kState] === undefined) throw nodeError('ERR_INVALID_THIS', 'StringDecoder');
    return decode(this[kState], buf);
  },
  end(this: Internal, buf?: string | ArrayBufferView): string {
    const text = buf === undefined ? '' : this.write(buf);
    const state = stateOf(this);
    return (state[WAITING] as number) > 0 ? text + flush(state) : text;
  },
  text(this: Internal, buf: Buffer, offset: number): string {
    const state = stateOf(this);
    state[MISSING] = 0;
    state[WAITING] = 0;
    return this.write(buf.slice(offset));
  },
};

function stateOf(decoder: Internal): Buffer {
  return decoder[kState] as Buffer; // every decoder has it; on anything else node fails with the same TypeError
}

function accessor(get: (this: Internal) => unknown): PropertyDescriptor {
  return { __proto__: null, get, enumerable: true, configurable: true };
}

Object.assign(StringDecoderFunction.prototype, methods);
ObjectDefineProperties(StringDecoderFunction.prototype, {
  lastChar: accessor(function () {
    return stateOf(this).subarray(0, MISSING);
  }),
  lastNeed: accessor(function () {
    return stateOf(this)[MISSING];
  }),
  lastTotal: accessor(function () {
    const state = stateOf(this);
    return (state[WAITING] as number) + (state[MISSING] as number);
  }),
});
Object.defineProperty(StringDecoderFunction, 'name', { __proto__: null, value: 'StringDecoder' });

export const StringDecoder = StringDecoderFunction as unknown as {
  new (encoding?: string): StringDecoder;
  readonly prototype: StringDecoder;
};

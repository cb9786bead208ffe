// Buffer: its constructor, its static methods and the pool small Buffers share. Inside the context.
// https://nodejs.org/api/buffer.html

import { compareTwo } from './buffer-compare.ts';
import { warnOfConstructor } from './buffer-deprecation.ts';
import { kMaxLength } from './buffer-limits.ts';
import { poolBytes, reservePool, takePool } from './buffer-pool.ts';
import { encodeText, textByteLength, writeText } from './encodings/codec.ts';
import { LONG_TEXT } from './encodings/host-codec.ts';
import { type Encoding, encodingOf } from './encodings/names.ts';
import { nodeError } from './errors.ts';
import { FastBuffer } from './fast-buffer.ts';
import { validateArray, validateInteger, validateNumber } from './validators.ts';
import { isAnyArrayBuffer, isArrayBufferView, isTypedArray, isUint8Array } from './views.ts';

export type Buffer = FastBuffer;

/** What Buffer.from() takes beside text. */
export type BufferSource =
  | ArrayBufferLike
  | ArrayLike<number>
  | { valueOf(): unknown }
  | { type: 'Buffer'; data: number[] };

export interface BufferConstructor {
  readonly prototype: Buffer;
  poolSize: number;
  /** @deprecated Buffer.from() and Buffer.alloc() say what they do. */
  new (value: number | string | BufferSource, encodingOrOffset?: string | number, length?: number): Buffer;
  /** @deprecated */
  (value: number | string | BufferSource, encodingOrOffset?: string | number, length?: number): Buffer;
  from(value: string | BufferSource, encodingOrOffset?: string | number, length?: number): Buffer;
  copyBytesFrom(view: ArrayBufferView, offset?: number, length?: number): Buffer;
  of(...items: number[]): Buffer;
  alloc(size: number, fill?: string | number | Uint8Array, encoding?: string): Buffer;
  allocUnsafe(size: number, alignment?: number): Buffer;
  allocUnsafeSlow(size: number, alignment?: number): Buffer;
  isBuffer(value: unknown): value is Buffer;
  compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1;
  isEncoding(encoding: unknown): encoding is string;
  concat(list: readonly Uint8Array[], length?: number): Buffer;
  byteLength(value: string | ArrayBufferView | ArrayBufferLike, encoding?: string): number;
}

function allocate(size: number, alignment?: number): Buffer {
  if (size <= 0) return new FastBuffer();
  if (size >= Buffer.poolSize >>> 1) return new FastBuffer(size);
  return takePool(reservePool(size, Buffer.poolSize, alignment), size);
}

function fromText(text: string, encoding: unknown): Buffer {
  let known: Encoding | undefined = 'utf8';
  if (typeof encoding === 'string' && encoding !== '') {
    known = encodingOf(encoding);
    if (known === undefined) throw nodeError('ERR_UNKNOWN_ENCODING', encoding);
  }
  const { length } = text;
  if (length === 0) return new FastBuffer();
  if (length >= LONG_TEXT) {
    const bytes = encodeText(text, known);
    return new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  // Short enough to reserve three bytes a unit instead of counting them.
  const size = known === 'utf8' ? length * 3 : textByteLength(text, known);
  const at = reservePool(size, Buffer.poolSize);
  return takePool(at, writeText(poolBytes(), text, known, at, size));
}

function fromMemory(memory: ArrayBufferLike, byteOffset: unknown, length: unknown): Buffer {
  const offset = Number(byteOffset) || 0;
  const available = memory.byteLength - offset;
  if (available < 0) throw nodeError('ERR_BUFFER_OUT_OF_BOUNDS', 'offset');
  if (length === undefined) return new FastBuffer(memory, offset); // tracks the length of resizable memory
  const size = Number(length) || 0;
  if (size > available) throw nodeError('ERR_BUFFER_OUT_OF_BOUNDS', 'length');
  return new FastBuffer(memory, offset, Math.max(size, 0));
}

function fromArrayLike(list: ArrayLike<number>): Buffer {
  if (list.length <= 0) return new FastBuffer();
  const buffer = allocate(list.length);
  buffer.set(list);
  return buffer;
}

type Members = { length?: unknown; buffer?: unknown; type?: unknown; data?: unknown };

function fromMembers(value: Members): Buffer | undefined {
  if (value.length !== undefined || isAnyArrayBuffer(value.buffer)) {
    return typeof value.length === 'number' ? fromArrayLike(value as ArrayLike<number>) : new FastBuffer();
  }
  if (value.type === 'Buffer' && Array.isArray(value.data)) return fromArrayLike(value.data);
  return undefined;
}

function from(value: unknown, encodingOrOffset?: unknown, length?: unknown): Buffer {
  if (typeof value === 'string') return fromText(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    if (isAnyArrayBuffer(value)) return fromMemory(value, encodingOrOffset, length);
    // A null prototype has no valueOf.
    const inner = (value as { valueOf?(): unknown }).valueOf?.();
    if (inner !== null && inner !== value && (typeof inner === 'string' || typeof inner === 'object')) {
      return from(inner, encodingOrOffset, length);
    }
    const made = fromMembers(value);
    if (made !== undefined) return made;
    const convert = (value as { [Symbol.toPrimitive]?: unknown })[Symbol.toPrimitive];
    if (typeof convert === 'function') {
      const text: unknown = Reflect.apply(convert, value, ['string']);
      if (typeof text === 'string') return fromText(text, encodingOrOffset);
    }
  }
  const expected = ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'];
  throw nodeError('ERR_INVALID_ARG_TYPE', 'first argument', expected, value);
}

function checkSize(size: unknown, alignment?: unknown): void {
  validateNumber(size, 'size', 0, kMaxLength);
  if (alignment === undefined) return;
  validateInteger(alignment, 'alignment', 1, 2 ** 30);
  if ((alignment & (alignment - 1)) !== 0) {
    throw nodeError('ERR_INVALID_ARG_VALUE', 'alignment', alignment, 'must be a power of two');
  }
}

function isEncoding(encoding: unknown): encoding is string {
  return typeof encoding === 'string' && encodingOf(encoding) !== undefined;
}

function concat(list: readonly Uint8Array[], length?: number): Buffer {
  validateArray(list, 'list');
  if (length !== undefined && list.length > 0) validateInteger(length, 'length', 0);
  let total = 0;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (!isUint8Array(item)) throw nodeError('ERR_INVALID_ARG_TYPE', `list[${i}]`, ['Buffer', 'Uint8Array'], item);
    total += item.byteLength;
  }
  if (list.length === 0) return new FastBuffer();
  const size = length ?? total;
  const buffer = allocate(size);
  let at = 0;
  for (const item of list) {
    if (at >= size) break;
    const room = size - at;
    buffer.set(item.byteLength > room ? new Uint8Array(item.buffer, item.byteOffset, room) : item, at);
    at += item.byteLength;
  }
  return buffer; // the bytes behind the last item are zero: see buffer-pool.ts
}

function copyBytesFrom(view: Uint8Array, offset?: number, length?: number): Buffer {
  if (!isTypedArray(view)) throw nodeError('ERR_INVALID_ARG_TYPE', 'view', ['TypedArray'], view);
  if (view.length === 0) return new FastBuffer();
  if (offset !== undefined) validateInteger(offset, 'offset', 0);
  const start = offset ?? 0;
  if (start >= view.length) return new FastBuffer();
  if (length !== undefined) validateInteger(length, 'length', 0);
  const count = Math.min(length ?? view.length, view.length - start);
  if (count <= 0) return new FastBuffer();
  const width = view.BYTES_PER_ELEMENT;
  return fromArrayLike(new Uint8Array(view.buffer, view.byteOffset + start * width, count * width));
}

function byteLength(value: unknown, encoding?: unknown): number {
  if (typeof value !== 'string') {
    if (isArrayBufferView(value) || isAnyArrayBuffer(value)) return value.byteLength;
    throw nodeError('ERR_INVALID_ARG_TYPE', 'string', ['string', 'Buffer', 'ArrayBuffer'], value);
  }
  const known = encoding ? encodingOf(`${encoding}`) : undefined;
  return textByteLength(value, known ?? 'utf8');
}

function of(...items: number[]): Buffer {
  const buffer = new FastBuffer(items.length);
  for (let i = 0; i < items.length; i++) buffer[i] = items[i] as number; // i < length
  return buffer;
}

function alloc(size: number, fill?: string | number | Uint8Array, encoding?: string): Buffer {
  checkSize(size);
  const buffer = new FastBuffer(size);
  return fill === undefined || fill === 0 || size <= 0 ? buffer : buffer.fill(fill, 0, buffer.length, encoding);
}

function allocUnsafe(size: number, alignment?: number): Buffer {
  checkSize(size, alignment);
  return allocate(size, alignment);
}

function allocUnsafeSlow(size: number, alignment?: number): Buffer {
  checkSize(size, alignment);
  return new FastBuffer(size);
}

function isBuffer(b: unknown): b is Buffer {
  return b instanceof FastBuffer;
}

function compare(buf1: Uint8Array, buf2: Uint8Array): -1 | 0 | 1 {
  return compareTwo(buf1, buf2);
}

function construct(arg: unknown, encodingOrOffset?: unknown, length?: unknown): Buffer {
  warnOfConstructor();
  if (typeof arg !== 'number') return Buffer.from(arg as string, encodingOrOffset as string, length as number);
  if (typeof encodingOrOffset === 'string') throw nodeError('ERR_INVALID_ARG_TYPE', 'string', 'string', arg);
  return Buffer.alloc(arg);
}

/** Callable with and without `new`, as a class is not: legacy scripts say Buffer(5). */
export const Buffer = function Buffer(arg: unknown, encodingOrOffset: unknown, length: unknown): FastBuffer {
  return construct(arg, encodingOrOffset, length);
} as unknown as BufferConstructor; // its members are put in place below

Object.setPrototypeOf(Buffer, Uint8Array);
// The bundler may rename the function; scripts and util.inspect see its name.
Object.defineProperty(Buffer, 'name', { __proto__: null, value: 'Buffer', configurable: true });
// Enumerable as in node: libraries copy them with for…in. One line each costs half of an Object.assign().
Buffer.poolSize = 65536;
Buffer.from = from;
Buffer.copyBytesFrom = copyBytesFrom;
Buffer.of = of;
Buffer.alloc = alloc;
Buffer.allocUnsafe = allocUnsafe;
Buffer.allocUnsafeSlow = allocUnsafeSlow;
Buffer.isBuffer = isBuffer;
Buffer.compare = compare;
Buffer.isEncoding = isEncoding;
Buffer.concat = concat;
Buffer.byteLength = byteLength;
Object.defineProperty(Buffer, Symbol.species, {
  __proto__: null,
  configurable: true,
  get() {
    return FastBuffer;
  },
});
const { prototype } = FastBuffer;
Object.assign(Buffer, { prototype });
prototype.constructor = Buffer;
Reflect.set(prototype, 'toLocaleString', prototype.toString);
Reflect.set(prototype, Symbol.for('nodejs.util.inspect.custom'), prototype.inspect);

// Buffer: its constructor, its static methods and the pool small Buffers share. Inside the context.
// https://nodejs.org/api/buffer.html

import { warnOfConstructor } from './buffer-deprecation.ts';
import { bufferMethods } from './buffer-methods.ts';
import { numberMethods } from './buffer-numbers.ts';
import { compareBytes } from './buffer-search.ts';
import type { BufferConstructor, Buffer as BufferInterface } from './buffer-types.ts';
import { textByteLength, writeText } from './encodings/codec.ts';
import { type Encoding, encodingOf } from './encodings/names.ts';
import { nodeError } from './errors.ts';
import { bufferOver, FastBuffer, ownBuffer } from './fast-buffer.ts';
import { validateArray, validateInteger, validateNumber } from './validators.ts';
import { isAnyArrayBuffer, isArrayBufferView, isTypedArray, isUint8Array } from './views.ts';

export type Buffer = BufferInterface;

/** The longest Buffer node would make on a 64-bit machine. */
export const kMaxLength = Number.MAX_SAFE_INTEGER;
/** The longest string V8 makes. */
export const kStringMaxLength = 536870888;

// A context's bytes are always zeroed, so an "unsafe" Buffer never shows what another one held.
let pool: ArrayBuffer | undefined;
let poolEnd = 0;
let poolOffset = 0;
/** Node starts its pool on a cache line and so asks for one more. */
const POOL_SLACK = 64;

/** The place in the pool where `size` bytes are free; takePool() then makes the Buffer. */
function reservePool(size: number, alignment: number): number {
  const at = Math.ceil(poolOffset / alignment) * alignment;
  if (pool !== undefined && at + size <= poolEnd) return at;
  poolEnd = Buffer.poolSize;
  pool = new ArrayBuffer(poolEnd + POOL_SLACK);
  return 0;
}

function takePool(at: number, size: number): Buffer {
  poolOffset = at + size;
  return bufferOver(pool as ArrayBuffer, at, size); // reservePool() made it
}

function allocate(size: number, alignment = 8): Buffer {
  if (size <= 0) return ownBuffer(0);
  if (size >= Buffer.poolSize >>> 1) return ownBuffer(size);
  return takePool(reservePool(size, alignment), size);
}

/** Short enough to reserve three bytes a unit instead of counting them. */
const SHORT = 128;

function fromText(text: string, encoding: unknown): Buffer {
  let known: Encoding | undefined = 'utf8';
  if (typeof encoding === 'string' && encoding !== '') {
    known = encodingOf(encoding);
    if (known === undefined) throw nodeError('ERR_UNKNOWN_ENCODING', encoding);
  }
  const { length } = text;
  if (length === 0) return ownBuffer(0);
  const size = known === 'utf8' && length < SHORT ? length * 3 : textByteLength(text, known);
  if (size >= Buffer.poolSize >>> 1) {
    const buffer = ownBuffer(size);
    const written = writeText(buffer, text, known, 0, size);
    return written === size ? buffer : buffer.subarray(0, written);
  }
  const at = reservePool(size, 8);
  return takePool(at, writeText(new Uint8Array(pool as ArrayBuffer), text, known, at, size)); // reservePool() made it
}

function fromMemory(memory: ArrayBufferLike, byteOffset: unknown, length: unknown): Buffer {
  const offset = Number(byteOffset) || 0;
  const available = memory.byteLength - offset;
  if (available < 0) throw nodeError('ERR_BUFFER_OUT_OF_BOUNDS', 'offset');
  if (length === undefined) return bufferOver(memory, offset); // tracks the length of resizable memory
  const size = Number(length) || 0;
  if (size > available) throw nodeError('ERR_BUFFER_OUT_OF_BOUNDS', 'length');
  return bufferOver(memory, offset, Math.max(size, 0));
}

function fromArrayLike(list: ArrayLike<number>): Buffer {
  if (list.length <= 0) return ownBuffer(0);
  const buffer = allocate(list.length);
  buffer.set(list);
  return buffer;
}

type Members = { length?: unknown; buffer?: unknown; type?: unknown; data?: unknown };

function fromMembers(value: Members): Buffer | undefined {
  if (value.length !== undefined || isAnyArrayBuffer(value.buffer)) {
    return typeof value.length === 'number' ? fromArrayLike(value as ArrayLike<number>) : ownBuffer(0);
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
  if (list.length === 0) return ownBuffer(0);
  const size = length ?? total;
  const buffer = allocate(size);
  let at = 0;
  for (const item of list) {
    if (at >= size) break;
    const room = size - at;
    buffer.set(item.byteLength > room ? new Uint8Array(item.buffer, item.byteOffset, room) : item, at);
    at += item.byteLength;
  }
  return buffer; // the bytes behind the last item are zero: no memory is ever used twice
}

function copyBytesFrom(view: Uint8Array, offset?: number, length?: number): Buffer {
  if (!isTypedArray(view)) throw nodeError('ERR_INVALID_ARG_TYPE', 'view', ['TypedArray'], view);
  if (view.length === 0) return ownBuffer(0);
  if (offset !== undefined) validateInteger(offset, 'offset', 0);
  const start = offset ?? 0;
  if (start >= view.length) return ownBuffer(0);
  if (length !== undefined) validateInteger(length, 'length', 0);
  const count = Math.min(length ?? view.length, view.length - start);
  if (count <= 0) return ownBuffer(0);
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

function requireBytes(value: unknown, name: string): void {
  if (!isUint8Array(value)) throw nodeError('ERR_INVALID_ARG_TYPE', name, ['Buffer', 'Uint8Array'], value);
}

const statics = {
  poolSize: 65536,
  from,
  copyBytesFrom,
  of(...items: number[]): Buffer {
    const buffer = ownBuffer(items.length);
    for (let i = 0; i < items.length; i++) buffer[i] = items[i] as number; // i < length
    return buffer;
  },
  alloc(size: number, fill?: unknown, encoding?: string): Buffer {
    checkSize(size);
    const buffer = ownBuffer(size);
    if (fill === undefined || fill === 0 || size <= 0) return buffer;
    return bufferMethods.fill.call(buffer, fill, 0, buffer.length, encoding) as Buffer; // it returns `buffer`
  },
  allocUnsafe(size: number, alignment?: number): Buffer {
    checkSize(size, alignment);
    return allocate(size, alignment);
  },
  allocUnsafeSlow(size: number, alignment?: number): Buffer {
    checkSize(size, alignment);
    return ownBuffer(size);
  },
  isBuffer(b: unknown): b is Buffer {
    return b instanceof FastBuffer;
  },
  compare(buf1: Uint8Array, buf2: Uint8Array): -1 | 0 | 1 {
    requireBytes(buf1, 'buf1');
    requireBytes(buf2, 'buf2');
    return buf1 === buf2 ? 0 : compareBytes(buf1, buf2);
  },
  isEncoding,
  concat,
  byteLength,
};

function construct(arg: unknown, encodingOrOffset?: unknown, length?: unknown): Buffer {
  warnOfConstructor();
  if (typeof arg !== 'number') return Buffer.from(arg as string, encodingOrOffset as string, length as number);
  if (typeof encodingOrOffset === 'string') throw nodeError('ERR_INVALID_ARG_TYPE', 'string', 'string', arg);
  return Buffer.alloc(arg);
}

/** Callable with and without `new`, as a class is not: legacy scripts say Buffer(5). */
export const Buffer = function Buffer(arg: unknown, encodingOrOffset: unknown, length: unknown): BufferInterface {
  return construct(arg, encodingOrOffset, length);
} as unknown as BufferConstructor; // its members come next

// Assigned, not declared in the class: node's are enumerable, and libraries copy them with for…in.
Object.setPrototypeOf(Buffer, Uint8Array);
Object.assign(Buffer, statics);
Object.defineProperty(Buffer, Symbol.species, {
  configurable: true,
  get() {
    return FastBuffer;
  },
});
Object.assign(FastBuffer.prototype, numberMethods, bufferMethods);
Object.defineProperties(FastBuffer.prototype, {
  constructor: { value: Buffer, writable: true, configurable: true },
  parent: {
    enumerable: true,
    get(this: Uint8Array) {
      return this instanceof FastBuffer ? this.buffer : undefined;
    },
  },
  offset: {
    enumerable: true,
    get(this: Uint8Array) {
      return this instanceof FastBuffer ? this.byteOffset : undefined;
    },
  },
  [Symbol.for('nodejs.util.inspect.custom')]: {
    value: bufferMethods.inspect,
    writable: true,
    enumerable: true,
    configurable: true,
  },
});
Object.assign(Buffer, { prototype: FastBuffer.prototype });

// Buffer.prototype, without the numbers. Inside the context. https://nodejs.org/api/buffer.html#class-buffer
import { copyBytes } from './buffer-copy.ts';
import { fillBytes } from './buffer-fill.ts';
import { type Inspect, inspectBuffer } from './buffer-inspect.ts';
import { compareBytes, compareRanges, searchBytes } from './buffer-search.ts';
import { requireText, sliceRange, writeRange } from './buffer-slices.ts';
import { swapBytes } from './buffer-swap.ts';
import type { Buffer } from './buffer-types.ts';
import { sliceText, writeText } from './encodings/codec.ts';
import { encodingOf } from './encodings/names.ts';
import { utf8Slice } from './encodings/utf8.ts';
import { nodeError } from './errors.ts';
import { bufferOver } from './fast-buffer.ts';
import { validateInteger } from './validators.ts';
import { isUint8Array } from './views.ts';

type Bytes = Uint8Array;

function requireBytes(value: unknown, name: string): asserts value is Uint8Array {
  if (!isUint8Array(value)) throw nodeError('ERR_INVALID_ARG_TYPE', name, ['Buffer', 'Uint8Array'], value);
}

/** A position: negative ones count from the end. */
function position(given: number | undefined, length: number, fallback: number): number {
  if (given === undefined) return fallback;
  const whole = Math.trunc(given) || 0;
  if (whole < 0) return Math.max(whole + length, 0);
  return Math.min(whole, length);
}

function bufferToString(this: Bytes, encoding?: string, start?: number, end?: number): string {
  const { length } = this;
  if (encoding === undefined && start === undefined && end === undefined) return utf8Slice(this, 0, length);
  // Comparisons first, as node has it: they turn null, '1' and objects into numbers.
  const from = (start as number) <= 0 ? 0 : (start as number) >= length ? length : Math.trunc(start as number) || 0;
  const to = end === undefined || end > length ? length : Math.trunc(end) || 0;
  if (from === length || to <= from) return '';
  if (encoding === undefined) return utf8Slice(this, from, to);
  const known = encodingOf(`${encoding}`);
  if (known === undefined) throw nodeError('ERR_UNKNOWN_ENCODING', encoding);
  return sliceText(this, known, from, to);
}

function slice(this: Bytes, start?: number, end?: number): Buffer {
  return (this as Buffer).subarray(start, end); // node's slice goes through the method, which a subclass may replace
}

/** The four forms of write(): text[, offset[, length]][, encoding]. */
function writeString(bytes: Bytes, text: string, offset?: unknown, length?: unknown, encoding?: unknown): number {
  const size = bytes.length;
  let at = 0;
  let max = size;
  let name = encoding;
  if (typeof offset === 'string' && length === undefined) name = offset;
  else if (offset !== undefined) {
    validateInteger(offset, 'offset', 0, size);
    at = offset;
    max = size - at;
    if (typeof length === 'string') name = length;
    else if (length !== undefined) {
      validateInteger(length, 'length', 0, size);
      max = Math.min(max, length);
    }
  } else name = undefined;
  const known = name ? encodingOf(`${name}`) : 'utf8';
  if (known === undefined) throw nodeError('ERR_UNKNOWN_ENCODING', name);
  requireText(text);
  return writeText(bytes, text, known, at, max);
}

export const bufferMethods = {
  asciiSlice(this: Bytes, start?: number, end?: number) {
    return sliceRange(this, 'ascii', start, end);
  },
  base64Slice(this: Bytes, start?: number, end?: number) {
    return sliceRange(this, 'base64', start, end);
  },
  base64urlSlice(this: Bytes, start?: number, end?: number) {
    return sliceRange(this, 'base64url', start, end);
  },
  latin1Slice(this: Bytes, start?: number, end?: number) {
    return sliceRange(this, 'latin1', start, end);
  },
  hexSlice(this: Bytes, start?: number, end?: number) {
    return sliceRange(this, 'hex', start, end);
  },
  ucs2Slice(this: Bytes, start?: number, end?: number) {
    return sliceRange(this, 'utf16le', start, end);
  },
  utf8Slice(this: Bytes, start?: number, end?: number) {
    return sliceRange(this, 'utf8', start, end);
  },
  asciiWrite(this: Bytes, string: string, offset?: number, length?: number) {
    return writeRange(this, string, 'ascii', offset, length);
  },
  base64Write(this: Bytes, string: string, offset?: number, length?: number) {
    return writeRange(this, string, 'base64', offset, length);
  },
  base64urlWrite(this: Bytes, string: string, offset?: number, length?: number) {
    return writeRange(this, string, 'base64url', offset, length);
  },
  latin1Write(this: Bytes, string: string, offset?: number, length?: number) {
    return writeRange(this, string, 'latin1', offset, length);
  },
  hexWrite(this: Bytes, string: string, offset?: number, length?: number) {
    return writeRange(this, string, 'hex', offset, length);
  },
  ucs2Write(this: Bytes, string: string, offset?: number, length?: number) {
    return writeRange(this, string, 'utf16le', offset, length);
  },
  utf8Write(this: Bytes, string: string, offset?: number, length?: number) {
    return writeRange(this, string, 'utf8', offset, length);
  },
  copy(this: Bytes, target: Bytes, targetStart?: number, sourceStart?: number, sourceEnd?: number): number {
    return copyBytes(this, target, targetStart, sourceStart, sourceEnd);
  },
  toString: bufferToString,
  equals(this: Bytes, otherBuffer: Bytes): boolean {
    requireBytes(otherBuffer, 'otherBuffer');
    if (this === otherBuffer) return true;
    return this.byteLength === otherBuffer.byteLength && compareBytes(this, otherBuffer) === 0;
  },
  inspect(this: Buffer, recurseTimes?: number, ctx?: object, inspect?: Inspect) {
    return inspectBuffer(this, recurseTimes, ctx, inspect);
  },
  compare(
    this: Bytes,
    target: Bytes,
    targetStart?: number,
    targetEnd?: number,
    sourceStart?: number,
    sourceEnd?: number,
  ): -1 | 0 | 1 {
    requireBytes(target, 'target');
    const bStart = checkedPosition(targetStart, 'targetStart', Number.MAX_SAFE_INTEGER, 0);
    const bEnd = checkedPosition(targetEnd, 'targetEnd', target.length, target.length);
    const aStart = checkedPosition(sourceStart, 'sourceStart', Number.MAX_SAFE_INTEGER, 0);
    const aEnd = checkedPosition(sourceEnd, 'sourceEnd', this.length, this.length);
    if (aStart >= aEnd && this.length > 0) return bStart >= bEnd ? 0 : -1;
    if (bStart >= bEnd && aStart < aEnd) return 1;
    return compareRanges(this, aStart, aEnd, target, bStart, bEnd);
  },
  indexOf(this: Bytes, value: unknown, byteOffset?: unknown, end?: unknown, encoding?: unknown): number {
    return searchBytes(this, value, byteOffset, end, encoding, true);
  },
  lastIndexOf(this: Bytes, value: unknown, byteOffset?: unknown, end?: unknown, encoding?: unknown): number {
    return searchBytes(this, value, byteOffset, end, encoding, false);
  },
  includes(this: Bytes, value: unknown, byteOffset?: unknown, end?: unknown, encoding?: unknown): boolean {
    return searchBytes(this, value, byteOffset, end, encoding, true) !== -1;
  },
  fill(this: Bytes, value: unknown, offset?: unknown, end?: unknown, encoding?: unknown): Bytes {
    return fillBytes(this, value, offset, end, encoding);
  },
  write(this: Bytes, string: string, offset?: unknown, length?: unknown, encoding?: unknown): number {
    return writeString(this, string, offset, length, encoding);
  },
  toJSON(this: Bytes) {
    return { type: 'Buffer', data: Array.from(this) };
  },
  subarray(this: Bytes, start?: number, end?: number): Buffer {
    const { length } = this;
    const from = position(start, length, 0);
    const to = position(end, length, length);
    return bufferOver(this.buffer, this.byteOffset + from, to > from ? to - from : 0);
  },
  slice,
  swap16(this: Bytes) {
    return swapBytes(this, 2);
  },
  swap32(this: Bytes) {
    return swapBytes(this, 4);
  },
  swap64(this: Bytes) {
    return swapBytes(this, 8);
  },
  toLocaleString: bufferToString,
};

function checkedPosition(given: number | undefined, name: string, max: number, fallback: number): number {
  if (given === undefined) return fallback;
  validateInteger(given, name, 0, max);
  return given;
}

// The class behind every Buffer: its prototype is Buffer.prototype. Inside the context. https://nodejs.org/api/buffer.html#class-buffer
// One class literal for all methods: V8 makes it from a template in 10 µs, where the same methods assigned one by one take 230.
// That leaves them not enumerable, unlike node's. The work is done in the rooms imported here, each instantiated when first used.

import { compareBuffers, equalBytes } from './buffer-compare.ts';
import { copyBytes } from './buffer-copy.ts';
import { fillBytes } from './buffer-fill.ts';
import {
  readDouble,
  readFloat,
  readInt64,
  readUInt64,
  writeDouble,
  writeFloat,
  writeInt64,
  writeUInt64,
} from './buffer-floats.ts';
import { inspectBuffer } from './buffer-inspect.ts';
import { readSigned, readSized, readUnsigned, writeSigned, writeSized, writeUnsigned } from './buffer-integers.ts';
import { searchBytes } from './buffer-search.ts';
import { swapBytes } from './buffer-swap.ts';
import { bytesToText, sliceRange, writeRange, writeString } from './buffer-text.ts';
import type { InspectOptions } from './inspect-types.ts';

/** What methods that take a value to look for or to lay down accept. */
export type BufferValue = string | number | Uint8Array;

/** Shared memory counts as any other here, as Buffer.from() takes both; the compiler would keep the two kinds apart. */
interface BytesConstructor {
  new (length?: number): Uint8Array<ArrayBuffer>;
  new (memory: ArrayBufferLike, byteOffset?: number, length?: number): Uint8Array<ArrayBuffer>;
}

export class FastBuffer extends (Uint8Array as BytesConstructor) {
  // No constructor: V8 makes instances fastest without.

  asciiSlice(start?: number, end?: number): string {
    return sliceRange(this, 'ascii', start, end);
  }
  base64Slice(start?: number, end?: number): string {
    return sliceRange(this, 'base64', start, end);
  }
  base64urlSlice(start?: number, end?: number): string {
    return sliceRange(this, 'base64url', start, end);
  }
  latin1Slice(start?: number, end?: number): string {
    return sliceRange(this, 'latin1', start, end);
  }
  hexSlice(start?: number, end?: number): string {
    return sliceRange(this, 'hex', start, end);
  }
  ucs2Slice(start?: number, end?: number): string {
    return sliceRange(this, 'utf16le', start, end);
  }
  utf8Slice(start?: number, end?: number): string {
    return sliceRange(this, 'utf8', start, end);
  }
  asciiWrite(string: string, offset?: number, length?: number): number {
    return writeRange(this, string, 'ascii', offset, length);
  }
  base64Write(string: string, offset?: number, length?: number): number {
    return writeRange(this, string, 'base64', offset, length);
  }
  base64urlWrite(string: string, offset?: number, length?: number): number {
    return writeRange(this, string, 'base64url', offset, length);
  }
  latin1Write(string: string, offset?: number, length?: number): number {
    return writeRange(this, string, 'latin1', offset, length);
  }
  hexWrite(string: string, offset?: number, length?: number): number {
    return writeRange(this, string, 'hex', offset, length);
  }
  ucs2Write(string: string, offset?: number, length?: number): number {
    return writeRange(this, string, 'utf16le', offset, length);
  }
  utf8Write(string: string, offset?: number, length?: number): number {
    return writeRange(this, string, 'utf8', offset, length);
  }
  get parent(): ArrayBuffer | undefined {
    return this instanceof FastBuffer ? this.buffer : undefined;
  }
  get offset(): number | undefined {
    return this instanceof FastBuffer ? this.byteOffset : undefined;
  }
  copy(target: Uint8Array, targetStart?: number, sourceStart?: number, sourceEnd?: number): number {
    return copyBytes(this, target, targetStart, sourceStart, sourceEnd);
  }
  override toString(encoding?: string, start?: number, end?: number): string {
    return bytesToText(this, encoding, start, end);
  }
  equals(otherBuffer: Uint8Array): boolean {
    return equalBytes(this, otherBuffer);
  }
  inspect(recurseTimes?: number, ctx?: InspectOptions): string {
    return inspectBuffer(this, recurseTimes, ctx);
  }
  compare(
    target: Uint8Array,
    targetStart?: number,
    targetEnd?: number,
    sourceStart?: number,
    sourceEnd?: number,
  ): -1 | 0 | 1 {
    return compareBuffers(this, target, targetStart, targetEnd, sourceStart, sourceEnd);
  }
  override indexOf(value: BufferValue, byteOffset?: number | string, end?: number | string, encoding?: string): number {
    return searchBytes(this, value, byteOffset, end, encoding, true);
  }
  override lastIndexOf(
    value: BufferValue,
    byteOffset?: number | string,
    end?: number | string,
    encoding?: string,
  ): number {
    return searchBytes(this, value, byteOffset, end, encoding, false);
  }
  override includes(
    value: BufferValue,
    byteOffset?: number | string,
    end?: number | string,
    encoding?: string,
  ): boolean {
    return searchBytes(this, value, byteOffset, end, encoding, true) !== -1;
  }
  override fill(value: BufferValue, offset?: number | string, end?: number | string, encoding?: string): this {
    return fillBytes(this, value, offset, end, encoding);
  }
  write(text: string, encoding?: string): number;
  write(text: string, offset: number, encoding?: string): number;
  write(text: string, offset: number, length?: number, encoding?: string): number;
  write(string: string, offset?: number | string, length?: number | string, encoding?: string): number {
    return writeString(this, string, offset, length, encoding);
  }
  toJSON(): { type: 'Buffer'; data: number[] } {
    return { type: 'Buffer', data: Array.from(this) };
  }
  override subarray(start?: number, end?: number): FastBuffer {
    const { length } = this;
    const from = position(start, length, 0);
    const to = position(end, length, length);
    return new FastBuffer(this.buffer, this.byteOffset + from, to > from ? to - from : 0);
  }
  override slice(start?: number, end?: number): FastBuffer {
    return this.subarray(start, end);
  }
  swap16(): this {
    return swapBytes(this, 2);
  }
  swap32(): this {
    return swapBytes(this, 4);
  }
  swap64(): this {
    return swapBytes(this, 8);
  }

  readUInt8(offset = 0): number {
    return readUnsigned(this, offset, 1, true);
  }
  writeUInt8(value: number, offset = 0): number {
    return writeUnsigned(this, value, offset, 1, true);
  }
  readUInt16LE(offset = 0): number {
    return readUnsigned(this, offset, 2, true);
  }
  writeUInt16LE(value: number, offset = 0): number {
    return writeUnsigned(this, value, offset, 2, true);
  }
  readUInt16BE(offset = 0): number {
    return readUnsigned(this, offset, 2, false);
  }
  writeUInt16BE(value: number, offset = 0): number {
    return writeUnsigned(this, value, offset, 2, false);
  }
  readUInt32LE(offset = 0): number {
    return readUnsigned(this, offset, 4, true);
  }
  writeUInt32LE(value: number, offset = 0): number {
    return writeUnsigned(this, value, offset, 4, true);
  }
  readUInt32BE(offset = 0): number {
    return readUnsigned(this, offset, 4, false);
  }
  writeUInt32BE(value: number, offset = 0): number {
    return writeUnsigned(this, value, offset, 4, false);
  }
  readUIntLE(offset: number, byteLength: number): number {
    return readSized(this, offset, byteLength, true, false);
  }
  writeUIntLE(value: number, offset: number, byteLength: number): number {
    return writeSized(this, value, offset, byteLength, true, false);
  }
  readUIntBE(offset: number, byteLength: number): number {
    return readSized(this, offset, byteLength, false, false);
  }
  writeUIntBE(value: number, offset: number, byteLength: number): number {
    return writeSized(this, value, offset, byteLength, false, false);
  }
  readBigUInt64LE(offset = 0): bigint {
    return readUInt64(this, offset, true);
  }
  writeBigUInt64LE(value: bigint, offset = 0): number {
    return writeUInt64(this, value, offset, true);
  }
  readBigUInt64BE(offset = 0): bigint {
    return readUInt64(this, offset, false);
  }
  writeBigUInt64BE(value: bigint, offset = 0): number {
    return writeUInt64(this, value, offset, false);
  }
  readInt8(offset = 0): number {
    return readSigned(this, offset, 1, true);
  }
  writeInt8(value: number, offset = 0): number {
    return writeSigned(this, value, offset, 1, true);
  }
  readInt16LE(offset = 0): number {
    return readSigned(this, offset, 2, true);
  }
  writeInt16LE(value: number, offset = 0): number {
    return writeSigned(this, value, offset, 2, true);
  }
  readInt16BE(offset = 0): number {
    return readSigned(this, offset, 2, false);
  }
  writeInt16BE(value: number, offset = 0): number {
    return writeSigned(this, value, offset, 2, false);
  }
  readInt32LE(offset = 0): number {
    return readSigned(this, offset, 4, true);
  }
  writeInt32LE(value: number, offset = 0): number {
    return writeSigned(this, value, offset, 4, true);
  }
  readInt32BE(offset = 0): number {
    return readSigned(this, offset, 4, false);
  }
  writeInt32BE(value: number, offset = 0): number {
    return writeSigned(this, value, offset, 4, false);
  }
  readIntLE(offset: number, byteLength: number): number {
    return readSized(this, offset, byteLength, true, true);
  }
  writeIntLE(value: number, offset: number, byteLength: number): number {
    return writeSized(this, value, offset, byteLength, true, true);
  }
  readIntBE(offset: number, byteLength: number): number {
    return readSized(this, offset, byteLength, false, true);
  }
  writeIntBE(value: number, offset: number, byteLength: number): number {
    return writeSized(this, value, offset, byteLength, false, true);
  }
  readBigInt64LE(offset = 0): bigint {
    return readInt64(this, offset, true);
  }
  writeBigInt64LE(value: bigint, offset = 0): number {
    return writeInt64(this, value, offset, true);
  }
  readBigInt64BE(offset = 0): bigint {
    return readInt64(this, offset, false);
  }
  writeBigInt64BE(value: bigint, offset = 0): number {
    return writeInt64(this, value, offset, false);
  }
  readFloatLE(offset = 0): number {
    return readFloat(this, offset, true);
  }
  writeFloatLE(value: number, offset = 0): number {
    return writeFloat(this, value, offset, true);
  }
  readFloatBE(offset = 0): number {
    return readFloat(this, offset, false);
  }
  writeFloatBE(value: number, offset = 0): number {
    return writeFloat(this, value, offset, false);
  }
  readDoubleLE(offset = 0): number {
    return readDouble(this, offset, true);
  }
  writeDoubleLE(value: number, offset = 0): number {
    return writeDouble(this, value, offset, true);
  }
  readDoubleBE(offset = 0): number {
    return readDouble(this, offset, false);
  }
  writeDoubleBE(value: number, offset = 0): number {
    return writeDouble(this, value, offset, false);
  }

  // Node's second spelling of each unsigned number. Accessors again for the template's sake.
  get readBigUint64LE(): FastBuffer['readBigUInt64LE'] {
    return this.readBigUInt64LE;
  }
  get writeBigUint64LE(): FastBuffer['writeBigUInt64LE'] {
    return this.writeBigUInt64LE;
  }
  get readUintLE(): FastBuffer['readUIntLE'] {
    return this.readUIntLE;
  }
  get writeUintLE(): FastBuffer['writeUIntLE'] {
    return this.writeUIntLE;
  }
  get readUint16LE(): FastBuffer['readUInt16LE'] {
    return this.readUInt16LE;
  }
  get writeUint16LE(): FastBuffer['writeUInt16LE'] {
    return this.writeUInt16LE;
  }
  get readUint32LE(): FastBuffer['readUInt32LE'] {
    return this.readUInt32LE;
  }
  get writeUint32LE(): FastBuffer['writeUInt32LE'] {
    return this.writeUInt32LE;
  }
  get readBigUint64BE(): FastBuffer['readBigUInt64BE'] {
    return this.readBigUInt64BE;
  }
  get writeBigUint64BE(): FastBuffer['writeBigUInt64BE'] {
    return this.writeBigUInt64BE;
  }
  get readUintBE(): FastBuffer['readUIntBE'] {
    return this.readUIntBE;
  }
  get writeUintBE(): FastBuffer['writeUIntBE'] {
    return this.writeUIntBE;
  }
  get readUint16BE(): FastBuffer['readUInt16BE'] {
    return this.readUInt16BE;
  }
  get writeUint16BE(): FastBuffer['writeUInt16BE'] {
    return this.writeUInt16BE;
  }
  get readUint32BE(): FastBuffer['readUInt32BE'] {
    return this.readUInt32BE;
  }
  get writeUint32BE(): FastBuffer['writeUInt32BE'] {
    return this.writeUInt32BE;
  }
  get readUint8(): FastBuffer['readUInt8'] {
    return this.readUInt8;
  }
  get writeUint8(): FastBuffer['writeUInt8'] {
    return this.writeUInt8;
  }
}

/** A position in a slice: negative ones count from the end. */
function position(given: number | undefined, length: number, fallback: number): number {
  if (given === undefined) return fallback;
  const whole = Math.trunc(given) || 0;
  return whole < 0 ? Math.max(whole + length, 0) : Math.min(whole, length);
}

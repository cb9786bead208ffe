// Floating point and 64-bit numbers in a Buffer, by way of eight bytes that are looked at as either. Inside the context.
import { checkBounds, checkRange } from './buffer-integers.ts';

const scratch = new Uint8Array(8);
const { buffer } = scratch;
const floats = new Float32Array(buffer);
const doubles = new Float64Array(buffer);
const signed = new BigInt64Array(buffer);
const unsigned = new BigUint64Array(buffer);
/** The order of this machine: every platform isolated-vm ships for is little-endian, which is nothing to rely on. */
const nativeLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function load(bytes: Uint8Array, offset: number, size: number, little: boolean): void {
  checkBounds(bytes, offset, size);
  for (let i = 0; i < size; i++) {
    // checkBounds saw the first and the last byte.
    scratch[i] = bytes[little === nativeLittle ? offset + i : offset + size - 1 - i] as number;
  }
}

function store(bytes: Uint8Array, offset: number, size: number, little: boolean): number {
  for (let i = 0; i < size; i++) {
    bytes[little === nativeLittle ? offset + i : offset + size - 1 - i] = scratch[i] as number; // size <= 8
  }
  return offset + size;
}

export function readFloat(bytes: Uint8Array, offset: number, little: boolean): number {
  load(bytes, offset, 4, little);
  return floats[0] as number;
}

export function readDouble(bytes: Uint8Array, offset: number, little: boolean): number {
  load(bytes, offset, 8, little);
  return doubles[0] as number;
}

export function readInt64(bytes: Uint8Array, offset: number, little: boolean): bigint {
  load(bytes, offset, 8, little);
  return signed[0] as bigint;
}

export function readUInt64(bytes: Uint8Array, offset: number, little: boolean): bigint {
  load(bytes, offset, 8, little);
  return unsigned[0] as bigint;
}

export function writeFloat(bytes: Uint8Array, given: number, offset: number, little: boolean): number {
  const value = +given;
  checkBounds(bytes, offset, 4);
  floats[0] = value;
  return store(bytes, offset, 4, little);
}

export function writeDouble(bytes: Uint8Array, given: number, offset: number, little: boolean): number {
  const value = +given;
  checkBounds(bytes, offset, 8);
  doubles[0] = value;
  return store(bytes, offset, 8, little);
}

export function writeInt64(bytes: Uint8Array, value: bigint, offset: number, little: boolean): number {
  checkRange(value, -0x8000000000000000n, 0x7fffffffffffffffn, 8);
  checkBounds(bytes, offset, 8);
  signed[0] = integer(value);
  return store(bytes, offset, 8, little);
}

export function writeUInt64(bytes: Uint8Array, value: bigint, offset: number, little: boolean): number {
  checkRange(value, 0n, 0xffffffffffffffffn, 8);
  checkBounds(bytes, offset, 8);
  unsigned[0] = integer(value);
  return store(bytes, offset, 8, little);
}

/** A number passes the range check but is no bigint: arithmetic is what complains, in the engine's words. */
function integer(value: bigint): bigint {
  return value & 0xffffffffffffffffn;
}

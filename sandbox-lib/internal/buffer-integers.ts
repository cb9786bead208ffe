// Whole numbers of one to six bytes in a Buffer. Inside the context.
import { nodeErrorAbove } from './errors.ts';
import { validateNumber } from './validators.ts';

type Fn = (...args: never[]) => unknown;

/** Throws unless `size` bytes at `offset` lie within the bytes. */
export function checkBounds(bytes: Uint8Array, offset: number, size: number): void {
  if (typeof offset !== 'number') validateNumber(offset, 'offset');
  if (bytes[offset] === undefined || bytes[offset + size - 1] === undefined) failBounds(offset, bytes.length - size);
}

function failBounds(value: number, last: number, name?: 'byteLength'): never {
  const above: Fn = failBounds;
  if (Math.floor(value) !== value) {
    validateNumber(value, name ?? 'offset');
    throw nodeErrorAbove(above, 'ERR_OUT_OF_RANGE', name ?? 'offset', 'an integer', value);
  }
  if (last < 0) throw nodeErrorAbove(above, 'ERR_BUFFER_OUT_OF_BOUNDS');
  throw nodeErrorAbove(above, 'ERR_OUT_OF_RANGE', name ?? 'offset', `>= ${name ? 1 : 0} and <= ${last}`, value);
}

/** Throws unless `value` lies in [min, max], worded as node words it for this size. */
export function checkRange<T extends number | bigint>(value: T, min: T, max: T, size: number): void {
  if (!(value > max || value < min)) return;
  const n = typeof min === 'bigint' ? 'n' : '';
  let range = `>= ${min}${n} and <= ${max}${n}`;
  if (size > 4) {
    const low = min < 0 ? `-(2${n} ** ${size * 8 - 1}${n})` : `0${n}`;
    range = `>= ${low} and < 2${n} ** ${size * 8 - (min < 0 ? 1 : 0)}${n}`;
  }
  throw nodeErrorAbove(checkRange as Fn, 'ERR_OUT_OF_RANGE', 'value', range, value);
}

export function readUnsigned(bytes: Uint8Array, offset: number, size: number, little: boolean): number {
  checkBounds(bytes, offset, size);
  let value = 0;
  // Multiplication, not shifts: six bytes do not fit 32 bits. checkBounds saw the first and the last byte.
  if (little) for (let i = size - 1; i >= 0; i--) value = value * 256 + (bytes[offset + i] as number);
  else for (let i = 0; i < size; i++) value = value * 256 + (bytes[offset + i] as number);
  return value;
}

export function readSigned(bytes: Uint8Array, offset: number, size: number, little: boolean): number {
  const value = readUnsigned(bytes, offset, size, little);
  const half = 2 ** (size * 8 - 1);
  return value < half ? value : value - half * 2;
}

/** readUIntLE() and its kin: the size is the caller's. */
export function readSized(bytes: Uint8Array, offset: number, size: number, little: boolean, signed: boolean): number {
  if (offset === undefined) throw nodeErrorAbove(readSized, 'ERR_INVALID_ARG_TYPE', 'offset', 'number', offset);
  if (!isSize(size)) failBounds(size, 6, 'byteLength');
  return signed ? readSigned(bytes, offset, size, little) : readUnsigned(bytes, offset, size, little);
}

export function writeUnsigned(bytes: Uint8Array, value: number, offset: number, size: number, little: boolean): number {
  return write(bytes, value, offset, size, little, 0, 2 ** (size * 8) - 1);
}

export function writeSigned(bytes: Uint8Array, value: number, offset: number, size: number, little: boolean): number {
  const half = 2 ** (size * 8 - 1);
  return write(bytes, value, offset, size, little, -half, half - 1);
}

export function writeSized(
  bytes: Uint8Array,
  value: number,
  offset: number,
  size: number,
  little: boolean,
  signed: boolean,
): number {
  if (!isSize(size)) failBounds(size, 6, 'byteLength');
  return signed ? writeSigned(bytes, value, offset, size, little) : writeUnsigned(bytes, value, offset, size, little);
}

function write(
  bytes: Uint8Array,
  given: number,
  offset: number,
  size: number,
  little: boolean,
  min: number,
  max: number,
): number {
  const value = +given;
  if (size === 1) validateNumber(offset, 'offset'); // node looks at the offset first for single bytes only
  checkRange(value, min, max, size);
  checkBounds(bytes, offset, size);
  const high = Math.floor(value * 2 ** -32);
  for (let i = 0; i < size; i++) {
    const byte = i < 4 ? value >>> (i * 8) : high >>> ((i - 4) * 8);
    bytes[little ? offset + i : offset + size - 1 - i] = byte;
  }
  return offset + size;
}

function isSize(size: number): boolean {
  return size === 1 || size === 2 || size === 3 || size === 4 || size === 5 || size === 6;
}

// Buffer's toString() and write(), and the undocumented but much used utf8Slice(), hexWrite() and their kin. Inside the context.
// https://nodejs.org/api/buffer.html#buftostringencoding-start-end
import { kStringMaxLength } from './buffer-limits.ts';
import { sliceText, writeText } from './encodings/codec.ts';
import { type Encoding, encodingOf } from './encodings/names.ts';
import { nodeError, stringTooLong } from './errors.ts';
import { validateInteger } from './validators.ts';

/** Buffer.prototype.toString. */
export function bytesToText(bytes: Uint8Array, encoding?: unknown, start?: unknown, end?: unknown): string {
  const { length } = bytes;
  // Comparisons first, as node has it: they turn null, '1' and objects into numbers.
  const from = (start as number) <= 0 ? 0 : (start as number) >= length ? length : Math.trunc(start as number) || 0;
  const to = end === undefined || (end as number) > length ? length : Math.trunc(end as number) || 0;
  if (from === length || to <= from) return '';
  const known = encoding === undefined ? 'utf8' : encodingOf(`${encoding}`);
  if (known === undefined) throw nodeError('ERR_UNKNOWN_ENCODING', encoding);
  checkTextLength(to - from, known);
  return sliceText(bytes, known, from, to);
}

/** Asked beforehand: V8 would fail late, and with another error. */
export function checkTextLength(size: number, encoding: Encoding): void {
  const units =
    encoding === 'hex' ? size * 2 : encoding === 'base64' || encoding === 'base64url' ? (size * 4) / 3 : size;
  if (units > kStringMaxLength) throw stringTooLong();
}

/** Buffer.prototype.write in its four forms: text[, offset[, length]][, encoding]. */
export function writeString(
  bytes: Uint8Array,
  text: unknown,
  offset?: unknown,
  length?: unknown,
  encoding?: unknown,
): number {
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

/** An error as the native part makes it: the code is a plain property and not in the stack. */
function nativeError<T extends Error>(error: T, code: string): T {
  return Object.assign(error, { code });
}

function nativeIndex(given: unknown, fallback: number): number {
  if (given === undefined) return fallback;
  const index = Math.trunc(Number(given)) || 0;
  if (index < 0) throw nativeError(new RangeError('Index out of range'), 'ERR_OUT_OF_RANGE');
  return index;
}

/** utf8Slice() and its kin. Strict about `end`: behind the end is an error here, not a shorter text. */
export function sliceRange(bytes: Uint8Array, encoding: Encoding, start: unknown, end: unknown): string {
  const { length } = bytes;
  if (length === 0) return '';
  const from = nativeIndex(start, 0);
  const to = nativeIndex(end, length);
  if (to <= from) return '';
  if (to > length) throw nativeError(new RangeError('Index out of range'), 'ERR_OUT_OF_RANGE');
  return sliceText(bytes, encoding, from, to);
}

/** Three encodings are fast paths with checks of their own in node. */
function isFast(encoding: Encoding): boolean {
  return encoding === 'utf8' || encoding === 'latin1' || encoding === 'ascii';
}

/** utf8Write() and its kin. */
export function writeRange(
  bytes: Uint8Array,
  text: unknown,
  encoding: Encoding,
  offset: unknown,
  length: unknown,
): number {
  const size = bytes.length;
  if (isFast(encoding)) {
    const at = offset === undefined ? 0 : (offset as number); // compared below as whatever it is, as in node
    const max = length === undefined ? size - at : (length as number);
    if (at < 0 || at > size) throw nodeError('ERR_BUFFER_OUT_OF_BOUNDS', 'offset');
    if (max < 0 || max > size - at) throw nodeError('ERR_BUFFER_OUT_OF_BOUNDS', 'length');
    requireText(text);
    return writeText(bytes, text, encoding, Math.trunc(at) || 0, Math.trunc(max) || 0);
  }
  requireText(text);
  const at = nativeIndex(offset, 0);
  if (at > size) throw nativeError(new RangeError('"offset" is outside of buffer bounds'), 'ERR_BUFFER_OUT_OF_BOUNDS');
  const max = Math.min(nativeIndex(length, size - at), size - at);
  return writeText(bytes, text, encoding, at, max);
}

/** Throws unless it is a string, in the native part's words. */
function requireText(value: unknown): asserts value is string {
  if (typeof value !== 'string') {
    throw nativeError(new TypeError('argument must be a string'), 'ERR_INVALID_ARG_TYPE');
  }
}

// The undocumented but much used utf8Slice(), hexWrite() and their kin, which node has in its native part. Inside the context.
import { sliceText, writeText } from './encodings/codec.ts';
import type { Encoding } from './encodings/names.ts';
import { nodeError } from './errors.ts';

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

/** Strict about `end`: behind the end is an error here, not a shorter text. */
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
export function requireText(value: unknown): asserts value is string {
  if (typeof value !== 'string') {
    throw nativeError(new TypeError('argument must be a string'), 'ERR_INVALID_ARG_TYPE');
  }
}

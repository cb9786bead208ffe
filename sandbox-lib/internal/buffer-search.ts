// Buffer's indexOf and lastIndexOf. Inside the context. https://nodejs.org/api/buffer.html#bufindexofvalue-byteoffset-encoding
// Native built-ins do the scanning: a loop over bytes runs in V8's interpreter in a context this young.
import { encodeText, sliceText } from './encodings/codec.ts';
import { findByHost } from './encodings/host-codec.ts';
import { latin1Slice } from './encodings/latin1.ts';
import { encodingOf } from './encodings/names.ts';
import { nodeError } from './errors.ts';
import { isUint8Array } from './views.ts';

const { indexOf: nativeIndexOf, lastIndexOf: nativeLastIndexOf } = Uint8Array.prototype;

/** Node's indexOf (forward) and lastIndexOf with all their forms of arguments. */
export function searchBytes(
  bytes: Uint8Array,
  value: unknown,
  byteOffset: unknown,
  end: unknown,
  encoding: unknown,
  forward: boolean,
): number {
  let limit: unknown = end;
  let name: unknown = encoding;
  let start: unknown = byteOffset;
  if (typeof end === 'string') {
    name = end;
    limit = bytes.length;
  }
  if (typeof byteOffset === 'string') {
    name = byteOffset;
    start = undefined;
  }
  let offset = Number(start); // undefined, 'foo' and {} are NaN: search everything
  if (Number.isNaN(offset)) offset = forward ? 0 : bytes.length;
  offset = Math.trunc(Math.min(Math.max(offset, -0x80000000), 0x7fffffff));
  const range = {
    length: bytes.length,
    end: clampEnd(limit === undefined ? bytes.length : Number(limit), bytes.length),
  };
  if (typeof value === 'number') return searchByte(bytes, value & 255, offset, range, forward);
  const known = name === undefined ? 'utf8' : encodingOf(`${name}`);
  if (typeof value === 'string') {
    if (known === undefined) throw nodeError('ERR_UNKNOWN_ENCODING', name);
    // For UTF-16 text, though not for bytes, node leaves an odd last byte out when it counts from the end.
    const whole = known === 'utf16le' ? { ...range, length: bytes.length - (bytes.length % 2) } : range;
    return searchSequence(bytes, encodeText(value, known), offset, whole, known === 'utf16le', forward);
  }
  if (isUint8Array(value)) return searchSequence(bytes, value, offset, range, known === 'utf16le', forward);
  throw nodeError('ERR_INVALID_ARG_TYPE', 'value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
}

/** Offsets count from the ends of the whole; only what lies before `end` is looked at. */
interface Range {
  readonly length: number;
  readonly end: number;
}

function clampEnd(end: number, length: number): number {
  return end >= length ? length : end > 0 ? Math.trunc(end) : 0;
}

/** Where a search begins; -1 when there is nothing to search. An empty needle is found everywhere, the end included. */
function firstPosition(offset: number, size: number, length: number, forward: boolean): number {
  if (offset < 0) {
    if (offset + length >= 0) return offset + length;
    return forward || size === 0 ? 0 : -1;
  }
  if (offset + size <= length) return offset;
  if (size === 0) return length;
  return forward ? -1 : length - 1;
}

function searchByte(bytes: Uint8Array, byte: number, offset: number, range: Range, forward: boolean): number {
  const from = firstPosition(offset, 1, range.length, forward);
  if (from < 0 || range.end === 0) return -1;
  if (!forward) return nativeLastIndexOf.call(bytes, byte, Math.min(from, range.end - 1));
  const at = nativeIndexOf.call(bytes, byte, from);
  return at < range.end ? at : -1;
}

function searchSequence(
  bytes: Uint8Array,
  needle: Uint8Array,
  offset: number,
  range: Range,
  byUnits: boolean,
  forward: boolean,
): number {
  const size = needle.length;
  const end = byUnits ? range.end - (range.end % 2) : range.end;
  const from = firstPosition(offset, size, range.length, forward);
  if (size === 0) return Math.min(from, end);
  if (from < 0 || size > end || (forward && from + size > end)) return -1;
  if (byUnits) return size < 2 ? -1 : searchUnits(bytes, needle, from, end, forward);
  return forward ? findForward(bytes, needle, from, end) : findBackward(bytes, needle, Math.min(from, end - size));
}

/** How many places that begin like the needle are looked at before the whole search is handed to the host, or to String. */
const PATIENCE = 32;
const LONG_SEARCH = 4096;

function findForward(bytes: Uint8Array, needle: Uint8Array, from: number, length: number): number {
  const first = needle[0] as number; // not empty
  let at = from;
  for (let tries = 0; tries < PATIENCE; tries++) {
    at = nativeIndexOf.call(bytes, first, at);
    if (at < 0 || at + needle.length > length) return -1;
    if (startsAt(bytes, needle, at)) return at;
    at++;
  }
  if (length - at >= LONG_SEARCH) {
    const found = findByHost(bytes, needle, at, length);
    if (found !== undefined) return found;
  }
  const found = latin1Slice(bytes, at, length).indexOf(latin1Slice(needle, 0, needle.length));
  return found < 0 ? -1 : found + at;
}

function findBackward(bytes: Uint8Array, needle: Uint8Array, from: number): number {
  const first = needle[0] as number; // not empty
  let at = from;
  for (let tries = 0; tries < PATIENCE; tries++) {
    if (at < 0) return -1;
    at = nativeLastIndexOf.call(bytes, first, at);
    if (at < 0 || startsAt(bytes, needle, at)) return at;
    at--;
  }
  return at < 0 ? -1 : latin1Slice(bytes, 0, at + needle.length).lastIndexOf(latin1Slice(needle, 0, needle.length));
}

function startsAt(bytes: Uint8Array, needle: Uint8Array, at: number): boolean {
  for (let i = 1; i < needle.length; i++) if (bytes[at + i] !== needle[i]) return false;
  return true;
}

/** UTF-16 matches only where a unit begins, counted from the start of the buffer. */
function searchUnits(bytes: Uint8Array, needle: Uint8Array, from: number, length: number, forward: boolean): number {
  const text = sliceText(bytes, 'utf16le', 0, length);
  const wanted = sliceText(needle, 'utf16le', 0, needle.length);
  const at = forward ? text.indexOf(wanted, from >> 1) : text.lastIndexOf(wanted, from >> 1);
  return at < 0 ? -1 : at * 2;
}

// Base64 and base64url (RFC 4648), read as leniently as node does. Inside the context.
import { latin1Slice } from './latin1.ts';

// V8's own where this node has them: 26 does, 24 does not.
const { toBase64 } = Uint8Array.prototype;
const { fromBase64 } = Uint8Array;
/** Whether bytes become text by a built-in. */
export const base64IsNative = toBase64 !== undefined;
/** Below this the loop is faster than the built-in and its option bag. */
const SHORT = 48;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_';

export function base64Slice(bytes: Uint8Array, start: number, end: number): string {
  if (toBase64 !== undefined) return toBase64.call(new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start));
  return encodeUnits(bytes, start, end, 62);
}

/** Without padding, as node writes it. */
export function base64urlSlice(bytes: Uint8Array, start: number, end: number): string {
  if (toBase64 === undefined) return encodeUnits(bytes, start, end, 64);
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
  return toBase64.call(view, { alphabet: 'base64url', omitPadding: true });
}

/** `tail`: where in `alphabet` the last two digits stand. Only the first variant is padded. */
function encodeUnits(bytes: Uint8Array, start: number, end: number, tail: 62 | 64): string {
  const size = end - start;
  const units = new Uint8Array(Math.ceil(size / 3) * 4).fill(61);
  const digit = (value: number): number =>
    alphabet.charCodeAt((value & 63) < 62 ? value & 63 : tail + (value & 63) - 62);
  let at = 0;
  for (let i = start; i < end; i += 3) {
    // A byte behind the end only feeds digits that are overwritten or cut off below.
    const group =
      ((bytes[i] ?? 0) << 16) |
      ((i + 1 < end ? (bytes[i + 1] ?? 0) : 0) << 8) |
      (i + 2 < end ? (bytes[i + 2] ?? 0) : 0);
    units[at++] = digit(group >> 18);
    units[at++] = digit(group >> 12);
    if (i + 1 < end) units[at++] = digit(group >> 6);
    if (i + 2 < end) units[at++] = digit(group);
  }
  return latin1Slice(units, 0, tail === 62 ? units.length : at);
}

/** The bytes node reserves for this text: exact when it is all digits and correct padding, else too many. */
export function base64ByteLength(text: string): number {
  let { length } = text;
  if (length > 0 && text.charCodeAt(length - 1) === 61) length--;
  if (length > 1 && text.charCodeAt(length - 1) === 61) length--;
  return Math.floor((length * 3) / 4);
}

/**
 * Reads both alphabets up to the first '=', skipping everything that is no digit. Returns how many bytes were written: at most
 * `max`.
 */
export function base64Write(bytes: Uint8Array, text: string, offset: number, max: number): number {
  const decoded = text.length < SHORT ? undefined : decodeStrict(text);
  if (decoded === undefined) return decodeLenient(bytes, text, offset, max);
  bytes.set(decoded.length > max ? decoded.subarray(0, max) : decoded, offset);
  return Math.min(decoded.length, max);
}

/** Undefined when this is not plain base64, or this node has no built-in for it. */
function decodeStrict(text: string): Uint8Array | undefined {
  if (fromBase64 === undefined) return undefined;
  const url = text.includes('-') || text.includes('_');
  try {
    return fromBase64.call(Uint8Array, text, url ? { alphabet: 'base64url' } : undefined);
  } catch {
    return undefined;
  }
}

function decodeLenient(bytes: Uint8Array, text: string, offset: number, max: number): number {
  const end = offset + max;
  let at = offset;
  let bits = 0;
  let count = 0;
  for (let i = 0; i < text.length && at < end; i++) {
    const unit = text.charCodeAt(i) & 255; // node looks at the low byte of a wide unit only
    if (unit === 61) break;
    const value = digitValue(unit);
    if (value < 0) continue;
    bits = (bits << 6) | value;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[at++] = bits >> count;
    }
  }
  return at - offset;
}

/** -1 for a unit that is no digit in either alphabet. */
function digitValue(unit: number): number {
  if (unit >= 97) return unit <= 122 ? unit - 71 : -1;
  if (unit >= 65) return unit <= 90 ? unit - 65 : unit === 95 ? 63 : -1;
  if (unit >= 48) return unit <= 57 ? unit + 4 : -1;
  if (unit === 43 || unit === 45) return 62;
  return unit === 47 ? 63 : -1;
}

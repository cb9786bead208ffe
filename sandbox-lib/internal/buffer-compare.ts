// The order of bytes: Buffer.compare(), compare() and equals(). Inside the context.
// https://nodejs.org/api/buffer.html#bufcomparetarget-targetstart-targetend-sourcestart-sourceend
import { hexIsNative, hexSlice } from './encodings/hex.ts';
import { latin1Slice } from './encodings/latin1.ts';
import { nodeError } from './errors.ts';
import { validateInteger } from './validators.ts';
import { isUint8Array } from './views.ts';

/** Below this many bytes a loop is the fastest way to compare. */
const SHORT = 24;
const CHUNK = 65536;

/** Orders two ranges of bytes as memcmp does, the shorter first among equals. */
function compareRanges(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): -1 | 0 | 1 {
  const size = Math.min(aEnd - aStart, bEnd - bStart);
  for (let i = 0; i < size && i < SHORT; i++) {
    const x = a[aStart + i] as number; // within both ranges
    const y = b[bStart + i] as number;
    if (x !== y) return x < y ? -1 : 1;
  }
  for (let i = SHORT; i < size; i += CHUNK) {
    // Both spellings sort as the bytes do, and V8 makes and compares the strings natively.
    const spell = hexIsNative ? hexSlice : latin1Slice;
    const stop = Math.min(i + CHUNK, size);
    const x = spell(a, aStart + i, aStart + stop);
    const y = spell(b, bStart + i, bStart + stop);
    if (x !== y) return x < y ? -1 : 1;
  }
  const rest = aEnd - aStart - (bEnd - bStart);
  return rest < 0 ? -1 : rest > 0 ? 1 : 0;
}

/** Orders two byte arrays. */
export function compareBytes(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
  return compareRanges(a, 0, a.length, b, 0, b.length);
}

function requireBytes(value: unknown, name: string): asserts value is Uint8Array {
  if (!isUint8Array(value)) throw nodeError('ERR_INVALID_ARG_TYPE', name, ['Buffer', 'Uint8Array'], value);
}

/** Buffer.compare. */
export function compareTwo(buf1: unknown, buf2: unknown): -1 | 0 | 1 {
  requireBytes(buf1, 'buf1');
  requireBytes(buf2, 'buf2');
  return buf1 === buf2 ? 0 : compareBytes(buf1, buf2);
}

/** Buffer.prototype.equals. */
export function equalBytes(bytes: Uint8Array, other: unknown): boolean {
  requireBytes(other, 'otherBuffer');
  if (bytes === other) return true;
  return bytes.byteLength === other.byteLength && compareBytes(bytes, other) === 0;
}

function position(given: unknown, name: string, max: number, fallback: number): number {
  if (given === undefined) return fallback;
  validateInteger(given, name, 0, max);
  return given;
}

/** Buffer.prototype.compare: the target's range comes first in the arguments, and second in the order. */
export function compareBuffers(
  source: Uint8Array,
  target: unknown,
  targetStart: unknown,
  targetEnd: unknown,
  sourceStart: unknown,
  sourceEnd: unknown,
): -1 | 0 | 1 {
  requireBytes(target, 'target');
  const bStart = position(targetStart, 'targetStart', Number.MAX_SAFE_INTEGER, 0);
  const bEnd = position(targetEnd, 'targetEnd', target.length, target.length);
  const aStart = position(sourceStart, 'sourceStart', Number.MAX_SAFE_INTEGER, 0);
  const aEnd = position(sourceEnd, 'sourceEnd', source.length, source.length);
  if (aStart >= aEnd) return bStart >= bEnd ? 0 : -1;
  if (bStart >= bEnd) return 1;
  return compareRanges(source, aStart, aEnd, target, bStart, bEnd);
}

// Hexadecimal. Inside the context.
import { latin1Slice } from './latin1.ts';

// V8's own where this node has it: 26 does, 24 does not.
const { toHex } = Uint8Array.prototype;
/** Whether hexSlice() is a built-in. */
export const hexIsNative = toHex !== undefined;
const digits = '0123456789abcdef';

export function hexSlice(bytes: Uint8Array, start: number, end: number): string {
  if (toHex !== undefined) return toHex.call(new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start));
  const units = new Uint8Array((end - start) * 2);
  for (let i = start, at = 0; i < end; i++) {
    const byte = bytes[i] as number; // the caller's range lies within the bytes
    units[at++] = digits.charCodeAt(byte >> 4);
    units[at++] = digits.charCodeAt(byte & 15);
  }
  return latin1Slice(units, 0, units.length);
}

/** Pairs of digits up to the first pair that is none. Returns how many bytes were written: at most `max`. */
export function hexWrite(bytes: Uint8Array, text: string, offset: number, max: number): number {
  const length = Math.min(text.length >>> 1, max);
  for (let i = 0; i < length; i++) {
    const byte = (digit(text.charCodeAt(i * 2)) << 4) | digit(text.charCodeAt(i * 2 + 1));
    if (byte < 0) return i;
    bytes[offset + i] = byte;
  }
  return length;
}

/** -1 for a unit that is no digit; of a wide unit node looks at the low byte only. */
function digit(wide: number): number {
  const unit = wide & 255;
  if (unit >= 48 && unit <= 57) return unit - 48;
  const letter = unit | 32;
  // Setting a bit brings nothing above 127 down, so only A to F and a to f land in this range.
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

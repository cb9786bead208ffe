// UTF-16, little-endian: what node calls utf16le and ucs2. Inside the context.

const { fromCharCode } = String;
const { apply } = Reflect;
const CHUNK = 4096;

/** Two bytes, one unit; an odd last byte is left out. */
export function utf16Slice(bytes: Uint8Array, start: number, end: number): string {
  const count = (end - start) >>> 1;
  let { buffer } = bytes;
  let first = bytes.byteOffset + start;
  if (first % 2 !== 0) {
    buffer = buffer.slice(first, first + count * 2);
    first = 0;
  }
  let text = '';
  for (let at = 0; at < count; at += CHUNK) {
    const units = new Uint16Array(buffer, first + at * 2, Math.min(count - at, CHUNK));
    text += apply(fromCharCode, undefined, units);
  }
  return text;
}

/** Whole units only. Returns how many bytes were written: at most `max`. */
export function utf16Write(bytes: Uint8Array, text: string, offset: number, max: number): number {
  const units = Math.min(text.length, max >>> 1);
  let at = offset;
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i);
    bytes[at++] = unit;
    bytes[at++] = unit >> 8;
  }
  return units * 2;
}

// Latin-1 and ASCII: one byte, one UTF-16 unit. Inside the context.
// Loops run in V8's interpreter here (every context starts without optimised code, about 25 ns a byte), so bytes become text
// through built-ins wherever one does the job.

const { fromCharCode } = String;
const { apply } = Reflect;
/** The arguments one call of fromCharCode may get without a risk for the stack. */
const CHUNK = 4096;

/** One unit per byte. `start` and `end` lie within the bytes. */
export function latin1Slice(bytes: Uint8Array, start: number, end: number): string {
  const { buffer, byteOffset } = bytes;
  let text = '';
  for (let at = start; at < end; at += CHUNK) {
    const view = new Uint8Array(buffer, byteOffset + at, Math.min(end - at, CHUNK));
    text += apply(fromCharCode, undefined, view);
  }
  return text;
}

const high = /[^\0-\x7f]/;

/** Whether every unit is below 128. */
export function isAsciiText(text: string): boolean {
  return !high.test(text);
}

/** As latin1Slice with the high bit of every byte dropped. */
export function asciiSlice(bytes: Uint8Array, start: number, end: number): string {
  const text = latin1Slice(bytes, start, end);
  if (isAsciiText(text)) return text;
  const masked = new Uint8Array(end - start);
  for (let i = 0; i < masked.length; i++) masked[i] = text.charCodeAt(i) & 0x7f;
  return latin1Slice(masked, 0, masked.length);
}

/** The low byte of each unit of `text`. Returns how many bytes were written: at most `max`. */
export function latin1Write(bytes: Uint8Array, text: string, offset: number, max: number): number {
  const length = Math.min(text.length, max);
  for (let i = 0; i < length; i++) bytes[offset + i] = text.charCodeAt(i);
  return length;
}

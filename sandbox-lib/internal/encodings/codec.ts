// Text to bytes and back for all of Buffer's encodings. Inside the context.
import { base64ByteLength, base64IsNative, base64Slice, base64urlSlice, base64Write } from './base64.ts';
import { hexIsNative, hexSlice, hexWrite } from './hex.ts';
import { decodeByHost, encodeByHost, LONG_BYTES, LONG_TEXT, utf8LengthByHost } from './host-codec.ts';
import { asciiSlice, latin1Slice, latin1Write } from './latin1.ts';
import type { Encoding } from './names.ts';
import { utf8ByteLength, utf8Slice, utf8Write } from './utf8.ts';
import { utf16Slice, utf16Write } from './utf16.ts';

/** The text of bytes[start, end): the range lies within the bytes. */
export function sliceText(bytes: Uint8Array, encoding: Encoding, start: number, end: number): string {
  if (end - start >= LONG_BYTES && !isNative(encoding)) {
    const text = decodeByHost(bytes, encoding, start, end);
    if (text !== undefined) return text;
  }
  switch (encoding) {
    case 'utf8':
      return utf8Slice(bytes, start, end);
    case 'latin1':
      return latin1Slice(bytes, start, end);
    case 'ascii':
      return asciiSlice(bytes, start, end);
    case 'hex':
      return hexSlice(bytes, start, end);
    case 'base64':
      return base64Slice(bytes, start, end);
    case 'base64url':
      return base64urlSlice(bytes, start, end);
    case 'utf16le':
      return utf16Slice(bytes, start, end);
  }
}

function isNative(encoding: Encoding): boolean {
  return encoding === 'hex' ? hexIsNative : (encoding === 'base64' || encoding === 'base64url') && base64IsNative;
}

/** The bytes of a text in memory of their own. */
export function encodeText(text: string, encoding: Encoding): Uint8Array<ArrayBuffer> {
  const long = text.length >= LONG_TEXT ? encodeByHost(text, encoding) : undefined;
  if (long !== undefined) return long as Uint8Array<ArrayBuffer>; // what crosses is never shared
  const bytes = new Uint8Array(textByteLength(text, encoding));
  const size = write(bytes, text, encoding, 0, bytes.length);
  return size === bytes.length ? bytes : bytes.slice(0, size);
}

/** Writes whole characters at `offset`. Returns how many bytes were written: at most `max`, which lies within the bytes. */
export function writeText(bytes: Uint8Array, text: string, encoding: Encoding, offset: number, max: number): number {
  const long = text.length >= LONG_TEXT && max >= LONG_TEXT ? encodeByHost(text, encoding) : undefined;
  if (long === undefined) return write(bytes, text, encoding, offset, max);
  const size = long.length > max ? wholeCharacters(long, encoding, max) : long.length;
  bytes.set(size < long.length ? long.subarray(0, size) : long, offset);
  return size;
}

/** Where to cut so that no character is split. */
function wholeCharacters(bytes: Uint8Array, encoding: Encoding, max: number): number {
  if (encoding === 'utf16le') return max - (max % 2);
  let size = max;
  if (encoding === 'utf8') while (((bytes[size] as number) & 0xc0) === 0x80) size--; // max lies within the bytes
  return size;
}

function write(bytes: Uint8Array, text: string, encoding: Encoding, offset: number, max: number): number {
  switch (encoding) {
    case 'utf8':
      return utf8Write(bytes, text, offset, max);
    case 'latin1':
    case 'ascii':
      return latin1Write(bytes, text, offset, max);
    case 'hex':
      return hexWrite(bytes, text, offset, max);
    case 'base64':
    case 'base64url':
      return base64Write(bytes, text, offset, max);
    case 'utf16le':
      return utf16Write(bytes, text, offset, max);
  }
}

/** The bytes this text takes; for base64 and hex an estimate that is never too small. */
export function textByteLength(text: string, encoding: Encoding): number {
  switch (encoding) {
    case 'utf8':
      return (text.length >= LONG_BYTES ? utf8LengthByHost(text) : undefined) ?? utf8ByteLength(text);
    case 'latin1':
    case 'ascii':
      return text.length;
    case 'hex':
      return text.length >>> 1;
    case 'base64':
    case 'base64url':
      return base64ByteLength(text);
    case 'utf16le':
      return text.length * 2;
  }
}

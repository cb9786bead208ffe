// Text to bytes and back for all of Buffer's encodings. Inside the context.
import { base64ByteLength, base64Slice, base64urlSlice, base64Write } from './base64.ts';
import { hexSlice, hexWrite } from './hex.ts';
import { asciiSlice, latin1Slice, latin1Write } from './latin1.ts';
import type { Encoding } from './names.ts';
import { utf8ByteLength, utf8Slice, utf8Write } from './utf8.ts';
import { utf16Slice, utf16Write } from './utf16.ts';

/** The text of bytes[start, end): the range lies within the bytes. */
export function sliceText(bytes: Uint8Array, encoding: Encoding, start: number, end: number): string {
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

/** Writes whole characters at `offset`. Returns how many bytes were written: at most `max`, which lies within the bytes. */
export function writeText(bytes: Uint8Array, text: string, encoding: Encoding, offset: number, max: number): number {
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
      return utf8ByteLength(text);
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

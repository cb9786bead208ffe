// isUtf8, isAscii and transcode of node:buffer. Inside the context. https://nodejs.org/api/buffer.html#bufferisutf8input
import { encodeText } from './encodings/codec.ts';
import { isAsciiText, latin1Slice } from './encodings/latin1.ts';
import { type Encoding, normalizeEncoding } from './encodings/names.ts';
import { utf8Slice, utf8SliceStrict } from './encodings/utf8.ts';
import { utf16Slice } from './encodings/utf16.ts';
import { nodeError } from './errors.ts';
import { FastBuffer } from './fast-buffer.ts';
import { isAnyArrayBuffer, isTypedArray, isUint8Array } from './views.ts';

function viewOf(input: unknown): Uint8Array {
  if (!isTypedArray(input) && !isAnyArrayBuffer(input)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
  }
  if (input.byteLength === 0) return new Uint8Array(); // detached memory has no view
  return isTypedArray(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
}

/** Whether these bytes are well-formed UTF-8. */
export function isUtf8(input: unknown): boolean {
  const bytes = viewOf(input);
  return utf8SliceStrict(bytes, 0, bytes.length) !== undefined;
}

/** Whether every byte is below 128. */
export function isAscii(input: unknown): boolean {
  const bytes = viewOf(input);
  return isAsciiText(latin1Slice(bytes, 0, bytes.length));
}

function isTranscodable(encoding: Encoding | undefined): encoding is Encoding {
  return encoding === 'utf8' || encoding === 'utf16le' || encoding === 'latin1' || encoding === 'ascii';
}

/** The same text in another encoding, as ICU does it: what the target lacks becomes '?'. */
export function transcode(source: Uint8Array, fromEncoding: unknown, toEncoding: unknown): FastBuffer {
  if (!isUint8Array(source)) throw nodeError('ERR_INVALID_ARG_TYPE', 'source', ['Buffer', 'Uint8Array'], source);
  if (source.length === 0) return new FastBuffer();
  const from = normalizeEncoding(fromEncoding);
  const to = normalizeEncoding(toEncoding);
  if (!isTranscodable(from) || !isTranscodable(to)) throw transcodeError('U_ILLEGAL_ARGUMENT_ERROR', 1);
  const text = fitText(readText(source, from, to), to);
  return new FastBuffer(encodeText(text, to).buffer);
}

/** Between UTF-8 and UTF-16 ICU is strict, everywhere else what has no meaning becomes U+FFFD. */
function readText(source: Uint8Array, from: Encoding, to: Encoding): string {
  const { length } = source;
  if (from === 'utf8') {
    const text = to === 'utf16le' ? utf8SliceStrict(source, 0, length) : utf8Slice(source, 0, length);
    if (text !== undefined) return text;
  } else if (from === 'utf16le') {
    const text = utf16Slice(source, 0, length);
    if (to !== 'utf8') return text.toWellFormed() + (to === 'utf16le' && length % 2 === 1 ? '\ufffd' : '');
    if (text !== '' && text.isWellFormed()) return text;
  } else {
    const text = latin1Slice(source, 0, length);
    return from === 'ascii' && to !== 'utf16le' ? text.replace(/[^\0-\x7f]/g, '\ufffd') : text;
  }
  throw transcodeError('U_INVALID_CHAR_FOUND', 10);
}

function fitText(text: string, to: Encoding): string {
  if (to !== 'latin1' && to !== 'ascii') return text;
  return text.replace(to === 'latin1' ? /[^\0-\xff]/gu : /[^\0-\x7f]/gu, (character) =>
    /\p{Default_Ignorable_Code_Point}/u.test(character) ? '' : '?',
  );
}

function transcodeError(code: string, errno: number): Error {
  return Object.assign(new Error(`Unable to transcode Buffer [${code}]`), { code, errno });
}

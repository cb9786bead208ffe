// isUtf8, isAscii and transcode of node:buffer. Inside the context. https://nodejs.org/api/buffer.html#bufferisutf8input
import type { Buffer } from './buffer-types.ts';
import { sliceText, textByteLength, writeText } from './encodings/codec.ts';
import { isAsciiText, latin1Slice } from './encodings/latin1.ts';
import { type Encoding, normalizeEncoding } from './encodings/names.ts';
import { utf8SliceStrict } from './encodings/utf8.ts';
import { nodeError } from './errors.ts';
import { bufferOver, ownBuffer } from './fast-buffer.ts';
import { isAnyArrayBuffer, isTypedArray, isUint8Array } from './views.ts';

function viewOf(input: unknown): Uint8Array {
  if (isTypedArray(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (!isAnyArrayBuffer(input)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
  }
  if ('detached' in input && input.detached)
    throw nodeError('ERR_INVALID_STATE', 'Cannot validate on a detached buffer');
  return new Uint8Array(input);
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

/** The same text in another encoding; what the target lacks becomes '?'. */
export function transcode(source: Uint8Array, fromEncoding: unknown, toEncoding: unknown): Buffer {
  if (!isUint8Array(source)) throw nodeError('ERR_INVALID_ARG_TYPE', 'source', ['Buffer', 'Uint8Array'], source);
  if (source.length === 0) return ownBuffer(0);
  const from = normalizeEncoding(fromEncoding);
  const to = normalizeEncoding(toEncoding);
  if (!isTranscodable(from) || !isTranscodable(to)) {
    const code = 'U_ILLEGAL_ARGUMENT_ERROR';
    throw Object.assign(new Error(`Unable to transcode Buffer [${code}]`), { code, errno: 1 });
  }
  const text = readable(source, from);
  const fitting =
    to === 'latin1' ? text.replace(/[^\0-\xff]/gu, '?') : to === 'ascii' ? text.replace(/[^\0-\x7f]/gu, '?') : text;
  const buffer = bufferOver(new ArrayBuffer(textByteLength(fitting, to)));
  writeText(buffer, fitting, to, 0, buffer.length);
  return buffer;
}

/** ICU reads a high ASCII byte as one that has no meaning. */
function readable(source: Uint8Array, encoding: Encoding): string {
  if (encoding !== 'ascii') return sliceText(source, encoding, 0, source.length);
  return sliceText(source, 'latin1', 0, source.length).replace(/[^\0-\x7f]/g, '\ufffd');
}

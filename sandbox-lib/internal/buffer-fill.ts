// Buffer.prototype.fill. Inside the context. https://nodejs.org/api/buffer.html#buffillvalue-offset-end-encoding
import { encodeText } from './encodings/codec.ts';
import { normalizeEncoding } from './encodings/names.ts';
import { nodeError } from './errors.ts';
import { validateInteger, validateString } from './validators.ts';
import { isArrayBufferView, lengthOf } from './views.ts';

const { fill } = Uint8Array.prototype;

/** Fills [offset, end) with a byte or with repetitions of text or bytes; each of offset and end may be an encoding instead. */
export function fillBytes<T extends Uint8Array>(
  bytes: T,
  value: unknown,
  offset: unknown,
  end: unknown,
  encoding: unknown,
): T {
  let from = offset;
  let to = end;
  let name = encoding;
  if (typeof value === 'string') {
    if (offset === undefined || typeof offset === 'string') {
      name = offset;
      from = undefined;
    } else if (typeof end === 'string') {
      name = end;
      to = undefined;
    }
  }
  const pattern = typeof value === 'string' ? encodePattern(value, name) : bytePattern(value);
  const { length } = bytes;
  if (from === undefined) {
    from = 0;
    to = length;
  } else {
    validateInteger(from, 'offset', 0);
    if (to === undefined) to = length;
    else validateInteger(to, 'end', 0, length);
  }
  const [start, stop] = [from as number, to as number]; // both validated
  if (start >= stop) return bytes;
  if (stop > lengthOf(bytes)) throw nodeError('ERR_BUFFER_OUT_OF_BOUNDS');
  if (typeof pattern === 'number') fill.call(bytes, pattern, start, stop);
  else if (pattern.length === 0) throw nodeError('ERR_INVALID_ARG_VALUE', 'value', value);
  else repeat(bytes, pattern, start, stop);
  return bytes;
}

function encodePattern(text: string, encoding: unknown): number | Uint8Array {
  const known = normalizeEncoding(encoding);
  if (known === undefined) {
    validateString(encoding, 'encoding');
    throw nodeError('ERR_UNKNOWN_ENCODING', encoding);
  }
  if (text.length === 0) return 0;
  return encodeText(text, known);
}

function bytePattern(value: unknown): number | Uint8Array {
  if (isArrayBufferView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return Number(value) & 255;
}

/** Lays the pattern once, then copies what is there, twice as much each time. */
function repeat(bytes: Uint8Array, pattern: Uint8Array, start: number, stop: number): void {
  const size = stop - start;
  let done = Math.min(pattern.length, size);
  bytes.set(done < pattern.length ? pattern.subarray(0, done) : pattern, start);
  while (done < size) {
    const count = Math.min(done, size - done);
    bytes.copyWithin(start + done, start, start + count);
    done += count;
  }
}

// Buffer.prototype.swap16, swap32 and swap64. Inside the context.
import { nodeError } from './errors.ts';

/** Reverses each group of `size` bytes in place. */
export function swapBytes<T extends Uint8Array>(bytes: T, size: 2 | 4 | 8): T {
  const { length } = bytes;
  if (length % size !== 0) throw nodeError('ERR_INVALID_BUFFER_SIZE', `${size * 8}-bits`);
  for (let group = 0; group < length; group += size) {
    for (let i = group, j = group + size - 1; i < j; i++, j--) {
      const byte = bytes[i] as number; // i < j < length
      bytes[i] = bytes[j] as number;
      bytes[j] = byte;
    }
  }
  return bytes;
}

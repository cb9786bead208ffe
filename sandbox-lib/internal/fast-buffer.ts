// The class behind every Buffer. Inside the context.
import type { Buffer } from './buffer-types.ts';

/** Its prototype is Buffer.prototype: buffer.ts puts the methods on it. Without a constructor of its own, V8 is fastest so. */
export class FastBuffer extends Uint8Array {}

/** A Buffer of zeros with memory of its own. */
export function ownBuffer(size: number): Buffer {
  return new FastBuffer(size) as Uint8Array as Buffer; // its prototype has Buffer's methods, as said above
}

/** A Buffer over existing memory. */
export function bufferOver(memory: ArrayBufferLike, byteOffset?: number, length?: number): Buffer {
  return new FastBuffer(memory as ArrayBuffer, byteOffset, length) as Uint8Array as Buffer; // as above; shared memory: see Buffer
}

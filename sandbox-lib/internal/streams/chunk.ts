// The bytes a stream takes: strings in an encoding, Buffers and views. Inside the context.
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';

/** A piece of a stream that is not in object mode. */
export type Piece = string | Buffer;

/** The memory of a view as a Buffer, not copied. */
export function viewToBuffer(view: ArrayBufferView): Buffer {
  return Buffer.from(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
}

/** A chunk that is no string as a Buffer, or undefined when it is neither a Buffer nor a view. */
export function toBuffer(chunk: unknown): Buffer | undefined {
  if (chunk instanceof Buffer) return chunk;
  return ArrayBuffer.isView(chunk) ? viewToBuffer(chunk) : undefined;
}

export function invalidChunk(chunk: unknown): Error {
  return nodeError('ERR_INVALID_ARG_TYPE', 'chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
}

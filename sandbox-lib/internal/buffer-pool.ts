// The memory small Buffers share. Inside the context.
// https://nodejs.org/api/buffer.html#static-method-bufferallocunsafesize-alignment
// Memory of a context is always zeroed and no part of a pool is given out twice, so an "unsafe" Buffer never shows another's bytes.
import { FastBuffer } from './fast-buffer.ts';
import { SafeWeakMap } from './safe-collections.ts';

let pool: ArrayBuffer | undefined;
let end = 0;
let offset = 0;
const pools = new SafeWeakMap<ArrayBuffer, true>();
/** Node starts its pool on a cache line and so asks for one more. */
const SLACK = 64;

/** The place in the pool where `size` bytes are free. Nothing is taken yet. */
export function reservePool(size: number, poolSize: number, alignment = 8): number {
  const at = Math.ceil(offset / alignment) * alignment;
  // A script can detach the pool through the buffer of any small Buffer.
  if (pool !== undefined && !pool.detached && at + size <= end) return at;
  end = poolSize;
  pool = new ArrayBuffer(end + SLACK);
  pools.set(pool, true);
  return 0;
}

/** All of the pool, to write at a reserved place. */
export function poolBytes(): Uint8Array {
  return new Uint8Array(pool as ArrayBuffer); // reservePool() made it
}

/** The Buffer of a reserved place. */
export function takePool(at: number, size: number): FastBuffer {
  offset = at + size;
  return new FastBuffer(pool as ArrayBuffer, at, size); // reservePool() made it
}

/** Whether other Buffers live in this memory, so that it must not be transferred. */
export function isPool(memory: ArrayBuffer): boolean {
  return pools.has(memory);
}

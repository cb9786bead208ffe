// The chunks of a body in their order. Parent side.
// A chunk costs some 200 bytes beside its content, and a list of a million takes a minute to be emptied from its front: who sends a
// mebibyte byte by byte must not have that. So short chunks that wait together are copied into blocks.

/** A chunk of fewer bytes is rather copied. */
const SHORT = 4096;
const BLOCK = 16_384;

export class ChunkList {
  readonly #chunks: Uint8Array[] = [];
  /** What the last chunk is a part of, where it is a copy of several; what is behind it there is free. */
  #block: Uint8Array | undefined;

  /** As they are. The list must not be used any more. */
  get all(): readonly Uint8Array[] {
    return this.#chunks;
  }

  /** Appends a chunk, which must not change from here on. */
  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    const last = this.#chunks.at(-1);
    if (last === undefined || chunk.length >= SHORT || (last.length >= SHORT && this.#block === undefined)) {
      this.#block = undefined;
      this.#chunks.push(chunk);
    } else this.#join(last, chunk);
  }

  /** Appends a short chunk to the last one, which is short or a block. */
  #join(last: Uint8Array, chunk: Uint8Array): void {
    const size = last.length + chunk.length;
    if (this.#block !== undefined && size > BLOCK) {
      this.#block = undefined;
      this.#chunks.push(chunk);
      return;
    }
    if (this.#block === undefined) {
      this.#block = new Uint8Array(BLOCK);
      this.#block.set(last);
    }
    this.#block.set(chunk, last.length);
    this.#chunks[this.#chunks.length - 1] = this.#block.subarray(0, size);
  }

  /** Takes the first chunk out. */
  shift(): Uint8Array | undefined {
    return this.#chunks.shift();
  }

  clear(): void {
    this.#chunks.length = 0;
  }
}

// What a slow client has not taken yet of a response, in a file, so that its worker need not wait for it: a ring, written at its end and
// read at its front. Parent side.
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { ChunkList } from './chunk-list.ts';

/** Bytes of one file. */
export const CAPACITY = 64 * 1_048_576;
/** Bytes read at once. */
const PIECE = 65_536;

export class Overflow {
  readonly #file: FileHandle;
  readonly #onClose: () => void;
  readonly #capacity: number;
  /** Bytes that were ever written to the file, and read from it. */
  #written = 0;
  #read = 0;
  /** What is to be written: the chunk that is at it, and those behind it. */
  #next: Uint8Array | undefined;
  readonly #waiting = new ChunkList();
  #inMemory = 0;
  #writing: Promise<void> | undefined;
  /** The disk is full, say: nothing more is written, what waits is read from memory. */
  #isBroken = false;
  #isClosed = false;
  /** Called when some of what was in memory has been written. */
  onWritten: () => void = () => {};

  /** `onClose` is called once its place on the disk is free. */
  static async open(path: string, onClose: () => void, capacity = CAPACITY): Promise<Overflow> {
    const file = await open(path, 'wx+', 0o600);
    try {
      // From here on it has no name: it goes with this process, however that ends.
      await unlink(path);
    } catch (error) {
      await file.close();
      throw error;
    }
    return new Overflow(file, onClose, capacity);
  }

  private constructor(file: FileHandle, onClose: () => void, capacity: number) {
    this.#file = file;
    this.#onClose = onClose;
    this.#capacity = capacity;
  }

  /** Bytes that are not in the file yet. */
  get inMemory(): number {
    return this.#inMemory;
  }

  get isEmpty(): boolean {
    return this.#read === this.#written && this.#inMemory === 0;
  }

  /** Appends a chunk, which must not change from here on. */
  add(chunk: Uint8Array): void {
    this.#waiting.add(chunk);
    this.#inMemory += chunk.length;
    this.#write();
  }

  /** Takes the first bytes out; undefined when there are none. Not to be called again before it has resolved. */
  async next(): Promise<Uint8Array | undefined> {
    if (this.#read === this.#written) await this.#writing;
    if (this.#read < this.#written) return this.#fromFile();
    const chunk = this.#next ?? this.#waiting.shift();
    this.#next = undefined;
    this.#inMemory -= chunk?.length ?? 0;
    return chunk;
  }

  /** Throws away what is left. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#waiting.clear();
    // It waits for what is being read and written.
    this.#file
      .close()
      .catch(() => {})
      .finally(this.#onClose);
  }

  async #fromFile(): Promise<Uint8Array> {
    const at = this.#read % this.#capacity;
    const size = Math.min(PIECE, this.#written - this.#read, this.#capacity - at);
    const { buffer, bytesRead } = await this.#file.read(new Uint8Array(size), 0, size, at);
    if (bytesRead === 0) throw new Error(`Cannot read a response: ${size} bytes of its file are missing`);
    this.#read += bytesRead;
    this.#write();
    return buffer.subarray(0, bytesRead);
  }

  #write(): void {
    if (this.#writing !== undefined || this.#isBroken || this.#isClosed) return;
    this.#next ??= this.#waiting.shift();
    const chunk = this.#next;
    if (chunk === undefined) return;
    const at = this.#written % this.#capacity;
    const room = Math.min(chunk.length, this.#capacity - at, this.#capacity - (this.#written - this.#read));
    if (room === 0) return;
    this.#writing = this.#file
      .write(chunk, 0, room, at)
      .then(
        ({ bytesWritten }) => {
          this.#written += bytesWritten;
          this.#inMemory -= bytesWritten;
          this.#next = bytesWritten < chunk.length ? chunk.subarray(bytesWritten) : undefined;
        },
        () => {
          this.#isBroken = true;
        },
      )
      .then(() => {
        this.#writing = undefined;
        this.#write();
        this.onWritten();
      });
  }
}

// Compiled code carried from one isolate of this worker to the next; it never leaves the process. Worker side.
// V8 accepts code made from another source of the same length and aborts on damaged bytes, so both are ruled out here, before it looks.
import { createHash } from 'node:crypto';

/** What code was made from. */
export interface CodeKey {
  readonly kind: 'script' | 'module';
  /** Name in stacks. */
  readonly filename: string;
  /** sha256 of the source. */
  readonly source: string;
}

interface Entry {
  readonly source: string;
  readonly bytes: Uint8Array;
  readonly digest: string;
}

/** Bytes of code a worker keeps; the oldest goes first. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Code is good for one V8 and its flags only. */
const MAKER = `${process.versions.v8}\0${process.execArgv.join('\0')}`;

export class CodeCache {
  readonly #entries = new Map<string, Entry>();
  readonly #maxBytes: number;
  #size = 0;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#size;
  }

  has(key: CodeKey): boolean {
    return this.#entries.get(nameOf(key))?.source === key.source;
  }

  /** Code of this very source, undamaged. */
  take(key: CodeKey): Uint8Array | undefined {
    const name = nameOf(key);
    const entry = this.#entries.get(name);
    if (entry === undefined || entry.source !== key.source) return undefined;
    if (entry.digest === digestOf(key, entry.bytes)) return entry.bytes;
    this.#remove(name);
    return undefined;
  }

  put(key: CodeKey, bytes: Uint8Array): void {
    const name = nameOf(key);
    this.#remove(name);
    if (bytes.length > this.#maxBytes) return;
    this.#entries.set(name, { source: key.source, bytes, digest: digestOf(key, bytes) });
    this.#size += bytes.length;
    for (const [oldest] of this.#entries) {
      if (this.#size <= this.#maxBytes) return;
      this.#remove(oldest);
    }
  }

  #remove(name: string): void {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    this.#entries.delete(name);
    this.#size -= entry.bytes.length;
  }
}

/** One file has one entry per kind: the code of its last source. */
function nameOf(key: CodeKey): string {
  return `${key.kind}\0${key.filename}`;
}

function digestOf(key: CodeKey, bytes: Uint8Array): string {
  return createHash('sha256')
    .update(`${MAKER}\0${nameOf(key)}\0${key.source}\0`)
    .update(bytes)
    .digest('base64');
}

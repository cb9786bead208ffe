// Request bodies before they have a worker: small ones in memory, larger ones in files that only the worker taken for them may read. A slow
// upload never occupies a worker. And files for what slow clients do not take of responses. Parent side.
import { once } from 'node:events';
import { chmodSync, chownSync, createWriteStream, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { isUint8Array } from 'node:util/types';
import { CgiError } from '../errors.ts';
import type { CancelSignal } from '../types.ts';
import { BodyReader } from './body-reader.ts';
import { ChunkList } from './chunk-list.ts';
import { CAPACITY, Overflow } from './overflow.ts';
import { spoolPrefix, sweepSpools } from './sweep.ts';

/** A body up to this size travels with its request. */
const IN_MEMORY = 1_048_576;
/** All bodies in memory together; beyond it short ones go to files as well: a thousand slow uploads must not be a gigabyte. */
const ALL_IN_MEMORY = 64 * IN_MEMORY;

/** Whom the workers' folders belong to, where workers run as another user. */
export interface SpoolOwner {
  readonly uid: number;
  readonly gid: number;
}

/** A complete request body. */
export interface Body {
  readonly size: number;
  /** Set for a body in memory: it goes to the worker in the pieces it came in, unless they are short: a copy of a megabyte costs as much as the run. */
  readonly chunks: readonly Uint8Array[] | undefined;
  /** Sizes of the pieces it came in, where the run is to see them. */
  readonly pieces?: readonly number[];
  /** Gives a spooled body to a worker: moves its file into the worker's folder and answers its name there. */
  moveTo(folder: string): string;
  /** Removes what is left of it. */
  dispose(): void;
}

export type BodySource =
  | string
  | Uint8Array
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | null
  | undefined;

export class Spool {
  readonly #parent: string;
  readonly #maxTotal: number;
  readonly #owner: SpoolOwner | undefined;
  #root: string | undefined;
  #folders = 0;
  #files = 0;
  #total = 0;
  #overflows = 0;
  /** Bytes of bodies in memory, complete or not. */
  #held = 0;
  /** For each body that is being read: ends that. */
  readonly #readers = new Set<(reason: CgiError) => void>();

  constructor(parent: string, maxTotal: number, owner?: SpoolOwner) {
    this.#parent = parent;
    this.#owner = owner;
    this.#maxTotal = maxTotal;
  }

  /** Bytes in files now. */
  get total(): number {
    return this.#total;
  }

  /** A private folder for one worker. */
  workerFolder(): string {
    const folder = join(this.#open(), `worker-${++this.#folders}`);
    mkdirSync(folder, { mode: 0o700 });
    this.#hand(folder);
    return folder;
  }

  removeFolder(folder: string): void {
    rmSync(folder, { recursive: true, force: true });
  }

  /**
   * Reads a body to its end, or until its client has gone. Throws BODY_TOO_LARGE as soon as it is passed, SPOOL_FULL, BODY_ABORTED when
   * the source fails, CLIENT_GONE.
   */
  async take(source: BodySource, limit: number, signal?: CancelSignal): Promise<Body> {
    if (source === null || source === undefined) return NO_BODY;
    if (typeof source === 'string' || isUint8Array(source)) {
      const bytes = typeof source === 'string' ? Buffer.from(source) : source;
      checkSize(bytes.length, limit);
      return bytes.length <= IN_MEMORY ? inMemory([bytes], bytes.length) : this.#toFile([bytes], NO_MORE, limit);
    }
    let isWanted = true;
    const { promise: abandoned, reject } = Promise.withResolvers<never>();
    const end = (reason: CgiError) => {
      isWanted = false;
      reject(reason);
    };
    const leave = () => end(new CgiError('CLIENT_GONE', 'Cannot read the request body: the client has gone'));
    if (signal?.aborted) leave();
    signal?.addEventListener('abort', leave);
    this.#readers.add(end);
    const read = this.#read(source, () => isWanted, limit);
    try {
      return await Promise.race([abandoned, read]);
    } catch (error) {
      read.then((body) => body.dispose()).catch(() => {});
      throw error;
    } finally {
      this.#readers.delete(end);
      signal?.removeEventListener('abort', leave);
    }
  }

  /** A file for what a slow client does not take of a response; undefined where there are too many of them, or none can be made. */
  async overflow(): Promise<Overflow | undefined> {
    if (this.#root === undefined || (this.#overflows + 1) * CAPACITY > this.#maxTotal) return undefined;
    this.#overflows++;
    const path = join(this.#root, `response-${++this.#files}`);
    try {
      return await Overflow.open(path, () => this.#overflows--);
    } catch {
      this.#overflows--;
      return undefined;
    }
  }

  /** Reads no body any further: their requests end with this error. */
  abandon(error: CgiError): void {
    for (const end of this.#readers) end(error);
  }

  async #read(source: AsyncIterable<Uint8Array>, isWanted: () => boolean, limit: number): Promise<Body> {
    const rest = new BodyReader(source, isWanted);
    const chunks = new ChunkList();
    let size = 0;
    try {
      for (;;) {
        const piece = await rest.next();
        if (piece === undefined) return this.#hold(chunks.all, size);
        size += piece.length;
        this.#held += piece.length;
        chunks.add(piece);
        checkSize(size, limit);
        if (size > IN_MEMORY || this.#held > ALL_IN_MEMORY) {
          this.#held -= size;
          size = 0;
          return await this.#toFile(chunks.all, rest, limit);
        }
      }
    } catch (error) {
      this.#held -= size;
      await rest.stop();
      throw error;
    }
  }

  #hold(chunks: readonly Uint8Array[], size: number): Body {
    let isHeld = true;
    return {
      ...inMemory(chunks, size),
      dispose: () => {
        if (isHeld) this.#held -= size;
        isHeld = false;
      },
    };
  }

  /** Removes everything. */
  close(): void {
    if (this.#root !== undefined) rmSync(this.#root, { recursive: true, force: true });
    this.#root = undefined;
  }

  async #toFile(first: readonly Uint8Array[], rest: Pick<BodyReader, 'next'>, limit: number): Promise<Body> {
    const path = join(this.#open(), `body-${++this.#files}`);
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    // A full disk may be reported while nobody waits for the file: it must not end the process, and the next chunk tells.
    let broken: Error | undefined;
    file.on('error', (error) => {
      broken = error;
    });
    let size = 0;
    const put = async (chunk: Uint8Array) => {
      size += chunk.length;
      this.#total += chunk.length;
      checkSize(size, limit);
      if (this.#total > this.#maxTotal) {
        throw new CgiError(
          'SPOOL_FULL',
          `Cannot spool a body: ${this.#total} bytes are waiting, ${this.#maxTotal} are allowed`,
          {
            headers: { 'Retry-After': '5' },
          },
        );
      }
      if (broken !== undefined) throw broken;
      if (!file.write(chunk)) await once(file, 'drain');
    };
    try {
      for (const chunk of first) await put(chunk);
      for (let piece = await rest.next(); piece !== undefined; piece = await rest.next()) await put(piece);
      file.end();
      await finished(file);
    } catch (error) {
      file.destroy();
      // It may still be about to be made.
      await finished(file).catch(() => {});
      this.#remove(path, size);
      throw error;
    }
    return this.#fileBody(path, size);
  }

  #fileBody(path: string, size: number): Body {
    let place = path;
    return {
      size,
      chunks: undefined,
      moveTo: (folder) => {
        const moved = join(folder, basename(path));
        // First: in a folder of the worker's own the name could be a link to any file by then.
        this.#hand(place);
        renameSync(place, moved);
        place = moved;
        return basename(moved);
      },
      dispose: () => this.#remove(place, size),
    };
  }

  #remove(path: string, size: number): void {
    this.#total -= size;
    rmSync(path, { force: true });
  }

  /** Gives a folder or file to the workers' user. */
  #hand(path: string): void {
    if (this.#owner !== undefined) chownSync(path, this.#owner.uid, this.#owner.gid);
  }

  #open(): string {
    if (this.#root === undefined) {
      sweepSpools(this.#parent);
      this.#root = mkdtempSync(join(this.#parent, spoolPrefix()));
      // Another user must get through to its own folder, and can still not list what lies here.
      if (this.#owner !== undefined) chmodSync(this.#root, 0o711);
    }
    return this.#root;
  }
}

function inMemory(chunks: readonly Uint8Array[], size: number): Body {
  return {
    size,
    chunks,
    moveTo() {
      throw new Error('Cannot move a body that is not in a file');
    },
    dispose() {},
  };
}

function checkSize(size: number, limit: number): void {
  if (size > limit) {
    throw new CgiError('BODY_TOO_LARGE', `Cannot take a request body of ${size} bytes or more: ${limit} are allowed`);
  }
}

const NO_MORE: Pick<BodyReader, 'next'> = { next: () => Promise.resolve(undefined) };

/** The body of a request that has none. */
export const NO_BODY: Body = inMemory([], 0);

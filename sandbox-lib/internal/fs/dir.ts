// fs.Dir and opendir. The host has no open folders: the names are read at once when the folder is opened. Inside the context.
import path from '../../node/path.ts';
import { nodeError } from '../errors.ts';
import { nextTick, queueMacrotask } from '../loop.ts';
import { defineHidden } from '../primordials.ts';
import { validateFunction, validateUint32 } from '../validators.ts';
import { toOptions, toPath } from './arguments.ts';
import type { Dirent } from './dirent.ts';
import type { Act } from './operations.ts';
import { type Entry, readEntries, toDirent } from './readdir.ts';

type ReadCallback = (error: unknown, entry?: Dirent | null) => void;
type CloseCallback = (error?: unknown) => void;

/** `named`: the error names the path; node's opendirSync does not. */
export function opendir(givenPath: unknown, givenOptions: unknown, named = true): Act<Dir> {
  const folder = toPath(givenPath);
  const options = toOptions(givenOptions, { encoding: 'utf8' });
  return () => new Dir(readEntries(folder, 'opendir', named), folder, options);
}

export class Dir {
  readonly #path: string;
  readonly #options: Record<string, unknown>;
  readonly #levels: Array<{ readonly folder: string; readonly entries: Entry[] }>;
  #closed = false;
  /** Reads and closes that were asked for and have not been answered. */
  #pending = 0;

  constructor(entries: Entry[], folder: string, options: Record<string, unknown> = {}) {
    if (entries === undefined) throw nodeError('ERR_MISSING_ARGS', 'handle');
    this.#path = folder;
    this.#options = options;
    this.#levels = [{ folder, entries: entries.reverse() }];
    const { bufferSize = 32 } = options;
    validateUint32(bufferSize, 'options.bufferSize', true);
  }

  get path(): string {
    if (!(#path in this)) throw nodeError('ERR_INVALID_THIS', 'Dir');
    return this.#path;
  }

  #next(): Dirent | null {
    for (let level = this.#levels[0]; level !== undefined; level = this.#levels[0]) {
      const entry = level.entries.pop();
      if (entry === undefined) {
        this.#levels.shift();
        continue;
      }
      const dirent = toDirent(entry, level.folder, this.#options['encoding']);
      if (this.#options['recursive'] && dirent.isDirectory()) {
        const folder = path.join(level.folder, entry.name);
        this.#levels.push({ folder, entries: readEntries(folder, 'opendir').reverse() });
      }
      return dirent;
    }
    return null;
  }

  readSync(): Dirent | null {
    this.#checkIdle();
    return this.#next();
  }

  closeSync(): void {
    this.#checkIdle();
    this.#closed = true;
  }

  #checkIdle(): void {
    if (this.#closed) throw nodeError('ERR_DIR_CLOSED');
    if (this.#pending > 0) throw nodeError('ERR_DIR_CONCURRENT_OPERATION');
  }

  read(callback?: ReadCallback): Promise<Dirent | null> | undefined {
    if (callback === undefined) {
      return new Promise((resolve, reject) => {
        this.#read((error, entry) => (error ? reject(error) : resolve(entry ?? null)));
      });
    }
    validateFunction(callback, 'callback');
    this.#read(callback);
    return undefined;
  }

  #read(callback: ReadCallback): void {
    if (this.#closed) throw nodeError('ERR_DIR_CLOSED');
    this.#pending++;
    queueMacrotask(() => {
      this.#pending--;
      let entry: Dirent | null;
      try {
        entry = this.#next();
      } catch (error) {
        callback(error);
        return;
      }
      callback(null, entry);
    }, 'FSREQCALLBACK');
  }

  close(callback?: CloseCallback): Promise<void> | undefined {
    if (callback === undefined) {
      return new Promise((resolve, reject) => {
        this.#close((error) => (error ? reject(error) : resolve()));
      });
    }
    validateFunction(callback, 'callback');
    this.#close(callback);
    return undefined;
  }

  #close(callback: CloseCallback): void {
    if (this.#closed) {
      nextTick(() => callback(nodeError('ERR_DIR_CLOSED')));
      return;
    }
    this.#pending++;
    queueMacrotask(() => {
      this.#pending--;
      this.#closed = true;
      callback(null);
    }, 'FSREQCALLBACK');
  }

  async *entries(): AsyncGenerator<Dirent, void> {
    try {
      for (let entry = await this.read(); entry; entry = await this.read()) yield entry;
    } finally {
      await this.close();
    }
  }

  [Symbol.dispose](): void {
    if (!this.#closed) this.closeSync();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#closed) await this.close();
  }

  declare [Symbol.asyncIterator]: () => AsyncGenerator<Dirent, void>;
}

defineHidden(Dir.prototype, Symbol.asyncIterator, Dir.prototype.entries);

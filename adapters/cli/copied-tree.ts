// A copy of several folders that lie to each other as the originals do, made new whenever a process has changed it. Parent process.
import { existsSync, realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { type Changes, ChangingCopy } from '../testing/changing-copy.ts';
import { Mirror } from '../testing/mirror.ts';
import { outermost } from '../testing/overlay.ts';
import { TemporaryFolder } from '../testing/temporary-folder.ts';

export class CopiedTree {
  readonly #folder = new TemporaryFolder();
  readonly #home = this.#folder.path;
  readonly #top: string;
  readonly #folders: readonly string[];
  /** The folders as they were given and as they really are. */
  readonly #names: readonly string[];
  readonly #copies: readonly ChangingCopy[];

  constructor(folders: readonly string[]) {
    this.#folders = folders.map((folder) => (existsSync(folder) ? realpathSync(folder) : resolve(folder)));
    this.#names = [...new Set([...folders.map((folder) => resolve(folder)), ...this.#folders])];
    this.#top = commonFolder(this.#folders);
    this.#copies = outermost(this.#folders).map((folder) => {
      return new ChangingCopy(new Mirror(folder, this.at(folder), (path) => this.translate(path)));
    });
  }

  /** Where the copy of a folder, or of something in it, is. */
  at(path: string): string {
    return join(this.#home, relative(this.#top, existsSync(path) ? realpathSync(path) : resolve(path)));
  }

  /** A text in which the original folders are named, with the copies in their place. */
  translate(text: string): string {
    const names = this.#names.toSorted((a, b) => b.length - a.length);
    // Names may be part of each other: the longest one that fits, once.
    const pattern = names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
    return text.replace(new RegExp(`(?:${pattern})(?=/|$)`, 'g'), (name) => this.at(name));
  }

  /** A text in which copies are named, with the originals in their place. */
  original(text: string): string {
    // Of two that lie in each other the inner one first.
    const folders = this.#folders.toSorted((a, b) => b.length - a.length);
    return folders.reduce((changed, folder) => changed.replaceAll(this.at(folder), folder), text);
  }

  /** Makes the copies as the originals are, then what an earlier process has changed. */
  prepare(changes: Changes): void {
    for (const copy of this.#copies) copy.prepare(changes);
  }

  /** What has changed since `prepare`. */
  collect(): Changes {
    return new Map(this.#copies.flatMap((copy) => [...copy.collect()]));
  }

  close(): void {
    this.#folder.close();
  }
}

function commonFolder(folders: readonly string[]): string {
  const [first = [], ...others] = folders.map((folder) => folder.split(sep));
  let length = first.length;
  for (const other of others) {
    while (first.slice(0, length).join(sep) !== other.slice(0, length).join(sep)) length--;
  }
  return first.slice(0, length).join(sep) || '/';
}

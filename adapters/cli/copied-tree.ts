// A copy of several folders that lie to each other as the originals do, made new whenever a process has changed it. Parent process.
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { TemporaryFolder } from '../testing/temporary-folder.ts';

export class CopiedTree {
  readonly #folder = new TemporaryFolder();
  readonly #home = this.#folder.path;
  readonly #top: string;
  readonly #folders: readonly string[];
  /** The folders as they were given and as they really are. */
  readonly #names: readonly string[];
  #state: string | undefined;

  constructor(folders: readonly string[]) {
    this.#folders = folders.map((folder) => (existsSync(folder) ? realpathSync(folder) : resolve(folder)));
    this.#names = [...new Set([...folders.map((folder) => resolve(folder)), ...this.#folders])];
    this.#top = commonFolder(this.#folders);
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

  /** Makes the copies as the originals are. */
  refresh(): void {
    if (this.#state !== undefined && this.#state === stateOf(this.#home)) return;
    for (const name of readdirSync(this.#home)) rmSync(join(this.#home, name), { recursive: true, force: true });
    for (const folder of this.#folders) {
      mkdirSync(this.at(folder), { recursive: true });
      if (existsSync(folder)) {
        cpSync(folder, this.at(folder), { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
      }
    }
    this.#state = stateOf(this.#home);
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

function stateOf(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return entries
    .map((name) => {
      const { size, mtimeNs, ctimeNs, ino, mode } = lstatSync(join(folder, name), { bigint: true });
      return `${name} ${mode} ${size} ${mtimeNs} ${ctimeNs} ${ino}`;
    })
    .join('\n');
}

// A copy of a folder that is made equal to it again and again: only what differs is copied. Parent process.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { type Entry, isSameEntry, type Scan, scanFolder } from './folder-scan.ts';

/** Where a link leads that leaves the folder: from the path it means to what its copy says. */
export type LinkOutside = (path: string) => string;

/** An entry of the original, and what it was copied to. */
interface Pair {
  readonly source: Entry;
  readonly copy: Entry;
}

export class Mirror {
  readonly original: string;
  readonly folder: string;
  readonly #linkOutside: LinkOutside;
  /** Entries that are equal on both sides as long as neither changes. */
  readonly #pairs = new Map<string, Pair>();

  constructor(original: string, folder: string, linkOutside: LinkOutside = (path) => path) {
    this.original = original;
    this.folder = folder;
    this.#linkOutside = linkOutside;
    mkdirSync(folder, { recursive: true });
  }

  /** Makes the copy equal to the original; one that is not there is an empty folder. What it holds then. */
  refresh(): Scan {
    const source: Scan = existsSync(this.original) ? scanFolder(this.original) : new Map();
    const copy = scanFolder(this.folder);
    const stale = [...source].filter(([name, entry]) => !this.#isEqual(name, entry, copy.get(name)));
    const extra = [...copy.keys()].filter((name) => !source.has(name));
    if (stale.length === 0 && extra.length === 0) return copy;
    for (const name of extra.reverse()) this.#remove(name);
    for (const [name, entry] of stale) this.#copy(name, entry, copy.get(name));
    // The times of folders, once nothing more is put into them.
    for (const [name, { kind }] of [...source].reverse()) if (kind === 'folder') this.#copyTimes(name);
    const done = scanFolder(this.folder);
    for (const [name, entry] of stale) {
      const made = done.get(name);
      if (made !== undefined) this.#pairs.set(name, { source: entry, copy: made });
    }
    return done;
  }

  #isEqual(name: string, source: Entry, copy: Entry | undefined): boolean {
    const pair = this.#pairs.get(name);
    if (pair === undefined || copy === undefined) return false;
    return (
      isSameEntry(pair.source, source, join(this.original, name)) &&
      isSameEntry(pair.copy, copy, join(this.folder, name))
    );
  }

  #remove(name: string): void {
    this.#pairs.delete(name);
    rmSync(join(this.folder, name), { recursive: true, force: true });
  }

  #copy(name: string, { kind }: Entry, before: Entry | undefined): void {
    const from = join(this.original, name);
    const to = join(this.folder, name);
    if (before !== undefined && (before.kind !== kind || kind !== 'folder')) this.#remove(name);
    if (kind === 'link') return symlinkSync(this.#target(from), to);
    if (kind === 'folder') mkdirSync(to, { recursive: true });
    else copyFileSync(from, to);
    // Whoever makes the copy must be able to empty it again.
    chmodSync(to, (lstatSync(from).mode & 0o7777) | (kind === 'folder' ? 0o700 : 0));
    if (kind === 'file') this.#copyTimes(name);
  }

  /** A relative link finds its way from the copy as well, unless it leaves the folder. */
  #target(link: string): string {
    const target = readlinkSync(link);
    const meant = resolve(dirname(link), target);
    if (!isAbsolute(target) && `${meant}/`.startsWith(`${this.original}/`)) return target;
    return this.#linkOutside(meant);
  }

  #copyTimes(name: string): void {
    const { atime, mtime } = lstatSync(join(this.original, name));
    utimesSync(join(this.folder, name), atime, mtime);
  }
}

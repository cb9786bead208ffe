// A folder's copy for one run after another: made equal to the original, changed as an earlier run has left it, and asked what a run has
// changed. Parent process.
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Entry, isSameEntry, type Scan, scanFolder } from './folder-scan.ts';
import type { Mirror } from './mirror.ts';

/** An entry as a run left it; null for one it removed. */
export type Change =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly mode: number; readonly mtime: Date }
  | { readonly kind: 'folder'; readonly mode: number }
  | { readonly kind: 'link'; readonly target: string }
  | null;

/** Changes by real name. */
export type Changes = ReadonlyMap<string, Change>;

export class ChangingCopy {
  readonly mirror: Mirror;
  #before: Scan = new Map();

  constructor(mirror: Mirror) {
    this.mirror = mirror;
  }

  /** Makes the copy equal to its original, then what an earlier run has changed. */
  prepare(changes: Changes): void {
    const { original, folder } = this.mirror;
    this.#before = this.mirror.refresh();
    const own = [...changes].filter(([path]) => path.startsWith(`${original}/`)).sort(byName);
    if (own.length === 0) return;
    for (const [path, change] of own.toReversed()) if (change === null) remove(folder + path.slice(original.length));
    for (const [path, change] of own) put(folder + path.slice(original.length), change);
    this.#before = scanFolder(folder);
  }

  /** What has changed since `prepare`, by real name. */
  collect(): Changes {
    const changes = new Map<string, Change>();
    const { original, folder } = this.mirror;
    const after = scanFolder(folder);
    for (const [name, entry] of after) {
      const path = join(folder, name);
      if (!isSameEntry(this.#before.get(name), entry, path)) changes.set(join(original, name), take(path, entry));
    }
    for (const name of this.#before.keys()) if (!after.has(name)) changes.set(join(original, name), null);
    return changes;
  }

  /** Whether anything has changed since the last time, or since `prepare`. */
  takeStock(): boolean {
    const { folder } = this.mirror;
    const before = this.#before;
    this.#before = scanFolder(folder);
    return (
      before.size !== this.#before.size ||
      [...this.#before].some(([name, entry]) => !isSameEntry(before.get(name), entry, join(folder, name)))
    );
  }
}

export function byName([one]: readonly [string, Change], [other]: readonly [string, Change]): number {
  return one < other ? -1 : 1;
}

function take(path: string, { kind }: Entry): Change {
  if (kind === 'link') return { kind, target: readlinkSync(path) };
  const { mode, mtime } = lstatSync(path);
  return kind === 'folder' ? { kind, mode } : { kind, bytes: readFileSync(path), mode, mtime };
}

function put(path: string, change: Change): void {
  if (change === null) return;
  // Never through a link that the original has there.
  const isFolder = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder || change.kind !== 'folder') remove(path);
  mkdirSync(change.kind === 'folder' ? path : dirname(path), { recursive: true });
  if (change.kind === 'link') return symlinkSync(change.target, path);
  if (change.kind === 'file') {
    writeFileSync(path, change.bytes);
    utimesSync(path, change.mtime, change.mtime);
  }
  chmodSync(path, (change.mode & 0o7777) | (change.kind === 'folder' ? 0o700 : 0));
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

// Copies of the folders a script may write, so that a test never touches the real ones, and the list of what a run changed there.
// Parent process. The engine is told that the copies stand in for the folders: the script finds them under the real names.
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Entry, isSameEntry, type Scan, scanFolder } from './folder-scan.ts';
import { Mirror } from './mirror.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** A file that a run made or changed. */
export interface WrittenFile {
  /** Its real name, under which the script knew it and where nothing has happened. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8. */
  readonly text: string;
}

/** An entry as a run left it; null for one it removed. */
export type Change =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly mode: number; readonly mtime: Date }
  | { readonly kind: 'folder'; readonly mode: number }
  | { readonly kind: 'link'; readonly target: string }
  | null;

/** Changes by real name. */
export type Changes = ReadonlyMap<string, Change>;

interface Copy {
  readonly mirror: Mirror;
  before: Scan;
}

export class Overlay {
  /** Made when it is needed: most scripts write nothing. */
  #home: TemporaryFolder | undefined;
  readonly #copies: readonly Copy[];

  constructor(folders: readonly string[]) {
    this.#copies = outermost(folders.map(realName)).map((original, i) => {
      return { mirror: new Mirror(original, this.#makeFolder(String(i))), before: new Map() };
    });
  }

  /** An empty folder, the root of scripts that exist only as text. */
  get emptyRoot(): string {
    return this.#makeFolder('root');
  }

  /** For the engine's option of this name. */
  get standIns(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#copies.map(({ mirror }) => [mirror.original, mirror.folder]));
  }

  /** Makes the copies equal to their originals, then what an earlier run has changed. */
  prepare(changes: Changes): void {
    for (const copy of this.#copies) {
      const { original, folder } = copy.mirror;
      copy.before = copy.mirror.refresh();
      const own = [...changes].filter(([path]) => path.startsWith(`${original}/`)).sort(byName);
      if (own.length === 0) continue;
      for (const [path, change] of own.toReversed()) if (change === null) remove(folder + path.slice(original.length));
      for (const [path, change] of own) put(folder + path.slice(original.length), change);
      copy.before = scanFolder(folder);
    }
  }

  /** What has changed since `prepare`. */
  collect(): Changes {
    const changes = new Map<string, Change>();
    for (const { mirror, before } of this.#copies) {
      const after = scanFolder(mirror.folder);
      for (const [name, entry] of after) {
        const path = join(mirror.folder, name);
        if (!isSameEntry(before.get(name), entry, path)) changes.set(join(mirror.original, name), take(path, entry));
      }
      for (const name of before.keys()) if (!after.has(name)) changes.set(join(mirror.original, name), null);
    }
    return changes;
  }

  /** Whether anything has changed since the last time, or since `prepare`. */
  takeStock(): boolean {
    let changed = false;
    for (const copy of this.#copies) {
      const { mirror, before } = copy;
      const after = scanFolder(mirror.folder);
      changed ||= before.size !== after.size;
      changed ||= [...after].some(([name, entry]) => !isSameEntry(before.get(name), entry, join(mirror.folder, name)));
      copy.before = after;
    }
    return changed;
  }

  close(): void {
    this.#home?.close();
  }

  #makeFolder(name: string): string {
    this.#home ??= new TemporaryFolder();
    const folder = join(this.#home.path, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }
}

/** The files among the changes, in the order of their names. */
export function writtenFiles(changes: Changes): WrittenFile[] {
  return [...changes].sort(byName).flatMap(([path, change]) => {
    if (change?.kind !== 'file') return [];
    const { bytes } = change;
    return [{ path, bytes, text: new TextDecoder().decode(bytes) }];
  });
}

function byName([one]: readonly [string, Change], [other]: readonly [string, Change]): number {
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

/** A script knows its own folder by its real name, and reaches others from there. */
function realName(folder: string): string {
  const path = resolve(folder);
  return existsSync(path) ? realpathSync(path) : path;
}

/** Folders without those that lie in others. */
export function outermost(folders: readonly string[]): string[] {
  const unique = [...new Set(folders)];
  return unique.filter((one) => !unique.some((other) => other !== one && one.startsWith(`${other}/`)));
}

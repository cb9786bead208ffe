// Copies of the folders a script may write, so that a test never touches the real ones, and the list of what a run changed there.
// Parent process. The engine is told that the copies stand in for the folders: the script finds them under the real names.
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { TemporaryFolder } from './temporary-folder.ts';

/** A file that a run made or changed. */
export interface WrittenFile {
  /** Its real name, under which the script knew it and where nothing has happened. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8. */
  readonly text: string;
}

/** Files by real name, as a run left them; null for one it removed. */
export type Changes = ReadonlyMap<string, Uint8Array | null>;

/** Relative path → what tells one state of a file from another. */
type Scan = ReadonlyMap<string, string>;

interface Copy {
  readonly original: string;
  readonly folder: string;
  source: Scan | undefined;
  before: Scan;
}

export class Overlay {
  /** Made when it is needed: most scripts write nothing. */
  #home: TemporaryFolder | undefined;
  readonly #copies: readonly Copy[];

  constructor(folders: readonly string[]) {
    this.#copies = outermost(folders.map(realName)).map((original, i) => {
      const folder = this.#makeFolder(String(i));
      return { original, folder, source: undefined, before: new Map() };
    });
  }

  /** An empty folder, the root of scripts that exist only as text. */
  get emptyRoot(): string {
    return this.#makeFolder('root');
  }

  /** For the engine's option of this name. */
  get standIns(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#copies.map(({ original, folder }) => [original, folder]));
  }

  /** Makes the copies equal to their originals, then what an earlier run has changed. */
  prepare(changes: Changes): void {
    for (const copy of this.#copies) {
      const source = existsSync(copy.original) ? scan(copy.original) : new Map<string, string>();
      if (copy.source === undefined || !isEqual(copy.source, source)) refill(copy);
      copy.source = source;
      for (const [path, bytes] of changes) {
        if (path.startsWith(`${copy.original}/`)) put(join(copy.folder, path.slice(copy.original.length)), bytes);
      }
      copy.before = scan(copy.folder);
      if (changes.size > 0) copy.source = undefined;
    }
  }

  /** What has changed since `prepare`. */
  collect(): Changes {
    const changes = new Map<string, Uint8Array | null>();
    for (const copy of this.#copies) {
      const after = scan(copy.folder);
      for (const [name, state] of after) {
        if (copy.before.get(name) !== state)
          changes.set(join(copy.original, name), readFileSync(join(copy.folder, name)));
      }
      for (const name of copy.before.keys()) if (!after.has(name)) changes.set(join(copy.original, name), null);
      if (!isEqual(copy.before, after)) copy.source = undefined;
    }
    return changes;
  }

  /** Whether anything has changed since the last time, or since `prepare`. */
  takeStock(): boolean {
    let changed = false;
    for (const copy of this.#copies) {
      const after = scan(copy.folder);
      changed ||= !isEqual(copy.before, after);
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
  const files: WrittenFile[] = [];
  for (const [path, bytes] of [...changes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (bytes !== null) files.push({ path, bytes, text: new TextDecoder().decode(bytes) });
  }
  return files;
}

function refill({ original, folder }: Copy): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  if (!existsSync(original)) return;
  cpSync(original, folder, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
}

function put(path: string, bytes: Uint8Array | null): void {
  if (bytes === null) return rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

function scan(folder: string): Scan {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeNs, ctimeNs, ino } = lstatSync(path, { bigint: true });
    found.set(path.slice(folder.length + 1), `${size} ${mtimeNs} ${ctimeNs} ${ino}`);
  }
  return found;
}

function isEqual(one: Scan, other: Scan): boolean {
  return one.size === other.size && [...one].every(([name, state]) => other.get(name) === state);
}

/** A script knows its own folder by its real name, and reaches others from there. */
function realName(folder: string): string {
  const path = resolve(folder);
  return existsSync(path) ? realpathSync(path) : path;
}

function outermost(folders: readonly string[]): string[] {
  const unique = [...new Set(folders)];
  return unique.filter((one) => !unique.some((other) => other !== one && one.startsWith(`${other}/`)));
}

// Copies of the folders a script may write, so that a test never touches the real ones, and the list of what a run changed there.
// Parent process. The engine is told that the copies stand in for the folders: the script finds them under the real names.
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { byName, type Changes, ChangingCopy } from './changing-copy.ts';
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

export class Overlay {
  /** Made when it is needed: most scripts write nothing. */
  #home: TemporaryFolder | undefined;
  readonly #copies: readonly ChangingCopy[];

  constructor(folders: readonly string[]) {
    this.#copies = outermost(folders.map(realName)).map((original, i) => {
      return new ChangingCopy(new Mirror(original, this.#makeFolder(String(i))));
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
    for (const copy of this.#copies) copy.prepare(changes);
  }

  /** What has changed since `prepare`. */
  collect(): Changes {
    return new Map(this.#copies.flatMap((copy) => [...copy.collect()]));
  }

  /** Whether anything has changed since the last time, or since `prepare`. */
  takeStock(): boolean {
    // Each of them takes stock, also behind one that has changed.
    return this.#copies.map((copy) => copy.takeStock()).includes(true);
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

// The files modules are looked for in, as one run sees them: its in-memory files first, then the granted folders. Worker side.
import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { allows, type Grants, outOfStandIn, throughAlias } from '../bridge/grants.ts';

/** What a path leads to, links followed. */
export type Kind = 'file' | 'directory';

/** What looking up modules needs of a run. */
export interface ReadingRun {
  /** In-memory files by absolute path. */
  readonly files: Readonly<Record<string, string>> | undefined;
  readonly grants: Grants;
}

const OPTIONAL = { throwIfNoEntry: false } as const;

interface Look {
  readonly kind: Kind;
  readonly isLink: boolean;
  readonly stats: Stats | undefined;
}

export class ModuleFiles {
  readonly #run: ReadingRun;
  /** Real paths of folders: the same for the whole run, so that a deployment that moves a link never mixes two trees. */
  readonly #realFolders = new Map<string, string>();
  /** The last look at a file is also the first step of reading it. */
  #lastPath = '';
  #lastLook: Look | undefined;

  constructor(run: ReadingRun) {
    this.#run = run;
  }

  /** From here on every file is looked at anew. */
  lookAgain(): void {
    this.#lastPath = '';
  }

  /** This file's path is known to be its real one. */
  trust(path: string): void {
    const folder = dirname(path);
    this.#realFolders.set(folder, folder);
  }

  /** May this real path be read? */
  isReadable(path: string): boolean {
    return allows(this.#run.grants.read, path);
  }

  kind(path: string): Kind | undefined {
    return this.#look(path)?.kind;
  }

  isFile(path: string): boolean {
    return this.#look(path)?.kind === 'file';
  }

  /** Where an existing path really is; undefined if it is a link that leads out of what the run may read. */
  realPath(given: string): string | undefined {
    const look = this.#look(given);
    if (look === undefined || look.stats === undefined) return look && given;
    const path = throughAlias(this.#run.grants, given);
    const folder = dirname(path);
    const real = look.isLink || folder === path ? realpathSync.native(path) : joinName(this.#realFolder(folder), path);
    if (real === given) return real;
    const { grants } = this.#run;
    const place = throughAlias(grants, real);
    if (!this.isReadable(place)) return undefined;
    const known = outOfStandIn(grants, real);
    // Whoever reads the real path next needs no second look at it.
    if (!look.isLink && place === real) this.#remember(known, look);
    return known;
  }

  /** Where a file is to be read from: in the stand-in for its folder, if there is one. */
  placeOf(path: string): string {
    return throughAlias(this.#run.grants, path);
  }

  /** Text of an in-memory file. */
  memoryText(path: string): string | undefined {
    const { files } = this.#run;
    return files !== undefined && Object.hasOwn(files, path) ? files[path] : undefined;
  }

  /** A file as it was when it was last looked at; looks at it otherwise. Undefined if it is gone or out of bounds. */
  takeStats(path: string): Stats | undefined {
    const look = this.#look(path);
    this.#lastPath = '';
    if (look?.kind !== 'file') return undefined;
    return look.stats;
  }

  #look(path: string): Look | undefined {
    if (path === this.#lastPath) return this.#lastLook;
    const look = this.#lookAtMemory(path) ?? this.#lookAtDisk(path);
    if (look === undefined) this.#lastPath = '';
    else this.#remember(path, look);
    return look;
  }

  #remember(path: string, look: Look): void {
    this.#lastPath = path;
    this.#lastLook = look;
  }

  #lookAtMemory(path: string): Look | undefined {
    const { files } = this.#run;
    if (files === undefined) return undefined;
    if (Object.hasOwn(files, path)) return { kind: 'file', isLink: false, stats: undefined };
    const inside = `${path}/`;
    const isFolder = Object.keys(files).some((name) => name.startsWith(inside));
    return isFolder ? { kind: 'directory', isLink: false, stats: undefined } : undefined;
  }

  #lookAtDisk(given: string): Look | undefined {
    const path = throughAlias(this.#run.grants, given);
    // Outside of the grants nothing exists; asking would only make Node's permission model throw.
    if (!this.isReadable(path)) return undefined;
    try {
      const own = lstatSync(path, OPTIONAL);
      const isLink = own?.isSymbolicLink() === true;
      const stats = isLink ? statSync(path, OPTIONAL) : own;
      if (stats === undefined) return undefined;
      const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : undefined;
      return kind && { kind, isLink, stats };
    } catch {
      return undefined; // a loop of links, a name too long, a folder that may not be searched: as good as absent
    }
  }

  #realFolder(folder: string): string {
    let real = this.#realFolders.get(folder);
    if (real === undefined) {
      real = realpathSync.native(folder);
      this.#realFolders.set(folder, real);
    }
    return real;
  }
}

function joinName(folder: string, path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

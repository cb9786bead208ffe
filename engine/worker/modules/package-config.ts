// package.json as far as resolution reads it, kept while the file is unchanged. Worker side, per worker.
// https://nodejs.org/api/packages.html#nodejs-packagejson-field-definitions
import { readFileSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { isSettled, isUnchanged } from '../../wire/freshness.ts';
import { ModuleFault } from './fault.ts';
import type { ModuleFiles } from './module-files.ts';

export interface PackageConfig {
  /** Path of the package.json itself. */
  readonly path: string;
  /** The package's folder with a slash at its end, as messages name it. */
  readonly folder: string;
  readonly name: string | undefined;
  readonly main: string | undefined;
  readonly type: 'module' | 'commonjs' | 'none';
  readonly exports: unknown;
  readonly imports: Readonly<Record<string, unknown>> | undefined;
}

/** A package.json as it was read. */
export interface KnownPackage {
  readonly stats: Stats;
  readonly config: PackageConfig;
}

/** A folder whose package.json would rule over a file, and where that would be looked for. */
export interface PackagePlace {
  readonly folder: string;
  readonly place: string;
  /** What was there; undefined if nothing was. */
  readonly found: KnownPackage | undefined;
}

const known = new Map<string, KnownPackage>();
/** Packages a worker remembers: more than any one site uses, few enough to never matter. */
const MAX_KNOWN = 5000;

/** The package.json files one run has seen: read once per run, as node reads them once per process. */
export class Packages {
  readonly #files: ModuleFiles;
  readonly #seen = new Map<string, PackageConfig | undefined>();

  constructor(files: ModuleFiles) {
    this.#files = files;
  }

  /** The package.json in this very folder. `importing` goes into the message of a broken one. */
  read(folder: string, importing?: string): PackageConfig | undefined {
    if (this.#seen.has(folder)) return this.#seen.get(folder);
    const config = this.#load(pathIn(folder), importing);
    this.#seen.set(folder, config);
    return config;
  }

  /** The package.json that rules over a file: the nearest one above it, not beyond a node_modules folder. */
  scopeOf(path: string): PackageConfig | undefined {
    for (let folder = above(path); folder !== undefined; folder = above(folder)) {
      const config = this.read(folder);
      if (config !== undefined) return config;
    }
    return undefined;
  }

  /** Where the package.json that rules over a file is, and where one nearer to it might come. Undefined if it is too young to be known. */
  placesFor(path: string): PackagePlace[] | undefined {
    const places: PackagePlace[] = [];
    for (let folder = above(path); folder !== undefined; folder = above(folder)) {
      const place = this.#files.placeOf(pathIn(folder));
      if (!this.#files.isReadable(place)) continue;
      const isThere = this.read(folder) !== undefined;
      const found = isThere ? known.get(pathIn(folder)) : undefined;
      if (isThere && found === undefined) return undefined;
      places.push({ folder, place, found });
      if (isThere) break;
    }
    return places;
  }

  /** Somebody else has just looked at this folder. */
  adopt({ folder, found }: PackagePlace): void {
    this.#seen.set(folder, found?.config);
  }

  #load(path: string, importing: string | undefined): PackageConfig | undefined {
    const inMemory = this.#files.memoryText(path);
    if (inMemory !== undefined) return parse(path, inMemory, importing);
    const stats = this.#files.takeStats(path);
    if (stats === undefined) return undefined;
    const kept = known.get(path);
    if (kept !== undefined && isUnchanged(kept.stats, stats)) return kept.config;
    const readAt = Date.now();
    const config = parse(path, readFileSync(this.#files.placeOf(path), 'utf8'), importing);
    known.delete(path);
    if (isSettled(stats, readAt)) {
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(path, { stats, config });
    }
    return config;
  }
}

/** The folder above, unless no package.json beyond rules over what is here. */
function above(path: string): string | undefined {
  const folder = dirname(path);
  return folder === path || folder.endsWith('/node_modules') ? undefined : folder;
}

function pathIn(folder: string): string {
  return folder === '/' ? '/package.json' : `${folder}/package.json`;
}

/** Node's reader, written in C++, ends its sentence with a stop. */
function broken(path: string, importing: string | undefined): ModuleFault {
  const from = importing === undefined ? '' : ` while importing ${importing}`;
  return new ModuleFault({
    code: 'ERR_INVALID_PACKAGE_CONFIG',
    message: `Invalid package config ${path}${from}.`,
  });
}

function parse(path: string, text: string, importing: string | undefined): PackageConfig {
  let data: unknown;
  try {
    data = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw broken(path, importing);
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw broken(path, importing);
  }
  const { name, main, type, exports, imports } = data as Record<string, unknown>;
  return {
    path,
    folder: path.slice(0, -'package.json'.length),
    name: typeof name === 'string' ? name : undefined,
    main: typeof main === 'string' ? main : undefined,
    type: type === 'module' || type === 'commonjs' ? type : 'none',
    exports: typeof exports === 'string' || typeof exports === 'object' ? (exports ?? undefined) : undefined,
    imports:
      typeof imports === 'object' && imports !== null && !Array.isArray(imports)
        ? (imports as Record<string, unknown>) // an object: its keys are text
        : undefined,
  };
}

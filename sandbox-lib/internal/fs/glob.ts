// fs.glob: walks folders along a pattern. Links are not followed by '**'. Inside the context.
// https://nodejs.org/api/fs.html#fsglobpattern-options-callback

import path from '../../node/path.ts';
import { nodeError } from '../errors.ts';
import { compile, GLOBSTAR, matchesGlob, type Part } from '../glob.ts';
import { host } from '../host.ts';
import { validateObject, validateString, validateStringArray } from '../validators.ts';
import { absolute, type Path, toPath } from './arguments.ts';
import { Dirent } from './dirent.ts';
import { DIRENT } from './flags.ts';
import type { Act } from './operations.ts';
import { type Entry, readEntries } from './readdir.ts';
import { parseStats } from './stats.ts';

type Exclude = (name: string, file: Path) => boolean;

export function glob(givenPatterns: unknown, options: unknown = {}): Act<Array<string | Dirent>> {
  validateObject(options, 'options');
  const { cwd, exclude, withFileTypes } = options as { cwd?: unknown; exclude?: unknown; withFileTypes?: unknown };
  const folder = cwd === undefined || cwd === null ? '' : toPath(cwd, 'options.cwd');
  const isExcluded = toExclude(exclude, Boolean(withFileTypes));
  const patterns = Array.isArray(givenPatterns) ? givenPatterns : [givenPatterns];
  if (Array.isArray(givenPatterns)) validateStringArray(patterns, 'patterns');
  else validateString(givenPatterns, 'patterns');
  return () => {
    const walk = new GlobWalk(folder, isExcluded);
    for (const pattern of patterns as string[]) {
      if (pattern !== '') for (const parts of compile(pattern, false)) walk.visit('', parts, 0);
    }
    return withFileTypes ? walk.dirents() : [...walk.found.keys()];
  };
}

/** Asks the caller with a name, or with a Dirent where it wants those; patterns are asked with the path. */
function toExclude(exclude: unknown, withTypes: boolean): Exclude {
  if (exclude === undefined || exclude === null) return () => false;
  if (typeof exclude === 'function') {
    return (name, file) => Boolean(exclude(withTypes ? new Dirent(name, 0, path.dirname(file)) : name));
  }
  if (!Array.isArray(exclude)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'options.exclude', ['function', 'string[]'], exclude);
  }
  validateStringArray(exclude, 'options.exclude');
  const patterns: string[] = exclude;
  return (_name, file) => patterns.some((pattern) => matchesGlob(file, pattern, false));
}

class GlobWalk {
  /** Matches in the order they were met, with their types. */
  readonly found = new Map<Path, number>();
  readonly #folder: Path;
  readonly #isExcluded: Exclude;
  /** Positions of patterns in folders that were visited. */
  readonly #visited = new Map<readonly Part[], Set<string>>();

  constructor(folder: Path, isExcluded: Exclude) {
    this.#folder = folder;
    this.#isExcluded = isExcluded;
  }

  dirents(): Dirent[] {
    return [...this.found].map(([file, type]) => {
      const full = file === '.' && this.#folder !== '' ? this.#folder : this.#full(file);
      return new Dirent(path.basename(full), type, path.dirname(full));
    });
  }

  #full(file: Path): Path {
    return file.startsWith('/') || this.#folder === '' ? file : path.join(this.#folder, file);
  }

  /** Goes on with the pattern from a folder; `at` counts its segments. */
  visit(folder: Path, parts: readonly Part[], at: number): void {
    const seen = this.#visited.get(parts) ?? new Set();
    this.#visited.set(parts, seen);
    if (seen.has(`${at}${folder}`)) return;
    seen.add(`${at}${folder}`);
    const part = parts[at];
    if (part === GLOBSTAR) this.#visitAll(folder, parts, at);
    else if (typeof part === 'string') this.#visitNamed(folder, part, parts, at);
    else if (part !== undefined) this.#visitMatching(folder, part, parts, at);
  }

  #visitNamed(folder: Path, name: string, parts: readonly Part[], at: number): void {
    const isLast = at === parts.length - 1;
    // An empty segment is the root at the start of a pattern, and asks for a folder at its end.
    if (name === '' && at === 0) {
      this.visit('/', parts, 1);
    } else if (isLast) {
      // '.' and '..' alone are no matches, as in node.
      if (at === 0 && (name === '.' || name === '..')) return;
      const file = name === '' ? folder : join(folder, name);
      const type = this.#typeOf(file, name === '');
      if (type !== undefined && (name !== '' || type === DIRENT.folder)) this.#match(file, type);
    } else if (name === '.' || !this.#isExcluded(name, join(folder, name))) {
      const file = join(folder, name);
      // What '**' has found is not left through a link.
      if (!parts.slice(0, at).includes(GLOBSTAR) || this.#typeOf(file, false) !== DIRENT.link) {
        this.visit(file, parts, at + 1);
      }
    }
  }

  #visitMatching(folder: Path, part: RegExp, parts: readonly Part[], at: number): void {
    const isLast = at === parts.length - 1;
    for (const { name, type } of this.#entries(folder)) {
      if (!part.test(name)) continue;
      const file = join(folder, name);
      if (isLast) this.#match(file, type);
      else if (type === DIRENT.folder || (type === DIRENT.link && parts[at + 1] !== '')) {
        if (!this.#isExcluded(name, file)) this.visit(file, parts, at + 1);
      }
    }
  }

  /** Any number of folders, none of them hidden. */
  #visitAll(folder: Path, parts: readonly Part[], at: number): void {
    const isLast = at === parts.length - 1;
    if (isLast && this.#typeOf(folder, true) === DIRENT.folder)
      this.#match(folder === '' ? '.' : folder, DIRENT.folder);
    else this.visit(folder, parts, at + 1);
    for (const { name, type } of this.#entries(folder)) {
      if (name.startsWith('.')) continue;
      const file = join(folder, name);
      if (isLast) this.#match(file, type);
      if (type === DIRENT.folder && !this.#isExcluded(name, file)) this.visit(file, parts, at);
    }
  }

  #match(file: Path, type: number): void {
    if (!this.found.has(file) && !this.#isExcluded(path.basename(file), file)) this.found.set(file, type);
  }

  #entries(folder: Path): Entry[] {
    try {
      return readEntries(this.#full(folder) || '.');
    } catch {
      // What cannot be read has no matches.
      return [];
    }
  }

  #typeOf(file: Path, through: boolean): number | undefined {
    const line = host('fsStat', absolute(this.#full(file) || '.'), through);
    if (typeof line !== 'string') return undefined;
    const stats = parseStats(line, false);
    if (stats.isDirectory()) return DIRENT.folder;
    return stats.isSymbolicLink() ? DIRENT.link : DIRENT.file;
  }
}

function join(folder: Path, name: string): Path {
  return folder === '' ? path.normalize(name) : path.join(folder, name);
}

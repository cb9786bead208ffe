// Sources of scripts and modules, kept while their file is unchanged: a second request costs a stat. Worker side, per worker.
import { hash } from 'node:crypto';
import { readFileSync, type Stats } from 'node:fs';
import { freshnessOf, isSettled, isUnchanged } from '../../wire/freshness.ts';
import { gone, ModuleFault } from './fault.ts';
import type { LexedModule } from './lex.ts';
import type { ModuleFiles } from './module-files.ts';
import type { PackagePlace } from './package-config.ts';
import type { FunctionUnit } from './units.ts';

/** A source as read from its file, with what was worked out about it: none of it changes as long as the text does not. */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** sha256 of the text. It tells two edits apart that a file's times and size cannot. */
  readonly hash: string;
  /** JavaScript of the same length and lines: types become spaces. */
  stripped?: string;
  /** An ES module by its syntax, where neither its name nor a package.json says what it is. */
  isModuleBySyntax?: boolean;
  /** As an ES module. */
  lexed?: LexedModule;
  /** As an ES module that waits at its top level. */
  awaits?: boolean;
  /** As a CommonJS module. */
  commonJs?: FunctionUnit;
  /** As a CommonJS module: where the package.json is, or might come, that rules over it. */
  packagePlaces?: readonly PackagePlace[] | undefined;
  /** Names a CommonJS module seems to export, and the modules it passes on. */
  exportNames?: { readonly names: readonly string[]; readonly reexports: readonly string[] };
}

interface Known {
  readonly stats: Stats;
  readonly freshness: string;
  readonly source: Source;
}

/** Text a worker keeps, in characters; the oldest goes first. */
const MAX_KEPT = 64 * 1024 * 1024;
const known = new Map<string, Known>();
let kept = 0;

/** The current text of a file that was resolved, in memory or on disk. Throws a ModuleFault. */
export function readSource(path: string, files: ModuleFiles): Source {
  const inMemory = files.memoryText(path);
  if (inMemory !== undefined) return { path, text: inMemory, hash: hashText(inMemory) };
  const stats = files.takeStats(path);
  if (stats === undefined) throw gone(path);
  const before = known.get(path);
  if (before !== undefined && isUnchanged(before.stats, stats)) return before.source;
  const readAt = Date.now();
  const text = readText(path, files.placeOf(path));
  const textHash = hashText(text);
  // Touched but not changed: what was worked out stays right.
  const source = before?.source.hash === textHash ? before.source : { path, text, hash: textHash };
  forget(path);
  if (isSettled(stats, readAt)) keep(path, { stats, freshness: freshnessOf(stats), source });
  return source;
}

/** The text of a file whose freshness somebody else has just looked at, if it is known. */
export function knownSource(path: string, freshness: string): Source | undefined {
  const entry = known.get(path);
  return entry?.freshness === freshness ? entry.source : undefined;
}

/** Identity of a text: what compiled code is kept under. */
export function hashText(text: string): string {
  return hash('sha256', text, 'base64');
}

function readText(path: string, place: string): string {
  try {
    const text = readFileSync(place, 'utf8');
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  } catch (error) {
    const { code = 'EIO', errno, syscall } = error as NodeJS.ErrnoException; // node:fs throws nothing else
    if (code === 'ENOENT') throw gone(path);
    throw new ModuleFault({ code, message: `${code}: cannot read '${path}'`, properties: { errno, syscall, path } });
  }
}

function keep(path: string, entry: Known): void {
  known.set(path, entry);
  kept += entry.source.text.length;
  for (const [oldest] of known) {
    if (kept <= MAX_KEPT) return;
    forget(oldest);
  }
}

function forget(path: string): void {
  const entry = known.get(path);
  if (entry === undefined) return;
  known.delete(path);
  kept -= entry.source.text.length;
}

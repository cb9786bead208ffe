// readdir, plain and recursive. Acts, as in operations.ts. Inside the context.
import path from '../../node/path.ts';
import { host } from '../host.ts';
import { validateBoolean } from '../validators.ts';
import { absolute, encodeName, type Path, toOptions, toPath } from './arguments.ts';
import { expect } from './call.ts';
import { Dirent } from './dirent.ts';
import { DIRENT } from './flags.ts';
import type { Act } from './operations.ts';
import { parseStats } from './stats.ts';

export interface Entry {
  readonly name: string;
  readonly type: number;
}

export function readdir(givenPath: unknown, givenOptions: unknown): Act<unknown[]> {
  const options = toOptions(givenOptions);
  const folder = toPath(givenPath);
  const { encoding, recursive } = options;
  if (recursive !== null && recursive !== undefined) validateBoolean(recursive, 'options.recursive');
  const withTypes = Boolean(options['withFileTypes']);
  if (recursive) return () => readTree(folder, encoding, withTypes);
  if (withTypes) return () => readEntries(folder).map((entry) => toDirent(entry, folder, encoding));
  return () => {
    const names = expect(host('fsReaddir', absolute(folder), false), 'scandir', folder);
    if (names === '') return [];
    const list = names.split('\0');
    return encoding ? list.map((name) => encodeName(name, encoding)) : list;
  };
}

/** One folder with the types of its entries. */
export function readEntries(folder: Path, syscall = 'scandir', named = true): Entry[] {
  const names = expect(host('fsReaddir', absolute(folder), true), syscall, named ? folder : undefined);
  if (names === '') return [];
  return names.split('\0').map((entry) => ({ type: Number(entry[0]), name: entry.slice(1) }));
}

export function toDirent({ name, type }: Entry, folder: Path, encoding: unknown): Dirent {
  return new Dirent(encodeName(name, encoding), type, folder);
}

/** Breadth first: a folder's own entries, then those of its folders, each named by its path below the first one. */
function readTree(folder: Path, encoding: unknown, withTypes: boolean): unknown[] {
  const results: unknown[] = [];
  const waiting = [''];
  for (const below of waiting) {
    const current = below === '' ? folder : path.join(folder, below);
    for (const entry of readEntries(current)) {
      const relative = below === '' ? entry.name : `${below}/${entry.name}`;
      results.push(withTypes ? toDirent(entry, current, encoding) : encodeName(relative, encoding));
      if (leadsToFolder(entry, folder, relative)) waiting.push(relative);
    }
  }
  return results;
}

function leadsToFolder(entry: Entry, folder: Path, relative: string): boolean {
  if (entry.type !== DIRENT.link) return entry.type === DIRENT.folder;
  const line = host('fsStat', absolute(`${folder}/${relative}`), true);
  return typeof line === 'string' && parseStats(line, false).isDirectory();
}

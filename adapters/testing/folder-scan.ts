// What is in a folder, and how to tell whether it is still the same: kinds, times, sizes. Links are entries, never followed. Parent process.
import { hash } from 'node:crypto';
import { type BigIntStats, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** One entry of a folder, at any depth. Devices, pipes and sockets are left out. */
export interface Entry {
  readonly kind: 'file' | 'folder' | 'link';
  /** What changes with the entry: for a file its times, size, mode and number, for a link its target. */
  readonly mark: string;
  /** Of a file written just now, as the clock of a file system may stand still for some milliseconds. */
  readonly hash?: string;
}

/** Entries by path below the folder, a folder before what is in it. */
export type Scan = ReadonlyMap<string, Entry>;

/** Two writes nearer to each other than this may leave the same times. */
const CLOCK_STEP_MS = 50;

export function scanFolder(folder: string): Scan {
  const found = new Map<string, Entry>();
  const queue = [''];
  for (const below of queue) {
    for (const dirent of readdirSync(join(folder, below), { withFileTypes: true })) {
      const name = below === '' ? dirent.name : `${below}/${dirent.name}`;
      const entry = lookAt(join(folder, name));
      if (entry === undefined) continue;
      found.set(name, entry);
      if (entry.kind === 'folder') queue.push(name);
    }
  }
  return found;
}

/** Whether an entry seen before is what was there at the second look, at this path. */
export function isSameEntry(before: Entry | undefined, after: Entry | undefined, path: string): boolean {
  if (before === undefined || after === undefined) return before === after;
  if (before.kind !== after.kind || before.mark !== after.mark) return false;
  return before.hash === undefined || before.hash === (after.hash ?? hashOf(path));
}

function lookAt(path: string): Entry | undefined {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats?.isSymbolicLink()) return { kind: 'link', mark: readlinkSync(path) };
  if (stats?.isDirectory()) return { kind: 'folder', mark: String(stats.mode) };
  if (!stats?.isFile()) return undefined;
  const { mode, size, mtimeNs, ctimeNs, ino } = stats;
  const mark = `${mode} ${size} ${mtimeNs} ${ctimeNs} ${ino}`;
  return { kind: 'file', mark, ...(isYoung(stats) && { hash: hashOf(path) }) };
}

function isYoung({ mtimeMs }: BigIntStats): boolean {
  return Math.abs(Date.now() - Number(mtimeMs)) < CLOCK_STEP_MS;
}

function hashOf(path: string): string {
  return hash('sha1', readFileSync(path), 'base64');
}

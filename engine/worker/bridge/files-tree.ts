// Folders and names: list, make, remove, links. Runs in the worker.
import {
  type Dirent,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { resolve } from 'node:path';
import type { Errno } from '../../../sandbox-lib/bridge.ts';
import { EACCES, EEXIST, ENOENT, ENOTDIR, EOVERFLOW, EPERM, errnoOf, isDeniedByNode } from './errno.ts';
import type { FilesState } from './files-state.ts';
import { allows, type Grants, outOfStandIn } from './grants.ts';
import { behindLink, enter, enterFolder, follow, look, type Place } from './places.ts';

export function list(state: FilesState, path: string, types: boolean): string | Errno {
  const folder = enterFolder(state.grants, path);
  if (typeof folder === 'number') return folder;
  const names = types
    ? readdirSync('.', { withFileTypes: true }).map((entry) => `${typeOf(entry)}${entry.name}`)
    : readdirSync('.');
  const text = names.join('\0');
  return text.length > state.limits.callBytes ? EOVERFLOW : text;
}

/** UV_DIRENT_*. */
function typeOf(entry: Dirent): number {
  if (entry.isFile()) return 1;
  if (entry.isDirectory()) return 2;
  if (entry.isSymbolicLink()) return 3;
  if (entry.isFIFO()) return 4;
  if (entry.isSocket()) return 5;
  if (entry.isCharacterDevice()) return 6;
  return entry.isBlockDevice() ? 7 : 0;
}

/** The folder an entry is to be made in. */
export function forNew(grants: Grants, path: string): Place | Errno {
  const place = enter(grants, path);
  if (typeof place === 'number' || allows(grants.write, place.folder)) return place;
  return look(place) === undefined ? EACCES : EEXIST;
}

/** The folder an entry is to be taken from. */
export function forOld(grants: Grants, path: string): Place | Errno {
  const place = enter(grants, path);
  if (typeof place === 'number') return place;
  const stats = look(place);
  if (stats === undefined) return ENOENT;
  if (place.slash && !stats.isDirectory()) return ENOTDIR;
  return allows(grants.write, place.folder) ? place : EACCES;
}

export function makeFolder(state: FilesState, path: string, mode: number): 0 | Errno {
  const place = forNew(state.grants, path);
  if (typeof place === 'number') return place;
  mkdirSync(place.name, mode & 0o777);
  return 0;
}

export function makeTemporaryFolder(state: FilesState, prefix: string): string | Errno {
  const place = forNew(state.grants, `${prefix}XXXXXX`);
  if (typeof place === 'number') return place;
  return mkdtempSync(place.name.slice(0, -6)).slice(-6);
}

export function removeFolder(state: FilesState, path: string): 0 | Errno {
  const place = forOld(state.grants, path);
  if (typeof place === 'number') return place;
  rmdirSync(place.name);
  return 0;
}

export function removeFile(state: FilesState, path: string): 0 | Errno {
  const place = forOld(state.grants, path);
  if (typeof place === 'number') return place;
  unlinkSync(place.name);
  return 0;
}

export function symlink(state: FilesState, target: string, path: string): 0 | Errno {
  const first = forNew(state.grants, path);
  if (typeof first === 'number') return first;
  const behind = behindLink(first, target);
  const found = follow(state.grants, behind);
  if (typeof found === 'number' && found !== ENOENT) return found;
  // A target may be missing, also together with its folder: then its text must stay inside.
  const exists = typeof found !== 'number' && found.stats !== undefined;
  if (!exists && !allows(state.grants.read, resolve(behind))) return EACCES;
  const place = forNew(state.grants, path);
  if (typeof place === 'number') return place;
  try {
    symlinkSync(target, place.name);
    return 0;
  } catch (error) {
    return isDeniedByNode(error) ? EPERM : errnoOf(error);
  }
}

export function readlink(state: FilesState, path: string): string | Errno {
  const place = enter(state.grants, path);
  return typeof place === 'number' ? place : readlinkSync(place.name);
}

export function realpath(state: FilesState, path: string): string | Errno {
  const found = follow(state.grants, path);
  if (typeof found === 'number') return found;
  return found.stats === undefined ? ENOENT : outOfStandIn(state.grants, found.place.path);
}

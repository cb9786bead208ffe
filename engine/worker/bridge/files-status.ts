// What is known of files: stat, access, mode, times. Runs in the worker.
import {
  accessSync,
  type BigIntStats,
  chmodSync,
  constants,
  fstatSync,
  lstatSync,
  lutimesSync,
  statfsSync,
} from 'node:fs';
import { chdir, cwd } from 'node:process';
import type { Errno } from '../../../sandbox-lib/bridge.ts';
import { EACCES, EBADF, EINVAL, ENOENT, EPERM } from './errno.ts';
import { type Device, deviceAt, type FilesState } from './files-state.ts';
import { enter, enterFolder, follow, look, mayChange, type Place } from './places.ts';

const FIFO = 0o010600;
const CHARACTERS = 0o020666;

export function stat(state: FilesState, path: string, through: boolean): string | Errno {
  const device = deviceAt(path);
  if (device !== undefined) return describeDevice(device);
  if (through || path.endsWith('/')) {
    const found = follow(state.grants, path);
    if (typeof found === 'number') return found;
    return found.stats === undefined ? ENOENT : describe(found.stats);
  }
  const place = enter(state.grants, path);
  if (typeof place === 'number') return place;
  const stats = look(place);
  return stats === undefined ? ENOENT : describe(stats);
}

export function statDescriptor(state: FilesState, fd: number): string | Errno {
  const file = state.get(fd);
  if (typeof file === 'number') return file;
  return 'device' in file ? describeDevice(file.device) : describe(fstatSync(file.real, { bigint: true }));
}

function describe(s: BigIntStats): string {
  const numbers = `${s.dev} ${s.mode} ${s.nlink} ${s.uid} ${s.gid} ${s.rdev} ${s.blksize} ${s.ino} ${s.size} ${s.blocks}`;
  return `${numbers} ${s.atimeNs} ${s.mtimeNs} ${s.ctimeNs} ${s.birthtimeNs}`;
}

/** stdio is a pipe to the script, whatever the worker's own is. */
function describeDevice(device: Device): string {
  return `0 ${device === 'null' ? CHARACTERS : FIFO} 1 0 0 0 4096 0 0 0 0 0 0 0`;
}

export function statFileSystem(state: FilesState, path: string): string | Errno {
  const found = follow(state.grants, path);
  if (typeof found === 'number') return found;
  if (found.stats === undefined) return ENOENT;
  const s = statfsSync(found.place.name, { bigint: true });
  return `${s.type} ${s.bsize} ${s.frsize} ${s.blocks} ${s.bfree} ${s.bavail} ${s.files} ${s.ffree}`;
}

export function access(state: FilesState, path: string, mode: number): 0 | Errno {
  if (deviceAt(path) !== undefined) return 0;
  const found = follow(state.grants, path);
  if (typeof found === 'number') return found;
  if (found.stats === undefined) return ENOENT;
  if (mode & constants.W_OK && !mayChange(state.grants, found.place)) return EACCES;
  accessSync(found.place.name, mode);
  return 0;
}

/** The place a path leads to, if what is there may be changed. */
function changeable(state: FilesState, path: string, through: boolean): Place | Errno {
  const found = through || path.endsWith('/') ? follow(state.grants, path) : itself(state, path);
  if (typeof found === 'number') return found;
  if (found.stats === undefined) return ENOENT;
  return mayChange(state.grants, found.place) ? found.place : EACCES;
}

function itself(state: FilesState, path: string): { place: Place; stats: BigIntStats | undefined } | Errno {
  const place = enter(state.grants, path);
  return typeof place === 'number' ? place : { place, stats: look(place) };
}

export function chmod(state: FilesState, path: string, mode: number): 0 | Errno {
  const place = changeable(state, path, true);
  return typeof place === 'number' ? place : changeMode(place, mode);
}

/**
 * chmod(2) follows links and Node's permission model forbids fchmod, so: a folder is entered first; a file is looked at before and
 * after. Bits beyond the nine (setuid, setgid, sticky) are not a script's to give.
 */
export function changeMode(place: Place, mode: number): 0 | Errno {
  if (mode & 0o7000) return EPERM;
  const before = look(place);
  if (before === undefined) return ENOENT;
  if (before.isDirectory()) {
    chdir(place.name);
    if (cwd() !== place.path) return EACCES;
    chmodSync('.', mode & 0o777);
    return 0;
  }
  if (!before.isFile()) return EACCES;
  chmodSync(place.name, mode & 0o777);
  const after = look(place);
  return after?.ino === before.ino && after.dev === before.dev ? 0 : EACCES;
}

export function chmodDescriptor(state: FilesState, fd: number, mode: number): 0 | Errno {
  const place = reenter(state, fd);
  return typeof place === 'number' ? place : changeMode(place, mode);
}

export function utimes(state: FilesState, path: string, atime: number, mtime: number, through: boolean): 0 | Errno {
  const place = changeable(state, path, through);
  if (typeof place === 'number') return place;
  setTimes(place, atime, mtime);
  return 0;
}

/** As text: node takes a negative number for "now", and its text for a time before 1970. */
function setTimes(place: Place, atime: number, mtime: number): void {
  lutimesSync(place.name, `${atime}`, `${mtime}`);
}

export function utimesDescriptor(state: FilesState, fd: number, atime: number, mtime: number): 0 | Errno {
  const place = reenter(state, fd);
  if (typeof place === 'number') return place;
  setTimes(place, atime, mtime);
  return 0;
}

/** Where an open file is now, by the name it was opened by: Node's permission model forbids fchmod and futimes. */
function reenter(state: FilesState, fd: number): Place | Errno {
  const file = state.get(fd);
  if (typeof file === 'number') return file;
  if ('device' in file) return EINVAL;
  const stats = fstatSync(file.real, { bigint: true });
  const place = (stats.isDirectory() ? enterFolder : enter)(state.grants, file.path);
  if (typeof place === 'number') return EBADF;
  if (!mayChange(state.grants, place)) return EPERM;
  const now = lstatSync(place.name, { bigint: true, throwIfNoEntry: false });
  // Renamed or removed meanwhile.
  return now?.ino === stats.ino && now.dev === stats.dev ? place : EPERM;
}

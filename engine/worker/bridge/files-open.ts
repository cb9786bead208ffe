// Opening files of a run. Runs in the worker.
import { closeSync, constants, fstatSync, ftruncateSync, openSync, readlinkSync, type Stats } from 'node:fs';
import type { Errno } from '../../../sandbox-lib/bridge.ts';
import { EACCES, EINVAL, EISDIR, ELOOP, EMFILE, EMLINK, ENOENT, ENOTDIR, ENXIO, errnoOf } from './errno.ts';
import { deviceAt, type FilesState } from './files-state.ts';
import { behindLink, enter, look, MAX_LINKS, mayChange, type Place } from './places.ts';

const { O_APPEND, O_CREAT, O_DIRECTORY, O_DSYNC, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_SYNC, O_TRUNC } =
  constants;
const ACCESS = 3;
const KNOWN = ACCESS | O_APPEND | O_CREAT | O_DIRECTORY | O_DSYNC | O_EXCL | O_SYNC;

/** A plain file or a folder that was opened inside the grants. */
export interface Opened {
  readonly real: number;
  readonly place: Place;
  readonly stats: Stats;
}

/** Opens by the rules of open(2), but never a special file and never through a link that leads outside. */
export function open(state: FilesState, path: string, flags: number, mode: number): Opened | Errno {
  const access = flags & ACCESS;
  if (access === ACCESS || (flags & O_TRUNC && access === O_RDONLY)) return EINVAL;
  const changes = access !== O_RDONLY || (flags & O_CREAT) !== 0;
  let next = path;
  for (let links = 0; links <= MAX_LINKS; links++) {
    const place = enter(state.grants, next);
    if (typeof place === 'number') return place;
    if (changes && !mayChange(state.grants, place)) {
      return look(place) === undefined && !(flags & O_CREAT) ? ENOENT : EACCES;
    }
    const real = openEntry(place, flags, mode);
    if (real >= 0) return accept(real, place, flags);
    const isLink = (real === ELOOP || real === ENOTDIR || real === EMLINK) && !(flags & O_NOFOLLOW);
    const target = isLink ? linkAt(place) : undefined;
    // ENXIO: a socket, or a FIFO that nobody reads.
    if (target === undefined) return real === ENXIO ? EACCES : real;
    next = behindLink(place, target);
  }
  return ELOOP;
}

/** O_TRUNC waits until it is known what was opened; O_NONBLOCK, because opening a FIFO would block the worker. */
function openEntry(place: Place, flags: number, mode: number): number | Errno {
  let how = (flags & KNOWN) | O_NOFOLLOW | O_NONBLOCK;
  if (place.slash && place.name !== '.') {
    if (flags & O_CREAT) return EISDIR;
    how |= O_DIRECTORY;
  }
  try {
    return openSync(place.name, how, mode & 0o777);
  } catch (error) {
    return errnoOf(error);
  }
}

function accept(real: number, place: Place, flags: number): Opened | Errno {
  let refusal = EACCES;
  try {
    const stats = fstatSync(real);
    if (stats.isFile() || stats.isDirectory()) {
      if (flags & O_TRUNC) ftruncateSync(real, 0);
      return { real, place, stats };
    }
  } catch (error) {
    refusal = errnoOf(error);
  }
  closeSync(real);
  return refusal;
}

function linkAt(place: Place): string | undefined {
  try {
    return readlinkSync(place.name);
  } catch {
    return undefined;
  }
}

/** Opens into the run's table of descriptors. */
export function openDescriptor(state: FilesState, path: string, flags: number, mode: number): number | Errno {
  if (state.isFull) return EMFILE;
  const device = deviceAt(path);
  if (device !== undefined) return state.add({ device });
  const opened = open(state, path, flags, mode);
  if (typeof opened === 'number') return opened;
  return state.add({ real: opened.real, path: opened.place.path, appends: (flags & O_APPEND) !== 0 });
}

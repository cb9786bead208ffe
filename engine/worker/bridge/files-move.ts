// rename and link: the two calls with two paths. Runs in the worker.
//
// The worker can stand in one folder only, so the other path has to be walked by name, and a folder on it may be swapped for a link
// meanwhile. What is moved therefore gets a name first that nobody can have prepared anywhere else: a swapped path finds nothing.
import { linkSync, renameSync, unlinkSync } from 'node:fs';
import { getBuiltinModule } from 'node:process';
import type { Errno } from '../../../sandbox-lib/bridge.ts';
import { EBUSY, EINVAL, EPERM, errnoOf } from './errno.ts';
import type { FilesState } from './files-state.ts';
import { forNew, forOld } from './files-tree.ts';
import { enter, look } from './places.ts';

export function rename(state: FilesState, from: string, to: string): 0 | Errno {
  return withTwo(state, from, to, renameSync, false);
}

/** A hard link gives its target another name: where the target may not be written, neither may a link to it be made. */
export function link(state: FilesState, from: string, to: string): 0 | Errno {
  return withTwo(state, from, to, linkSync, true);
}

type Act = (source: string, target: string) => void;

function withTwo(state: FilesState, from: string, to: string, act: Act, keeps: boolean): 0 | Errno {
  const source = forOld(state.grants, from);
  if (typeof source === 'number') return source;
  const target = forNew(state.grants, to);
  if (typeof target === 'number') return target;
  if (source.name === '.' || target.name === '.') return EBUSY;
  if (`${target.folder}/`.startsWith(`${source.path}/`)) return keeps ? EPERM : EINVAL; // a folder into itself
  if (target.folder !== source.folder) return acrossFolders(state, from, to, act, keeps);
  act(source.name, target.name);
  return 0;
}

function acrossFolders(state: FilesState, from: string, to: string, act: Act, keeps: boolean): 0 | Errno {
  const source = forOld(state.grants, from);
  if (typeof source === 'number') return source;
  const stats = look(source);
  const hidden = `.freshcgi-${randomUUID()}`;
  const isMoved = hide(source.name, `./${hidden}`, stats?.isDirectory() ?? false, keeps);
  if (typeof isMoved === 'number') return isMoved;
  const result = place(state, `${source.folder}/${hidden}`, to, act);
  const home = enter(state.grants, from);
  if (typeof home === 'number' || home.folder !== source.folder) return result;
  if (isMoved) {
    if (result !== 0) renameSync(`./${hidden}`, home.name);
    return result;
  }
  // The hidden name is gone with a rename, but for a target that was the same file.
  attempt(() => unlinkSync(`./${hidden}`));
  if (result === 0 && !keeps && look(home)?.ino === stats?.ino) attempt(() => unlinkSync(home.name));
  return result;
}

/** Gives a second name, or another one to what can have only one: a folder. True if it was moved. */
function hide(name: string, hidden: string, isFolder: boolean, keeps: boolean): boolean | Errno {
  if (isFolder && keeps) return EPERM;
  if (!isFolder) {
    try {
      linkSync(name, hidden);
      return false;
    } catch (error) {
      // Not every file system has hard links.
      if (keeps) return errnoOf(error);
    }
  }
  renameSync(name, hidden);
  return true;
}

function place(state: FilesState, hidden: string, to: string, act: Act): 0 | Errno {
  const target = forNew(state.grants, to);
  if (typeof target === 'number') return target;
  try {
    act(hidden, target.name);
    return 0;
  } catch (error) {
    return errnoOf(error);
  }
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // Another run was faster.
  }
}

/** node:crypto is loaded by the first move across folders, not by every worker. */
function randomUUID(): string {
  return getBuiltinModule('node:crypto').randomUUID();
}

// Where a path of a script really leads. Runs in the worker.
//
// A check of a path followed by a use of the path can be cheated by swapping a folder for a link in between. So the path is walked
// once, by the kernel: the worker changes its own working directory to the parent, asks where it arrived (getcwd answers the real
// path), checks that against the grants, and then works on './name' in that very folder, never through a link. The worker's
// working directory is used for nothing else; a script's cwd is virtual.
import { type BigIntStats, lstatSync, readlinkSync } from 'node:fs';
import { chdir, cwd } from 'node:process';
import type { Errno } from '../../../sandbox-lib/bridge.ts';
import { EACCES, ELOOP, ENAMETOOLONG, ENOTDIR, errnoOf, isDeniedByNode } from './errno.ts';
import { allows, type Grants, throughAlias } from './grants.ts';

const PATH_MAX = 4096;
/** Links on the way to one file, as Linux has it. */
export const MAX_LINKS = 40;

/** An entry of a folder, which is the process's working directory as long as no other place is entered. */
export interface Place {
  /** Real path of the folder. */
  readonly folder: string;
  /** Real path of the entry itself, which may be missing or a link. */
  readonly path: string;
  /** What to hand to node:fs: './name', or '.' for the folder itself. */
  readonly name: string;
  /** The path ended in a slash: only a folder will do. */
  readonly slash: boolean;
}

/** Goes to the folder that holds the last step of an absolute path, if the entry lies inside the readable grants. */
export function enter(grants: Grants, given: string): Place | Errno {
  if (given.length >= PATH_MAX) return ENAMETOOLONG;
  const path = throughAlias(grants, given);
  let end = path.length;
  while (end > 1 && path.charCodeAt(end - 1) === 47) end--;
  const cut = path.lastIndexOf('/', end - 1);
  const name = path.slice(cut + 1, end);
  if (name === '' || name === '.' || name === '..') return enterFolder(grants, path);
  const parent = cut === 0 ? '/' : path.slice(0, cut);
  const folder = goTo(grants, parent);
  if (typeof folder === 'string') {
    const entry = folder === '/' ? `/${name}` : `${folder}/${name}`;
    if (allows(grants.read, entry)) return { folder, path: entry, name: `./${name}`, slash: end < path.length };
  }
  if (typeof folder === 'number') return explain(grants, parent, folder);
  // The root of a grant, whose parent may be closed, or a link outside of the grants that leads into one.
  const inside = enterFolder(grants, path);
  return typeof inside === 'number' ? EACCES : inside;
}

/** Goes to the folder that the whole path leads to. */
export function enterFolder(grants: Grants, given: string): Place | Errno {
  if (given.length >= PATH_MAX) return ENAMETOOLONG;
  const path = throughAlias(grants, given);
  const folder = goTo(grants, path);
  if (typeof folder === 'number') return explain(grants, path, folder);
  if (folder === undefined || !allows(grants.read, folder)) return EACCES;
  return { folder, path: folder, name: '.', slash: true };
}

/** A place that is no link, and what is there. */
export interface Found {
  readonly place: Place;
  readonly stats: BigIntStats | undefined;
}

/** Enters the place that a path leads to through all links; each of them must stay inside the readable grants. */
export function follow(grants: Grants, path: string): Found | Errno {
  let next = path;
  for (let links = 0; links <= MAX_LINKS; links++) {
    const place = enter(grants, next);
    if (typeof place === 'number') return place;
    const stats = look(place);
    if (!stats?.isSymbolicLink()) {
      return stats !== undefined && place.slash && !stats.isDirectory() ? ENOTDIR : { place, stats };
    }
    next = behindLink(place, readlinkSync(place.name));
  }
  return ELOOP;
}

/** What is at a place, itself; undefined when nothing is. */
export function look(place: Place): BigIntStats | undefined {
  return lstatSync(place.name, { bigint: true, throwIfNoEntry: false });
}

/** The path behind a link found at a place. */
export function behindLink(place: Place, target: string): string {
  return `${target.startsWith('/') ? target : `${place.folder}/${target}`}${place.slash ? '/' : ''}`;
}

/** The real path of the folder arrived at; undefined when Node's permission model forbids to go there. */
function goTo(grants: Grants, path: string): string | Errno | undefined {
  try {
    chdir(path);
    const folder = cwd();
    // A link may lead into a folder that another one stands in for.
    const standIn = throughAlias(grants, folder);
    if (standIn === folder) return folder;
    chdir(standIn);
    return cwd();
  } catch (error) {
    return isDeniedByNode(error) ? undefined : errnoOf(error);
  }
}

/**
 * Why a folder could not be entered, told only if the walk stopped inside the grants: whether something outside exists is nobody's
 * business. A walk that fails at one step fails with every further step, so the step is found by bisection.
 */
function explain(grants: Grants, path: string, errno: Errno): Errno {
  const steps = [0];
  for (let at = path.indexOf('/', 1); at !== -1; at = path.indexOf('/', at + 1)) steps.push(at);
  let good = 0;
  let bad = steps.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (typeof goTo(grants, path.slice(0, steps[middle])) === 'number') bad = middle;
    else good = middle;
  }
  const folder = goTo(grants, path.slice(0, steps[good]) || '/');
  return typeof folder === 'string' && allows(grants.read, folder) ? errno : EACCES;
}

/** Whether the entry itself may be changed. */
export function mayChange(grants: Grants, place: Place): boolean {
  return allows(grants.write, place.path);
}

// Errors of the file bridge as negative numbers, as Node's `error.errno` on Linux has them. Runs in the worker.
import type { Errno } from '../../../sandbox-lib/bridge.ts';

export const EPERM = -1;
export const ENOENT = -2;
export const EIO = -5;
export const ENXIO = -6;
export const EBADF = -9;
export const EACCES = -13;
export const EBUSY = -16;
export const EEXIST = -17;
export const ENOTDIR = -20;
export const EISDIR = -21;
export const EINVAL = -22;
export const EMFILE = -24;
export const EFBIG = -27;
export const ESPIPE = -29;
export const EMLINK = -31;
export const ENAMETOOLONG = -36;
export const ELOOP = -40;
export const EOVERFLOW = -75;

/** Whether Node's permission model, not the kernel, refused: such an error has no errno. */
export function isDeniedByNode(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_ACCESS_DENIED';
}

/** The errno of whatever a function of node:fs or node:process threw. */
export function errnoOf(error: unknown): Errno {
  if (isDeniedByNode(error)) return EACCES;
  const { errno } = error as { errno?: unknown };
  return typeof errno === 'number' && errno < 0 ? errno : EIO;
}

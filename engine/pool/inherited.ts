// Descriptors that this process was started with and that every child would get as well. Parent side; Linux's /proc.
// Node marks those it opens as close-on-exec, and of the inherited ones only the first few: a shell's fd 251 goes through to a worker.
import { constants, fstatSync, readdirSync, readFileSync } from 'node:fs';
import type { InheritedDescriptor } from '../wire/messages.ts';

const CLOSE_ON_EXEC = 0o2000000;
/** Below are stdio and the three pipes of a worker, which replace what was there. */
const FIRST = 6;

let found: readonly InheritedDescriptor[] | undefined;

/** What a worker has to close. Looked up once, before there are connections to look through. */
export function inheritedDescriptors(): readonly InheritedDescriptor[] {
  found ??= listDescriptors()
    .filter((fd) => fd >= FIRST && !isClosedOnExec(fd))
    .flatMap(identify);
  return found;
}

/** A number alone is not enough: where this process has closed it since, a worker's own event loop may sit behind the same number. */
function identify(fd: number): InheritedDescriptor[] {
  try {
    const { dev, ino, mode } = fstatSync(fd);
    // Epoll and event descriptors have no type, and all of them share one inode: they cannot be told from a worker's own.
    return (mode & constants.S_IFMT) === 0 ? [] : [{ fd, dev, ino }];
  } catch {
    return [];
  }
}

function listDescriptors(): number[] {
  try {
    return readdirSync('/proc/self/fd').map(Number);
  } catch {
    return [];
  }
}

function isClosedOnExec(fd: number): boolean {
  try {
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1] ?? '0';
    return (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) !== 0;
  } catch {
    return true; // the one that listed them
  }
}

// Descriptors that this process was started with and that every child would get as well. Parent side; Linux's /proc.
// Node marks those it opens as close-on-exec, and of the inherited ones only the first few: a shell's fd 251 goes through to a worker.
import { readdirSync, readFileSync } from 'node:fs';

const CLOSE_ON_EXEC = 0o2000000;
/** Below are stdio and the two pipes of a worker, which replace what was there. */
const FIRST = 5;

let found: readonly number[] | undefined;

/** The numbers a worker has to close. Looked up once, before there are connections to look through. */
export function inheritedDescriptors(): readonly number[] {
  found ??= listDescriptors().filter((fd) => fd >= FIRST && !isClosedOnExec(fd));
  return found;
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

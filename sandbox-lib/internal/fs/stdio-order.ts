// What fs writes to stdout comes after what process.stdout has buffered so far. Inside the context.
import { flushStdio } from '../stdio.ts';

/** Descriptors that were opened as /dev/stdout and the like. */
const devices = new Set<number>();

function isDevice(path: string): boolean {
  return path.startsWith('/dev/');
}

/** Remembers what a descriptor stands for; the number may have stood for something else before. */
export function noteOpened(fd: number, path: string): number {
  if (isDevice(path)) devices.add(fd);
  else if (devices.size > 0) devices.delete(fd);
  return fd;
}

export function flushBefore(fd: number): void {
  if (fd < 3 || devices.has(fd)) flushStdio();
}

export function flushBeforePath(path: string): void {
  if (isDevice(path)) flushStdio();
}

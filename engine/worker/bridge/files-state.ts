// What the file bridge keeps for one run: grants, limits, stdio and the run's descriptors. Runs in the worker.
import { closeSync } from 'node:fs';
import type { Errno, StdioBridge } from '../../../sandbox-lib/bridge.ts';
import { EBADF, EMFILE } from './errno.ts';
import type { Grants } from './grants.ts';

export interface FilesLimits {
  /** Descriptors one run may hold. @default 256 */
  readonly openFiles: number;
  /** Bytes of one read or write. @default 16 MiB */
  readonly callBytes: number;
  /** Bytes a file may grow to. @default 4 GiB */
  readonly fileBytes: number;
}

export const DEFAULT_FILES_LIMITS: FilesLimits = { openFiles: 256, callBytes: 1 << 24, fileBytes: 2 ** 32 };

/** Names that stand for the run's own stdio, never for the worker's. */
export type Device = 'stdin' | 'stdout' | 'stderr' | 'null';

/** An open file of the run: a descriptor of the worker and where it was opened, or a device. */
export type OpenFile =
  | { readonly real: number; readonly path: string; readonly appends: boolean }
  | { readonly device: Device };

const STDIO: readonly OpenFile[] = [{ device: 'stdin' }, { device: 'stdout' }, { device: 'stderr' }];

export class FilesState {
  readonly grants: Grants;
  readonly limits: FilesLimits;
  readonly stdio: StdioBridge;
  /** The worker's own mask, once the run has set another. */
  mask: number | undefined;
  #files: Array<OpenFile | undefined> | undefined;
  #open = 0;

  constructor(grants: Grants, limits: FilesLimits, stdio: StdioBridge) {
    this.grants = grants;
    this.limits = limits;
    this.stdio = stdio;
  }

  get isFull(): boolean {
    return this.#open >= this.limits.openFiles;
  }

  get(fd: number): OpenFile | Errno {
    return (this.#files === undefined ? STDIO[fd] : this.#files[fd]) ?? EBADF;
  }

  /** The lowest free number from 3, as POSIX has it. */
  add(file: OpenFile): number | Errno {
    if (this.isFull) return EMFILE;
    this.#files ??= [...STDIO];
    let fd = 3;
    while (this.#files[fd] !== undefined) fd++;
    this.#files[fd] = file;
    this.#open++;
    return fd;
  }

  close(fd: number): 0 | Errno {
    const file = this.get(fd);
    if (typeof file === 'number') return file;
    this.#files ??= [...STDIO];
    this.#files[fd] = undefined;
    if (fd > 2) this.#open--;
    if ('real' in file) closeSync(file.real);
    return 0;
  }

  closeAll(): void {
    const files = this.#files ?? [];
    this.#files = undefined;
    this.#open = 0;
    for (const file of files) {
      if (file === undefined || !('real' in file)) continue;
      try {
        closeSync(file.real);
      } catch {
        // An error of the last write-back belongs to a run that is over.
      }
    }
  }
}

const DEVICES: ReadonlyMap<string, Device> = new Map([
  ['/dev/null', 'null'],
  ['/dev/stdin', 'stdin'],
  ['/dev/stdout', 'stdout'],
  ['/dev/stderr', 'stderr'],
  ['/dev/fd/0', 'stdin'],
  ['/dev/fd/1', 'stdout'],
  ['/dev/fd/2', 'stderr'],
]);

export function deviceAt(path: string): Device | undefined {
  return path.startsWith('/dev/') ? DEVICES.get(path) : undefined;
}

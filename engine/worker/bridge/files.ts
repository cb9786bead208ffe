// The file functions of the bridge: checks every argument, confines every path, never throws. Runs in the worker.
import { umask } from 'node:process';
import { isSharedArrayBuffer, isUint8Array } from 'node:util/types';
import type { Errno, FilesBridge, StdioBridge } from '../../../sandbox-lib/bridge.ts';
import { EINVAL, ENAMETOOLONG, ENOENT, errnoOf } from './errno.ts';
import * as data from './files-data.ts';
import * as move from './files-move.ts';
import { openDescriptor } from './files-open.ts';
import { DEFAULT_FILES_LIMITS, type FilesLimits, FilesState } from './files-state.ts';
import * as status from './files-status.ts';
import * as tree from './files-tree.ts';
import type { Grants } from './grants.ts';

/** The bridge as the host has it: whatever a script hands over. */
export type FilesHandlers = { [K in keyof FilesBridge]: (...args: unknown[]) => ReturnType<FilesBridge[K]> };

/** Answers 0 for an argument that will do, else the errno of the refusal. */
type Check = (value: unknown) => 0 | Errno;

const PATH_MAX = 4096;

function path(value: unknown): 0 | Errno {
  if (typeof value !== 'string') return EINVAL;
  if (value === '') return ENOENT;
  if (value.length >= PATH_MAX) return ENAMETOOLONG;
  return value.startsWith('/') && !value.includes('\0') ? 0 : EINVAL;
}

/** What a symbolic link says: it may be relative. */
function target(value: unknown): 0 | Errno {
  return typeof value === 'string' && value !== '' && !value.startsWith('/') ? path(`/${value}`) : path(value);
}

function bits(value: unknown): 0 | Errno {
  return typeof value === 'number' && value >>> 0 === value ? 0 : EINVAL;
}

function count(value: unknown): 0 | Errno {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? 0 : EINVAL; // isSafeInteger says it is a number
}

function position(value: unknown): 0 | Errno {
  return Number.isSafeInteger(value) ? 0 : EINVAL;
}

function seconds(value: unknown): 0 | Errno {
  return typeof value === 'number' && Number.isFinite(value) ? 0 : EINVAL;
}

function flag(value: unknown): 0 | Errno {
  return typeof value === 'boolean' ? 0 : EINVAL;
}

/** Shared memory could change while it is written. */
function contents(value: unknown): 0 | Errno {
  return typeof value === 'string' || (isUint8Array(value) && !isSharedArrayBuffer(value.buffer)) ? 0 : EINVAL;
}

type Run<K extends keyof FilesBridge> = (
  state: FilesState,
  ...args: Parameters<FilesBridge[K]>
) => ReturnType<FilesBridge[K]>;

const OPERATIONS: { readonly [K in keyof FilesBridge]: readonly [checks: readonly Check[], run: Run<K>] } = {
  fsOpen: [[path, bits, bits], openDescriptor],
  fsClose: [[count], (state, fd) => state.close(fd)],
  fsRead: [[count, count, position], data.read],
  fsWrite: [[count, contents, position], data.write],
  fsReadFile: [[path, bits, flag], data.readWhole],
  fsWriteFile: [[path, bits, bits, contents], data.writeWhole],
  fsStat: [[path, flag], status.stat],
  fsFstat: [[count], status.statDescriptor],
  fsStatfs: [[path], status.statFileSystem],
  fsReaddir: [[path, flag], tree.list],
  fsMkdir: [[path, bits], tree.makeFolder],
  fsMkdtemp: [[path], tree.makeTemporaryFolder],
  fsRmdir: [[path], tree.removeFolder],
  fsUnlink: [[path], tree.removeFile],
  fsRename: [[path, path], move.rename],
  fsLink: [[path, path], move.link],
  fsSymlink: [[target, path], tree.symlink],
  fsReadlink: [[path], tree.readlink],
  fsRealpath: [[path], tree.realpath],
  fsAccess: [[path, bits], status.access],
  fsCopyFile: [[path, path, flag], data.copy],
  fsChmod: [[path, bits], status.chmod],
  fsFchmod: [[count, bits], status.chmodDescriptor],
  fsUtimes: [[path, seconds, seconds, flag], status.utimes],
  fsFutimes: [[count, seconds, seconds], status.utimesDescriptor],
  fsFtruncate: [[count, count], data.truncate],
  fsSync: [[count, flag], data.sync],
  umask: [[position], setMask],
};

function setMask(state: FilesState, mask: number): number {
  const before = umask();
  if (mask < 0) return before;
  state.mask ??= before;
  umask(mask & 0o777);
  return before;
}

function call(state: FilesState, name: keyof FilesBridge, args: unknown[]): string | number | Uint8Array {
  const [checks, run] = OPERATIONS[name];
  for (let i = 0; i < checks.length; i++) {
    const refusal = (checks[i] as Check)(args[i]);
    if (refusal !== 0) return refusal;
  }
  try {
    // The checks above are the proof that the arguments have the types of this operation.
    return (run as (state: FilesState, ...args: unknown[]) => string | number | Uint8Array)(
      state,
      ...args.slice(0, checks.length),
    );
  } catch (error) {
    return errnoOf(error);
  }
}

/** The functions of FilesBridge by name. */
export const FILE_OPERATIONS = Object.keys(OPERATIONS) as Array<keyof FilesBridge>;

export interface Files {
  readonly handlers: FilesHandlers;
  /** The end of the run: its descriptors are closed, the worker's mask is back. */
  closeAll(): void;
}

/** The files of one run. Costs a table of functions: nothing is opened or looked up before the first call. */
export function createFiles(grants: Grants, stdio: StdioBridge, limits: FilesLimits = DEFAULT_FILES_LIMITS): Files {
  const state = new FilesState(grants, limits, stdio);
  const handlers: Record<string, (...args: unknown[]) => string | number | Uint8Array> = {};
  for (const name of FILE_OPERATIONS) handlers[name] = (...args) => call(state, name, args);
  return {
    handlers: handlers as FilesHandlers, // one for each name of OPERATIONS, which the compiler holds to FilesBridge
    closeAll() {
      state.closeAll();
      if (state.mask !== undefined) umask(state.mask);
      state.mask = undefined;
    },
  };
}

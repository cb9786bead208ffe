// Every operation of fs in two steps: the function checks its arguments and answers an Act; the act does the work and throws the
// error of the system. The sync form runs the act at once, the callback and promise forms in a turn of the loop. Inside the context.
import os from '../../node/os.ts';
import { codedError, errnoError, nodeError } from '../errors.ts';
import { host } from '../host.ts';
import { currentDirectory } from '../process-events.ts';
import { resolvePath } from '../resolve-path.ts';
import { isInt32, parseFileMode, validateBoolean, validateInteger, validateOneOf } from '../validators.ts';
import { absolute, encodeName, type Path, toFd, toFlags, toOptions, toPath, toSeconds } from './arguments.ts';
import { expect, expectNumber } from './call.ts';
import { COPYFILE_EXCL, COPYFILE_FICLONE_FORCE } from './flags.ts';
import { type BigIntStats, parseStatFs, parseStats, type StatFs, type Stats } from './stats.ts';
import { noteOpened } from './stdio-order.ts';

export type Act<T = void> = () => T;

const ENOENT = -2;
const EPERM = -1;
const ENOTDIR = -20;
const ENOSYS = -38;
const MAX_ID = 2 ** 32 - 1;

function access(givenPath: unknown, givenMode: unknown): Act {
  const path = toPath(givenPath);
  const mode = toNativeMode(givenMode);
  return () => void expectNumber(host('fsAccess', absolute(path), mode), 'access', path);
}

/** The mode of access and copyFile, which node checks in its native part. */
function toNativeMode(mode: unknown): number {
  if (mode === null || mode === undefined) return 0;
  if (!isInt32(mode)) throw codedError('TypeError', 'ERR_INVALID_ARG_TYPE', 'mode must be int32 or null/undefined');
  if (mode < 0 || mode > 7) throw codedError('RangeError', 'ERR_OUT_OF_RANGE', 'mode is out of range: >= 0 && <= 7');
  return mode;
}

function open(givenPath: unknown, givenFlags: unknown, givenMode: unknown): Act<number> {
  const flags = toFlags(givenFlags);
  const mode = parseFileMode(givenMode, 'mode', 0o666);
  const path = toPath(givenPath);
  return () => noteOpened(expectNumber(host('fsOpen', absolute(path), flags, mode), 'open', path), path);
}

function close(givenFd: unknown): Act {
  const fd = toFd(givenFd);
  return () => void expectNumber(host('fsClose', fd), 'close');
}

function rename(givenFrom: unknown, givenTo: unknown): Act {
  const from = toPath(givenFrom, 'oldPath');
  const to = toPath(givenTo, 'newPath');
  return () => void expectNumber(host('fsRename', absolute(from), absolute(to)), 'rename', from, to);
}

function link(givenFrom: unknown, givenTo: unknown): Act {
  const from = toPath(givenFrom, 'existingPath');
  const to = toPath(givenTo, 'newPath');
  return () => void expectNumber(host('fsLink', absolute(from), absolute(to)), 'link', from, to);
}

function symlink(givenTarget: unknown, givenPath: unknown, type?: unknown): Act {
  validateOneOf(type, 'type', ['dir', 'file', 'junction', null, undefined]);
  const target = toPath(givenTarget, 'target');
  const path = toPath(givenPath);
  return () => void expectNumber(host('fsSymlink', target, absolute(path)), 'symlink', target, path);
}

function unlink(givenPath: unknown): Act {
  const path = toPath(givenPath);
  return () => void expectNumber(host('fsUnlink', absolute(path)), 'unlink', path);
}

function rmdir(givenPath: unknown, options?: unknown): Act {
  const path = toPath(givenPath);
  const recursive = (options as { recursive?: unknown } | undefined)?.recursive;
  if (recursive !== undefined) {
    throw nodeError('ERR_INVALID_ARG_VALUE', 'options.recursive', recursive, 'is no longer supported');
  }
  if (options !== undefined && (typeof options !== 'object' || options === null || Array.isArray(options))) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'options', 'Object', options);
  }
  return () => void expectNumber(host('fsRmdir', absolute(path)), 'rmdir', path);
}

function mkdir(givenPath: unknown, options: unknown): Act<string | undefined> {
  let mode = 0o777;
  let recursive: unknown = false;
  if (typeof options === 'number' || typeof options === 'string') {
    mode = parseFileMode(options, 'mode');
  } else if (options) {
    const given = options as { recursive?: unknown; mode?: unknown };
    if (given.recursive !== undefined) {
      validateBoolean(given.recursive, 'options.recursive');
      recursive = given.recursive;
    }
    if (given.mode !== undefined) mode = parseFileMode(given.mode, 'options.mode');
  }
  const path = toPath(givenPath);
  if (recursive) return () => makeFolders(path, mode);
  return () => void expectNumber(host('fsMkdir', absolute(path), mode), 'mkdir', path);
}

/** Makes a folder and what is missing above it; answers the first one made. */
function makeFolders(path: Path, mode: number): string | undefined {
  const waiting = [path];
  let first: string | undefined;
  while (waiting.length > 0) {
    const folder = waiting[waiting.length - 1] as string; // it is not empty
    const result = host('fsMkdir', absolute(folder), mode);
    const parent = parentOf(folder);
    if (result === ENOENT && parent !== folder && parent !== '') {
      waiting.push(parent);
    } else if (result < 0 && !isFolder(absolute(folder))) {
      // What is in the way is named as node does: at the end of the path it exists, above it is no folder.
      const isLast = waiting.length === 1;
      throw errnoError(result === -17 && !isLast ? ENOTDIR : result, 'mkdir', path);
    } else {
      if (result === 0) first ??= folder;
      waiting.pop();
    }
  }
  return first;
}

/** The path without its last step; '' for a single relative step. */
function parentOf(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  const cut = trimmed.lastIndexOf('/');
  return cut === 0 ? '/' : trimmed.slice(0, Math.max(cut, 0));
}

function isFolder(path: string): boolean {
  const line = host('fsStat', path, true);
  return typeof line === 'string' && parseStats(line, false).isDirectory();
}

function mkdtemp(givenPrefix: unknown, givenOptions: unknown): Act<string | Uint8Array> {
  const { encoding } = toOptions(givenOptions);
  const prefix = toPath(givenPrefix, 'prefix');
  return () => {
    const suffix = expect(
      host('fsMkdtemp', prefix === '' ? `${currentDirectory()}/` : absolute(prefix)),
      'mkdtemp',
      `${prefix}XXXXXX`,
    );
    return encodeName(prefix + suffix, encoding);
  };
}

function readlink(givenPath: unknown, givenOptions: unknown): Act<string | Uint8Array> {
  const { encoding } = toOptions(givenOptions);
  const path = toPath(givenPath);
  return () => encodeName(expect(host('fsReadlink', absolute(path)), 'readlink', path), encoding);
}

/** `realpath.native` asks the system; `realpath` of node walks in JavaScript and names the step that failed. */
function realpath(givenPath: unknown, givenOptions: unknown, native: boolean): Act<string | Uint8Array> {
  const { encoding } = toOptions(givenOptions);
  const path = toPath(givenPath);
  return () => {
    const full = native ? absolute(path) : resolvePath(currentDirectory(), path);
    const real = host('fsRealpath', full);
    if (typeof real === 'string') return encodeName(real, encoding);
    throw native ? errnoError(real, 'realpath', path) : errnoError(real, 'lstat', failedStep(full, real));
  };
}

/** The first step of a path that fails as the whole path does. */
function failedStep(path: string, errno: number): string {
  let failed = path;
  for (
    let parent = parentOf(path);
    parent !== '/' && host('fsStat', parent, false) === errno;
    parent = parentOf(parent)
  ) {
    failed = parent;
  }
  return failed;
}

type AnyStats = Stats | BigIntStats;

function stat(
  givenPath: unknown,
  options: Record<string, unknown>,
  syscall: 'stat' | 'lstat',
): Act<AnyStats | undefined> {
  const path = toPath(givenPath);
  const { bigint, throwIfNoEntry } = options;
  return () => {
    const line = host('fsStat', absolute(path), syscall === 'stat');
    if (throwIfNoEntry === false && (line === ENOENT || line === ENOTDIR)) return undefined;
    return parseStats(expect(line, syscall, path), bigint);
  };
}

function fstat(givenFd: unknown, options: Record<string, unknown>): Act<AnyStats> {
  const fd = toFd(givenFd);
  const { bigint } = options;
  return () => parseStats(expect(host('fsFstat', fd), 'fstat'), bigint);
}

function statfs(givenPath: unknown, options: Record<string, unknown>): Act<StatFs> {
  const path = toPath(givenPath);
  const { bigint } = options;
  return () => parseStatFs(expect(host('fsStatfs', absolute(path)), 'statfs', path), bigint);
}

function chmod(givenPath: unknown, givenMode: unknown): Act {
  const path = toPath(givenPath);
  const mode = parseFileMode(givenMode, 'mode');
  return () => void expectNumber(host('fsChmod', absolute(path), mode), 'chmod', path);
}

function fchmod(givenFd: unknown, givenMode: unknown): Act {
  const mode = parseFileMode(givenMode, 'mode');
  const fd = toFd(givenFd);
  return () => void expectNumber(host('fsFchmod', fd, mode), 'fchmod');
}

/** A script cannot give files away: only the owner that a file has already is accepted. */
function chown(givenPath: unknown, uid: unknown, gid: unknown, syscall: 'chown' | 'lchown'): Act {
  const path = toPath(givenPath);
  validateInteger(uid, 'uid', -1, MAX_ID);
  validateInteger(gid, 'gid', -1, MAX_ID);
  return () => {
    const stats = parseStats(
      expect(host('fsStat', absolute(path), syscall === 'chown'), syscall, path),
      false,
    ) as Stats;
    if (!ownedBy(stats, uid, gid)) throw errnoError(EPERM, syscall, path);
  };
}

function fchown(givenFd: unknown, uid: unknown, gid: unknown): Act {
  validateInteger(uid, 'uid', -1, MAX_ID);
  validateInteger(gid, 'gid', -1, MAX_ID);
  const fd = toFd(givenFd);
  return () => {
    const stats = parseStats(expect(host('fsFstat', fd), 'fchown'), false) as Stats; // not asked for as bigint
    if (!ownedBy(stats, uid, gid)) throw errnoError(EPERM, 'fchown');
  };
}

function ownedBy(stats: Stats, uid: number, gid: number): boolean {
  return isOwn(uid, stats.uid, 'uid') && isOwn(gid, stats.gid, 'gid');
}

/** -1 keeps the owner; what process.getuid() says is the run itself, whoever the worker is. */
function isOwn(id: number, owner: number, kind: 'uid' | 'gid'): boolean {
  return id === -1 || id === MAX_ID || id === owner || id === os.userInfo()[kind];
}

function utimes(givenPath: unknown, atime: unknown, mtime: unknown, syscall: 'utime' | 'lutime'): Act {
  const path = toPath(givenPath);
  const accessed = toSeconds(atime);
  const modified = toSeconds(mtime);
  return () => {
    expectNumber(host('fsUtimes', absolute(path), accessed, modified, syscall === 'utime'), syscall, path);
  };
}

function futimes(givenFd: unknown, atime: unknown, mtime: unknown): Act {
  const accessed = toSeconds(atime, 'atime');
  const modified = toSeconds(mtime, 'mtime');
  const fd = toFd(givenFd);
  return () => void expectNumber(host('fsFutimes', fd, accessed, modified), 'futime');
}

function ftruncate(givenFd: unknown, length: unknown): Act {
  validateInteger(length, 'len');
  const fd = toFd(givenFd);
  return () => void expectNumber(host('fsFtruncate', fd, Math.max(0, length)), 'ftruncate');
}

/** open, ftruncate, close: the errors are theirs. */
function truncate(givenPath: unknown, length: unknown): Act {
  validateInteger(length, 'len');
  const opening = open(givenPath, 'r+', undefined);
  return () => {
    const fd = opening();
    try {
      ftruncate(fd, length)();
    } finally {
      close(fd)();
    }
  };
}

function fsync(givenFd: unknown, syscall: 'fsync' | 'fdatasync'): Act {
  const fd = toFd(givenFd);
  return () => void expectNumber(host('fsSync', fd, syscall === 'fdatasync'), syscall);
}

function copyFile(givenFrom: unknown, givenTo: unknown, givenMode: unknown): Act {
  const from = toPath(givenFrom, 'src');
  const to = toPath(givenTo, 'dest');
  const mode = toNativeMode(givenMode);
  return () => {
    const exclusive = (mode & COPYFILE_EXCL) !== 0;
    // Sharing the blocks of two files is nothing that node:fs offers to the host on an open file.
    const result = mode & COPYFILE_FICLONE_FORCE ? ENOSYS : host('fsCopyFile', absolute(from), absolute(to), exclusive);
    expectNumber(result, 'copyfile', from, to);
  };
}

/** The acts by the names of their functions in fs. */
export const operations = {
  __proto__: null as never, // a dictionary: a fresh context makes it six times as fast as an ordinary object
  access,
  open,
  close,
  rename,
  link,
  symlink,
  unlink,
  rmdir,
  mkdir,
  mkdtemp,
  readlink,
  realpath,
  stat,
  fstat,
  statfs,
  chmod,
  fchmod,
  chown,
  fchown,
  utimes,
  futimes,
  ftruncate,
  truncate,
  fsync,
  copyFile,
};

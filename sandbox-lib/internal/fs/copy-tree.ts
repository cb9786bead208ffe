// cp: copies files, links and trees. One walk for the sync and the async form: it yields what a caller's filter answered.
// Inside the context.
import path from '../../node/path.ts';
import { errnoError, nodeError } from '../errors.ts';
import { host } from '../host.ts';
import { validateBoolean, validateFunction, validateInteger, validateObject } from '../validators.ts';
import { absolute, type Path, toPath } from './arguments.ts';
import { expect } from './call.ts';
import { operations } from './operations.ts';
import { readEntries } from './readdir.ts';
import { parseStats, type Stats } from './stats.ts';
import { SystemError } from './system-error.ts';

const ENOENT = -2;

export interface CpOptions {
  readonly dereference: boolean;
  readonly errorOnExist: boolean;
  readonly filter: ((src: string, dest: string) => unknown) | undefined;
  readonly force: boolean;
  readonly preserveTimestamps: boolean;
  readonly recursive: boolean;
  readonly verbatimSymlinks: boolean;
  readonly mode: number;
}

function toCpOptions(given: unknown): CpOptions {
  const defaults = {
    dereference: false,
    errorOnExist: false,
    filter: undefined,
    force: true,
    preserveTimestamps: false,
    recursive: false,
    verbatimSymlinks: false,
    mode: 0,
  };
  if (given === undefined) return defaults;
  validateObject(given, 'options');
  const options: CpOptions = { ...defaults, ...given };
  for (const name of [
    'dereference',
    'errorOnExist',
    'force',
    'preserveTimestamps',
    'recursive',
    'verbatimSymlinks',
  ] as const) {
    validateBoolean(options[name], `options.${name}`);
  }
  validateInteger(options.mode ?? 0, 'mode', 0, 7);
  if (options.dereference && options.verbatimSymlinks) {
    throw nodeError('ERR_INCOMPATIBLE_OPTION_PAIR', 'dereference', 'verbatimSymlinks');
  }
  if (options.filter !== undefined) validateFunction(options.filter, 'options.filter');
  return options;
}

export type CopyWalk = Generator<unknown, void, unknown>;

/** The walk; whoever drives it sends back what the yielded value of the filter came to. */
export function cp(givenSource: unknown, givenTarget: unknown, givenOptions: unknown): CopyWalk {
  const options = toCpOptions(givenOptions);
  const source = toPath(givenSource, 'src');
  const target = toPath(givenTarget, 'dest');
  return start(source, target, options);
}

function* start(source: Path, target: Path, options: CpOptions): CopyWalk {
  if (options.filter !== undefined && !(yield options.filter(source, target))) return;
  const from = statOf(source, options);
  const to = checkPair(from, source, target, options);
  checkParents(from, source, target);
  if (from.isDirectory() && !options.recursive) {
    const message = `${source} is a directory (not copied)`;
    throw new SystemError('ERR_FS_EISDIR', { code: 'EISDIR', message, path: source, syscall: 'cp' });
  }
  operations.mkdir(path.dirname(target), { recursive: true })();
  yield* copyEntry(from, to, source, target, options);
}

/** Drives the walk without waiting. */
export function copySync(walk: CopyWalk): void {
  for (let step = walk.next(); !step.done; ) {
    if (step.value instanceof Promise) throw nodeError('ERR_INVALID_RETURN_VALUE', 'boolean', 'filter', step.value);
    step = walk.next(step.value);
  }
}

/** Drives the walk, waiting for the filter. */
export async function copyAsync(walk: CopyWalk): Promise<void> {
  for (let step = walk.next(); !step.done; ) step = walk.next(await step.value);
}

function statOf(file: Path, options: CpOptions): Stats {
  const syscall = options.dereference ? 'stat' : 'lstat';
  return operations.stat(file, {}, syscall)() as Stats; // neither bigint nor without an error
}

function targetStat(file: Path, options: CpOptions): Stats | undefined {
  const line = host('fsStat', absolute(file), options.dereference);
  if (line === ENOENT) return undefined;
  return parseStats(expect(line, options.dereference ? 'stat' : 'lstat', file), false) as Stats; // not as bigint
}

function isSame(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}

function invalid(message: string, target: Path): SystemError {
  return new SystemError('ERR_FS_CP_EINVAL', { code: 'EINVAL', message, path: target, syscall: 'cp' });
}

/** What is at the target, if the source may be copied over it. */
function checkPair(from: Stats, source: Path, target: Path, options: CpOptions): Stats | undefined {
  const to = targetStat(target, options);
  if (to !== undefined) {
    if (isSame(from, to)) throw invalid('src and dest cannot be the same', target);
    if (from.isDirectory() && !to.isDirectory()) {
      const message = `cannot overwrite non-directory ${target} with directory ${source}`;
      throw new SystemError('ERR_FS_CP_DIR_TO_NON_DIR', { code: 'EISDIR', message, path: target, syscall: 'cp' });
    }
    if (!from.isDirectory() && to.isDirectory()) {
      const message = `cannot overwrite directory ${target} with non-directory ${source}`;
      throw new SystemError('ERR_FS_CP_NON_DIR_TO_DIR', { code: 'ENOTDIR', message, path: target, syscall: 'cp' });
    }
  }
  if (from.isDirectory() && isWithin(source, target)) {
    throw invalid(`cannot copy ${source} to a subdirectory of self ${target}`, target);
  }
  return to;
}

/** A target below the source by another name would be copied into itself without end. */
function checkParents(from: Stats, source: Path, target: Path): void {
  const stop = path.resolve(path.dirname(source));
  for (
    let parent = path.resolve(path.dirname(target));
    parent !== stop && parent !== '/';
    parent = path.dirname(parent)
  ) {
    const line = host('fsStat', parent, true);
    if (typeof line === 'number') {
      if (line === ENOENT) continue;
      return;
    }
    if (isSame(from, parseStats(line, false) as Stats)) {
      throw invalid(`cannot copy ${source} to a subdirectory of self ${target}`, target);
    }
  }
}

function isWithin(folder: Path, file: Path): boolean {
  const above = path.resolve(folder);
  const below = path.resolve(file);
  return below === above || below.startsWith(above === '/' ? above : `${above}/`);
}

function* copyEntry(from: Stats, to: Stats | undefined, source: Path, target: Path, options: CpOptions): CopyWalk {
  if (from.isDirectory()) {
    yield* copyFolder(from, to, source, target, options);
  } else if (from.isFile()) {
    copyPlain(from, to, source, target, options);
  } else if (from.isSymbolicLink()) {
    copyLink(to, source, target, options);
  } else {
    const [code, what] = from.isSocket()
      ? (['ERR_FS_CP_SOCKET', 'socket file'] as const)
      : from.isFIFO()
        ? (['ERR_FS_CP_FIFO_PIPE', 'FIFO pipe'] as const)
        : (['ERR_FS_CP_UNKNOWN', 'unknown file type'] as const);
    const message = `cannot copy ${what === 'unknown file type' ? 'an' : 'a'} ${what}: ${target}`;
    throw new SystemError(code, { code: 'EINVAL', message, path: target, syscall: 'cp' });
  }
}

function* copyFolder(from: Stats, to: Stats | undefined, source: Path, target: Path, options: CpOptions): CopyWalk {
  if (to === undefined) operations.mkdir(target, undefined)();
  else if (options.errorOnExist && !options.force) throw alreadyThere(target);
  for (const { name } of readEntries(source, 'opendir')) {
    const item = path.join(source, name);
    const place = path.join(target, name);
    if (options.filter !== undefined && !(yield options.filter(item, place))) continue;
    const stats = statOf(item, options);
    yield* copyEntry(stats, checkPair(stats, item, place, options), item, place, options);
  }
  if (options.preserveTimestamps) copyTimes(source, target);
  if (to === undefined) operations.chmod(target, from.mode & 0o777)();
}

function alreadyThere(target: Path): SystemError {
  const message = `${target} already exists`;
  return new SystemError('ERR_FS_CP_EEXIST', { code: 'EEXIST', message, path: target, syscall: 'cp' });
}

function copyPlain(from: Stats, to: Stats | undefined, source: Path, target: Path, options: CpOptions): void {
  if (to !== undefined) {
    if (!options.force) {
      if (options.errorOnExist) throw alreadyThere(target);
      return;
    }
    operations.unlink(target)();
  }
  operations.copyFile(source, target, options.mode)();
  if (options.preserveTimestamps) copyTimes(source, target);
  operations.chmod(target, from.mode & 0o777)();
}

function copyTimes(source: Path, target: Path): void {
  const { atimeMs, mtimeMs } = operations.stat(source, {}, 'stat')() as Stats;
  operations.utimes(target, atimeMs / 1000, mtimeMs / 1000, 'utime')();
}

function copyLink(to: Stats | undefined, source: Path, target: Path, options: CpOptions): void {
  let leads = operations.readlink(source, undefined)() as string; // no encoding was asked for
  if (!options.verbatimSymlinks && !path.isAbsolute(leads)) leads = path.resolve(path.dirname(source), leads);
  if (to?.isSymbolicLink()) {
    const old = path.resolve(path.dirname(target), operations.readlink(target, undefined)() as string);
    const line = host('fsStat', absolute(source), true);
    if (typeof line === 'string' && parseStats(line, false).isDirectory()) {
      if (isWithin(leads, old)) throw invalid(`cannot copy ${leads} to a subdirectory of self ${old}`, target);
      if (isWithin(old, leads)) {
        const message = `cannot overwrite ${old} with ${leads}`;
        const info = { code: 'EINVAL', message, path: target, syscall: 'cp' } as const;
        throw new SystemError('ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY', info);
      }
    }
    operations.unlink(target)();
  } else if (to !== undefined) {
    throw errnoError(-17, 'symlink', leads, target);
  }
  operations.symlink(leads, target)();
}

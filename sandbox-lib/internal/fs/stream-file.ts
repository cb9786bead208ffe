// What fs.ReadStream and fs.WriteStream share: where the file comes from, opening and closing it. Inside the context.
import fs from '../../node/fs.ts';
import { nodeError } from '../errors.ts';
import { validateFunction } from '../validators.ts';
import { type Options, toFd, toPath } from './arguments.ts';
import { type HandleLike, isFileHandle, kRef, kUnref } from './handle-symbols.ts';

type Done = (error?: Error | null) => void;
type CountDone = (error: Error | null, count: number, data: never) => void;

type Transfer = (
  fd: number,
  buffer: Uint8Array,
  offset: number,
  length: number,
  position: number | undefined,
  done: CountDone,
) => void;

/** The functions a stream works through: fs, the caller's own, or a FileHandle's. */
export interface FileFunctions {
  open(path: string, flags: unknown, mode: unknown, done: (error: Error | null, fd: number) => void): void;
  close(fd: number, done: Done): void;
  fsync?(fd: number, done: Done): void;
  read?: Transfer;
  write?: Transfer;
  writev?(fd: number, buffers: Uint8Array[], position: number | undefined, done: CountDone): void;
}

/** Members of both kinds of file stream. Symbols, as in node: they do not show. */
export const kFs = Symbol('kFs');
export const kBusy = Symbol('kIsPerformingIO');
export const kIdle = Symbol('kIoDone');

export interface FileStream {
  fd: number | null;
  path?: string | undefined;
  flags?: unknown;
  mode?: unknown;
  pos: number | undefined;
  start: number | undefined;
  flush?: boolean;
  [kFs]: FileFunctions;
  [kBusy]: boolean;
  emit(name: string | symbol, ...args: unknown[]): boolean;
  once(name: string | symbol, listener: (...args: never[]) => void): unknown;
  open?(): void;
  close(done?: Done): void;
}

interface HandleMethods extends HandleLike {
  close(): Promise<void>;
  sync(): Promise<void>;
  read(...args: unknown[]): Promise<{ bytesRead: number; buffer: never }>;
  write(...args: unknown[]): Promise<{ bytesWritten: number; buffer: never }>;
  writev(...args: unknown[]): Promise<{ bytesWritten: number; buffers: never }>;
  on(name: 'close', listener: () => void): unknown;
}

/** Takes path, flags and mode, or the descriptor, from the options. */
export function takeFile(stream: FileStream, path: unknown, options: Options, defaultFlags: string): void {
  if (options['windowsHandle'] !== null && options['windowsHandle'] !== undefined) {
    if (options['fd'] !== null && options['fd'] !== undefined) {
      throw nodeError('ERR_INCOMPATIBLE_OPTION_PAIR', 'windowsHandle', 'fd');
    }
    throw nodeError('ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'windowsHandle');
  }
  const { fd } = options;
  if (fd !== null && fd !== undefined) {
    stream.fd = toFd(importFd(stream, fd, options));
    return;
  }
  stream.fd = null;
  stream[kFs] = (options['fs'] ?? fs) as FileFunctions; // the next line and its callers check what they use of it
  validateFunction(stream[kFs].open, 'options.fs.open');
  stream.path = typeof path === 'string' ? path : toPath(path);
  stream.flags = options['flags'] === undefined ? defaultFlags : options['flags'];
  stream.mode = options['mode'] === undefined ? 0o666 : options['mode'];
  toPath(path);
}

function importFd(stream: FileStream, fd: unknown, options: Options): number {
  if (typeof fd === 'number') {
    stream[kFs] = (options['fs'] ?? fs) as FileFunctions;
    return fd;
  }
  if (!isFileHandle(fd)) throw nodeError('ERR_INVALID_ARG_TYPE', 'options.fd', ['number', 'FileHandle'], fd);
  if (options['fs']) throw nodeError('ERR_METHOD_NOT_IMPLEMENTED', 'FileHandle with fs');
  const handle = fd as HandleMethods; // the one class that is marked as a handle
  stream[kFs] = handleFunctions(handle);
  handle[kRef]();
  handle.on('close', () => stream.close());
  return handle.fd;
}

function handleFunctions(handle: HandleMethods): FileFunctions {
  return {
    open() {
      throw nodeError('ERR_METHOD_NOT_IMPLEMENTED', 'open()');
    },
    close(_fd, done) {
      handle[kUnref]();
      handle.close().then(() => done(), done);
    },
    fsync(_fd, done) {
      handle.sync().then(() => done(), done);
    },
    read(_fd, buffer, offset, length, position, done) {
      handle.read(buffer, offset, length, position).then(
        (result) => done(null, result.bytesRead, result.buffer),
        (error: Error) => done(error, 0, buffer as never),
      );
    },
    write(_fd, buffer, offset, length, position, done) {
      handle.write(buffer, offset, length, position).then(
        (result) => done(null, result.bytesWritten, result.buffer),
        (error: Error) => done(error, 0, buffer as never),
      );
    },
    writev(_fd, buffers, position, done) {
      handle.writev(buffers, position).then(
        (result) => done(null, result.bytesWritten, result.buffers),
        (error: Error) => done(error, 0, buffers as never),
      );
    },
  };
}

/** _construct() of both: opens the file. A stream whose open() was replaced, as graceful-fs does it, opens itself. */
export function openFile(this: FileStream, done: Done): void {
  if (typeof this.fd === 'number') {
    done();
    return;
  }
  if (typeof this.open === 'function') {
    const { emit } = this;
    this.emit = function (this: FileStream, ...args: Parameters<typeof emit>) {
      const [name, value] = args;
      if (name !== 'open' && name !== 'error') return Reflect.apply(emit, this, args);
      this.emit = emit;
      if (name === 'error') {
        done(value as Error);
        return true;
      }
      done();
      return Reflect.apply(emit, this, args);
    };
    this.open();
    return;
  }
  // takeFile() set the path of every stream without a descriptor.
  this[kFs].open(this.path as string, this.flags, this.mode, (error, fd) => {
    if (error) {
      done(error);
      return;
    }
    this.fd = fd;
    done();
    this.emit('open', this.fd);
    this.emit('ready');
  });
}

/** _destroy() of both: closes the file once nothing is under way on it. */
export function closeFile(this: FileStream, error: Error | null, done: Done): void {
  if (this[kBusy]) this.once(kIdle, (late: Error | null) => closeNow(this, error || late, done));
  else closeNow(this, error, done);
}

function closeNow(stream: FileStream, error: Error | null | undefined, done: Done): void {
  const { fd } = stream;
  if (!fd) {
    done(error);
  } else if (stream.flush) {
    stream[kFs].fsync?.(fd, (failed) => finishClose(stream, fd, error || failed, done));
  } else {
    finishClose(stream, fd, error, done);
  }
}

function finishClose(stream: FileStream, fd: number, error: Error | null | undefined, done: Done): void {
  stream[kFs].close(fd, (failed) => done(failed || error));
  stream.fd = null;
}

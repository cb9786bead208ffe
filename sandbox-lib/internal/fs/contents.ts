// The bytes of files: read, write and their vectored forms, readFile, writeFile, appendFile; acts, as in operations.ts. Inside the
// context.
import { Buffer } from '../buffer.ts';
import { AbortError, errnoError, nodeError } from '../errors.ts';
import { host } from '../host.ts';
import { ownView } from '../own-view.ts';
import {
  parseFileMode,
  validateBoolean,
  validateBuffer,
  validateEncoding,
  validateInt32,
  validateInteger,
} from '../validators.ts';
import { isArrayBufferView } from '../views.ts';
import {
  absolute,
  bytesOf,
  isFd,
  type Options,
  toFd,
  toFlags,
  toOptions,
  toPath,
  toPosition,
  toViews,
} from './arguments.ts';
import { expect, expectNumber } from './call.ts';
import { O_SYNC } from './flags.ts';
import { type Act, operations } from './operations.ts';
import { flushBefore, flushBeforePath } from './stdio-order.ts';

const EISDIR = -21;
const EFBIG = -27;
/** Errors that come from the bytes, not from the opening: their syscall is another and they name no path. */
const WRITE_ERRORS = [-5, -27, -28, -122];
/** Bytes of one crossing: the host takes up to 16 MiB. */
const PIECE = 1 << 22;
const MAX_FILE = 2 ** 31 - 1;

/** Fills part of a view; the number of bytes read. */
function read(
  givenFd: unknown,
  view: unknown,
  givenOffset: unknown,
  givenLength: unknown,
  givenPosition: unknown,
): Act<number> {
  const fd = toFd(givenFd);
  validateBuffer(view);
  const offset = givenOffset ?? 0;
  validateInteger(offset, 'offset', 0);
  const length = (givenLength as number) | 0;
  const position = toPosition(givenPosition, length);
  if (length === 0) return () => 0;
  if (view.byteLength === 0) {
    throw nodeError('ERR_INVALID_ARG_VALUE', 'buffer', view, 'is empty and cannot be written');
  }
  if (length < 0) throw nodeError('ERR_OUT_OF_RANGE', 'length', '>= 0', length);
  if (offset + length > view.byteLength) {
    throw nodeError('ERR_OUT_OF_RANGE', 'length', `<= ${view.byteLength - offset}`, length);
  }
  return () => readInto(fd, bytesOf(view), offset, length, position);
}

/** One read of the system, or several where the host hands over less than was asked for at a time. */
function readInto(fd: number, bytes: Uint8Array, offset: number, length: number, position: number): number {
  let done = 0;
  for (;;) {
    const want = Math.min(length - done, PIECE);
    const piece = expect(host('fsRead', fd, want, position < 0 ? -1 : position + done), 'read');
    bytes.set(piece, offset + done);
    done += piece.length;
    if (piece.length < want || done === length) return done;
  }
}

function readv(givenFd: unknown, givenViews: unknown, givenPosition: unknown): Act<number> {
  const fd = toFd(givenFd);
  const views = toViews(givenViews);
  const position = typeof givenPosition === 'number' ? givenPosition : -1;
  return () => {
    let done = 0;
    for (const view of views) {
      if (view.byteLength === 0) continue;
      const count = readInto(fd, bytesOf(view), 0, view.byteLength, position < 0 ? -1 : position + done);
      done += count;
      if (count < view.byteLength) break;
    }
    return done;
  };
}

/** Writes part of a view; the number of bytes written. */
function write(
  givenFd: unknown,
  view: ArrayBufferView,
  givenOffset: unknown,
  givenLength: unknown,
  givenPosition: unknown,
): Act<number> {
  const fd = toFd(givenFd);
  const offset = givenOffset ?? 0;
  validateInteger(offset, 'offset', 0);
  const length = typeof givenLength === 'number' ? givenLength : view.byteLength - offset;
  const position = typeof givenPosition === 'number' ? givenPosition : -1;
  if (offset > view.byteLength) throw nodeError('ERR_OUT_OF_RANGE', 'offset', `<= ${view.byteLength}`, offset);
  if (length > view.byteLength - offset) {
    throw nodeError('ERR_OUT_OF_RANGE', 'length', `<= ${view.byteLength - offset}`, length);
  }
  validateInt32(length, 'length', 0);
  return () => writeFrom(fd, bytesOf(view).subarray(offset, offset + length), position);
}

function writeText(givenFd: unknown, text: unknown, givenPosition: unknown, givenEncoding: unknown): Act<number> {
  const fd = toFd(givenFd);
  requireText(text, 'buffer');
  validateEncoding(text, givenEncoding);
  const position = typeof givenPosition === 'number' ? givenPosition : -1;
  const bytes = Buffer.from(text, typeof givenEncoding === 'string' ? givenEncoding : 'utf8');
  return () => writeFrom(fd, bytes, position);
}

function writeFrom(fd: number, bytes: Uint8Array, position: number): number {
  flushBefore(fd);
  let done = 0;
  do {
    const piece = ownView(bytes, done, Math.min(done + PIECE, bytes.length));
    const count = expectNumber(host('fsWrite', fd, piece, position < 0 ? -1 : position + done), 'write');
    done += count;
    if (count < piece.length) break;
  } while (done < bytes.length);
  return done;
}

function writev(givenFd: unknown, givenViews: unknown, givenPosition: unknown): Act<number> {
  const fd = toFd(givenFd);
  const views = toViews(givenViews);
  const position = typeof givenPosition === 'number' ? givenPosition : -1;
  // Together in one crossing: lines appended by several workers stay whole.
  return () => (views.length === 0 ? 0 : writeFrom(fd, Buffer.concat(views.map(bytesOf)), position));
}

function requireText(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') {
    throw nodeError('ERR_INVALID_ARG_TYPE', name, ['string', 'Buffer', 'TypedArray', 'DataView'], value);
  }
}

/** Throws if the caller's signal says so. */
function checkAborted(options: Options): void {
  const { signal } = options;
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

type Contents = string | Uint8Array;

/** `named`: reading a folder fails with its path, as in node's asynchronous forms. */
function readFile(path: unknown, givenOptions: unknown, named = false): Act<Contents> {
  const options = toOptions(givenOptions, { flag: 'r' });
  const { encoding, buffer } = options;
  if (buffer !== undefined && typeof buffer !== 'function' && !isArrayBufferView(buffer)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'options.buffer', ['Buffer', 'TypedArray', 'DataView', 'Function'], buffer);
  }
  const flags = toFlags(options['flag'], 'options.flag');
  if (isFd(path)) return () => decode(readOpen(path, options), encoding);
  const opening = operations.open(path, flags, undefined);
  const name = toPath(path);
  const isText = encoding === 'utf8' || encoding === 'utf-8';
  return () => {
    if (buffer === undefined) {
      const whole = host('fsReadFile', absolute(name), flags, isText);
      if (typeof whole === 'string') return whole;
      if (typeof whole === 'object') return decode(fromBytes(whole), encoding);
      if (whole === EISDIR) throw errnoError(whole, 'read', named ? name : undefined);
      if (whole !== EFBIG) throw errnoError(whole, 'open', name);
    }
    const fd = opening();
    try {
      return decode(readOpen(fd, options), encoding);
    } finally {
      operations.close(fd)();
    }
  };
}

function fromBytes(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function decode(bytes: Buffer, encoding: unknown): Contents {
  return encoding ? bytes.toString(encoding as string) : bytes; // checked by toOptions
}

/** From where the descriptor stands to the end of the file, or of the request body. */
function readOpen(fd: number, options: Options): Buffer {
  const line = expect(host('fsFstat', fd), 'fstat').split(' ');
  const isFile = (Number(line[1]) & 0o170000) === 0o100000;
  const size = isFile ? Number(line[8]) : 0;
  if (size > MAX_FILE) throw nodeError('ERR_FS_FILE_TOO_LARGE', size);
  if (options['buffer'] !== undefined) return readIntoGiven(fd, options['buffer'], size);
  const pieces: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    checkAborted(options);
    const piece = expect(host('fsRead', fd, size > 0 ? Math.min(size - total, PIECE) : PIECE, -1), 'read');
    if (piece.length > 0) pieces.push(piece);
    total += piece.length;
    if (piece.length === 0 || (size > 0 && total >= size)) break;
  }
  return pieces.length === 1 ? fromBytes(pieces[0] as Uint8Array) : Buffer.concat(pieces, total);
}

function readIntoGiven(fd: number, given: unknown, size: number): Buffer {
  const isFunction = typeof given === 'function';
  const name = isFunction ? 'options.buffer().byteLength' : 'options.buffer.byteLength';
  const view: unknown = isFunction ? given(size) : given;
  if (isFunction) validateBuffer(view, 'options.buffer()');
  const target = view as ArrayBufferView; // checked here or by readFile
  if (size > target.byteLength) {
    throw nodeError('ERR_INVALID_ARG_VALUE', name, target.byteLength, `is smaller than the file size of ${size} bytes`);
  }
  const bytes = Buffer.from(target.buffer, target.byteOffset, target.byteLength);
  let used = 0;
  for (;;) {
    const room = (size > 0 ? size : bytes.length) - used;
    if (room === 0) break;
    const count = readInto(fd, bytes, used, room, -1);
    if (count === 0) return bytes.subarray(0, used);
    used += count;
  }
  if (size === 0 && expect(host('fsRead', fd, 1, -1), 'read').length > 0) {
    throw nodeError('ERR_INVALID_ARG_VALUE', name, target.byteLength, 'is too small to contain the entire file');
  }
  return bytes.subarray(0, used);
}

const WRITE_DEFAULTS: Options = Object.freeze({ encoding: 'utf8', mode: 0o666, flag: 'w', flush: false });
const APPEND_DEFAULTS: Options = Object.freeze({ encoding: 'utf8', mode: 0o666, flag: 'a' });

function appendFile(path: unknown, data: unknown, givenOptions: unknown): Act {
  const options = toOptions(givenOptions, APPEND_DEFAULTS);
  return writeFile(path, data, !options['flag'] || isFd(path) ? { ...options, flag: 'a' } : options);
}

function writeFile(path: unknown, givenData: unknown, givenOptions: unknown): Act {
  const options = toOptions(givenOptions, WRITE_DEFAULTS);
  const flush = options['flush'] ?? false;
  validateBoolean(flush, 'options.flush');
  const mode = parseFileMode(options['mode'], 'mode', 0o666);
  // Node writes, then calls fsync. Here the worker may not (Node's permission model): the file is opened for synchronous writes.
  const flags = toFlags(options['flag'] || 'w', 'options.flag') | (flush ? O_SYNC : 0);
  const data = toContents(givenData, options.encoding);
  if (isFd(path)) {
    return () => {
      writeAll(path, toBytes(data));
      if (flush) operations.fsync(path, 'fsync')();
    };
  }
  const opening = operations.open(path, flags, mode);
  const name = toPath(path);
  if (data.length <= PIECE) {
    return () => {
      flushBeforePath(name);
      const whole = typeof data === 'string' ? data : ownView(data);
      const result = host('fsWriteFile', absolute(name), flags, mode, whole);
      if (result < 0) {
        throw WRITE_ERRORS.includes(result) ? errnoError(result, 'write') : errnoError(result, 'open', name);
      }
    };
  }
  return () => {
    const fd = opening();
    try {
      writeAll(fd, toBytes(data));
    } finally {
      operations.close(fd)();
    }
  };
}

/** Text stays text where the host encodes it. */
function toContents(data: unknown, encoding: unknown): Contents {
  if (isArrayBufferView(data)) return bytesOf(data);
  requireText(data, 'data');
  const isUtf8 = !encoding || encoding === 'utf8' || encoding === 'utf-8';
  return isUtf8 ? data : Buffer.from(data, encoding as string); // checked by toOptions
}

function toBytes(data: Contents): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data;
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeFrom(fd, bytes.subarray(at), -1);
}

/** The acts by the names of their functions in fs. */
export const contents = {
  __proto__: null as never, // a dictionary: a fresh context makes it six times as fast as an ordinary object
  read,
  readv,
  write,
  writeText,
  writev,
  readFile,
  appendFile,
  writeFile,
};

// The callback functions of fs that move bytes. Inside the context. https://nodejs.org/api/fs.html
import { Buffer } from '../buffer.ts';
import { nextTick } from '../loop.ts';
import { kValidateObjectAllowNullable, validateBuffer, validateFunction, validateObject } from '../validators.ts';
import { isArrayBufferView } from '../views.ts';
import { type AbortSignalLike, isFd, type Span, toFd, toSpan } from './arguments.ts';
import { contents } from './contents.ts';
import { checkSignal, later } from './later.ts';

/** Bytes of a read that names no buffer. */
const READ_SIZE = 16_384;

function signalOf(options: unknown): AbortSignalLike | undefined {
  return (options as { signal?: AbortSignalLike } | null | undefined)?.signal;
}

/** Files are done later; a signal that was aborted before stops them at once. */
function laterFile(act: () => unknown, options: unknown, path: unknown, callback: (error: unknown) => void): void {
  const signal = signalOf(options);
  if (!isFd(path)) {
    try {
      checkSignal(signal);
    } catch (error) {
      callback(error);
      return;
    }
  }
  later(act, callback, signal);
}

function readFile(path: unknown, options: unknown, callback?: unknown): void {
  const done = callback || options;
  validateFunction(done, 'cb');
  const given = typeof options === 'function' ? undefined : options;
  laterFile(contents.readFile(path, given, true), given, path, done as never);
}

function writeFile(path: unknown, data: unknown, options: unknown, callback?: unknown): void {
  const done = callback || options;
  validateFunction(done, 'cb');
  const given = typeof options === 'function' ? undefined : options;
  laterFile(contents.writeFile(path, data, given), given, path, done as never);
}

function appendFile(path: unknown, data: unknown, options: unknown, callback?: unknown): void {
  const done = callback || options;
  validateFunction(done, 'cb');
  const given = typeof options === 'function' ? undefined : options;
  laterFile(contents.appendFile(path, data, given), given, path, done as never);
}

type BytesCallback = (error: unknown, count: number, buffer: unknown) => void;

function read(...args: unknown[]): void {
  const fd = toFd(args[0]);
  const { view, span, done } = readArguments(args);
  validateBuffer(view);
  validateFunction(done, 'cb');
  const call = done as unknown as BytesCallback; // checked on the line before
  const act = contents.read(fd, view, span.offset, span.length, span.position);
  if (((span.length as number) | 0) === 0) nextTick(() => call(null, 0, view));
  else later(act, (error, count) => call(error, (count as number) || 0, view));
}

/** The forms of fs.read: by number of arguments, as node tells them apart. */
function readArguments(args: unknown[]): { view: ArrayBufferView; span: Required<Span>; done: unknown } {
  const [, buffer, offset, length, position, callback] = args;
  const count = args.length;
  if (count > 4) {
    return { view: buffer as ArrayBufferView, span: { offset, length, position }, done: callback };
  }
  let params: unknown = null;
  let view: unknown = buffer;
  if (count === 4) {
    validateObject(offset, 'options', kValidateObjectAllowNullable);
    params = offset;
  } else if (count === 3 && !isArrayBufferView(buffer)) {
    params = buffer;
    const { buffer: given = Buffer.alloc(READ_SIZE) } = (params ?? {}) as { buffer?: unknown };
    view = given;
  } else if (count < 3) {
    view = Buffer.alloc(READ_SIZE);
  }
  if (params !== undefined) validateObject(params, 'options', kValidateObjectAllowNullable);
  const target = view as ArrayBufferView; // contents.read() refuses everything else
  return {
    view: target,
    span: toSpan(params as Span | null, isArrayBufferView(view) ? view : new Uint8Array(0)),
    done: count === 4 ? length : count === 3 ? offset : buffer,
  };
}

function readv(fd: unknown, buffers: unknown, position: unknown, callback?: unknown): void {
  const done = (callback || position) as BytesCallback;
  const act = contents.readv(fd, buffers, position);
  validateFunction(done, 'cb');
  later(act, (error, count) => done(error, (count as number) || 0, buffers));
}

function write(
  fd: unknown,
  buffer: unknown,
  offsetOrOptions?: unknown,
  length?: unknown,
  position?: unknown,
  callback?: unknown,
): void {
  const number = toFd(fd);
  if (!isArrayBufferView(buffer)) {
    writeString(number, buffer, offsetOrOptions, length, position);
    return;
  }
  const done = (callback || position || length || offsetOrOptions) as BytesCallback;
  validateFunction(done, 'cb');
  const isSpan = typeof offsetOrOptions === 'object';
  const span = isSpan
    ? toSpan(offsetOrOptions as Span | null, buffer)
    : { offset: typeof offsetOrOptions === 'function' ? 0 : offsetOrOptions, length, position };
  const act = contents.write(number, buffer, span.offset, span.length, span.position);
  later(act, (error, count) => done(error, (count as number) || 0, buffer));
}

/** fs.write(fd, string[, position[, encoding]], callback) */
function writeString(fd: number, text: unknown, position: unknown, encoding: unknown, callback: unknown): void {
  const done = (
    typeof callback === 'function' ? callback : typeof position === 'function' ? position : encoding
  ) as BytesCallback;
  const given = typeof callback === 'function' ? encoding : 'utf8';
  const act = contents.writeText(fd, text, position, given);
  validateFunction(done, 'cb');
  later(act, (error, count) => done(error, (count as number) || 0, text));
}

function writev(fd: unknown, buffers: unknown, position: unknown, callback?: unknown): void {
  const done = (callback || position) as BytesCallback;
  const act = contents.writev(fd, buffers, position);
  validateFunction(done, 'cb');
  if ((buffers as unknown[]).length === 0) nextTick(() => done(null, 0, buffers));
  else later(act, (error, count) => done(error, (count as number) || 0, buffers));
}

/** What fs gets from here. */
export const callbackContents = {
  __proto__: null as never, // a dictionary: a fresh context makes it six times as fast as an ordinary object
  readFile,
  writeFile,
  appendFile,
  read,
  readv,
  write,
  writev,
};

// fs.ReadStream. Inside the context. https://nodejs.org/api/fs.html#class-fsreadstream

// By its front: the rooms of streams import one another in a circle that has to be entered there.
import streamModule from '../../node/stream.ts';
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { errorOrDestroy } from '../streams/destroy.ts';
import type { Readable as ReadableType } from '../streams/types.ts';
import { validateFunction, validateInteger } from '../validators.ts';
import { copyOptions, toOptions } from './arguments.ts';
import { closeFile, type FileStream, kBusy, kFs, kIdle, openFile, takeFile } from './stream-file.ts';

export interface ReadStream extends FileStream, Omit<ReadableType, 'emit' | 'once'> {
  end: number;
  bytesRead: number;
  autoClose: boolean;
  readonly pending: boolean;
}

interface ReadStreamConstructor {
  new (path?: unknown, options?: unknown): ReadStream;
  readonly prototype: ReadStream;
}

// A function, not a class: scripts call it without `new` and inherit from it with util.inherits().
export const ReadStream = function ReadStream(
  this: ReadStream,
  path?: unknown,
  given?: unknown,
): ReadStream | undefined {
  if (!(this instanceof ReadStream)) return new (ReadStream as unknown as ReadStreamConstructor)(path, given);
  const options = copyOptions(toOptions(given));
  options['highWaterMark'] ??= 64 * 1024;
  takeFile(this, path, options, 'r');
  options['autoDestroy'] = options['autoClose'] === undefined ? true : options['autoClose'];
  validateFunction(this[kFs].read, 'options.fs.read');
  if (options['autoDestroy']) validateFunction(this[kFs].close, 'options.fs.close');
  this.bytesRead = 0;
  this[kBusy] = false;
  takeRange(this, options['start'], options['end']);
  Reflect.apply(streamModule.Readable as never, this, [options]);
  return undefined;
} as unknown as ReadStreamConstructor;

function takeRange(stream: ReadStream, start: unknown, end: unknown): void {
  stream.pos = undefined;
  if (start !== undefined) {
    validateInteger(start, 'start', 0);
    stream.pos = start;
  }
  stream.start = start;
  stream.end = end === undefined ? Number.POSITIVE_INFINITY : (end as number);
  if (stream.end === Number.POSITIVE_INFINITY) return;
  validateInteger(end, 'end', 0);
  if (start !== undefined && start > end)
    throw nodeError('ERR_OUT_OF_RANGE', 'start', `<= "end" (here: ${end})`, start);
}

Object.setPrototypeOf(ReadStream.prototype, streamModule.Readable.prototype);
Object.setPrototypeOf(ReadStream, streamModule.Readable);

function readPiece(this: ReadStream, size: number): void {
  const done = this.pos === undefined ? this.bytesRead : this.pos;
  const length = Math.min(this.end - done + 1, size);
  if (length <= 0) {
    this.push(null);
    return;
  }
  this[kBusy] = true;
  const { fd } = this;
  // Open by now: nothing is read before _construct() is done.
  this[kFs].read?.(
    fd as number,
    Buffer.allocUnsafeSlow(length),
    0,
    length,
    this.pos,
    (error, count, bytes: Uint8Array) => {
      this[kBusy] = false;
      if (this.destroyed) this.emit(kIdle, error);
      else if (error) errorOrDestroy(this as never, error);
      else take(this, count, bytes);
    },
  );
}

function take(stream: ReadStream, count: number, bytes: Uint8Array): void {
  if (count <= 0) {
    stream.push(null);
    return;
  }
  if (stream.pos !== undefined) stream.pos += count;
  stream.bytesRead += count;
  // A copy where little was read: a view would hold the large buffer.
  stream.push(count === bytes.length ? bytes : Buffer.copyBytesFrom(bytes, 0, count));
}

function close(this: ReadStream, done?: (error?: Error | null) => void): void {
  if (typeof done === 'function') streamModule.finished(this as never, done as never);
  this.destroy();
}

Object.assign(ReadStream.prototype, { _construct: openFile, _read: readPiece, _destroy: closeFile, close });
Object.defineProperties(ReadStream.prototype, {
  autoClose: {
    __proto__: null,
    get(this: ReadStream) {
      if (this[kFs] === undefined) throw nodeError('ERR_INVALID_THIS', 'ReadStream');
      return this._readableState.autoDestroy;
    },
    set(this: ReadStream, value: boolean) {
      if (this[kFs] === undefined) throw nodeError('ERR_INVALID_THIS', 'ReadStream');
      this._readableState.autoDestroy = value;
    },
  },
  pending: {
    __proto__: null,
    get(this: ReadStream) {
      return this.fd === null;
    },
    configurable: true,
  },
});

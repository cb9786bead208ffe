// fs.WriteStream. Inside the context. https://nodejs.org/api/fs.html#class-fswritestream

// By its front: the rooms of streams import one another in a circle that has to be entered there.
import streamModule from '../../node/stream.ts';
import { Buffer } from '../buffer.ts';
import { codedError, nodeError } from '../errors.ts';
import { nextTick } from '../loop.ts';
import type { BufferedWrite, Writable as WritableType } from '../streams/types.ts';
import { validateBoolean, validateFunction, validateInteger } from '../validators.ts';
import { copyOptions, toOptions } from './arguments.ts';
import { closeFile, type FileStream, kBusy, kFs, kIdle, openFile, takeFile } from './stream-file.ts';

type Done = (error?: Error | null) => void;

export interface WriteStream extends FileStream, Omit<WritableType, 'emit' | 'once' | '_write'> {
  bytesWritten: number;
  autoClose: boolean;
  readonly pending: boolean;
  _write: ((chunk: unknown, encoding: string, done: Done) => void) | null;
}

interface WriteStreamConstructor {
  new (path?: unknown, options?: unknown): WriteStream;
  readonly prototype: WriteStream;
}

/** Writes of nothing in a row before a stream gives up. */
const MAX_RETRIES = 5;

// A function, not a class: scripts call it without `new` and inherit from it with util.inherits().
export const WriteStream = function WriteStream(
  this: WriteStream,
  path?: unknown,
  given?: unknown,
): WriteStream | undefined {
  if (!(this instanceof WriteStream)) return new (WriteStream as unknown as WriteStreamConstructor)(path, given);
  const options: Record<string, unknown> = { ...copyOptions(toOptions(given)), decodeStrings: true };
  takeFile(this, path, options, 'w');
  options['autoDestroy'] = options['autoClose'] === undefined ? true : options['autoClose'];
  takeFunctions(this, options);
  const { start } = options;
  this.start = start as number | undefined; // checked on the next lines
  this.pos = undefined;
  this.bytesWritten = 0;
  this[kBusy] = false;
  if (start !== undefined) {
    validateInteger(start, 'start', 0);
    this.pos = start;
  }
  Reflect.apply(streamModule.Writable as never, this, [options]);
  if (options['encoding']) this.setDefaultEncoding(options['encoding'] as string); // checked by toOptions
  return undefined;
} as unknown as WriteStreamConstructor;

/** Either of write and writev will do; a stream uses what there is. */
function takeFunctions(stream: WriteStream, options: Record<string, unknown>): void {
  const { write, writev, close, fsync } = stream[kFs];
  if (!write && !writev) throw nodeError('ERR_INVALID_ARG_TYPE', 'options.fs.write', 'function', write);
  if (write) validateFunction(write, 'options.fs.write');
  if (writev) validateFunction(writev, 'options.fs.writev');
  if (options['autoDestroy']) validateFunction(close, 'options.fs.close');
  const flush = options['flush'] ?? false;
  if (options['flush'] !== null && options['flush'] !== undefined) {
    validateBoolean(flush, 'options.flush');
    validateFunction(fsync, 'options.fs.fsync');
  }
  stream.flush = flush as boolean; // just checked
  if (!write) stream._write = null;
  if (!writev) stream._writev = null;
}

Object.setPrototypeOf(WriteStream.prototype, streamModule.Writable.prototype);
Object.setPrototypeOf(WriteStream, streamModule.Writable);

/** What is left to write. */
interface Rest {
  readonly pieces: Uint8Array[];
  readonly size: number;
  readonly position: number | undefined;
  readonly retries: number;
}

function writeRest(stream: WriteStream, rest: Rest, vectored: boolean, done: Done): void {
  const { pieces, size, position, retries } = rest;
  const name = vectored ? 'writev' : 'write';
  const [first] = pieces;
  const written = (given: (Error & { code?: string }) | null, givenCount: number): void => {
    const later = given?.code === 'EAGAIN';
    const error = later ? null : given;
    const count = later ? 0 : givenCount;
    if (stream.destroyed || error) {
      done(error || nodeError('ERR_STREAM_DESTROYED', name));
      return;
    }
    stream.bytesWritten += count;
    const left = size - count;
    const tries = count > 0 ? 0 : retries + 1;
    if (tries > MAX_RETRIES) done(codedError('Error', 'ERR_SYSTEM_ERROR', `A system error occurred: ${name} failed`));
    else if (left <= 0) done();
    else writeRest(stream, { ...skip(rest, count), retries: tries }, vectored, done);
  };
  const fd = stream.fd as number; // open by now: nothing is written before _construct() is done
  if (vectored) stream[kFs].writev?.(fd, pieces, position, written);
  else stream[kFs].write?.(fd, first as Uint8Array, 0, size, position, written);
}

function skip({ pieces, size, position, retries }: Rest, count: number): Rest {
  const all = pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
  return {
    pieces: [Buffer.from(all.buffer, all.byteOffset + count, all.byteLength - count)],
    size: size - count,
    position: position === undefined ? undefined : position + count,
    retries,
  };
}

function start(stream: WriteStream, pieces: Uint8Array[], size: number, vectored: boolean, done: Done): void {
  stream[kBusy] = true;
  writeRest(stream, { pieces, size, position: stream.pos, retries: 0 }, vectored, (error) => {
    stream[kBusy] = false;
    done(error);
    if (stream.destroyed) stream.emit(kIdle, error);
  });
  if (stream.pos !== undefined) stream.pos += size;
}

function writePiece(this: WriteStream, chunk: Uint8Array, _encoding: string, done: Done): void {
  start(this, [chunk], chunk.length, false, done);
}

function writePieces(this: WriteStream, chunks: BufferedWrite[], done: Done): void {
  const pieces = chunks.map(({ chunk }) => chunk as Uint8Array); // decodeStrings is on: nothing else arrives
  let size = 0;
  for (const piece of pieces) size += piece.length;
  start(this, pieces, size, true, done);
}

function close(this: WriteStream, done?: () => void): void {
  if (done) {
    if (this.closed) {
      nextTick(done);
      return;
    }
    this.on('close', done);
  }
  // A stream that does not close itself is closed once everything is written.
  if (!this.autoClose) this.on('finish', this.destroy as () => void);
  this.end();
}

Object.assign(WriteStream.prototype, {
  _construct: openFile,
  _write: writePiece,
  _writev: writePieces,
  _destroy: closeFile,
  close,
  destroySoon: streamModule.Writable.prototype.end,
});
Object.defineProperties(WriteStream.prototype, {
  autoClose: {
    __proto__: null,
    get(this: WriteStream) {
      if (this[kFs] === undefined) throw nodeError('ERR_INVALID_THIS', 'WriteStream');
      return this._writableState.autoDestroy;
    },
    set(this: WriteStream, value: boolean) {
      if (this[kFs] === undefined) throw nodeError('ERR_INVALID_THIS', 'WriteStream');
      this._writableState.autoDestroy = value;
    },
  },
  pending: {
    __proto__: null,
    get(this: WriteStream) {
      return this.fd === null;
    },
    configurable: true,
  },
});

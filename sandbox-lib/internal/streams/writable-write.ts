// Writable's write() and what follows from it: the buffer, cork() and 'drain'. Inside the context.
// https://nodejs.org/api/stream.html#buffering
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { invalidChunk, type Piece, toBuffer } from './chunk.ts';
import { errorOrDestroy } from './destroy.ts';
import type { BufferedWrite, Done, Writable } from './types.ts';
import { callFinished, finishMaybe } from './writable-end.ts';
import { noCallback, type WritableState } from './writable-state.ts';

export function write(this: Writable, chunk: unknown, encoding?: string | Done | null, done?: Done): boolean {
  return typeof encoding === 'function'
    ? writeChunk(this, chunk, null, encoding) === true
    : writeChunk(this, chunk, encoding, done) === true;
}

/** True: there is room for more; false: wait for 'drain'; or the error, which is also emitted. */
export function writeChunk(
  stream: Writable,
  given: unknown,
  as: string | null | undefined,
  done?: Done,
): boolean | Error {
  const state = stream._writableState;
  const callback = typeof done === 'function' ? done : noCallback;
  if (given === null) throw nodeError('ERR_STREAM_NULL_VALUES');
  let chunk = given;
  let encoding = as as string; // in object mode it is passed on whatever it is
  if (!state.objectMode) {
    if (!encoding) encoding = state.defaultEncoding;
    else if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw nodeError('ERR_UNKNOWN_ENCODING', encoding);
    if (typeof given === 'string') {
      if (encoding === 'buffer') throw nodeError('ERR_UNKNOWN_ENCODING', encoding);
      if (state.decodeStrings) {
        chunk = Buffer.from(given, encoding);
        encoding = 'buffer';
      }
    } else {
      chunk = toBuffer(given);
      if (chunk === undefined) throw invalidChunk(given);
      encoding = 'buffer';
    }
  }
  const error = refusal(state);
  if (error !== undefined) {
    nextTick(() => callback(error));
    errorOrDestroy(stream, error, true);
    return error;
  }
  state.pendingcb++;
  return writeOrBuffer(stream, state, { chunk, encoding, callback });
}

function refusal(state: WritableState): Error | undefined {
  if (state.ending) return nodeError('ERR_STREAM_WRITE_AFTER_END');
  return state.destroyed ? nodeError('ERR_STREAM_DESTROYED', 'write') : undefined;
}

function sizeOf(state: WritableState, chunk: unknown): number {
  return state.objectMode ? 1 : (chunk as Piece).length;
}

function writeOrBuffer(stream: Writable, state: WritableState, request: BufferedWrite): boolean {
  const size = sizeOf(state, request.chunk);
  state.length += size;
  if (state.writing || state.errored || state.corked || !state.constructed) {
    state.buffered.push(request);
    if (request.encoding !== 'buffer') state.allBuffers = false;
    if (request.callback !== noCallback) state.allNoop = false;
  } else {
    beginWrite(state, size, request.callback);
    stream._write(request.chunk, request.encoding, state.onwrite);
    state.sync = false;
  }
  const hasRoom = state.length < state.highWaterMark || state.length === 0;
  if (!hasRoom) state.needDrain = true;
  // False as well for a dead stream: it stops a `while (write())`.
  return hasRoom && !state.destroyed && !state.errored;
}

function beginWrite(state: WritableState, size: number, callback: Done): void {
  state.writelen = size;
  state.writecb = callback;
  state.writing = true;
  state.sync = true;
  state.expectCallback = true;
}

/** The callback of _write() and _writev(). */
export function onWritten(stream: Writable, error?: Error | null): void {
  const state = stream._writableState;
  if (!state.expectCallback) {
    errorOrDestroy(stream, nodeError('ERR_MULTIPLE_CALLBACK'));
    return;
  }
  const { sync, writecb: callback } = state;
  state.writecb = noCallback;
  state.writing = false;
  state.expectCallback = false;
  state.length -= state.writelen;
  state.writelen = 0;
  if (error) {
    noteWriteError(stream, state, error);
    if (sync) nextTick(() => failWrite(stream, state, error, callback));
    else failWrite(stream, state, error, callback);
    return;
  }
  if (state.buffered.length > 0) writeBuffered(stream, state);
  if (sync) afterSyncWrite(stream, state, callback);
  else afterWrite(stream, state, 1, callback);
}

function noteWriteError(stream: Writable, state: WritableState, error: Error): void {
  if (!state.errored) state.errored = error;
  const { _readableState: read } = stream;
  if (read && !read.errored) read.errored = error;
}

function failWrite(stream: Writable, state: WritableState, error: Error, callback: Done): void {
  state.pendingcb--;
  callback(error);
  failBuffered(state); // also where autoDestroy is off and nobody else would
  errorOrDestroy(stream, error); // after the callback
}

/** Callbacks and 'drain' never come in the call of write() itself; a tick is taken only for somebody who is there. */
function afterSyncWrite(stream: Writable, state: WritableState, callback: Done): void {
  const last = state.afterWriteTickInfo;
  const needsDrain = state.needDrain && state.length === 0;
  if (callback !== noCallback && last?.callback === callback) {
    last.count++;
  } else if (callback !== noCallback) {
    const info = { count: 1, callback };
    state.afterWriteTickInfo = info;
    state.afterWritePending = true;
    nextTick(() => {
      state.afterWriteTickInfo = null;
      afterWrite(stream, state, info.count, callback);
    });
  } else if (!state.afterWritePending && (needsDrain || state.objectMode)) {
    // In object mode node always takes one; the order of 'finish' shows it.
    state.afterWritePending = true;
    nextTick(() => afterWrite(stream, state, 1, callback));
  } else {
    state.pendingcb--;
    if (state.ending) finishMaybe(stream, state, true);
  }
}

function afterWrite(stream: Writable, state: WritableState, count: number, callback: Done): void {
  state.afterWritePending = false;
  if (state.needDrain && !state.ending && !state.destroyed && state.length === 0) {
    state.needDrain = false;
    stream.emit('drain');
  }
  for (let i = 0; i < count; i++) {
    state.pendingcb--;
    callback(null);
  }
  if (state.destroyed) failBuffered(state);
  if (state.ending) finishMaybe(stream, state, true);
}

/** Calls back whoever still waits: there will be no more writes. */
export function failBuffered(state: WritableState): void {
  if (state.writing) return;
  for (const { chunk, callback } of state.getBuffer()) {
    state.length -= sizeOf(state, chunk);
    callback(state.errored ?? nodeError('ERR_STREAM_DESTROYED', 'write'));
  }
  callFinished(state, state.errored ?? nodeError('ERR_STREAM_DESTROYED', 'end'));
  state.resetBuffer();
}

/** Writes what was buffered: all at once where there is a _writev(). */
export function writeBuffered(stream: Writable, state: WritableState): void {
  if (state.destroyed || state.bufferProcessing || state.corked || !state.constructed) return;
  const count = state.bufferedRequestCount;
  if (count === 0) return;
  state.bufferProcessing = true;
  if (count > 1 && stream._writev) writeAll(stream, state);
  else writeEach(stream, state);
  state.bufferProcessing = false;
}

function writeAll(stream: Writable, state: WritableState): void {
  const requests: BufferedWrite[] & { allBuffers?: boolean } = state.getBuffer();
  requests.allBuffers = state.allBuffers;
  state.pendingcb -= requests.length - 1; // one callback for all of them
  const callbacks = requests.map(({ callback }) => callback);
  const callAll: Done = (error) => {
    for (const callback of callbacks) callback(error);
  };
  beginWrite(state, state.length, state.allNoop ? noCallback : callAll);
  if (state.destroyed) state.onwrite(nodeError('ERR_STREAM_DESTROYED', 'write'));
  else stream._writev?.(requests, state.onwrite);
  state.sync = false;
  state.resetBuffer();
}

function writeEach(stream: Writable, state: WritableState): void {
  const { buffered } = state;
  let i = state.bufferedIndex;
  do {
    const { chunk, encoding, callback } = buffered[i] as BufferedWrite; // in range
    buffered[i++] = undefined as never; // written, and not to be kept alive
    beginWrite(state, sizeOf(state, chunk), callback);
    if (state.destroyed) state.onwrite(nodeError('ERR_STREAM_DESTROYED', 'write'));
    else stream._write(chunk, encoding, state.onwrite);
    state.sync = false;
  } while (i < buffered.length && !state.writing);
  if (i === buffered.length) {
    state.resetBuffer();
  } else if (i > 256) {
    buffered.splice(0, i);
    state.bufferedIndex = 0;
  } else {
    state.bufferedIndex = i;
  }
}

export function cork(this: Writable): void {
  this._writableState.corked++;
}

export function uncork(this: Writable): void {
  const state = this._writableState;
  if (state.corked === 0) return;
  state.corked--;
  if (!state.writing) writeBuffered(this, state);
}

export function setDefaultEncoding(this: Writable, encoding: string): Writable {
  const name = typeof encoding === 'string' ? encoding.toLowerCase() : encoding;
  if (!Buffer.isEncoding(name)) throw nodeError('ERR_UNKNOWN_ENCODING', name);
  this._writableState.defaultEncoding = name;
  return this;
}

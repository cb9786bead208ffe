// Readable's push() and unshift(): what a source hands in. Inside the context. https://nodejs.org/api/stream.html#readablepushchunk-encoding
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { StringDecoder } from '../string-decoder.ts';
import { invalidChunk, type Piece, toBuffer } from './chunk.ts';
import { errorOrDestroy } from './destroy.ts';
import { emitReadable, emitReadableNow, forgetDrains, readMoreSoon } from './readable-read.ts';
import type { ReadableState } from './readable-state.ts';
import type { Readable } from './types.ts';

export function push(this: Readable, chunk: unknown, encoding?: string): boolean {
  const state = this._readableState;
  if (chunk === null) return pushEnd(this, state);
  return state.objectMode ? pushObject(this, state, chunk, encoding) : pushPiece(this, state, chunk, encoding);
}

function pushEnd(stream: Readable, state: ReadableState): boolean {
  state.reading = false;
  onEnd(stream, state);
  return false;
}

/** Below the mark there is room; and an empty buffer takes something whatever the mark is. */
function hasRoom(state: ReadableState): boolean {
  return !state.ended && (state.length < state.highWaterMark || state.length === 0);
}

function pushObject(stream: Readable, state: ReadableState, chunk: unknown, encoding?: string): boolean {
  if (!mayPush(stream, state)) return false;
  state.reading = false;
  const decoded = state.decoder && !encoding ? state.decoder.write(chunk as Buffer) : chunk;
  addChunk(stream, state, decoded, false);
  return hasRoom(state);
}

function pushPiece(stream: Readable, state: ReadableState, chunk: unknown, encoding?: string): boolean {
  let piece: Piece | undefined;
  let decode = state.decoder !== null;
  if (typeof chunk === 'string') {
    const given = encoding || state.defaultEncoding;
    if (state.encoding === given) decode = false; // it is in the form the reader wants
    piece = state.encoding === given ? chunk : Buffer.from(chunk, given);
  } else if (chunk !== undefined) {
    piece = toBuffer(chunk);
    if (piece === undefined) {
      errorOrDestroy(stream, invalidChunk(chunk));
      return false;
    }
  }
  if (piece === undefined || piece.length === 0) return pushNothing(stream, state);
  if (!mayPush(stream, state)) return false;
  state.reading = false;
  if (decode && state.decoder) piece = state.decoder.write(piece as Buffer);
  if (piece.length === 0) readMoreSoon(stream, state);
  else addChunk(stream, state, piece, false);
  return hasRoom(state);
}

/** An empty chunk only tells that the _read() is over. */
function pushNothing(stream: Readable, state: ReadableState): boolean {
  state.reading = false;
  readMoreSoon(stream, state);
  return hasRoom(state);
}

function mayPush(stream: Readable, state: ReadableState): boolean {
  if (state.ended) {
    errorOrDestroy(stream, nodeError('ERR_STREAM_PUSH_AFTER_EOF'));
    return false;
  }
  return !state.destroyed && !state.errored;
}

export function unshift(this: Readable, chunk: unknown, encoding?: string): boolean {
  const state = this._readableState;
  if (chunk === null) return pushEnd(this, state);
  if (state.objectMode) return unshiftChunk(this, state, chunk);
  let piece: Piece | undefined;
  if (typeof chunk === 'string') {
    piece = recode(chunk, encoding || state.defaultEncoding, state.encoding);
  } else if (chunk !== undefined) {
    piece = toBuffer(chunk);
    if (piece === undefined) {
      errorOrDestroy(this, invalidChunk(chunk));
      return false;
    }
  }
  return piece === undefined || piece.length === 0 ? hasRoom(state) : unshiftChunk(this, state, piece);
}

/** Text as the buffer keeps it: bytes, or text in the encoding that was set. */
function recode(text: string, from: string, to: string | null): Piece {
  if (from === to) return text;
  const bytes = Buffer.from(text, from);
  return to ? bytes.toString(to) : bytes;
}

function unshiftChunk(stream: Readable, state: ReadableState, chunk: unknown): boolean {
  if (state.endEmitted) errorOrDestroy(stream, nodeError('ERR_STREAM_UNSHIFT_AFTER_END_EVENT'));
  else if (state.destroyed || state.errored) return false;
  else addChunk(stream, state, chunk, true);
  return hasRoom(state);
}

function addChunk(stream: Readable, state: ReadableState, chunk: unknown, first: boolean): void {
  if (state.flowing && state.dataListening && !state.sync && state.length === 0) {
    forgetDrains(state);
    state.dataEmitted = true;
    stream.emit('data', chunk);
  } else {
    state.length += state.objectMode ? 1 : (chunk as Piece).length;
    if (!first) state.buffer.push(chunk);
    else if (state.bufferIndex > 0) state.buffer[--state.bufferIndex] = chunk;
    else state.buffer.unshift(chunk);
    if (state.needReadable) emitReadable(stream);
  }
  readMoreSoon(stream, state);
}

function onEnd(stream: Readable, state: ReadableState): void {
  if (state.ended) return;
  const rest = state.decoder?.end();
  if (rest) {
    state.buffer.push(rest);
    state.length += state.objectMode ? 1 : rest.length;
  }
  state.ended = true;
  if (!state.sync) {
    // At once: parsers count on a 'readable' in the call of push(null).
    state.needReadable = false;
    state.emittedReadable = true;
    emitReadableNow(stream);
  } else if (state.flowing || state.needReadable || stream.listenerCount('readable') > 0) {
    emitReadable(stream);
  } else {
    state.eofReadablePending = true;
  }
}

export function setEncoding(this: Readable, encoding?: string | null): Readable {
  const state = this._readableState;
  const decoder = new StringDecoder(encoding as string); // null is the default as well
  state.decoder = decoder;
  state.encoding = decoder.encoding;
  let text = '';
  for (const chunk of state.buffer.slice(state.bufferIndex)) text += decoder.write(chunk as Buffer);
  if (state.ended) text += decoder.end();
  state.buffer = text === '' ? [] : [text];
  state.bufferIndex = 0;
  state.length = text.length;
  return this;
}

// Readable's read(), the events that ask for it, and the two modes. Inside the context. https://nodejs.org/api/stream.html#two-reading-modes
import { nodeError } from '../errors.ts';
import type { EventName, Listener } from '../event-emitter.ts';
import { nextTick } from '../loop.ts';
import { ReflectApply } from '../primordials.ts';
import type { Piece } from './chunk.ts';
import { errorOrDestroy } from './destroy.ts';
import { Stream } from './legacy.ts';
import { fromList, type ReadableState } from './readable-state.ts';
import type { Duplex, Readable } from './types.ts';

const LARGEST_MARK = 0x40000000;

/** The mark grows to the power of two that holds what was asked for. */
function raisedMark(size: number): number {
  if (size > LARGEST_MARK) throw nodeError('ERR_OUT_OF_RANGE', 'size', '<= 1GiB', size);
  return 2 ** (32 - Math.clz32(size - 1));
}

/** How much of the buffer read(asked) answers; NaN asks for whatever there is. */
function sizeToRead(asked: number, state: ReadableState): number {
  if (asked <= 0 || (state.length === 0 && state.ended)) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(asked)) {
    const byChunk = state.length > 0 && (state.decoder === null || state.flowing === true);
    return byChunk ? (state.buffer[state.bufferIndex] as Piece).length : state.length;
  }
  if (asked <= state.length) return asked;
  return state.ended ? state.length : 0;
}

export function read(this: Readable, size?: number): unknown {
  const asked = size === undefined ? Number.NaN : Number.isInteger(size) ? size : Number.parseInt(String(size), 10);
  const state = this._readableState;
  if (asked > state.highWaterMark) state.highWaterMark = raisedMark(asked);
  if (asked !== 0) {
    state.emittedReadable = false;
    state.eofReadablePending = false;
  } else if (state.needReadable && (state.ended || hasPlenty(state))) {
    // read(0) only asks for the event, and there is something to tell.
    if (state.length === 0 && state.ended) endReadable(this);
    else emitReadable(this);
    return null;
  }

  let n = sizeToRead(asked, state);
  if (n === 0 && state.ended) {
    if (state.length === 0) endReadable(this);
    return null;
  }
  // _read() before the buffer is touched: one that pushes at once may make enough of too little.
  if (shouldCallRead(state, n)) {
    callRead(this, state);
    if (!state.reading) n = sizeToRead(asked, state);
  }

  const chunk = n > 0 ? fromList(n, state) : null;
  if (chunk === null) {
    if (state.length <= state.highWaterMark) state.needReadable = true;
    n = 0;
  } else {
    state.length -= n;
    forgetDrains(state);
  }
  if (state.length === 0) {
    if (!state.ended) state.needReadable = true;
    else if (asked !== n) endReadable(this);
  }
  if (chunk !== null && !state.errorEmitted && !state.closeEmitted) {
    state.dataEmitted = true;
    this.emit('data', chunk);
  }
  return chunk;
}

function hasPlenty(state: ReadableState): boolean {
  return state.highWaterMark === 0 ? state.length > 0 : state.length >= state.highWaterMark;
}

function shouldCallRead(state: ReadableState, n: number): boolean {
  if (state.reading || state.ended || state.destroyed || state.errored || !state.constructed) return false;
  return state.needReadable || state.length === 0 || state.length - n < state.highWaterMark;
}

function callRead(stream: Readable, state: ReadableState): void {
  state.reading = true;
  state.sync = true;
  if (state.length === 0) state.needReadable = true;
  try {
    stream._read(state.highWaterMark);
  } catch (error) {
    errorOrDestroy(stream, error as Error);
  }
  state.sync = false;
}

/** Emits 'readable' in the next tick: its listener calls read(), which must not run inside another one. */
export function emitReadable(stream: Readable): void {
  const state = stream._readableState;
  state.needReadable = false;
  if (state.emittedReadable) return;
  state.emittedReadable = true;
  nextTick(() => emitReadableNow(stream));
}

export function emitReadableNow(stream: Readable): void {
  const state = stream._readableState;
  if (!state.destroyed && !state.errored && (state.length > 0 || state.ended)) {
    stream.emit('readable');
    state.emittedReadable = false;
  }
  // A flowing stream asks by itself.
  if (!state.flowing && !state.ended && state.length <= state.highWaterMark) state.needReadable = true;
  flow(stream);
}

/** Fills the buffer up to the mark in the next tick, unless somebody is at it. */
export function readMoreSoon(stream: Readable, state: ReadableState): void {
  if (state.readingMore || state.reading || !state.constructed) return;
  state.readingMore = true;
  nextTick(() => {
    while (
      !state.reading &&
      !state.ended &&
      (state.length < state.highWaterMark || (state.flowing && state.length === 0))
    ) {
      const before = state.length;
      stream.read(0);
      if (state.length === before) break; // it brought nothing: it will call push() later
    }
    state.readingMore = false;
  });
}

function endReadable(stream: Readable): void {
  const state = stream._readableState;
  if (state.endEmitted || state.endScheduled) return;
  state.ended = true;
  state.endScheduled = true;
  nextTick(() => {
    state.endScheduled = false;
    // An unshift() may have come in between.
    if (state.errored || state.closeEmitted || state.endEmitted || state.length > 0) return;
    state.endEmitted = true;
    stream.emit('end');
    const duplex = stream as Partial<Duplex>; // perhaps it is one
    if (duplex.writable && duplex.allowHalfOpen === false) nextTick(() => endWritable(duplex));
    else if (state.autoDestroy && mayDestroyAtEnd(duplex)) stream.destroy();
  });
}

function endWritable(duplex: Partial<Duplex>): void {
  if (duplex.writable && !duplex.writableEnded && !duplex.destroyed) duplex.end?.();
}

/** The other side is through as well, or was never there. */
function mayDestroyAtEnd({ _writableState: state }: Partial<Duplex>): boolean {
  return !state || (state.autoDestroy && (state.finished || state.writable === false));
}

export function forgetDrains(state: ReadableState): void {
  if (state.awaitDrainWriters instanceof Set) state.awaitDrainWriters.clear();
  else state.awaitDrainWriters = null;
}

export function on(this: Readable, event: EventName, listener: Listener): Readable {
  const result = Stream.prototype.on.call(this, event, listener);
  const state = this._readableState;
  if (event === 'data') {
    state.dataListening = true;
    // Also for once('readable'), which has removed itself by now.
    if (this.listenerCount('readable') > 0) state.readableListening = true;
    if (state.flowing !== false) this.resume();
  } else if (event === 'readable' && !state.endEmitted && !state.readableListening) {
    state.readableListening = true;
    state.needReadable = true;
    state.flowing = false;
    state.emittedReadable = false;
    if (state.length > 0) {
      emitReadable(this);
    } else {
      if (state.eofReadablePending) {
        state.eofReadablePending = false;
        emitReadable(this);
      }
      if (!state.reading) nextTick(() => this.read(0));
    }
  }
  return result as Readable;
}

export function removeListener(this: Readable, event: EventName, listener: Listener): Readable {
  const result = Stream.prototype.removeListener.call(this, event, listener);
  // In the next tick, so that once('readable') can be called again in its own listener.
  if (event === 'readable') nextTick(() => reconsiderMode(this));
  else if (event === 'data' && this.listenerCount('data') === 0) this._readableState.dataListening = false;
  return result as Readable;
}

export function removeAllListeners(this: Readable, event?: EventName): Readable {
  // biome-ignore lint/complexity/noArguments: whether there was one is what matters
  const result = ReflectApply(Stream.prototype.removeAllListeners, this, arguments);
  if (event === 'readable' || event === undefined) nextTick(() => reconsiderMode(this));
  return result;
}

function reconsiderMode(stream: Readable): void {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount('readable') > 0;
  if (state.resumeScheduled && state.pausedByCall === false) state.flowing = true;
  else if (state.dataListening) stream.resume();
  else if (!state.readableListening) state.flowing = null;
}

export function resume(this: Readable): Readable {
  const state = this._readableState;
  if (state.destroyed) return this;
  if (!state.flowing) {
    state.flowing = !state.readableListening; // who listens to 'readable' reads by himself
    if (!state.resumeScheduled) {
      state.resumeScheduled = true;
      nextTick(() => resumeNow(this, state));
    }
  }
  state.pausedByCall = false;
  return this;
}

function resumeNow(stream: Readable, state: ReadableState): void {
  if (!state.reading) stream.read(0);
  state.resumeScheduled = false;
  stream.emit('resume');
  flow(stream);
  if (state.flowing && !state.reading) stream.read(0);
}

export function pause(this: Readable): Readable {
  const state = this._readableState;
  if (state.destroyed) return this;
  if (state.flowing !== false) {
    state.flowing = false;
    this.emit('pause');
  }
  state.pausedByCall = true;
  return this;
}

export function isPaused(this: Readable): boolean {
  return this._readableState.paused || this._readableState.flowing === false;
}

function flow(stream: Readable): void {
  const state = stream._readableState;
  while (state.flowing && stream.read() !== null);
}

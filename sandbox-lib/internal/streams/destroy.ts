// The life of a stream outside its data: construct, errors, destroy, close. Inside the context.
// https://nodejs.org/api/stream.html#writable_destroyerr-callback
import { AbortError, aggregateTwoErrors, nodeError } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { isDestroyed, isFinished, isServerRequest, kIsDestroyed, type StreamLike } from './stream-kind.ts';
import { noteError, type StreamState } from './stream-state.ts';
import type { Done, StreamBase } from './types.ts';

type MaybeError = Error | null | undefined;

/** Emitted at the end of _construct(), for the sides that wait for it. */
const kConstruct = Symbol('kConstruct');
/** Emitted instead of it when destroy() was called before. */
const kDestroy = Symbol('kDestroy');

function statesOf(stream: StreamBase): StreamState[] {
  const { _writableState: written, _readableState: read } = stream;
  if (written === undefined) return read === undefined ? [] : [read];
  return read === undefined ? [written] : [written, read];
}

/** The method destroy() of every stream. */
export function destroy(this: StreamBase, error?: Error | null, done?: Done): StreamBase {
  const states = statesOf(this);
  if (states.some((state) => state.destroyed)) {
    if (typeof done === 'function') done();
    return this;
  }
  noteError(error, ...states);
  for (const state of states) state.destroyed = true; // first: whatever is called from here on may call destroy() again
  if (states[0]?.constructed === false) {
    this.once(kDestroy, (later?: MaybeError) => close(this, aggregateTwoErrors(later, error), done));
  } else {
    close(this, error, done);
  }
  return this;
}

function close(stream: StreamBase, error: MaybeError, done: Done | undefined): void {
  let called = false;
  const onDestroyed = (result?: Error | null): void => {
    if (called) return;
    called = true;
    const states = statesOf(stream);
    noteError(result, ...states);
    for (const state of states) state.closed = true;
    if (typeof done === 'function') done(result);
    nextTick(() => {
      if (result) emitError(stream, result);
      emitClose(stream);
    });
  };
  try {
    stream._destroy(error || null, onDestroyed);
  } catch (thrown) {
    onDestroyed(thrown as Error); // what it threw is its error
  }
}

function emitError(stream: StreamBase, error: Error): void {
  const states = statesOf(stream);
  if (states.some((state) => state.errorEmitted)) return;
  for (const state of states) state.errorEmitted = true;
  stream.emit('error', error);
}

function emitClose(stream: StreamBase): void {
  const states = statesOf(stream);
  for (const state of states) state.closeEmitted = true;
  if (states.some((state) => state.emitClose)) stream.emit('close');
}

/** The method _undestroy(): the stream is as new, for sockets that connect again. */
export function undestroy(this: StreamBase): void {
  const { _readableState: read, _writableState: written } = this;
  for (const state of statesOf(this)) {
    Object.assign(state, { constructed: true, destroyed: false, closed: false, closeEmitted: false });
    Object.assign(state, { errored: null, errorEmitted: false });
  }
  if (read !== undefined) {
    const off = read.readable === false;
    Object.assign(read, { reading: false, ended: off, endEmitted: off });
  }
  if (written !== undefined) {
    const off = written.writable === false;
    Object.assign(written, { finalCalled: false, prefinished: false, ended: off, ending: off, finished: off });
  }
}

/** An error of the stream's own making: destroys it, or only emits 'error' where autoDestroy is off. */
export function errorOrDestroy(stream: StreamBase, error: MaybeError, sync = false): void {
  const states = statesOf(stream);
  if (states.some((state) => state.destroyed)) return;
  if (states.some((state) => state.autoDestroy)) {
    stream.destroy(error);
  } else if (error) {
    noteError(error, ...states);
    if (sync) nextTick(() => emitError(stream, error));
    else emitError(stream, error);
  }
}

/** Calls _construct() in the next tick, once for both sides of a duplex, then `constructed` unless it failed. */
export function construct(stream: StreamBase, constructed: () => void): void {
  if (typeof stream._construct !== 'function') return;
  for (const state of statesOf(stream)) state.constructed = false;
  stream.once(kConstruct, constructed);
  if (stream.listenerCount(kConstruct) === 1) nextTick(() => callConstruct(stream));
}

function callConstruct(stream: StreamBase): void {
  let called = false;
  const onConstructed = (error?: MaybeError): void => {
    if (called) {
      errorOrDestroy(stream, error ?? nodeError('ERR_MULTIPLE_CALLBACK'));
      return;
    }
    called = true;
    const states = statesOf(stream);
    for (const state of states) state.constructed = true;
    if (states[0]?.destroyed) stream.emit(kDestroy, error);
    else if (error) errorOrDestroy(stream, error, true);
    else stream.emit(kConstruct);
  };
  try {
    stream._construct?.((error) => nextTick(() => onConstructed(error)));
  } catch (error) {
    nextTick(() => onConstructed(error as Error));
  }
}

/** Streams of other makes, down to those that have no destroy(). */
interface Destroyable extends StreamLike {
  emit(event: string, ...args: unknown[]): boolean;
  destroy?(error?: unknown): void;
  close?(): void;
  abort?(): void;
  socket?: unknown;
}

function isRequest(stream: StreamLike | undefined): stream is StreamLike & { abort(): void } {
  return Boolean(stream?.setHeader) && typeof stream?.abort === 'function';
}

/** Ends any stream, with an AbortError when it was not through. */
export function destroyer(value: unknown, cause?: unknown): void {
  if (!value || isDestroyed(value)) return;
  const stream = value as Destroyable;
  const error = cause || (isFinished(stream) ? undefined : new AbortError());
  const request = stream.req as StreamLike | undefined;
  if (isServerRequest(stream)) {
    stream.socket = null;
    stream.destroy?.(error);
  } else if (isRequest(stream)) {
    stream.abort();
  } else if (isRequest(request)) {
    request.abort();
  } else if (typeof stream.destroy === 'function') {
    stream.destroy(error);
  } else if (typeof stream.close === 'function') {
    stream.close();
  } else {
    nextTick(() => endLegacy(stream, error));
  }
  if (!stream.destroyed) stream[kIsDestroyed] = true;
}

function endLegacy(stream: Destroyable, error: unknown): void {
  if (!error) {
    stream.emit('close');
    return;
  }
  stream.emit('error', error);
  nextTick(() => stream.emit('close'));
}

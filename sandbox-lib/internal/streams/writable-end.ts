// Writable's end(): 'prefinish', _final() and 'finish'. Inside the context. https://nodejs.org/api/stream.html#writableendchunk-encoding-callback
import { nodeError } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { errorOrDestroy } from './destroy.ts';
import type { Done, StreamBase, Writable } from './types.ts';
import type { WritableState } from './writable-state.ts';
import { writeChunk } from './writable-write.ts';

export function end(this: Writable, chunk?: unknown, encoding?: string | Done | null, done?: Done): Writable {
  const state = this._writableState;
  const callback = [chunk, encoding, done].find((argument) => typeof argument === 'function') as Done | undefined;
  const last = typeof chunk === 'function' ? null : chunk;
  const as = typeof encoding === 'function' ? null : encoding;
  const written = last == null ? true : writeChunk(this, last, as);
  if (state.corked) {
    state.corked = 1;
    this.uncork();
  }
  let error = written instanceof Error ? written : undefined;
  if (error === undefined && !state.ending && !state.errored) {
    state.ending = true;
    finishMaybe(this, state, true);
    state.ended = true;
  } else {
    error ??= endRefusal(state);
  }
  if (callback) onceFinished(state, callback, error);
  return this;
}

/** Ending twice is forgiven unless it is over. */
function endRefusal(state: WritableState): Error | undefined {
  if (state.finished) return nodeError('ERR_STREAM_ALREADY_FINISHED', 'end');
  return state.destroyed ? nodeError('ERR_STREAM_DESTROYED', 'end') : undefined;
}

function onceFinished(state: WritableState, callback: Done, error: Error | undefined): void {
  const known = error ?? state.errored;
  if (known || state.finished) nextTick(() => callback(known ?? null));
  else state.onFinished.push(callback);
}

function canFinish(state: WritableState): boolean {
  return (
    state.ending &&
    state.constructed &&
    !state.writing &&
    state.length === 0 &&
    state.buffered.length === 0 &&
    !(state.destroyed || state.finished || state.errored || state.errorEmitted || state.closeEmitted)
  );
}

/** Goes on to 'prefinish', _final() and 'finish' as far as is possible now. */
export function finishMaybe(stream: Writable, state: WritableState, sync: boolean): void {
  if (!canFinish(state)) return;
  prefinish(stream, state);
  if (state.pendingcb > 0) return;
  if (sync) {
    state.pendingcb++;
    nextTick(() => {
      if (canFinish(state)) finish(stream, state);
      else state.pendingcb--;
    });
  } else if (canFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function prefinish(stream: Writable, state: WritableState): void {
  if (state.prefinished || state.finalCalled) return;
  state.finalCalled = true;
  if (typeof stream._final !== 'function' || state.destroyed) {
    state.prefinished = true;
    stream.emit('prefinish');
    return;
  }
  state.sync = true;
  state.pendingcb++;
  try {
    stream._final((error) => onFinal(stream, state, error));
  } catch (error) {
    onFinal(stream, state, error as Error);
  }
  state.sync = false;
}

function onFinal(stream: Writable, state: WritableState, error?: Error | null): void {
  if (state.prefinished) {
    errorOrDestroy(stream, error ?? nodeError('ERR_MULTIPLE_CALLBACK'));
    return;
  }
  state.pendingcb--;
  if (error) {
    callFinished(state, error);
    errorOrDestroy(stream, error, state.sync);
  } else if (canFinish(state)) {
    state.prefinished = true;
    stream.emit('prefinish');
    state.pendingcb++;
    nextTick(() => finish(stream, state)); // some streams count on a 'finish' that is not in the call
  }
}

function finish(stream: Writable, state: WritableState): void {
  state.pendingcb--;
  state.finished = true;
  callFinished(state, null);
  stream.emit('finish');
  if (state.autoDestroy && mayDestroyAtFinish(stream)) stream.destroy();
}

/** The other side is through as well, or was never there. */
function mayDestroyAtFinish({ _readableState: state }: StreamBase): boolean {
  return !state || (state.autoDestroy && (state.endEmitted || state.readable === false));
}

export function callFinished(state: WritableState, error: Error | null): void {
  const callbacks = state.onFinished;
  if (callbacks.length === 0) return;
  state.onFinished = [];
  for (const callback of callbacks) callback(error);
}

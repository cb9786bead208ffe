// What an object is and where it stands, judged by its shape: streams come from several libraries. Inside the context.
// Answers null where the question does not apply to the object.
import type { ReadableState } from './readable-state.ts';
import type { WritableState } from './writable-state.ts';

// Known to other stream libraries, so that each can tell the other's state.
export const kIsDestroyed: unique symbol = Symbol.for('nodejs.stream.destroyed');
export const kIsErrored: unique symbol = Symbol.for('nodejs.stream.errored');
export const kIsReadable: unique symbol = Symbol.for('nodejs.stream.readable');
export const kIsWritable: unique symbol = Symbol.for('nodejs.stream.writable');
export const kIsDisturbed: unique symbol = Symbol.for('nodejs.stream.disturbed');
export const kIsClosedPromise: unique symbol = Symbol.for('nodejs.webstream.isClosedPromise');
export const kControllerErrorFunction: unique symbol = Symbol.for('nodejs.webstream.controllerErrorFunction');

type Method = (...args: never[]) => unknown;

/** Everything that may be found on something that claims to be a stream. */
export interface StreamLike {
  _readableState?: Partial<ReadableState> | null;
  _writableState?: Partial<WritableState> | null;
  pipe?: Method;
  on?: Method;
  pause?: Method;
  resume?: Method;
  write?: Method;
  pipeThrough?: Method;
  getReader?: Method;
  cancel?: Method;
  getWriter?: Method;
  abort?: Method;
  setHeader?: Method;
  readable?: unknown;
  writable?: unknown;
  destroyed?: boolean;
  closed?: boolean;
  readableEnded?: boolean;
  writableEnded?: boolean;
  writableFinished?: boolean;
  readableErrored?: unknown;
  writableErrored?: unknown;
  readableDidRead?: boolean;
  readableAborted?: boolean;
  _closed?: boolean;
  _defaultKeepAlive?: boolean;
  _removedConnection?: boolean;
  _removedContLen?: boolean;
  _sent100?: boolean;
  _consuming?: boolean;
  _dumped?: boolean;
  req?: { upgradeOrConnect?: unknown };
  [kIsDestroyed]?: boolean;
  [kIsErrored]?: boolean;
  [kIsReadable]?: boolean;
  [kIsWritable]?: boolean;
  [kIsDisturbed]?: boolean;
}

function isFunction(value: unknown): value is Method {
  return typeof value === 'function';
}

/** Any value, to look for the members of a stream on. */
function like(value: unknown): StreamLike | null | undefined {
  return value as StreamLike | null | undefined; // each member is checked where it is read
}

/** `strict` also wants pause() and resume(). */
export function isReadableNodeStream(value: unknown, strict = false): boolean {
  const stream = like(value);
  if (!stream || !isFunction(stream.pipe) || !isFunction(stream.on)) return false;
  if (strict && !(isFunction(stream.pause) && isFunction(stream.resume))) return false;
  // A Writable has a pipe() too; a Duplex may have its readable side switched off.
  if (!stream._writableState) return true;
  return Boolean(stream._readableState) && stream._readableState?.readable !== false;
}

export function isWritableNodeStream(value: unknown): boolean {
  const stream = like(value);
  if (!stream || !isFunction(stream.write) || !isFunction(stream.on)) return false;
  return !stream._readableState || stream._writableState?.writable !== false;
}

export function isDuplexNodeStream(value: unknown): boolean {
  const stream = like(value);
  if (!stream?._readableState) return false;
  return isFunction(stream.pipe) && isFunction(stream.on) && isFunction(stream.write);
}

export function isNodeStream(value: unknown): boolean {
  const stream = like(value);
  if (!stream) return false;
  if (stream._readableState || stream._writableState) return true;
  return isFunction(stream.on) && (isFunction(stream.write) || isFunction(stream.pipe));
}

export function isReadableStream(value: unknown): boolean {
  const stream = like(value);
  if (!stream || isNodeStream(stream)) return false;
  return isFunction(stream.pipeThrough) && isFunction(stream.getReader) && isFunction(stream.cancel);
}

export function isWritableStream(value: unknown): boolean {
  const stream = like(value);
  return Boolean(stream) && !isNodeStream(stream) && isFunction(stream?.getWriter) && isFunction(stream?.abort);
}

export function isTransformStream(value: unknown): boolean {
  const stream = like(value);
  if (!stream || isNodeStream(stream)) return false;
  return typeof stream.readable === 'object' && typeof stream.writable === 'object';
}

export function isWebStream(value: unknown): boolean {
  return isReadableStream(value) || isWritableStream(value) || isTransformStream(value);
}

export function isIterable(value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> {
  return (
    isAsyncIterable(value) || isFunction((value as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator])
  );
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return isFunction((value as Partial<AsyncIterable<unknown>> | null | undefined)?.[Symbol.asyncIterator]);
}

export function isDestroyed(value: unknown): boolean | null {
  if (!isNodeStream(value)) return null;
  const stream = value as StreamLike;
  const state = stream._writableState || stream._readableState;
  return Boolean(stream.destroyed || stream[kIsDestroyed] || state?.destroyed);
}

/** end() was called. */
export function isWritableEnded(value: unknown): boolean | null {
  if (!isWritableNodeStream(value)) return null;
  const { writableEnded, _writableState: state } = value as StreamLike;
  if (writableEnded === true) return true;
  if (state?.errored) return false;
  return typeof state?.ended === 'boolean' ? state.ended : null;
}

/** 'finish' was emitted; not `strict`: or is about to be. */
export function isWritableFinished(value: unknown, strict = true): boolean | null {
  if (!isWritableNodeStream(value)) return null;
  const { writableFinished, _writableState: state } = value as StreamLike;
  if (writableFinished === true) return true;
  if (state?.errored) return false;
  if (typeof state?.finished !== 'boolean') return null;
  return state.finished || (!strict && state.ended === true && state.length === 0);
}

/** 'end' was emitted; not `strict`: or is about to be. */
export function isReadableFinished(value: unknown, strict = true): boolean | null {
  if (!isReadableNodeStream(value)) return null;
  const state = (value as StreamLike)._readableState;
  if (state?.errored) return false;
  if (typeof state?.endEmitted !== 'boolean') return null;
  return state.endEmitted || (!strict && state.ended === true && state.length === 0);
}

export function isReadable(value: unknown): boolean | null {
  const stream = like(value);
  if (stream?.[kIsReadable] != null) return stream[kIsReadable];
  if (typeof stream?.readable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  return isReadableNodeStream(stream) && stream.readable && !isReadableFinished(stream);
}

export function isWritable(value: unknown): boolean | null {
  const stream = like(value);
  if (stream?.[kIsWritable] != null) return stream[kIsWritable];
  if (typeof stream?.writable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  return isWritableNodeStream(stream) && stream.writable && !isWritableEnded(stream);
}

/** Nothing more can be read from it nor written to it. */
export function isFinished(value: unknown): boolean | null {
  if (!isNodeStream(value)) return null;
  return isDestroyed(value) || !(isReadable(value) || isWritable(value));
}

export function writableError(value: unknown): unknown {
  if (!isNodeStream(value)) return null;
  const { writableErrored, _writableState: state } = value as StreamLike;
  return writableErrored || (state?.errored ?? null);
}

export function readableError(value: unknown): unknown {
  if (!isNodeStream(value)) return null;
  const { readableErrored, _readableState: state } = value as StreamLike;
  return readableErrored || (state?.errored ?? null);
}

export function isClosed(value: unknown): boolean | null {
  if (!isNodeStream(value)) return null;
  const stream = value as StreamLike;
  if (typeof stream.closed === 'boolean') return stream.closed;
  const written = stream._writableState?.closed;
  const read = stream._readableState?.closed;
  if (typeof written === 'boolean' || typeof read === 'boolean') return Boolean(written || read);
  return isOutgoingMessage(stream) ? Boolean(stream._closed) : null;
}

function isOutgoingMessage(stream: StreamLike): boolean {
  const { _closed, _defaultKeepAlive, _removedConnection, _removedContLen } = stream;
  return [_closed, _defaultKeepAlive, _removedConnection, _removedContLen].every((flag) => typeof flag === 'boolean');
}

export function isServerRequest(stream: StreamLike): boolean {
  const { _consuming, _dumped, req } = stream;
  return typeof _consuming === 'boolean' && typeof _dumped === 'boolean' && req?.upgradeOrConnect === undefined;
}

export function willEmitClose(value: unknown): boolean | null {
  if (!isNodeStream(value)) return null;
  const stream = value as StreamLike;
  const state = stream._writableState || stream._readableState;
  if (!state) return typeof stream._sent100 === 'boolean' && isOutgoingMessage(stream);
  return Boolean(state.autoDestroy && state.emitClose && state.closed === false);
}

/** Something was read from it, or it was cut off. */
export function isDisturbed(value: unknown): boolean {
  const stream = like(value);
  return Boolean(stream && (stream[kIsDisturbed] ?? (stream.readableDidRead || stream.readableAborted)));
}

export function isErrored(value: unknown): boolean {
  const stream = like(value);
  if (!stream) return false;
  const { _readableState: read, _writableState: written } = stream;
  const own = stream[kIsErrored] ?? stream.readableErrored ?? stream.writableErrored;
  return Boolean(own ?? read?.errorEmitted ?? written?.errorEmitted ?? read?.errored ?? written?.errored);
}

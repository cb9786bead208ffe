// finished(): when a stream is no longer readable, writable, or has failed or closed early. Inside the context.
// https://nodejs.org/api/stream.html#streamfinishedstream-options-callback
import type { AbortSignal } from '../../globals/abort-controller.ts';
import { addAbortListener } from '../abort-listener.ts';
import { AbortError, nodeError, refused } from '../errors.ts';
import type { EventEmitter, EventName, Listener } from '../event-emitter.ts';
import { nextTick } from '../loop.ts';
import { validateAbortSignal, validateBoolean, validateFunction, validateObject } from '../validators.ts';
import {
  isClosed,
  isNodeStream,
  isReadable,
  isReadableFinished,
  isReadableNodeStream,
  isReadableStream,
  isWritable,
  isWritableFinished,
  isWritableNodeStream,
  isWritableStream,
  kIsClosedPromise,
  readableError,
  type StreamLike,
  willEmitClose,
  writableError,
} from './stream-kind.ts';

export interface FinishedOptions {
  readable?: boolean;
  writable?: boolean;
  error?: boolean;
  signal?: AbortSignal;
}

/** Called with no argument at all when there was no error. */
export type FinishedCallback = (error?: Error | null) => void;

/** A stream of node's kind: any emitter with some of a stream's members. */
type Watched = EventEmitter & StreamLike & { req?: EventEmitter; aborted?: unknown };

function noop(): void {}

export function eos(
  stream: unknown,
  options: FinishedOptions | FinishedCallback,
  callback?: FinishedCallback,
): () => void {
  // biome-ignore lint/complexity/noArguments: an explicit undefined is refused
  if (arguments.length === 2) return watch(stream, {}, options as FinishedCallback);
  if (options == null) return watch(stream, {}, callback);
  validateObject(options, 'options');
  return watch(stream, options as FinishedOptions, callback);
}

function watch(stream: unknown, options: FinishedOptions, callback: FinishedCallback | undefined): () => void {
  validateFunction(callback, 'callback');
  validateAbortSignal(options.signal, 'options.signal');
  const done = callback as FinishedCallback;
  if (isReadableStream(stream) || isWritableStream(stream)) return watchWeb(stream as WebStream, options, done);
  if (!isNodeStream(stream)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  const watcher = new Watcher(stream as Watched, options, done);
  return watcher.start();
}

/** Listens until the sides that are asked for are through, then calls back once. */
class Watcher {
  readonly #stream: Watched;
  readonly #options: FinishedOptions;
  #callback: FinishedCallback;
  readonly #readable: boolean;
  readonly #writable: boolean;
  readonly #listeners: [EventEmitter, EventName, Listener][] = [];
  #willEmitClose: boolean;
  #readableFinished: boolean | null;
  #writableFinished: boolean | null;
  #abort: Disposable | undefined;

  constructor(stream: Watched, options: FinishedOptions, callback: FinishedCallback) {
    const canRead = isReadableNodeStream(stream);
    const canWrite = isWritableNodeStream(stream);
    this.#stream = stream;
    this.#options = options;
    this.#callback = callback;
    this.#readable = options.readable ?? canRead;
    this.#writable = options.writable ?? canWrite;
    this.#willEmitClose = Boolean(willEmitClose(stream)) && canRead === this.#readable && canWrite === this.#writable;
    this.#readableFinished = isReadableFinished(stream, false);
    this.#writableFinished = isWritableFinished(stream, false);
  }

  start(): () => void {
    const { signal, error } = this.#options;
    const result = this.#resultNow();
    if (result === undefined && !signal?.aborted) {
      this.#listen();
      if (signal) this.#listenToAbort(signal);
      return () => this.#cleanUp();
    }
    // It is over, but an error may still be on its way; it is known here and must not be thrown.
    if (result !== undefined && error !== false) this.#on(this.#stream, 'error', noop);
    const outcome = result === undefined ? new AbortError(undefined, { cause: signal?.reason }) : result;
    nextTick(() => this.#call(outcome));
    return () => this.#cleanUp();
  }

  #cleanUp(): void {
    this.#callback = noop;
    for (const [emitter, event, listener] of this.#listeners.splice(0)) emitter.removeListener(event, listener);
  }

  #call(error?: Error | null): void {
    const callback = this.#callback;
    this.#callback = noop;
    this.#abort?.[Symbol.dispose]();
    if (error) callback.call(this.#stream, error);
    else callback.call(this.#stream);
  }

  /** Undefined while it is open, null when it ended well, or its error. */
  #resultNow(): Error | null | undefined {
    const stream = this.#stream;
    const { _readableState: read, _writableState: written } = stream;
    if (isClosed(stream)) return this.#closeError();
    if (written?.errorEmitted || read?.errorEmitted) return this.#willEmitClose ? undefined : this.#error();
    const unwritable = this.#writableFinished || isWritable(stream) === false;
    const unreadable = this.#readableFinished || isReadable(stream) === false;
    if (!this.#readable && (!this.#willEmitClose || isReadable(stream)) && unwritable && !written?.pendingcb) {
      return this.#error();
    }
    if (!this.#writable && (!this.#willEmitClose || isWritable(stream)) && unreadable) return this.#error();
    return read && stream.req && stream.aborted ? this.#error() : undefined;
  }

  #error(): Error | null {
    const error = writableError(this.#stream) || readableError(this.#stream);
    return typeof error === 'boolean' || !error ? null : (error as Error);
  }

  #closeError(): Error | null {
    const stream = this.#stream;
    const error = this.#error();
    if (error) return error;
    const cutReading =
      this.#readable &&
      !this.#readableFinished &&
      isReadableNodeStream(stream, true) &&
      !isReadableFinished(stream, false);
    const cutWriting = this.#writable && !this.#writableFinished && !isWritableFinished(stream, false);
    return cutReading || cutWriting ? nodeError('ERR_STREAM_PREMATURE_CLOSE') : null;
  }

  #on(emitter: EventEmitter, event: EventName, listener: Listener): void {
    this.#listeners.push([emitter, event, listener]);
    emitter.on(event, listener);
  }

  #listen(): void {
    const stream = this.#stream;
    if (typeof stream.setHeader === 'function' && typeof stream.abort === 'function') {
      this.#listenToRequest();
    } else if (this.#writable && !stream._writableState) {
      const onLegacyEnd = (): void => {
        if (!stream.writable) this.#onFinish();
      };
      this.#on(stream, 'end', onLegacyEnd);
      this.#on(stream, 'close', onLegacyEnd);
    }
    const onClose = (): void => this.#call(this.#closeError());
    if (!this.#willEmitClose && typeof stream.aborted === 'boolean') this.#on(stream, 'aborted', onClose);
    this.#on(stream, 'end', () => this.#onEnd());
    this.#on(stream, 'finish', () => this.#onFinish());
    if (this.#options.error !== false) this.#on(stream, 'error', (error: Error) => this.#call(error));
    this.#on(stream, 'close', onClose);
  }

  #listenToRequest(): void {
    const stream = this.#stream;
    const onFinish = (): void => this.#onFinish();
    const onRequest = (): void => {
      if (stream.req) this.#on(stream.req, 'finish', onFinish);
    };
    this.#on(stream, 'complete', onFinish);
    if (!this.#willEmitClose) this.#on(stream, 'abort', () => this.#call(this.#closeError()));
    if (stream.req) onRequest();
    else this.#on(stream, 'request', onRequest);
  }

  #listenToAbort(signal: AbortSignal): void {
    this.#abort = addAbortListener(signal, () => {
      const callback = this.#callback;
      this.#cleanUp();
      callback.call(this.#stream, new AbortError(undefined, { cause: signal.reason }));
    });
  }

  #onFinish(): void {
    const stream = this.#stream;
    this.#writableFinished = true;
    // Destroyed already: whoever did it does things his own way, 'close' may not come.
    if (stream.destroyed) this.#willEmitClose = false;
    if (this.#willEmitClose && (!stream.readable || this.#readable)) return;
    if (!this.#readable || this.#readableFinished) this.#call();
  }

  #onEnd(): void {
    const stream = this.#stream;
    this.#readableFinished = true;
    if (stream.destroyed) this.#willEmitClose = false;
    if (this.#willEmitClose && (!stream.writable || this.#writable)) return;
    if (!this.#writable || this.#writableFinished) this.#call();
  }
}

interface WebStream {
  [kIsClosedPromise]?: { promise: Promise<unknown> };
}

function watchWeb(stream: WebStream, { signal }: FinishedOptions, callback: FinishedCallback): () => void {
  const closed = stream[kIsClosedPromise]?.promise;
  if (closed === undefined)
    throw refused('this web stream', 'it does not tell when it closes', 'use its reader or writer');
  let over = false;
  let abort: Disposable | undefined;
  const end = (...args: [Error?]): void => {
    if (over) return;
    over = true;
    abort?.[Symbol.dispose]();
    callback.call(stream, ...args);
  };
  const onAbort = (): void => end(new AbortError(undefined, { cause: signal?.reason }));
  if (signal?.aborted) nextTick(onAbort);
  else if (signal) abort = addAbortListener(signal, onAbort);
  const settled = (...args: [unknown?]): void => nextTick(() => end(...(args as [Error?])));
  closed.then(settled, settled);
  return noop;
}

/** stream/promises' finished(). */
export function finished(stream: unknown, options?: (FinishedOptions & { cleanup?: boolean }) | null): Promise<void> {
  if (options?.cleanup) validateBoolean(options.cleanup, 'cleanup');
  return new Promise((resolve, reject) => {
    const cleanUp = eos(stream, options ?? {}, (error) => {
      if (options?.cleanup) cleanUp();
      if (error) reject(error);
      else resolve();
    });
  });
}

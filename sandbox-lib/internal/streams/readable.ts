// Readable: the constructor and its prototype. Inside the context. https://nodejs.org/api/stream.html#readable-streams
import type { AbortSignal } from '../../globals/abort-controller.ts';
import { AbortError, nodeError } from '../errors.ts';
import { captureRejectionSymbol } from '../event-emitter.ts';
import { validateAbortSignal, validateObject } from '../validators.ts';
import { addAbortSignal, addSignal } from './abort-signal.ts';
import { compose as composeStreams } from './compose.ts';
import { construct, destroy, destroyer, errorOrDestroy, undestroy } from './destroy.ts';
import { eos } from './finished.ts';
import { readableFromWeb } from './from-web.ts';
import { Stream, usePrototype } from './legacy.ts';
import { readableFrom } from './readable-from.ts';
import { iterate } from './readable-iterator.ts';
import { ReadableMembers } from './readable-members.ts';
import { pipe, unpipe } from './readable-pipe.ts';
import { push, setEncoding, unshift } from './readable-push.ts';
import {
  isPaused,
  on,
  pause,
  read,
  readMoreSoon,
  removeAllListeners,
  removeListener,
  resume,
} from './readable-read.ts';
import { fromList, ReadableState } from './readable-state.ts';
import { readableToWeb } from './to-web.ts';
import type { Duplex, IteratorOptions, LegacyReadable, ReadableOptions, Readable as ReadableType } from './types.ts';

export interface ReadableConstructor {
  new (options?: ReadableOptions): ReadableType;
  (this: unknown, options?: ReadableOptions): ReadableType;
  readonly prototype: ReadableType;
  ReadableState: typeof ReadableState;
  _fromList: typeof fromList;
  from(iterable: unknown, options?: ReadableOptions): ReadableType;
  fromWeb(stream: unknown, options?: ReadableOptions): ReadableType;
  toWeb(stream: ReadableType, options?: object): unknown;
  wrap(stream: LegacyReadable, options?: ReadableOptions): ReadableType;
}

// A function, not a class: util.inherits() code calls it with its own `this`.
export const Readable = function Readable(this: ReadableType, options?: ReadableOptions): ReadableType | undefined {
  if (!(this instanceof Readable)) return new (Readable as unknown as ReadableConstructor)(options);
  this._events ??= { close: undefined, error: undefined, data: undefined, end: undefined, readable: undefined };
  this._readableState = new ReadableState(options, this, false);
  if (options) {
    if (typeof options.read === 'function') this._read = options.read;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.construct === 'function') this._construct = options.construct;
    if (options.signal) addAbortSignal(options.signal, this);
  }
  Stream.call(this, options);
  if (this._construct != null) construct(this, () => readableConstructed(this));
  return undefined;
} as unknown as ReadableConstructor;

/** A read() came while it was being constructed: serve it now. */
export function readableConstructed(stream: ReadableType): void {
  if (stream._readableState.needReadable) readMoreSoon(stream, stream._readableState);
}

function wrap(this: ReadableType, stream: LegacyReadable): ReadableType {
  let paused = false;
  stream.on('data', (chunk: unknown) => {
    if (!this.push(chunk) && stream.pause) {
      paused = true;
      stream.pause();
    }
  });
  stream.on('end', () => this.push(null));
  stream.on('error', (error: Error) => errorOrDestroy(this, error));
  stream.on('close', () => this.destroy());
  stream.on('destroy', () => this.destroy());
  this._read = () => {
    if (!paused || !stream.resume) return;
    paused = false;
    stream.resume();
  };
  const own = this as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(stream)) {
    if (own[name] === undefined && typeof value === 'function') own[name] = value.bind(stream);
  }
  return this;
}

function compose(this: ReadableType, stream: unknown, options?: { signal?: AbortSignal }): Duplex {
  if (options != null) validateObject(options, 'options');
  if (options?.signal != null) validateAbortSignal(options.signal, 'options.signal');
  const composed = composeStreams(this, stream);
  if (options?.signal) addSignal(options.signal, composed);
  return composed;
}

function iterator(this: ReadableType, options?: IteratorOptions): AsyncIterableIterator<unknown> {
  if (options !== undefined) validateObject(options, 'options');
  return iterate(this, options);
}

function onRejection(this: ReadableType, error: Error): void {
  this.destroy(error);
}

async function asyncDispose(this: ReadableType): Promise<void> {
  let error: Error | null = null;
  if (!this.destroyed) {
    error = this.readableEnded ? null : new AbortError();
    this.destroy(error);
  }
  await new Promise<void>((resolve, reject) => {
    eos(this, (cause) => (cause && cause !== error ? reject(cause) : resolve()));
  });
}

const prototype = usePrototype(Readable, ReadableMembers.prototype, Stream);
prototype.destroy = destroy as ReadableType['destroy']; // it answers `this`
prototype._undestroy = undestroy;
prototype._destroy = (error, done) => done(error);
prototype.push = push;
prototype.unshift = unshift;
prototype.isPaused = isPaused;
prototype.setEncoding = setEncoding;
prototype.read = read;
prototype._read = () => {
  throw nodeError('ERR_METHOD_NOT_IMPLEMENTED', '_read()');
};
prototype.pipe = pipe as ReadableType['pipe']; // of any destination it looks only for what it uses
prototype.unpipe = unpipe;
prototype.on = on;
prototype.addListener = on;
prototype.removeListener = removeListener;
prototype.off = removeListener;
prototype.removeAllListeners = removeAllListeners;
prototype.resume = resume;
prototype.pause = pause;
prototype.wrap = wrap;
prototype.iterator = iterator;
prototype.compose = compose;
prototype[captureRejectionSymbol] = onRejection;
prototype[Symbol.asyncDispose] = asyncDispose;
prototype[Symbol.asyncIterator] = iterator;

Readable.ReadableState = ReadableState;
Readable._fromList = fromList;
Readable.from = (iterable, options) => readableFrom(Readable, iterable, options);
Readable.fromWeb = (stream, options) => readableFromWeb(stream, options);
Readable.toWeb = (stream, options) => readableToWeb(stream, options);
Readable.wrap = (source, options) =>
  new Readable({
    objectMode: source.readableObjectMode ?? source.objectMode ?? true,
    ...options,
    destroy(error, done) {
      destroyer(source, error);
      done(error);
    },
  }).wrap(source);

// Writable: the constructor and its prototype. Inside the context. https://nodejs.org/api/stream.html#writable-streams
import { AbortError, nodeError } from '../errors.ts';
import { captureRejectionSymbol } from '../event-emitter.ts';
import { nextTick } from '../loop.ts';
import { ObjectDefineProperty, ReflectApply } from '../primordials.ts';
import { addAbortSignal } from './abort-signal.ts';
import { construct, destroy, errorOrDestroy, undestroy } from './destroy.ts';
import { eos } from './finished.ts';
import { writableFromWeb } from './from-web.ts';
import { Stream, usePrototype } from './legacy.ts';
import type { ReadableState } from './readable-state.ts';
import { writableToWeb } from './to-web.ts';
import type { BufferedWrite, Done, WritableOptions, Writable as WritableType } from './types.ts';
import { end, finishMaybe } from './writable-end.ts';
import { WritableState } from './writable-state.ts';
import { cork, failBuffered, setDefaultEncoding, uncork, write, writeBuffered } from './writable-write.ts';

export interface WritableConstructor {
  new (options?: WritableOptions): WritableType;
  (this: unknown, options?: WritableOptions): WritableType;
  readonly prototype: WritableType;
  WritableState: typeof WritableState;
  fromWeb(stream: unknown, options?: WritableOptions): WritableType;
  toWeb(stream: WritableType): unknown;
}

// A function, not a class: util.inherits() code calls it with its own `this`.
export const Writable = function Writable(this: WritableType, options?: WritableOptions): WritableType | undefined {
  if (!(this instanceof Writable)) return new (Writable as unknown as WritableConstructor)(options);
  this._events ??= { close: undefined, error: undefined, prefinish: undefined, finish: undefined, drain: undefined };
  this._writableState = new WritableState(options, this, false);
  if (options) takeWritableOptions(this, options);
  Stream.call(this, options);
  if (this._construct != null) construct(this, () => writableConstructed(this));
  return undefined;
} as unknown as WritableConstructor;

/** The functions given as options, for a Duplex too. */
export function takeWritableOptions(stream: WritableType, options: WritableOptions): void {
  if (typeof options.write === 'function') stream._write = options.write;
  if (typeof options.writev === 'function') stream._writev = options.writev;
  if (typeof options.destroy === 'function') stream._destroy = options.destroy;
  if (typeof options.final === 'function') stream._final = options.final;
  if (typeof options.construct === 'function') stream._construct = options.construct;
  if (options.signal) addAbortSignal(options.signal, stream);
}

/** Does what was asked for while it was being constructed. */
export function writableConstructed(stream: WritableType): void {
  const state = stream._writableState;
  if (!state.writing) writeBuffered(stream, state);
  if (state.ending) finishMaybe(stream, state, false);
}

function destroyWritable(this: WritableType, error?: Error | null, done?: Done): WritableType {
  const state = this._writableState;
  const waiting = state.buffered.length > 0 || state.onFinished.length > 0;
  if (waiting && !state.destroyed) nextTick(() => failBuffered(state));
  destroy.call(this, error, done);
  return this;
}

function pipe(this: WritableType): never {
  errorOrDestroy(this, nodeError('ERR_STREAM_CANNOT_PIPE'));
  return undefined as never; // as node: nothing is handed on
}

/** For a stream that has only a _writev(). */
function writeOne(this: WritableType, chunk: unknown, encoding: string, done: Done): void {
  if (!this._writev) throw nodeError('ERR_METHOD_NOT_IMPLEMENTED', '_write()');
  this._writev([{ chunk, encoding } as BufferedWrite], done);
}

function onRejection(this: WritableType, error: Error): void {
  this.destroy(error);
}

async function asyncDispose(this: WritableType): Promise<void> {
  if (!this.destroyed) this.destroy(this.writableFinished ? null : new AbortError());
  await new Promise<void>((resolve, reject) => {
    eos(this, (error) => (error && error.name !== 'AbortError' ? reject(error) : resolve()));
  });
}

/**
 * The properties that read the state, for Writable and for Duplex. A class, for a fresh context makes it in a fraction of what
 * defineProperties() takes.
 */
export function writableProperties() {
  return class WritableProperties {
    declare _writableState: WritableState;
    declare _readableState?: ReadableState; // of a Duplex

    get writable(): boolean {
      const state = this._writableState;
      if (!state || state.writable === false) return false;
      return !state.ending && !state.ended && !state.destroyed && !state.errored;
    }

    set writable(value: boolean) {
      if (this._writableState) this._writableState.writable = Boolean(value);
    }

    get writableFinished(): boolean {
      return this._writableState ? this._writableState.finished : false;
    }

    get writableObjectMode(): boolean {
      return this._writableState ? this._writableState.objectMode : false;
    }

    get writableBuffer(): BufferedWrite[] | undefined {
      return this._writableState?.getBuffer();
    }

    get writableEnded(): boolean {
      return this._writableState ? this._writableState.ending : false;
    }

    get writableNeedDrain(): boolean {
      const state = this._writableState;
      return Boolean(state?.needDrain && !state.destroyed && !state.ending);
    }

    get writableHighWaterMark(): number | undefined {
      return this._writableState?.highWaterMark;
    }

    get writableCorked(): number {
      return this._writableState ? this._writableState.corked : 0;
    }

    get writableLength(): number | undefined {
      return this._writableState?.length;
    }

    get writableAborted(): boolean {
      const state = this._writableState;
      return state.writable !== false && (state.destroyed || Boolean(state.errored)) && !state.finished;
    }

    get errored(): Error | null {
      return this._writableState ? this._writableState.errored : null;
    }

    get closed(): boolean {
      return this._writableState ? this._writableState.closed : false;
    }

    get destroyed(): boolean {
      const { _readableState: read, _writableState: written } = this;
      return written ? written.destroyed && (!read || read.destroyed) : false;
    }

    set destroyed(value: boolean) {
      const { _readableState: read, _writableState: written } = this;
      if (!written) return;
      written.destroyed = Boolean(value);
      if (read) read.destroyed = Boolean(value);
    }
  };
}

const prototype = usePrototype(Writable, writableProperties().prototype, Stream);
prototype.pipe = pipe;
prototype.write = write;
prototype.cork = cork;
prototype.uncork = uncork;
prototype.setDefaultEncoding = setDefaultEncoding;
prototype._write = writeOne;
prototype._writev = null;
prototype.end = end;
prototype.destroy = destroyWritable;
prototype._undestroy = undestroy;
prototype._destroy = (error, done) => done(error);
prototype[captureRejectionSymbol] = onRejection;
prototype[Symbol.asyncDispose] = asyncDispose;

const isInstance = Function.prototype[Symbol.hasInstance];
// A Duplex inherits from Readable only, and yet it is a Writable.
ObjectDefineProperty(Writable, Symbol.hasInstance, {
  __proto__: null,
  value(this: unknown, value: unknown): boolean {
    if (ReflectApply(isInstance, this, [value])) return true;
    return this === Writable && (value as Partial<WritableType> | null)?._writableState instanceof WritableState;
  },
});
Writable.WritableState = WritableState;
Writable.fromWeb = (stream, options) => writableFromWeb(stream, options);
Writable.toWeb = (stream) => writableToWeb(stream);

// Writable: the constructor and its prototype. Inside the context. https://nodejs.org/api/stream.html#writable-streams
import { AbortError, nodeError } from '../errors.ts';
import { captureRejectionSymbol } from '../event-emitter.ts';
import { nextTick } from '../loop.ts';
import { ObjectDefineProperties, ObjectDefineProperty, ObjectSetPrototypeOf, ReflectApply } from '../primordials.ts';
import { addAbortSignal } from './abort-signal.ts';
import { construct, destroy, errorOrDestroy, undestroy } from './destroy.ts';
import { eos } from './finished.ts';
import { writableFromWeb } from './from-web.ts';
import { Stream } from './legacy.ts';
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
  if (options) {
    if (typeof options.write === 'function') this._write = options.write;
    if (typeof options.writev === 'function') this._writev = options.writev;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.final === 'function') this._final = options.final;
    if (typeof options.construct === 'function') this._construct = options.construct;
    if (options.signal) addAbortSignal(options.signal, this);
  }
  Stream.call(this, options);
  if (this._construct != null) construct(this, () => writableConstructed(this));
  return undefined;
} as unknown as WritableConstructor;

ObjectSetPrototypeOf(Writable.prototype, Stream.prototype);
ObjectSetPrototypeOf(Writable, Stream);

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

async function asyncDispose(this: WritableType): Promise<void> {
  if (!this.destroyed) this.destroy(this.writableFinished ? null : new AbortError());
  await new Promise<void>((resolve, reject) => {
    eos(this, (error) => (error && error.name !== 'AbortError' ? reject(error) : resolve()));
  });
}

Object.assign(Writable.prototype, {
  pipe(this: WritableType) {
    errorOrDestroy(this, nodeError('ERR_STREAM_CANNOT_PIPE'));
  },
  write,
  cork,
  uncork,
  setDefaultEncoding,
  _write(this: WritableType, chunk: unknown, encoding: string, done: Done) {
    if (!this._writev) throw nodeError('ERR_METHOD_NOT_IMPLEMENTED', '_write()');
    this._writev([{ chunk, encoding } as BufferedWrite], done);
  },
  _writev: null,
  end,
  destroy: destroyWritable,
  _undestroy: undestroy,
  _destroy(error: Error | null, done: Done) {
    done(error);
  },
  [captureRejectionSymbol](this: WritableType, error: Error) {
    this.destroy(error);
  },
  [Symbol.asyncDispose]: asyncDispose,
});

/** A property of the prototype that reads one field of the state. */
function reads<K extends keyof WritableState>(field: K, missing?: WritableState[K]): PropertyDescriptor {
  return {
    get(this: Partial<WritableType>) {
      return this._writableState ? this._writableState[field] : missing;
    },
  };
}

ObjectDefineProperties(Writable.prototype, {
  closed: reads('closed', false),
  destroyed: {
    ...reads('destroyed', false),
    set(this: Partial<WritableType>, value: boolean) {
      if (this._writableState) this._writableState.destroyed = Boolean(value);
    },
  },
  writable: {
    get(this: Partial<WritableType>) {
      const state = this._writableState;
      if (!state || state.writable === false) return false;
      return !state.ending && !state.ended && !state.destroyed && !state.errored;
    },
    set(this: Partial<WritableType>, value: unknown) {
      if (this._writableState) this._writableState.writable = Boolean(value);
    },
  },
  writableFinished: reads('finished', false),
  writableObjectMode: reads('objectMode', false),
  writableBuffer: {
    get(this: Partial<WritableType>) {
      return this._writableState?.getBuffer();
    },
  },
  writableEnded: reads('ending', false),
  writableNeedDrain: {
    get(this: Partial<WritableType>) {
      const state = this._writableState;
      return Boolean(state?.needDrain && !state.destroyed && !state.ending);
    },
  },
  writableHighWaterMark: reads('highWaterMark'),
  writableCorked: reads('corked', 0),
  writableLength: reads('length'),
  errored: reads('errored', null),
  writableAborted: {
    get(this: WritableType) {
      const state = this._writableState;
      return state.writable !== false && (state.destroyed || Boolean(state.errored)) && !state.finished;
    },
  },
});

const isInstance = Function.prototype[Symbol.hasInstance];
// A Duplex inherits from Readable only, and yet it is a Writable.
ObjectDefineProperty(Writable, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    if (ReflectApply(isInstance, this, [value])) return true;
    return this === Writable && (value as Partial<WritableType> | null)?._writableState instanceof WritableState;
  },
});
Writable.WritableState = WritableState;
Writable.fromWeb = (stream, options) => writableFromWeb(stream, options);
Writable.toWeb = (stream) => writableToWeb(stream);

// Transform: a Duplex whose output is made of its input. Inside the context. https://nodejs.org/api/stream.html#class-streamtransform
import { nodeError } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { Duplex } from './duplex.ts';
import { highWaterMarkOf } from './high-water-mark.ts';
import { usePrototype } from './legacy.ts';
import type { Done, TransformOptions, Transform as TransformType } from './types.ts';

export interface TransformConstructor {
  new (options?: TransformOptions): TransformType;
  (this: unknown, options?: TransformOptions): TransformType;
  readonly prototype: TransformType;
}

/** The callback of a _write() that waits until somebody reads. */
const kCallback: unique symbol = Symbol('kCallback');

interface Waiting {
  [kCallback]: Done | null;
}

// A function, not a class: util.inherits() code calls it with its own `this`.
export const Transform = function Transform(
  this: TransformType & Waiting,
  options?: TransformOptions,
): TransformType | undefined {
  if (!(this instanceof Transform)) return new (Transform as unknown as TransformConstructor)(options);
  Duplex.call(this, options && withoutDoubleBuffer(options));
  // A _read() has nothing to do until something was written: no push() comes from inside of it.
  this._readableState.sync = false;
  this[kCallback] = null;
  if (options) {
    if (typeof options.transform === 'function') this._transform = options.transform;
    if (typeof options.flush === 'function') this._flush = options.flush;
  }
  // By the event and not by _final() alone: some streams have a _final() of their own and count on _flush() all the same.
  this.on('prefinish', onPrefinish);
  return undefined;
} as unknown as TransformConstructor;

/** Who wants nothing buffered for reading does not want it buffered for writing either. */
function withoutDoubleBuffer(options: TransformOptions): TransformOptions {
  if (highWaterMarkOf(options, false, 'readableHighWaterMark') !== 0) return options;
  const writableHighWaterMark = options.writableHighWaterMark || 0;
  return { ...options, highWaterMark: null, readableHighWaterMark: 0, writableHighWaterMark };
}

function final(this: TransformType, done?: Done): void {
  if (typeof this._flush !== 'function' || this.destroyed) {
    this.push(null);
    done?.();
    return;
  }
  this._flush((error, data) => {
    if (error) {
      if (done) done(error);
      else this.destroy(error);
      return;
    }
    if (data != null) this.push(data);
    this.push(null);
    done?.();
  });
}

function onPrefinish(this: TransformType): void {
  if (this._final !== final) final.call(this);
}

function write(this: TransformType & Waiting, chunk: unknown, encoding: string, done: Done): void {
  const read = this._readableState;
  const { length } = read;
  this._transform(chunk, encoding, (error, value) => {
    if (error) {
      done(error);
      return;
    }
    if (value != null) this.push(value);
    if (read.ended) {
      nextTick(() => done()); // push(null) was called: its events go first
    } else if (this._writableState.ended || read.length === length || read.length < read.highWaterMark) {
      done();
    } else {
      this[kCallback] = done;
    }
  });
}

function read(this: TransformType & Waiting): void {
  const callback = this[kCallback];
  if (!callback) return;
  this[kCallback] = null;
  callback();
}

const prototype = usePrototype(Transform, Transform.prototype, Duplex);
prototype._final = final;
prototype._transform = () => {
  throw nodeError('ERR_METHOD_NOT_IMPLEMENTED', '_transform()');
};
prototype._write = write as TransformType['_write']; // `this` has its symbol from the constructor
prototype._read = read as TransformType['_read'];

export interface PassThroughConstructor {
  new (options?: TransformOptions): TransformType;
  (this: unknown, options?: TransformOptions): TransformType;
  readonly prototype: TransformType;
}

export const PassThrough = function PassThrough(
  this: TransformType,
  options?: TransformOptions,
): TransformType | undefined {
  if (!(this instanceof PassThrough)) return new (PassThrough as unknown as PassThroughConstructor)(options);
  Transform.call(this, options);
  return undefined;
} as unknown as PassThroughConstructor;

usePrototype(PassThrough, PassThrough.prototype, Transform)._transform = (chunk, _encoding, done) => done(null, chunk);

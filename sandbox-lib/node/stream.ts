// node:stream. Inside the context. https://nodejs.org/api/stream.html
import { ObjectDefineProperty } from '../internal/primordials.ts';
import { addAbortSignal } from '../internal/streams/abort-signal.ts';
import { viewToBuffer } from '../internal/streams/chunk.ts';
import { compose as composeStreams } from '../internal/streams/compose.ts';
import { destroyer } from '../internal/streams/destroy.ts';
import { Duplex, type DuplexConstructor } from '../internal/streams/duplex.ts';
import { duplexPair as makePair } from '../internal/streams/duplex-pair.ts';
import { eos } from '../internal/streams/finished.ts';
import { getDefaultHighWaterMark, setDefaultHighWaterMark } from '../internal/streams/high-water-mark.ts';
import { Stream, type StreamConstructor } from '../internal/streams/legacy.ts';
import { pipeline as connect } from '../internal/streams/pipeline.ts';
import { Readable, type ReadableConstructor } from '../internal/streams/readable.ts';
import { isDestroyed, isDisturbed, isErrored, isReadable, isWritable } from '../internal/streams/stream-kind.ts';
import {
  PassThrough,
  type PassThroughConstructor,
  Transform,
  type TransformConstructor,
} from '../internal/streams/transform.ts';
import type { DuplexOptions, Duplex as DuplexType } from '../internal/streams/types.ts';
import { Writable, type WritableConstructor } from '../internal/streams/writable.ts';
import promises from './stream/promises.ts';

/** What require('stream') returns: the constructor Stream with the module's members on it. */
interface StreamModule extends StreamConstructor {
  Stream: StreamConstructor;
  Readable: ReadableConstructor;
  Writable: WritableConstructor;
  Duplex: DuplexConstructor;
  Transform: TransformConstructor;
  PassThrough: PassThroughConstructor;
  isDestroyed: typeof isDestroyed;
  isDisturbed: typeof isDisturbed;
  isErrored: typeof isErrored;
  isReadable: typeof isReadable;
  isWritable: typeof isWritable;
  duplexPair: typeof duplexPair;
  pipeline: typeof pipeline;
  addAbortSignal: typeof addAbortSignal;
  finished: typeof eos;
  destroy: typeof destroyer;
  compose: typeof compose;
  setDefaultHighWaterMark: typeof setDefaultHighWaterMark;
  getDefaultHighWaterMark: typeof getDefaultHighWaterMark;
  readonly promises: typeof promises;
  _isArrayBufferView: typeof ArrayBuffer.isView;
  _isUint8Array(value: unknown): boolean;
  _uint8ArrayToBuffer: typeof viewToBuffer;
}

// These stand between the script and rooms that most scripts never enter.

function duplexPair(options?: DuplexOptions): [DuplexType, DuplexType] {
  return makePair(options);
}

function pipeline(...streams: unknown[]): unknown {
  return connect(...streams);
}

function compose(...streams: unknown[]): DuplexType {
  return composeStreams(...streams);
}

const stream = Stream as StreamModule; // it is, after the next statements
stream.isDestroyed = isDestroyed;
stream.isDisturbed = isDisturbed;
stream.isErrored = isErrored;
stream.isReadable = isReadable;
stream.isWritable = isWritable;
stream.Readable = Readable;
stream.Writable = Writable;
stream.Duplex = Duplex;
stream.Transform = Transform;
stream.PassThrough = PassThrough;
stream.duplexPair = duplexPair;
stream.pipeline = pipeline;
stream.addAbortSignal = addAbortSignal;
stream.finished = eos;
stream.destroy = destroyer;
stream.compose = compose;
stream.setDefaultHighWaterMark = setDefaultHighWaterMark;
stream.getDefaultHighWaterMark = getDefaultHighWaterMark;
stream.Stream = stream;
stream._isArrayBufferView = ArrayBuffer.isView;
stream._isUint8Array = (value) => value instanceof Uint8Array;
stream._uint8ArrayToBuffer = viewToBuffer;

const customPromisify = Symbol.for('nodejs.util.promisify.custom');
ObjectDefineProperty(stream, 'promises', {
  __proto__: null,
  get: () => promises,
  enumerable: true,
  configurable: true,
});
ObjectDefineProperty(pipeline, customPromisify, { __proto__: null, get: () => promises.pipeline, enumerable: true });
ObjectDefineProperty(eos, customPromisify, { __proto__: null, get: () => promises.finished, enumerable: true });

// No names beside it: each costs every run that requires this module, and the library has the rooms behind it.
export default stream;

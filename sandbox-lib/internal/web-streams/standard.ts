// The streams of the web: the reference-tested classes of web-streams-polyfill, with what node's own streams and inspect() look for on
// them. Inside the context. https://streams.spec.whatwg.org
import {
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  TransformStream,
  TransformStreamDefaultController,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
} from 'web-streams-polyfill';
import { inspect } from '../inspect.ts';
import type { InspectOptions } from '../inspect-types.ts';
import { ObjectDefineProperties, ObjectDefineProperty } from '../primordials.ts';
import { SafeWeakMap } from '../safe-collections.ts';
import {
  kControllerErrorFunction,
  kIsClosedPromise,
  kIsDisturbed,
  kIsErrored,
  kIsReadable,
  kIsWritable,
} from '../streams/stream-kind.ts';
import { adjustStreams } from './node-errors.ts';

/** What the package keeps on its streams. */
interface StreamInside {
  _state: 'readable' | 'writable' | 'erroring' | 'errored' | 'closed';
  _storedError: unknown;
  _disturbed?: boolean;
  _readableStreamController?: { error(reason: unknown): void };
  _writableStreamController?: { error(reason: unknown): void };
}

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const closedPromises = new SafeWeakMap<object, { readonly promise: Promise<void> }>();

/** Settled when the stream is over. The state is watched from the moment somebody asks. */
function closedPromise(stream: StreamInside): { readonly promise: Promise<void> } {
  const known = closedPromises.get(stream);
  if (known !== undefined) return known;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  promise.catch(() => undefined); // nobody has to listen
  let state = stream._state;
  const look = (): void => {
    if (state === 'closed') resolve();
    // The reason is put down after the state.
    else if (state === 'errored') Promise.resolve().then(() => reject(stream._storedError));
  };
  ObjectDefineProperty(stream, '_state', {
    __proto__: null,
    get: () => state,
    set: (next: StreamInside['_state']) => {
      state = next;
      look();
    },
    configurable: true,
  });
  look();
  const watched = { promise };
  closedPromises.set(stream, watched);
  return watched;
}

/** As inspect() shows node's streams. */
function addInspect(
  Class: { readonly prototype: object; readonly name: string },
  show: (value: never) => object,
): void {
  ObjectDefineProperty(Class.prototype, inspectCustom, {
    __proto__: null,
    value(this: never, depth: number | undefined, options: InspectOptions): unknown {
      return typeof depth === 'number' && depth < 0 ? this : `${Class.name} ${inspect(show(this), options)}`;
    },
    writable: true,
    configurable: true,
  });
}

const common = {
  [kIsClosedPromise]: {
    get(this: StreamInside): unknown {
      return closedPromise(this);
    },
    configurable: true,
  },
  [kControllerErrorFunction]: {
    value(this: StreamInside, reason: unknown): void {
      (this._readableStreamController ?? this._writableStreamController)?.error(reason);
    },
    configurable: true,
  },
  [kIsErrored]: {
    get(this: StreamInside): boolean {
      return this._state === 'errored';
    },
    configurable: true,
  },
};
ObjectDefineProperties(ReadableStream.prototype, {
  ...common,
  [kIsDisturbed]: {
    __proto__: null,
    get(this: StreamInside): boolean {
      return this._disturbed === true;
    },
    configurable: true,
  },
  [kIsReadable]: {
    __proto__: null,
    get(this: StreamInside): boolean {
      return this._state === 'readable';
    },
    configurable: true,
  },
});
ObjectDefineProperties(WritableStream.prototype, {
  ...common,
  [kIsWritable]: {
    __proto__: null,
    get(this: StreamInside): boolean {
      return this._state === 'writable';
    },
    configurable: true,
  },
});
adjustStreams({
  ReadableStream,
  BYOBReader: ReadableStreamBYOBReader.prototype,
  BYOBRequest: ReadableStreamBYOBRequest.prototype,
  TransformController: TransformStreamDefaultController.prototype,
});
addInspect(ReadableStream, (stream: ReadableStream & StreamInside) => ({
  locked: stream.locked,
  state: stream._state,
  supportsBYOB: stream._readableStreamController instanceof ReadableByteStreamController,
}));
addInspect(WritableStream, (stream: WritableStream & StreamInside) => ({
  locked: stream.locked,
  state: stream._state,
}));
addInspect(TransformStream, ({ readable, writable, ...rest }: TransformStream & { _backpressure?: boolean }) => ({
  readable,
  writable,
  backpressure: rest._backpressure,
}));
/** What readers and writers keep. */
interface EndInside {
  _ownerReadableStream?: unknown;
  _ownerWritableStream?: unknown;
  _readRequests?: { length: number };
  _readIntoRequests?: { length: number };
  _closedPromise: unknown;
  _readyPromise: unknown;
  readonly desiredSize: number | null;
}
addInspect(ReadableStreamDefaultReader, (reader: EndInside) => ({
  stream: reader._ownerReadableStream,
  readRequests: reader._readRequests?.length,
  close: reader._closedPromise,
}));
addInspect(ReadableStreamBYOBReader, (reader: EndInside) => ({
  stream: reader._ownerReadableStream,
  readIntoRequests: reader._readIntoRequests?.length,
  close: reader._closedPromise,
}));
addInspect(WritableStreamDefaultWriter, (writer: EndInside) => ({
  stream: writer._ownerWritableStream,
  close: writer._closedPromise,
  ready: writer._readyPromise,
  desiredSize: writer.desiredSize,
}));
addInspect(ReadableStreamDefaultController, () => ({}));
addInspect(ReadableByteStreamController, () => ({}));
addInspect(WritableStreamDefaultController, (controller: { _controlledWritableStream?: unknown }) => ({
  stream: controller._controlledWritableStream,
}));
addInspect(TransformStreamDefaultController, (controller: { _controlledTransformStream?: unknown }) => ({
  stream: controller._controlledTransformStream,
}));
for (const Strategy of [CountQueuingStrategy, ByteLengthQueuingStrategy]) {
  addInspect(Strategy, ({ highWaterMark }: CountQueuingStrategy) => ({ highWaterMark }));
}

export {
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  TransformStream,
  TransformStreamDefaultController,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
};

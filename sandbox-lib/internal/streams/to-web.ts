// Readable.toWeb() and its like: a stream of node's kind behind a web stream. Inside the context.
// https://nodejs.org/api/stream.html#streamreadabletowebstreamreadable-options
import { Buffer } from '../buffer.ts';
import { AbortError, codedError, nodeError, refused } from '../errors.ts';
import { defineHidden } from '../primordials.ts';
import { validateObject, validateOneOf } from '../validators.ts';
import { isArrayBufferView, isSharedArrayBuffer } from '../views.ts';
import { destroyer } from './destroy.ts';
import { eos } from './finished.ts';
import { isDestroyed, isReadable, isWritable, isWritableEnded } from './stream-kind.ts';
import type { Duplex, Readable, Writable } from './types.ts';

type MaybeError = (Error & { code?: string }) | null | undefined;

interface Controller {
  readonly desiredSize: number | null;
  readonly byobRequest?: { respond(bytes: number): void } | null;
  enqueue(chunk: unknown): void;
  close(): void;
  error(reason: unknown): void;
}

interface Strategy {
  highWaterMark: number;
  size?(chunk: unknown): number;
}

interface WebReadable {
  cancel(): Promise<void>;
}

interface WebWritable {
  close(): Promise<void>;
}

/** The global classes, looked up at the call: they are made at their first use. */
interface WebStreams {
  ReadableStream?: new (source?: object, strategy?: object) => WebReadable;
  WritableStream?: new (sink?: object, strategy?: object) => WebWritable;
  CountQueuingStrategy?: new (options: { highWaterMark: number }) => Strategy;
  ByteLengthQueuingStrategy?: new (options: { highWaterMark: number }) => Strategy;
}

function webStreams(): Required<WebStreams> {
  const { ReadableStream, WritableStream, CountQueuingStrategy, ByteLengthQueuingStrategy } = globalThis as WebStreams;
  if (!ReadableStream || !WritableStream || !CountQueuingStrategy || !ByteLengthQueuingStrategy) {
    throw refused(
      'a web stream',
      'the globals of web streams were removed',
      'keep globalThis.ReadableStream and its like',
    );
  }
  return { ReadableStream, WritableStream, CountQueuingStrategy, ByteLengthQueuingStrategy };
}

/** A stream that was merely cut off was aborted, in the words of the web; what cannot be decompressed is a TypeError. */
function asWebError(error: MaybeError): MaybeError {
  if (error?.code === 'ERR_STREAM_PREMATURE_CLOSE') return new AbortError(undefined, { cause: error });
  if (!/^(?:Z_|ERR__?ZSTD|ERR__?BROTLI|ERR__ERROR_)/.test(error?.code ?? '')) return error;
  const failure = codedError('TypeError', error?.code ?? '', '');
  defineHidden(failure, 'cause', error);
  return failure;
}

export interface ToWebOptions {
  type?: 'bytes';
  strategy?: object;
}

export function readableToWeb(stream: Readable, options: ToWebOptions = {}): WebReadable {
  if (typeof (stream as Partial<Readable> | null | undefined)?._readableState !== 'object') {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'streamReadable', 'stream.Readable', stream);
  }
  validateObject(options, 'options');
  if (options.type !== undefined) validateOneOf(options.type, 'options.type', ['bytes', undefined]);
  const { ReadableStream, CountQueuingStrategy, ByteLengthQueuingStrategy } = webStreams();
  const bytes = options.type === 'bytes';
  const { readableObjectMode: objectMode, readableHighWaterMark: highWaterMark } = stream;
  const Queue = objectMode ? CountQueuingStrategy : ByteLengthQueuingStrategy;
  const readable = isReadable(stream);
  let controller: Controller | undefined;
  let over = false;
  const source = {
    ...(bytes ? { type: 'bytes' } : {}),
    start(given: Controller) {
      controller = given;
    },
    ...(readable ? { pull: () => void stream.resume() } : {}),
    cancel(reason: unknown) {
      over = true;
      destroyer(stream, reason);
    },
  };
  const strategy = bytes ? { highWaterMark } : (options.strategy ?? new Queue({ highWaterMark }));
  const web = new ReadableStream(source, readable ? strategy : undefined);
  const cleanUp = eos(stream, { writable: false }, (given) => {
    cleanUp();
    stream.on('error', () => {}); // of an old stream that fails once more
    if (over) return;
    over = true;
    const error = asWebError(given);
    if (error) controller?.error(error);
    else {
      controller?.close();
      controller?.byobRequest?.respond(0);
    }
  });
  if (readable) {
    stream.pause();
    stream.on('data', (chunk: unknown) => {
      if (over || !controller) return;
      // A copy: the memory of small Buffers is shared with others.
      controller.enqueue(chunk instanceof Buffer && !objectMode ? new Uint8Array(chunk) : chunk);
      if ((controller.desiredSize ?? 0) <= 0) stream.pause();
    });
  }
  return web;
}

export function writableToWeb(stream: Writable, endsWithError = false): WebWritable {
  const { write, on } = (stream ?? {}) as Partial<Writable>;
  if (typeof write !== 'function' || typeof on !== 'function') {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'streamWritable', 'stream.Writable', stream);
  }
  const { WritableStream } = webStreams();
  if (isDestroyed(stream) || !isWritable(stream)) return closedWritable();
  const sink = new Sink(stream, endsWithError);
  return new WritableStream(sink.callbacks(), sink.strategy());
}

function closedWritable(): WebWritable {
  const { WritableStream } = webStreams();
  const web = new WritableStream();
  void web.close();
  return web;
}

/** What a WritableStream calls, over a Writable. */
class Sink {
  readonly #stream: Writable;
  readonly #endsWithError: boolean;
  #controller: Pick<Controller, 'error'> | undefined;
  #drained: PromiseWithResolvers<void> | undefined;
  #closed: PromiseWithResolvers<void> | undefined;

  /** `endsWithError`: a chunk that is refused ends the readable side, too. */
  constructor(stream: Writable, endsWithError: boolean) {
    this.#stream = stream;
    this.#endsWithError = endsWithError;
    const cleanUp = eos(stream, (error) => {
      cleanUp();
      stream.on('error', () => {}); // of an old stream that fails once more
      this.#ended(asWebError(error));
    });
    stream.on('drain', () => this.#drained?.resolve());
  }

  #ended(error: MaybeError): void {
    const closed = this.#closed;
    this.#closed = undefined;
    if (error != null) {
      this.#drained?.reject(error);
      closed?.reject(error);
      this.#controller?.error(error);
    } else if (closed) {
      closed.resolve();
      return;
    } else {
      this.#controller?.error(new AbortError());
    }
    this.#controller = undefined;
  }

  strategy(): Strategy {
    const { CountQueuingStrategy } = webStreams();
    const { writableObjectMode, writableHighWaterMark: highWaterMark } = this.#stream;
    if (writableObjectMode) return new CountQueuingStrategy({ highWaterMark });
    return {
      highWaterMark,
      size(chunk) {
        const { byteLength, length } = (chunk ?? {}) as { byteLength?: number; length?: number };
        return byteLength ?? length ?? 1;
      },
    };
  }

  callbacks(): object {
    return {
      start: (controller: Pick<Controller, 'error'>) => {
        this.#controller = controller;
      },
      write: (chunk: unknown) => this.#write(chunk),
      abort: (reason: unknown) => destroyer(this.#stream, reason),
      close: () => this.#close(),
    };
  }

  async #write(given: unknown): Promise<void> {
    const stream = this.#stream;
    if (this.#endsWithError && isArrayBufferView(given) && isSharedArrayBuffer(given.buffer)) {
      const error = nodeError(
        'ERR_INVALID_ARG_TYPE',
        'chunk',
        ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'],
        given,
      );
      destroyer(stream, error);
      throw error;
    }
    const chunk = given instanceof ArrayBuffer && !stream.writableObjectMode ? new Uint8Array(given) : given;
    if (!stream.writableNeedDrain && this.#accepts(chunk)) return;
    this.#drained = Promise.withResolvers();
    if (!stream.writableNeedDrain) this.#drained.resolve();
    try {
      await this.#drained.promise;
    } finally {
      this.#drained = undefined;
    }
  }

  #accepts(chunk: unknown): boolean {
    try {
      return this.#stream.write(chunk);
    } catch (error) {
      if (this.#endsWithError) destroyer(this.#stream, error);
      throw error;
    }
  }

  #close(): Promise<void> {
    if (this.#closed === undefined && !isWritableEnded(this.#stream)) {
      this.#closed = Promise.withResolvers();
      this.#stream.end();
      return this.#closed.promise;
    }
    this.#controller = undefined;
    return Promise.resolve();
  }
}

export function duplexToWeb(
  stream: Duplex,
  options: { readableType?: 'bytes'; type?: 'bytes' } = {},
  endsWithError = false,
): { readable: WebReadable; writable: WebWritable } {
  const { _writableState, _readableState } = (stream ?? {}) as Partial<Duplex>;
  if (typeof _writableState !== 'object' || typeof _readableState !== 'object') {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'duplex', 'stream.Duplex', stream);
  }
  validateObject(options, 'options');
  const type = options.readableType ?? options.type;
  const alive = !isDestroyed(stream);
  const writable = alive && isWritable(stream) ? writableToWeb(stream, endsWithError) : closedWritable();
  if (alive && isReadable(stream)) return { writable, readable: readableToWeb(stream, type ? { type } : {}) };
  const { ReadableStream } = webStreams();
  const readable = new ReadableStream(type ? { type } : {});
  void readable.cancel();
  return { writable, readable };
}

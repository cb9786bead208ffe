// Readable.fromWeb() and its like: a web stream behind a stream of node's kind. Works with any web streams, by their public methods.
// Inside the context. https://nodejs.org/api/stream.html#streamreadablefromwebreadablestream-options
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { validateBoolean, validateObject } from '../validators.ts';
import { destroyer } from './destroy.ts';
import { Duplex } from './duplex.ts';
import { Readable } from './readable.ts';
import { isReadableStream, isWritableEnded, isWritableStream } from './stream-kind.ts';
import type {
  BufferedWrite,
  Done,
  DuplexOptions,
  Duplex as DuplexType,
  ReadableOptions,
  Readable as ReadableType,
  WritableOptions,
  Writable as WritableType,
} from './types.ts';
import { Writable } from './writable.ts';

interface WebReader {
  readonly closed: Promise<unknown>;
  read(): Promise<{ value?: unknown; done: boolean }>;
  cancel(reason?: unknown): Promise<void>;
}

interface WebWriter {
  readonly closed: Promise<unknown>;
  readonly ready: Promise<unknown>;
  write(chunk: unknown): Promise<void>;
  close(): Promise<void>;
  abort(reason?: unknown): Promise<void>;
}

type WebReadable = { getReader(): WebReader };
type WebWritable = { getWriter(): WebWriter };

/** Calls `done` from a promise; what it throws is thrown by itself, not turned into a rejection. */
function callLater(done: Done, error?: Error | null): void {
  nextTick(() => done(error));
}

function checkEncoding(encoding: string | null | undefined): void {
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) {
    throw nodeError('ERR_INVALID_ARG_VALUE', 'options.encoding', encoding);
  }
}

/** The readable half: a _read() takes one chunk of the reader. */
class ReadingSide {
  readonly #reader: WebReader;
  closed = false;

  constructor(stream: WebReadable) {
    this.#reader = stream.getReader();
  }

  watch(stream: ReadableType): void {
    this.#reader.closed.then(
      () => {
        this.closed = true;
      },
      (error) => {
        this.closed = true;
        destroyer(stream, error);
      },
    );
  }

  read(stream: ReadableType): void {
    this.#reader.read().then(
      ({ value, done }) => stream.push(done ? null : value),
      (error) => destroyer(stream, error),
    );
  }

  async cancel(reason: unknown): Promise<void> {
    if (!this.closed) await this.#reader.cancel(reason);
  }
}

/** The writable half: a write is done when the web stream has taken it. */
class WritingSide {
  readonly #writer: WebWriter;
  closed = false;

  constructor(stream: WebWritable) {
    this.#writer = stream.getWriter();
  }

  watch(stream: WritableType): void {
    this.#writer.closed.then(
      () => {
        this.closed = true;
        if (!isWritableEnded(stream)) destroyer(stream, nodeError('ERR_STREAM_PREMATURE_CLOSE'));
      },
      (error) => {
        this.closed = true;
        destroyer(stream, error);
      },
    );
  }

  write(chunks: unknown[], done: Done): void {
    this.#writer.ready
      .then(() => Promise.all(chunks.map((chunk) => this.#writer.write(chunk))))
      .then(
        () => callLater(done),
        (error) => callLater(done, error),
      );
  }

  close(done: Done): void {
    if (this.closed) return;
    this.#writer.close().then(
      () => callLater(done),
      (error) => callLater(done, error),
    );
  }

  async end(error: Error | null): Promise<void> {
    if (this.closed) return;
    if (error == null) await this.#writer.close();
    else await this.#writer.abort(error);
  }

  async abort(error: Error | null): Promise<void> {
    if (!this.closed) await this.#writer.abort(error);
  }
}

/** Text travels as plain bytes. */
function encode(chunk: unknown, encoding: string, decodeStrings: boolean, objectMode: boolean): unknown {
  if (typeof chunk !== 'string' || !decodeStrings || objectMode) return chunk;
  const bytes = Buffer.from(chunk, encoding);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function settle(ending: Promise<unknown>, error: Error | null, done: Done): void {
  ending.then(
    () => callLater(done, error),
    () => callLater(done, error),
  );
}

type ReadingOptions = Pick<ReadableOptions, 'highWaterMark' | 'encoding' | 'objectMode' | 'signal'>;

export function readableFromWeb(web: unknown, options: ReadingOptions = {}): ReadableType {
  if (!isReadableStream(web)) throw nodeError('ERR_INVALID_ARG_TYPE', 'readableStream', 'ReadableStream', web);
  validateObject(options, 'options');
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  checkEncoding(encoding);
  validateBoolean(objectMode, 'options.objectMode');
  const side = new ReadingSide(web as WebReadable);
  const stream = new Readable({
    ...{ objectMode, highWaterMark, encoding, signal },
    read: () => side.read(stream),
    destroy: (error, done) => settle(side.cancel(error), error, done),
  });
  side.watch(stream);
  return stream;
}

type WritingOptions = Pick<WritableOptions, 'highWaterMark' | 'decodeStrings' | 'objectMode' | 'signal'>;

export function writableFromWeb(web: unknown, options: WritingOptions = {}): WritableType {
  if (!isWritableStream(web)) throw nodeError('ERR_INVALID_ARG_TYPE', 'writableStream', 'WritableStream', web);
  validateObject(options, 'options');
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  validateBoolean(decodeStrings, 'options.decodeStrings');
  const side = new WritingSide(web as WebWritable);
  const stream = new Writable({
    ...{ objectMode, highWaterMark, decodeStrings, signal },
    ...writes(side, decodeStrings, objectMode),
    destroy: (error, done) => settle(side.end(error), error, done),
  });
  side.watch(stream);
  return stream;
}

function writes(side: WritingSide, decodeStrings: boolean, objectMode: boolean) {
  return {
    write: (chunk: unknown, encoding: string, done: Done): void => {
      side.write([encode(chunk, encoding, decodeStrings, objectMode)], done);
    },
    writev: (chunks: BufferedWrite[], done: Done): void =>
      side.write(
        chunks.map(({ chunk }) => chunk),
        done,
      ),
    final: (done: Done): void => side.close(done),
  };
}

export function duplexFromWeb(pair: unknown = {}, options: DuplexOptions = {}): DuplexType {
  validateObject(pair, 'pair');
  const { readable, writable } = pair as { readable?: unknown; writable?: unknown };
  if (!isReadableStream(readable)) throw nodeError('ERR_INVALID_ARG_TYPE', 'pair.readable', 'ReadableStream', readable);
  if (!isWritableStream(writable)) throw nodeError('ERR_INVALID_ARG_TYPE', 'pair.writable', 'WritableStream', writable);
  validateObject(options, 'options');
  const { allowHalfOpen = false, objectMode = false, decodeStrings = true, encoding, highWaterMark, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  checkEncoding(encoding);
  const writing = new WritingSide(writable as WebWritable);
  const reading = new ReadingSide(readable as WebReadable);
  const stream = new Duplex({
    ...{ allowHalfOpen, objectMode, decodeStrings, encoding, highWaterMark, signal },
    ...writes(writing, decodeStrings, objectMode),
    read: () => reading.read(stream),
    destroy: (error, done) => settle(Promise.all([writing.abort(error), reading.cancel(error)]), error, done),
  });
  writing.watch(stream);
  reading.watch(stream);
  return stream;
}

// Duplex.from(): a Duplex of nearly anything. Inside the context. https://nodejs.org/api/stream.html#streamduplexfromsrc
import { AbortController } from '../../globals/abort-controller.ts';
import { AbortError, nodeError } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { destroyer } from './destroy.ts';
import { Duplex } from './duplex.ts';
import { eos } from './finished.ts';
import { duplexFromWeb, readableFromWeb, writableFromWeb } from './from-web.ts';
import { Readable } from './readable.ts';
import { readableFrom } from './readable-from.ts';
import {
  isDuplexNodeStream,
  isIterable,
  isNodeStream,
  isReadable,
  isReadableNodeStream,
  isReadableStream,
  isWritable,
  isWritableNodeStream,
  isWritableStream,
} from './stream-kind.ts';
import type {
  Done,
  DuplexOptions,
  Duplex as DuplexType,
  LegacyReadable,
  Readable as ReadableType,
  Writable,
} from './types.ts';

type MaybeError = Error | null | undefined;
type Then = (resolve: (value: unknown) => void, reject: (error: Error) => void) => PromiseLike<unknown>;

interface Pair {
  readable?: unknown;
  writable?: unknown;
}

const KINDS = [
  ...['Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable', 'AsyncIterable', 'Function'],
  ...['{ readable, writable } pair', 'Promise'],
];

export function duplexFrom(body: unknown, name: string): DuplexType {
  if (isDuplexNodeStream(body)) return body as DuplexType;
  if (isReadableNodeStream(body)) return new Joined({ readable: body }).duplex;
  if (isWritableNodeStream(body)) return new Joined({ writable: body }).duplex;
  if (isNodeStream(body)) return new Joined({}).duplex;
  if (isReadableStream(body)) return new Joined({ readable: readableFromWeb(body) }).duplex;
  if (isWritableStream(body)) return new Joined({ writable: writableFromWeb(body) }).duplex;
  if (typeof body === 'function') return fromFunction(body as GeneratorLike, name);
  if (isBlob(body)) return duplexFrom(body.arrayBuffer(), name);
  if (isIterable(body)) return readableFrom(Duplex, body, { objectMode: true, writable: false });
  const { readable, writable } = (body ?? {}) as Pair;
  if (isReadableStream(readable) && isWritableStream(writable)) return duplexFromWeb(body);
  if (typeof readable === 'object' || typeof writable === 'object') return fromPair(readable, writable);
  const then = thenOf(body);
  if (then) return fromPromise(then);
  throw nodeError('ERR_INVALID_ARG_TYPE', name, KINDS, body);
}

interface BlobLike {
  arrayBuffer(): Promise<ArrayBuffer>;
  slice(): unknown;
  stream(): unknown;
}

function isBlob(value: unknown): value is BlobLike {
  const { arrayBuffer, slice, stream } = (value ?? {}) as Partial<BlobLike>;
  return [arrayBuffer, slice, stream].every((method) => typeof method === 'function');
}

/** A getter is asked once only. */
function thenOf(value: unknown): Then | undefined {
  const then = (value as { then?: unknown } | null | undefined)?.then;
  return typeof then === 'function' ? then.bind(value) : undefined;
}

function fromPair(readable: unknown, writable: unknown): DuplexType {
  const pair: Pair = {};
  if (readable) pair.readable = isReadableNodeStream(readable) ? readable : duplexFrom(readable, 'body');
  if (writable) pair.writable = isWritableNodeStream(writable) ? writable : duplexFrom(writable, 'body');
  return new Joined(pair).duplex;
}

function fromPromise(then: Then): DuplexType {
  const duplex = new Duplex({ objectMode: true, writable: false, read() {} });
  then(
    (value) => {
      if (value != null) duplex.push(value);
      duplex.push(null);
    },
    (error) => destroyer(duplex, error),
  );
  return duplex;
}

// ---- a generator or an async function: what is written is its argument, what it yields is read

type GeneratorLike = (source: AsyncGenerator<unknown>, options: object) => unknown;

interface Handed {
  chunk?: unknown;
  last: boolean;
  done: Done;
}

type InputOptions = Required<Pick<DuplexOptions, 'write' | 'final' | 'destroy'>>;

/** Hands one written chunk at a time over to the function. */
class Input {
  readonly #aborter = new AbortController();
  #next = Promise.withResolvers<Handed>();
  /** The function waits for what comes next. */
  #open = true;

  start(fn: GeneratorLike): unknown {
    return fn(this.#chunks(), { signal: this.#aborter.signal });
  }

  async *#chunks(): AsyncGenerator<unknown> {
    const { signal } = this.#aborter;
    while (true) {
      const { chunk, last, done } = await this.#next.promise;
      nextTick(() => done());
      if (last) return;
      if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
      this.#next = Promise.withResolvers<Handed>();
      this.#open = true;
      yield chunk;
    }
  }

  #hand(handed: Handed): void {
    this.#open = false;
    this.#next.resolve(handed);
  }

  options(): InputOptions {
    return {
      write: (chunk, _encoding, done) => this.#hand({ chunk, last: false, done }),
      final: (done) => this.#hand({ last: true, done }),
      destroy: (error, done) => {
        this.#aborter.abort(error);
        if (this.#open) this.#hand({ last: true, done() {} }); // it must not wait for ever
        done(error);
      },
    };
  }
}

function fromFunction(fn: GeneratorLike, name: string): DuplexType {
  const input = new Input();
  const value = input.start(fn);
  if (isDuplexNodeStream(value)) return value as DuplexType; // it was a constructor
  if (isIterable(value)) return readableFrom(Duplex, value, { objectMode: true, ...input.options() });
  const then = thenOf(value);
  if (then) return fromAsyncFunction(then, input.options());
  throw nodeError('ERR_INVALID_RETURN_VALUE', 'Iterable, AsyncIterable or AsyncFunction', name, value);
}

function fromAsyncFunction(then: Then, options: InputOptions): DuplexType {
  let finalCalled = false;
  let duplex: DuplexType | undefined;
  const over = then(
    (value) => {
      if (value != null) throw nodeError('ERR_INVALID_RETURN_VALUE', 'nully', 'body', value);
      // It returned before all was written: nothing takes the rest.
      if (!finalCalled) destroyer(duplex);
    },
    (error) => destroyer(duplex, error),
  );
  duplex = new Duplex({
    ...options,
    objectMode: true,
    readable: false,
    final(this: DuplexType, done) {
      finalCalled = true;
      options.final.call(this, () => {
        over.then(
          () => nextTick(() => done(null)),
          (error: Error) => nextTick(() => done(error)),
        );
      });
    },
  });
  return duplex;
}

// ---- a readable and a writable stream

class Joined {
  readonly duplex: DuplexType;
  readonly #read: ReadableType | undefined;
  readonly #written: Writable | undefined;
  #onDrain: Done | undefined;
  #onFinish: Done | undefined;
  #onReadable: (() => void) | undefined;
  /** Waits for the end of both: undefined: nobody waits; null: they have ended. */
  #onClose: Done | null | undefined;

  constructor({ readable, writable }: Pair) {
    const old = readable && typeof (readable as ReadableType).read !== 'function';
    this.#read = (old ? Readable.wrap(readable as LegacyReadable) : readable) as ReadableType | undefined;
    this.#written = writable as Writable | undefined;
    const canRead = Boolean(isReadable(this.#read));
    const canWrite = Boolean(isWritable(this.#written));
    this.duplex = new Duplex({
      readableObjectMode: Boolean(this.#read?.readableObjectMode),
      writableObjectMode: Boolean(this.#written?.writableObjectMode),
      readable: canRead,
      writable: canWrite,
    });
    if (canWrite && this.#written) this.#attachWritable(this.#written);
    if (canRead && this.#read) this.#attachReadable(this.#read);
    this.duplex._destroy = (error, done) => this.#destroy(error, done);
  }

  #ended(error: MaybeError): void {
    const callback = this.#onClose;
    this.#onClose = null;
    if (callback) callback(error);
    else if (error) this.duplex.destroy(error);
  }

  #attachWritable(stream: Writable): void {
    eos(stream, (error) => {
      if (error) destroyer(this.#read, error);
      this.#ended(error);
    });
    this.duplex._write = (chunk, encoding, done) => {
      if (stream.write(chunk, encoding)) done();
      else this.#onDrain = done;
    };
    this.duplex._final = (done) => {
      stream.end();
      this.#onFinish = done;
    };
    stream.on('drain', () => {
      const callback = this.#onDrain;
      this.#onDrain = undefined;
      callback?.();
    });
    stream.on('finish', () => {
      const callback = this.#onFinish;
      this.#onFinish = undefined;
      callback?.();
    });
  }

  #attachReadable(stream: ReadableType): void {
    const { duplex } = this;
    eos(stream, (error) => {
      if (error) destroyer(this.#written, error);
      this.#ended(error);
    });
    stream.on('readable', () => {
      const callback = this.#onReadable;
      this.#onReadable = undefined;
      callback?.();
    });
    stream.on('end', () => duplex.push(null));
    duplex._read = () => {
      while (true) {
        const chunk = stream.read();
        if (chunk === null) {
          this.#onReadable = () => duplex._read(0);
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
  }

  #destroy(given: Error | null, done: Done): void {
    const error = given || (this.#onClose === null ? null : new AbortError());
    this.#onReadable = undefined;
    this.#onDrain = undefined;
    this.#onFinish = undefined;
    if (this.#onClose === null) {
      done(error);
      return;
    }
    this.#onClose = done;
    destroyer(this.#written, error);
    destroyer(this.#read, error);
  }
}

// compose(): a row of streams as one Duplex: the first is written to, the last is read. Inside the context.
// https://nodejs.org/api/stream.html#streamcomposestreams
import { AbortError, nodeError } from '../errors.ts';
import { destroyer } from './destroy.ts';
import { Duplex } from './duplex.ts';
import { eos } from './finished.ts';
import { pipeline } from './pipeline.ts';
import {
  isNodeStream,
  isReadable,
  isReadableStream,
  isTransformStream,
  isWebStream,
  isWritable,
  isWritableStream,
} from './stream-kind.ts';
import type { Done, Duplex as DuplexType, Readable, Writable } from './types.ts';

type MaybeError = Error | null | undefined;

function canRead(stream: unknown): boolean {
  return isReadable(stream) || isReadableStream(stream) || isTransformStream(stream);
}

function canWrite(stream: unknown): boolean {
  return isWritable(stream) || isWritableStream(stream) || isTransformStream(stream);
}

function checkRow(streams: unknown[], given: unknown[]): void {
  for (const [i, stream] of streams.entries()) {
    if (!isNodeStream(stream) && !isWebStream(stream)) continue;
    const name = `streams[${i}]`;
    if (i < streams.length - 1 && !canRead(stream)) {
      throw nodeError('ERR_INVALID_ARG_VALUE', name, given[i], 'must be readable');
    }
    if (i > 0 && !canWrite(stream)) throw nodeError('ERR_INVALID_ARG_VALUE', name, given[i], 'must be writable');
  }
}

export function compose(...given: unknown[]): DuplexType {
  if (given.length === 0) throw nodeError('ERR_MISSING_ARGS', 'streams');
  if (given.length === 1) return Duplex.from(given[0]);
  const streams = given.slice();
  const last = streams.length - 1;
  if (typeof streams[0] === 'function') streams[0] = Duplex.from(streams[0]);
  if (typeof streams[last] === 'function') streams[last] = Duplex.from(streams[last]);
  checkRow(streams, given);
  return new Composition(streams).duplex;
}

class Composition {
  readonly duplex: DuplexType;
  readonly #head: unknown;
  readonly #tail: unknown;
  readonly #writable: boolean;
  readonly #readable: boolean;
  #onDrain: Done | undefined;
  #onFinish: Done | undefined;
  /** Waits for the end of the row: undefined: nobody waits; null: it has ended. */
  #onClose: Done | null | undefined;

  constructor(streams: unknown[]) {
    this.#head = streams[0];
    this.#tail = pipeline(...streams, (error: MaybeError) => this.#rowEnded(error));
    this.#writable = canWrite(this.#head);
    this.#readable = canRead(this.#tail);
    this.duplex = new Duplex({
      writableObjectMode: Boolean((this.#head as Partial<Writable> | null)?.writableObjectMode),
      readableObjectMode: Boolean((this.#tail as Partial<Readable> | null)?.readableObjectMode),
      writable: this.#writable,
      readable: this.#readable,
    });
    if (this.#writable) this.#attachHead();
    if (this.#readable) this.#attachTail();
    this.duplex._destroy = (error, done) => this.#destroy(error, done);
  }

  #rowEnded(error: MaybeError): void {
    const callback = this.#onClose;
    this.#onClose = null;
    if (callback) callback(error);
    else if (error) this.duplex.destroy(error);
    else if (!this.#readable && !this.#writable) this.duplex.destroy();
  }

  #attachHead(): void {
    if (isNodeStream(this.#head)) this.#writeToNode(this.#head as Writable);
    else if (isWebStream(this.#head)) this.#writeToWeb(this.#head);
    const tail = isTransformStream(this.#tail) ? (this.#tail as { readable: unknown }).readable : this.#tail;
    eos(tail, () => {
      const callback = this.#onFinish;
      this.#onFinish = undefined;
      callback?.();
    });
  }

  #writeToNode(head: Writable): void {
    this.duplex._write = (chunk, encoding, done) => {
      if (head.write(chunk, encoding)) done();
      else this.#onDrain = done;
    };
    this.duplex._final = (done) => {
      head.end();
      this.#onFinish = done;
    };
    head.on('drain', () => {
      const callback = this.#onDrain;
      this.#onDrain = undefined;
      callback?.();
    });
  }

  #writeToWeb(head: unknown): void {
    const target = (isTransformStream(head) ? (head as { writable: unknown }).writable : head) as WebWritable;
    const writer = target.getWriter();
    this.duplex._write = async (chunk, _encoding, done) => {
      try {
        await writer.ready;
        writer.write(chunk).catch(() => {}); // the next `ready` tells
        done();
      } catch (error) {
        done(error as Error);
      }
    };
    this.duplex._final = async (done) => {
      try {
        await writer.ready;
        writer.close().catch(() => {});
        this.#onFinish = done;
      } catch (error) {
        done(error as Error);
      }
    };
  }

  #attachTail(): void {
    if (isNodeStream(this.#tail)) this.#readFromNode(this.#tail as Readable);
    else if (isWebStream(this.#tail)) this.#readFromWeb(this.#tail);
  }

  #readFromNode(tail: Readable): void {
    this.duplex._read = () => {
      tail.resume();
    };
    tail.on('data', (chunk: unknown) => {
      if (!this.duplex.push(chunk)) tail.pause();
    });
    tail.on('end', () => this.duplex.push(null));
  }

  #readFromWeb(tail: unknown): void {
    const source = (isTransformStream(tail) ? (tail as { readable: unknown }).readable : tail) as WebReadable;
    const reader = source.getReader();
    this.duplex._read = async () => {
      try {
        while (true) {
          const { value, done } = await reader.read();
          if (!this.duplex.push(done ? null : value) || done) return;
        }
      } catch {
        // The row tells of its errors itself.
      }
    };
  }

  #destroy(given: Error | null, done: Done): void {
    const error = given || (this.#onClose === null ? null : new AbortError());
    this.#onDrain = undefined;
    this.#onFinish = undefined;
    if (isNodeStream(this.#tail)) destroyer(this.#tail, error);
    if (this.#onClose === null) done(error);
    else this.#onClose = done;
  }
}

interface WebWritable {
  getWriter(): { readonly ready: Promise<void>; write(chunk: unknown): Promise<void>; close(): Promise<void> };
}

interface WebReadable {
  getReader(): { read(): Promise<{ value: unknown; done: boolean }> };
}

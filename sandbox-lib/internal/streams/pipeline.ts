// pipeline(): streams, iterables and functions in a row, which end and fail together. Inside the context.
// https://nodejs.org/api/stream.html#streampipelinesource-transforms-destination-callback
import { AbortController, type AbortSignal } from '../../globals/abort-controller.ts';
import { addAbortListener } from '../abort-listener.ts';
import { AbortError, nodeError } from '../errors.ts';
import type { EventEmitter } from '../event-emitter.ts';
import { nextTick } from '../loop.ts';
import { validateAbortSignal, validateFunction } from '../validators.ts';
import { destroyer } from './destroy.ts';
import { Duplex } from './duplex.ts';
import { eos } from './finished.ts';
import { pumpToNode, pumpToWeb, type Values } from './pump.ts';
import { Readable } from './readable.ts';
import {
  isAsyncIterable,
  isIterable,
  isNodeStream,
  isReadable,
  isReadableFinished,
  isReadableNodeStream,
  isReadableStream,
  isTransformStream,
  isWebStream,
} from './stream-kind.ts';
import { PassThrough } from './transform.ts';
import type { Readable as ReadableType, Writable } from './types.ts';

export interface PipelineOptions {
  signal?: AbortSignal;
  end?: boolean;
}

export type PipelineCallback = (error: Error | undefined, value: unknown) => void;
type MaybeError = Error | null | undefined;
type Step = (...args: unknown[]) => unknown;

const WEB_KINDS = ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream', 'TransformStream'];

export function pipeline(...streams: unknown[]): unknown {
  const callback = streams.at(-1);
  validateFunction(callback, 'streams[stream.length - 1]');
  return pipelineImpl(streams.slice(0, -1), callback as unknown as PipelineCallback);
}

export function pipelineImpl(given: unknown[], callback: PipelineCallback, options: PipelineOptions = {}): unknown {
  const streams = given.length === 1 && Array.isArray(given[0]) ? (given[0] as unknown[]) : given;
  if (streams.length < 2) throw nodeError('ERR_MISSING_ARGS', 'streams');
  validateAbortSignal(options.signal, 'options.signal');
  return new Pipeline(streams, callback, options).run();
}

function toValues(value: unknown): Values {
  if (isIterable(value)) return value;
  if (isReadableNodeStream(value)) return valuesOf(value as ReadableType);
  throw nodeError('ERR_INVALID_ARG_TYPE', 'val', ['Readable', 'Iterable', 'AsyncIterable'], value);
}

/** Of a stream so old that it is not iterable. */
async function* valuesOf(stream: ReadableType): AsyncGenerator<unknown> {
  yield* Readable.prototype[Symbol.asyncIterator].call(stream);
}

function readableSide(value: unknown): unknown {
  return (value as { readable?: unknown }).readable;
}

class Pipeline {
  readonly #streams: unknown[];
  readonly #callback: PipelineCallback;
  readonly #end: boolean;
  readonly #outer: AbortSignal | undefined;
  /** Made when a function asks for its signal: most pipelines have none. */
  #aborter: AbortController | undefined;
  readonly #destroys: ((error: MaybeError) => void)[] = [];
  /** Takes the listeners off a last stream that somebody goes on reading. */
  readonly #cleanups: (() => void)[] = [];
  #listening: Disposable | undefined;
  /** Transfers under way. */
  #pending = 0;
  #called = false;
  #error: Error | undefined;
  #value: unknown;

  constructor(streams: unknown[], callback: PipelineCallback, options: PipelineOptions) {
    this.#streams = streams;
    this.#callback = callback;
    this.#end = options.end !== false;
    this.#outer = options.signal;
  }

  run(): unknown {
    const outer = this.#outer;
    if (outer) this.#listening = addAbortListener(outer, () => this.#abort());
    let result: unknown;
    for (const [i, stream] of this.#streams.entries()) {
      if (isNodeStream(stream)) this.#watch(stream as Writable, i);
      result = i === 0 ? this.#source(stream) : this.#connect(result, stream, i);
    }
    if (this.#aborter?.signal.aborted || outer?.aborted) nextTick(() => this.#abort());
    return result;
  }

  #signal(): AbortSignal {
    this.#aborter ??= new AbortController();
    return this.#aborter.signal;
  }

  #abort(): void {
    this.#finishAll(new AbortError(undefined, { cause: this.#outer?.reason }), false);
  }

  /** One transfer is through. */
  readonly #finish = (error?: MaybeError): void => {
    this.#finishAll(error, --this.#pending === 0);
  };

  readonly #fail = (error: MaybeError): void => {
    this.#finishAll(error, false);
  };

  #finishAll(error: MaybeError, last: boolean): void {
    const known = this.#error as (Error & { code?: string }) | undefined;
    // The first real error counts; an early close or an abort is mostly only its consequence.
    if (error && (!known || known.code === 'ERR_STREAM_PREMATURE_CLOSE' || known.name === 'AbortError')) {
      this.#error = error;
    }
    if (!this.#error && !last) return;
    for (let next = this.#destroys.shift(); next; next = this.#destroys.shift()) next(this.#error);
    this.#listening?.[Symbol.dispose]();
    this.#aborter?.abort();
    if (!last) return;
    if (!this.#error) for (const cleanUp of this.#cleanups) cleanUp();
    // As they are now: what the end of the streams still brings is not told.
    const outcome = [this.#error, this.#value] as const;
    nextTick(() => this.#call(...outcome));
  }

  #call(error: Error | undefined, value: unknown): void {
    if (this.#called) return;
    this.#called = true;
    this.#callback(error, value);
  }

  #isLast(i: number): boolean {
    return i === this.#streams.length - 1;
  }

  /** Does this stream end with the ones before it? */
  #endsAt(i: number): boolean {
    return this.#end || !this.#isLast(i);
  }

  #watch(stream: Writable, i: number): void {
    const next = this.#streams[i + 1] as { closed?: boolean; destroyed?: boolean } | null | undefined;
    if (next?.closed || next?.destroyed) throw nodeError('ERR_STREAM_UNABLE_TO_PIPE');
    const keep = this.#isLast(i) && isReadable(stream);
    if (this.#endsAt(i)) {
      const stopWatching = this.#destroyWithOthers(stream, !this.#isLast(i), i > 0);
      if (keep) this.#cleanups.push(stopWatching);
    }
    const onError = (error: (Error & { code?: string }) | undefined): void => {
      if (!error || error.name === 'AbortError' || error.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
      this.#fail(error);
    };
    stream.on('error', onError); // also the one that comes after all is done
    if (keep) this.#cleanups.push(() => stream.removeListener('error', onError));
  }

  #destroyWithOthers(stream: EventEmitter, readable: boolean, writable: boolean): () => void {
    let finished = false;
    stream.on('close', () => {
      finished = true;
    });
    this.#destroys.push((error) => {
      if (finished) return;
      finished = true;
      destroyer(stream, error || nodeError('ERR_STREAM_DESTROYED', 'pipe'));
    });
    return eos(stream, { readable, writable }, (error) => {
      finished = !error;
    });
  }

  #source(stream: unknown): unknown {
    if (typeof stream === 'function') {
      const made: unknown = (stream as Step)({ signal: this.#signal() });
      if (!isIterable(made)) {
        throw nodeError('ERR_INVALID_RETURN_VALUE', 'Iterable, AsyncIterable or Stream', 'source', made);
      }
      return made;
    }
    if (isIterable(stream) || isReadableNodeStream(stream) || isTransformStream(stream)) return stream;
    return Duplex.from(stream);
  }

  #connect(source: unknown, stream: unknown, i: number): unknown {
    if (typeof stream === 'function') return this.#callStep(source, stream as Step, i);
    if (isNodeStream(stream)) return this.#toNode(source, stream as Writable, i);
    if (isWebStream(stream)) return this.#toWeb(source, stream, i);
    return Duplex.from(stream);
  }

  #callStep(source: unknown, step: Step, i: number): unknown {
    const values = toValues(isTransformStream(source) ? readableSide(source) : source);
    const made = step(values, { signal: this.#signal() });
    if (!this.#isLast(i)) {
      if (!isAsyncIterable(made)) {
        throw nodeError('ERR_INVALID_RETURN_VALUE', 'AsyncIterable', `transform[${i - 1}]`, made);
      }
      return made;
    }
    // A function at the end: what it makes goes into a stream, so that there is one to hand out.
    const out = new PassThrough({ objectMode: true });
    this.#collect(made, out);
    this.#cleanups.push(this.#destroyWithOthers(out, false, true));
    return out;
  }

  #collect(made: unknown, out: Writable): void {
    const then: unknown = (made as { then?: unknown } | null | undefined)?.then; // a getter is asked once only
    if (typeof then === 'function') {
      this.#pending++;
      then.call(
        made,
        (value: unknown) => {
          this.#value = value;
          if (value != null) out.write(value);
          if (this.#end) out.end();
          nextTick(() => this.#finish());
        },
        (error: Error) => {
          out.destroy(error);
          nextTick(() => this.#finish(error));
        },
      );
    } else if (isAsyncIterable(made)) {
      this.#pending++;
      void pumpToNode(made, out, this.#finish, this.#end);
    } else if (isReadableStream(made) || isTransformStream(made)) {
      this.#pending++;
      void pumpToNode((readableSide(made) || made) as Values, out, this.#finish, this.#end);
    } else {
      throw nodeError('ERR_INVALID_RETURN_VALUE', 'AsyncIterable or Promise', 'destination', made);
    }
  }

  #toNode(source: unknown, stream: Writable, i: number): unknown {
    const end = this.#endsAt(i);
    if (isReadableNodeStream(source)) {
      this.#pending += 2;
      const stopWatching = this.#pipe(source as ReadableType, stream, end);
      if (isReadable(stream) && this.#isLast(i)) this.#cleanups.push(stopWatching);
    } else if (isTransformStream(source) || isReadableStream(source)) {
      this.#pending++;
      void pumpToNode((readableSide(source) || source) as Values, stream, this.#finish, end);
    } else if (isIterable(source)) {
      this.#pending++;
      void pumpToNode(source, stream, this.#finish, end);
    } else {
      throw nodeError('ERR_INVALID_ARG_TYPE', 'val', WEB_KINDS, source);
    }
    return stream;
  }

  #toWeb(source: unknown, stream: unknown, i: number): unknown {
    let values: unknown = source;
    if (isReadableNodeStream(source)) values = toValues(source);
    else if (isTransformStream(source)) values = readableSide(source);
    else if (!isReadableStream(source) && !isIterable(source)) {
      throw nodeError('ERR_INVALID_ARG_TYPE', 'val', WEB_KINDS, source);
    }
    this.#pending++;
    void pumpToWeb(values as Values, stream, this.#finish, this.#endsAt(i));
    return stream;
  }

  #pipe(source: ReadableType, target: Writable, end: boolean): () => void {
    let ended = false;
    target.on('close', () => {
      if (!ended) this.#fail(nodeError('ERR_STREAM_PREMATURE_CLOSE'));
    });
    source.pipe(target, { end: false });
    if (end) {
      const endTarget = (): void => {
        ended = true;
        target.end();
      };
      if (isReadableFinished(source)) nextTick(endTarget);
      else source.once('end', endTarget);
    } else {
      this.#finish();
    }
    eos(source, { readable: true, writable: false }, (error) => this.#sourceOver(source, error));
    return eos(target, { readable: false, writable: true }, this.#finish);
  }

  /** Some streams close before their 'end', and yet it comes. */
  #sourceOver(source: ReadableType, error: MaybeError): void {
    const state = source._readableState;
    const early = (error as { code?: string } | null | undefined)?.code === 'ERR_STREAM_PREMATURE_CLOSE';
    if (early && state?.ended && !state.errored && !state.errorEmitted) {
      source.once('end', this.#finish).once('error', this.#finish);
    } else {
      this.#finish(error);
    }
  }
}

// The shapes of streams, as the rooms of this folder see them. Types only. https://nodejs.org/api/stream.html
import type { AbortSignal } from '../../globals/abort-controller.ts';
import type { EventEmitter, EventEmitterOptions } from '../event-emitter.ts';
import type { ReadableState } from './readable-state.ts';
import type { WritableState } from './writable-state.ts';

/** Ends a step of a stream: an error, or nothing. Null counts as nothing. */
export type Done = (error?: Error | null) => void;
export type TransformDone = (error?: Error | null, data?: unknown) => void;

export interface PipeOptions {
  end?: boolean;
}

/** Node's old Stream: an emitter with pipe(). */
export interface Stream extends EventEmitter {
  pipe<T extends EventEmitter>(destination: T, options?: PipeOptions): T;
}

/** Whatever has one or both states. */
export interface StreamBase extends Stream {
  _readableState?: ReadableState;
  _writableState?: WritableState;
  destroyed: boolean;
  readonly closed: boolean;
  readonly errored: Error | null;
  destroy(error?: Error | null, done?: Done): this;
  _undestroy(): void;
  _destroy(error: Error | null, done: Done): void;
  _construct?(done: Done): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface IteratorOptions {
  destroyOnReturn?: boolean;
}

export interface Readable extends StreamBase, AsyncIterable<unknown> {
  _readableState: ReadableState;
  readable: boolean;
  readableFlowing: boolean | null;
  readonly readableDidRead: boolean;
  readonly readableAborted: boolean;
  readonly readableHighWaterMark: number;
  readonly readableBuffer: unknown[];
  readonly readableLength: number;
  readonly readableObjectMode: boolean;
  readonly readableEncoding: string | null;
  readonly readableEnded: boolean;
  _read(size: number): void;
  read(size?: number): unknown;
  push(chunk: unknown, encoding?: string): boolean;
  unshift(chunk: unknown, encoding?: string): boolean;
  isPaused(): boolean;
  pause(): this;
  resume(): this;
  setEncoding(encoding?: string | null): this;
  unpipe(destination?: EventEmitter): this;
  wrap(stream: LegacyReadable): this;
  iterator(options?: IteratorOptions): AsyncIterableIterator<unknown>;
  compose(stream: unknown, options?: { signal?: AbortSignal }): Duplex;
  [Symbol.asyncIterator](): AsyncIterableIterator<unknown>;
}

export interface Writable extends StreamBase {
  _writableState: WritableState;
  writable: boolean;
  readonly writableFinished: boolean;
  readonly writableObjectMode: boolean;
  readonly writableBuffer: unknown[];
  readonly writableEnded: boolean;
  readonly writableNeedDrain: boolean;
  readonly writableHighWaterMark: number;
  readonly writableCorked: number;
  readonly writableLength: number;
  readonly writableAborted: boolean;
  _write(chunk: unknown, encoding: string, done: Done): void;
  _writev: ((chunks: BufferedWrite[], done: Done) => void) | null;
  _final?(done: Done): void;
  write(chunk: unknown, encoding?: string | Done | null, done?: Done): boolean;
  end(chunk?: unknown, encoding?: string | Done | null, done?: Done): this;
  cork(): void;
  uncork(): void;
  setDefaultEncoding(encoding: string): this;
}

export interface Duplex extends Readable, Writable {
  _readableState: ReadableState;
  _writableState: WritableState;
  allowHalfOpen: boolean;
  destroy(error?: Error | null, done?: Done): this;
}

export interface Transform extends Duplex {
  _transform(chunk: unknown, encoding: string, done: TransformDone): void;
  _flush?(done: TransformDone): void;
}

/** A write that waits for its turn. */
export interface BufferedWrite {
  chunk: unknown;
  encoding: string;
  callback: Done;
}

/** What wrap() takes: a stream of the time before read(). */
export interface LegacyReadable extends EventEmitter {
  pause?(): void;
  resume?(): void;
  readableObjectMode?: boolean;
  objectMode?: boolean;
}

interface BaseOptions<T> extends EventEmitterOptions {
  highWaterMark?: number | null | undefined;
  objectMode?: boolean | undefined;
  defaultEncoding?: string | null | undefined;
  emitClose?: boolean | undefined;
  autoDestroy?: boolean | undefined;
  signal?: AbortSignal | undefined;
  construct?(this: T, done: Done): void;
  destroy?(this: T, error: Error | null, done: Done): void;
}

export interface ReadableOptions<T = Readable> extends BaseOptions<T> {
  encoding?: string | null | undefined;
  read?(this: T, size: number): void;
}

export interface WritableOptions<T = Writable> extends BaseOptions<T> {
  decodeStrings?: boolean | undefined;
  write?(this: T, chunk: unknown, encoding: string, done: Done): void;
  writev?(this: T, chunks: BufferedWrite[], done: Done): void;
  final?(this: T, done: Done): void;
}

export interface DuplexOptions<T = Duplex> extends ReadableOptions<T>, WritableOptions<T> {
  allowHalfOpen?: boolean | undefined;
  readable?: boolean | undefined;
  writable?: boolean | undefined;
  readableObjectMode?: boolean | undefined;
  writableObjectMode?: boolean | undefined;
  readableHighWaterMark?: number | null | undefined;
  writableHighWaterMark?: number | null | undefined;
}

export interface TransformOptions extends DuplexOptions<Transform> {
  transform?(this: Transform, chunk: unknown, encoding: string, done: TransformDone): void;
  flush?(this: Transform, done: TransformDone): void;
}

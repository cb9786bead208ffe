// ZlibBase: a Transform around an engine of the host. The host works step by step and synchronously; each step is a turn of the loop here,
// so that streams behave as node's, whose engines work in another thread. Inside the context.

import streamModule from '../../node/stream.ts';
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { nextTick, queueMacrotask } from '../loop.ts';
import { ObjectDefineProperty, ObjectSetPrototypeOf } from '../primordials.ts';
import { eos } from '../streams/finished.ts';
import type { Done, Transform, TransformDone } from '../streams/types.ts';
import { checkRangesOrGetDefault } from '../validators.ts';
import { deprecateCall } from './deprecated-call.ts';
import { Engine, type Step } from './engine.ts';
import { type Flushes, flushesOf, type KindName, modeOf, strongerFlush } from './kinds.ts';

export const kError = Symbol('kError');
const kFlush = Symbol('kFlushFlag');
const kFlushes = Symbol('kFlushes');
const CHUNK = 16 * 1024;

type Options = Record<string, unknown> | null | undefined;

export interface ZlibBase extends Transform {
  [kError]: Error | null;
  [kFlushes]: Flushes;
  bytesWritten: number;
  _handle: Engine | null;
  _outOffset: number;
  _chunkSize: number;
  _defaultFlushFlag: number;
  _finishFlushFlag: number;
  _defaultFullFlushFlag: number;
  _info: unknown;
  _maxOutputLength: number;
  _rejectGarbageAfterEnd: boolean;
  _level: number;
  _strategy: number;
  _mode: number;
  readonly _closed: boolean;
  reset(): void;
  flush(kind?: unknown, callback?: unknown): void;
  close(callback?: unknown): void;
  params(level: unknown, strategy: unknown, callback?: unknown): void;
  _processChunk(chunk: Uint8Array, flush: number, done?: Done): Buffer | undefined;
}

export interface ZlibConstructor {
  new (options?: unknown): ZlibBase;
  (this: unknown, options?: unknown): ZlibBase | undefined;
  readonly prototype: ZlibBase;
}

function number(options: Options, name: string, fallback: number): number {
  const value = options?.[name];
  return typeof value === 'number' && !Number.isNaN(value) ? value : fallback;
}

/** Makes an engine's stream of `stream`. The host's node has checked the options when this goes on. */
function initialize(stream: ZlibBase, given: unknown, kind: KindName): void {
  const handle = new Engine(kind, given);
  let options = given as Options;
  if (options?.['encoding'] || options?.['objectMode'] || options?.['writableObjectMode']) {
    options = { ...options, encoding: null, objectMode: false, writableObjectMode: false };
  }
  const flushes = flushesOf(kind);
  streamModule.Transform.call(stream, { autoDestroy: true, ...options });
  stream[kError] = null;
  stream[kFlushes] = flushes;
  stream.bytesWritten = 0;
  stream._handle = handle;
  stream._outOffset = 0;
  stream._chunkSize = number(options, 'chunkSize', CHUNK);
  stream._defaultFlushFlag = number(options, 'flush', flushes.write);
  stream._finishFlushFlag = number(options, 'finishFlush', flushes.finish);
  stream._defaultFullFlushFlag = flushes.full;
  stream._info = options?.['info'];
  stream._maxOutputLength = number(options, 'maxOutputLength', Number.MAX_SAFE_INTEGER);
  stream._rejectGarbageAfterEnd = options?.['rejectGarbageAfterEnd'] === true;
  stream._mode = modeOf(kind);
  if (stream._mode >= 8) return;
  stream._level = number(options, 'level', -1);
  stream._strategy = number(options, 'strategy', 0);
}

const ZlibBase = function ZlibBase(this: ZlibBase): void {} as unknown as ZlibConstructor;
ObjectSetPrototypeOf(ZlibBase.prototype, streamModule.Transform.prototype);
ObjectSetPrototypeOf(ZlibBase, streamModule.Transform);

/** Node's middle class of the formats whose level can change. */
const Zlib = function Zlib(this: ZlibBase): void {} as unknown as ZlibConstructor;
ObjectSetPrototypeOf(Zlib.prototype, ZlibBase.prototype);
ObjectSetPrototypeOf(Zlib, ZlibBase);

/** The class of an engine, by node's name. A function: util.inherits() code calls it with its own `this`. */
export function makeClass(kind: KindName): ZlibConstructor {
  const Class = {
    [kind]: function (this: ZlibBase, options?: unknown): ZlibBase | undefined {
      if (!(this instanceof Class)) {
        deprecateCall(kind);
        return new Class(options);
      }
      initialize(this, options, kind);
      return undefined;
    },
  }[kind] as unknown as ZlibConstructor;
  const Parent = modeOf(kind) < 8 ? Zlib : ZlibBase;
  ObjectSetPrototypeOf(Class.prototype, Parent.prototype);
  ObjectSetPrototypeOf(Class, Parent);
  return Class;
}

function closeEngine(stream: ZlibBase): void {
  stream._handle?.close();
  stream._handle = null;
}

function requireEngine(stream: ZlibBase): Engine {
  const { _handle: engine } = stream;
  if (!engine) throw nodeError('ERR_INTERNAL_ASSERTION', 'zlib binding closed');
  return engine;
}

/** Writes one chunk, turn by turn. */
function processChunk(stream: ZlibBase, chunk: Uint8Array, flush: number, done: Done): void {
  if (!stream._handle) {
    nextTick(done as () => void);
    return;
  }
  let input: Uint8Array | undefined = chunk;
  let before = chunk.byteLength;
  const turn = () => {
    const engine = stream._handle;
    if (stream.destroyed || !engine) return done();
    let step: Step;
    const room = stream._chunkSize - stream._outOffset;
    try {
      step = engine.write(flush, input, room);
    } catch (error) {
      // The stream cannot go on: there is no way to know what the engine has taken.
      stream.destroy(error as Error);
      stream[kError] = error as Error;
      return;
    }
    input = undefined;
    stream.bytesWritten += before - step.inputLeft;
    before = step.inputLeft;
    const wantsMore = pushOutput(stream, step.output);
    if (stream.destroyed) return done();
    if (step.roomLeft === 0) return goOn(stream, wantsMore, turn);
    if (step.inputLeft > 0) return endEarly(stream, done);
    done();
  };
  queueMacrotask(turn);
}

/** False when the reader has enough for now. */
function pushOutput(stream: ZlibBase, output: Uint8Array): boolean {
  if (output.length === 0) return true;
  stream._outOffset += output.length;
  if (stream._outOffset >= stream._chunkSize) stream._outOffset = 0;
  return stream.push(Buffer.from(output));
}

/** There is more output than there was room: the next turn now, or when somebody reads. */
function goOn(stream: ZlibBase, wantsMore: boolean, turn: () => void): void {
  if (wantsMore) {
    queueMacrotask(turn);
    return;
  }
  const read = stream._read;
  stream._read = (size) => {
    stream._read = read;
    queueMacrotask(turn);
    stream._read(size);
  };
}

/** The engine has room and yet takes no more: what is left lies behind the end of the compressed data. */
function endEarly(stream: ZlibBase, done: Done): void {
  if (stream._rejectGarbageAfterEnd) {
    const error = nodeError('ERR_TRAILING_JUNK_AFTER_STREAM_END');
    stream.destroy(error);
    stream[kError] = error;
    return;
  }
  stream.push(null);
  done();
}

/** All of a chunk in one go, for who calls _processChunk() without a callback; the engine ends with it. */
function processChunkSync(stream: ZlibBase, chunk: Uint8Array, flush: number): Buffer {
  const engine = requireEngine(stream);
  const pieces: Uint8Array[] = [];
  let size = 0;
  let input: Uint8Array | undefined = chunk;
  for (;;) {
    let step: Step;
    try {
      step = engine.write(flush, input, stream._chunkSize);
    } catch (error) {
      stream.destroy(error as Error);
      stream[kError] = error as Error;
      throw error;
    }
    input = undefined;
    pieces.push(step.output);
    size += step.output.length;
    if (size > stream._maxOutputLength) {
      closeEngine(stream);
      throw nodeError('ERR_BUFFER_TOO_LARGE', stream._maxOutputLength);
    }
    if (step.roomLeft > 0) {
      stream.bytesWritten = chunk.byteLength - step.inputLeft;
      break;
    }
  }
  closeEngine(stream);
  return Buffer.concat(pieces, size);
}

function flushMethod(this: ZlibBase, given?: unknown, done?: unknown): void {
  let [kind, callback] = [given, done];
  if (typeof kind === 'function' || (kind === undefined && !callback)) {
    callback = kind;
    kind = this._defaultFullFlushFlag;
  }
  const flag = checkRangesOrGetDefault(kind, 'kind', 0, this[kFlushes].max, this._defaultFullFlushFlag);
  if (this.writableFinished) {
    if (callback) nextTick(callback as () => void);
  } else if (this.writableEnded) {
    if (callback) this.once('end', callback as () => void);
  } else {
    // A chunk without bytes carries the flag through the writable side, behind what was written before.
    this.write(Object.assign(Buffer.alloc(0), { [kFlush]: flag }), '', callback as Done);
  }
}

const METHODS = {
  reset(this: ZlibBase): void {
    requireEngine(this).reset();
  },
  _flush(this: ZlibBase, done: TransformDone): void {
    this._transform(Buffer.alloc(0), '', done);
  },
  _final(this: ZlibBase, done: Done): void {
    done();
  },
  flush: flushMethod,
  close(this: ZlibBase, callback?: unknown): void {
    if (callback) eos(this as never, callback as Done);
    this.destroy();
  },
  _destroy(this: ZlibBase, error: Error | null, done: Done): void {
    closeEngine(this);
    done(error);
  },
  _transform(this: ZlibBase, chunk: Uint8Array & { [kFlush]?: number }, _encoding: string, done: TransformDone): void {
    let flush = chunk[kFlush] ?? this._defaultFlushFlag;
    const isLast = this.writableEnded && this.writableLength === chunk.byteLength;
    if (isLast) flush = strongerFlush(flush, this._finishFlushFlag);
    processChunk(this, chunk, flush, done);
  },
  _processChunk(this: ZlibBase, chunk: Uint8Array, flush: number, done?: Done): Buffer | undefined {
    if (typeof done !== 'function') return processChunkSync(this, chunk, flush);
    processChunk(this, chunk, flush, done);
    return undefined;
  },
};

Object.assign(ZlibBase.prototype, METHODS);
ObjectDefineProperty(ZlibBase.prototype, '_closed', {
  __proto__: null,
  get(this: ZlibBase) {
    return !this._handle;
  },
  configurable: true,
  enumerable: true,
});

Zlib.prototype.params = function params(this: ZlibBase, level: unknown, strategy: unknown, callback?: unknown): void {
  checkRangesOrGetDefault(level, 'level', -1, 9, 0);
  checkRangesOrGetDefault(strategy, 'strategy', 0, 4, 0);
  if (this._level === level && this._strategy === strategy) {
    nextTick(callback as () => void);
    return;
  }
  this.flush(2, () => {
    requireEngine(this).params(level as number, strategy as number);
    if (this.destroyed) return;
    this._level = level as number;
    this._strategy = strategy as number;
    if (callback) (callback as () => void)();
  });
};

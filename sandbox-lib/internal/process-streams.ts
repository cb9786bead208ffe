// process.stdin, stdout and stderr. Inside the context. stdout is what nearly every script touches, so it starts as a light object with
// write() and end(); the first use of anything else of a stream turns the same object into a real Writable.
import { Buffer } from './buffer.ts';
import { errnoException, nodeError } from './errors.ts';
import { host } from './host.ts';
import { nextTick, queueArrived } from './loop.ts';
import {
  defineHidden,
  defineOwn,
  ObjectCreate,
  ObjectSetPrototypeOf,
  PlainProxy,
  ReflectApply,
} from './primordials.ts';
import { flushStdio, writeStdio } from './stdio.ts';
import { Readable } from './streams/readable.ts';
import { Writable } from './streams/writable.ts';

/** Bytes of one 'data' event of stdin, as node reads a pipe. */
const STDIN_PIECE = 65_536;
const EPIPE = -32;

type Callback = (error?: Error | null) => void;

/** What node's own tests of write() accept: text in an encoding, or bytes. */
function toOutput(chunk: unknown, encoding: string | undefined): string | Uint8Array {
  if (typeof chunk === 'string') {
    return encoding === undefined || encoding === 'utf8' || encoding === 'utf-8' ? chunk : Buffer.from(chunk, encoding);
  }
  if (ArrayBuffer.isView(chunk)) {
    return chunk instanceof Uint8Array ? chunk : new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
  if (chunk === null) throw nodeError('ERR_STREAM_NULL_VALUES');
  throw nodeError('ERR_INVALID_ARG_TYPE', 'chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
}

/** Members of a Writable that need no stream behind them while nothing else was used. */
export interface LightStream {
  fd: 1 | 2;
  _type: 'pipe';
  write(chunk: unknown, encoding?: string | Callback, callback?: Callback): boolean;
}

function lightWrite(this: LightStream, chunk: unknown, encoding?: string | Callback, callback?: Callback): boolean {
  const done = typeof encoding === 'function' ? encoding : callback;
  writeStdio(this.fd, toOutput(chunk, typeof encoding === 'string' ? encoding : undefined));
  if (typeof done === 'function') nextTick(() => done(null));
  return true;
}

/** Makes stdout (1) or stderr (2). */
export function createOutput(fd: 1 | 2): LightStream {
  const prototype = ObjectCreate(null) as object;
  const stream = ObjectCreate(prototype) as LightStream;
  stream.fd = fd;
  stream._type = 'pipe';
  defineHidden(stream, 'write', lightWrite);
  // Any member that is not there yet is looked up in this proxy, which replaces itself by the prototype of a real stream.
  ObjectSetPrototypeOf(
    prototype,
    new PlainProxy(prototype, {
      __proto__: null,
      get: (_target, name) => Reflect.get(upgrade(stream), name, stream),
      set: (_target, name, value) => {
        defineOwn(stream, name, value);
        return true;
      },
      has: (_target, name) => name in upgrade(stream),
      // `instanceof Object` must not cost a stream; `instanceof Writable` looks at a member, which does make one.
      getPrototypeOf: () => Object.prototype,
    }),
  );
  return stream;
}

/** What a Writable has besides. */
interface UpgradedStream extends LightStream {
  _undestroy(): void;
  emit(name: 'close'): void;
}

/** Turns the light object into a Writable, in place. */
function upgrade(stream: LightStream): object {
  Reflect.deleteProperty(stream, 'write');
  let isShut = false;
  const prototype = ObjectCreate(Writable.prototype, {
    _write: {
      __proto__: null,
      configurable: true,
      writable: true,
      value(this: LightStream, chunk: unknown, encoding: string, done: Callback): void {
        if (isShut) return done(errnoException(EPIPE, 'write'));
        writeStdio(this.fd, toOutput(chunk, encoding));
        done();
      },
    },
    _final: {
      __proto__: null,
      configurable: true,
      writable: true,
      value(done: Callback) {
        isShut = true;
        done();
      },
    },
    _isStdio: { __proto__: null, value: true },
    // As node's: stdout and stderr cannot be closed; an end() of a pipe shuts it, after a destroy() the stream is as new.
    destroySoon: { __proto__: null, configurable: true, writable: true, value: () => undefined },
    _destroy: {
      __proto__: null,
      configurable: true,
      writable: true,
      value(this: UpgradedStream, error: Error | null, done: Callback) {
        done(error);
        this._undestroy();
        nextTick(() => this.emit('close'));
      },
    },
  });
  ObjectSetPrototypeOf(stream, prototype);
  ReflectApply(Writable as unknown as (options: object) => void, stream, [{ decodeStrings: false, emitClose: false }]);
  return prototype;
}

/** What is used of a Readable here. */
interface ReadableLike {
  push(chunk: unknown): unknown;
}

/** Makes stdin: the request body, read from the host when somebody wants it. */
export function createInput(): ReadableLike {
  const stdin = new (Readable as unknown as new (options: object) => ReadableLike)({
    highWaterMark: STDIN_PIECE,
    // In a later turn: in node a pipe's data arrives from the event loop, whatever is there already.
    read(this: ReadableLike, size: number) {
      queueArrived(() => {
        flushStdio();
        const piece = host('readStdin', Math.max(size, STDIN_PIECE));
        if (typeof piece === 'number' || piece.length === 0) this.push(null);
        else this.push(Buffer.from(piece.buffer, piece.byteOffset, piece.length));
      });
    },
  });
  return Object.assign(stdin, { fd: 0 });
}

/** process.openStdin(), from before streams had modes. */
export function openInput(stdin: unknown): unknown {
  (stdin as { resume(): void }).resume(); // what createInput() made
  return stdin;
}

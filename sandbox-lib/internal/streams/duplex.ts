// Duplex: a Readable that has the members of a Writable as well. Inside the context. https://nodejs.org/api/stream.html#duplex-and-transform-streams
import { construct } from './destroy.ts';
import { duplexFrom } from './duplex-from.ts';
import { duplexFromWeb } from './from-web.ts';
import { Stream, usePrototype } from './legacy.ts';
import { Readable, readableConstructed } from './readable.ts';
import { ReadableState } from './readable-state.ts';
import { duplexToWeb } from './to-web.ts';
import type { DuplexOptions, Duplex as DuplexType } from './types.ts';
import { takeWritableOptions, Writable, writableConstructed, writableProperties } from './writable.ts';
import { WritableState } from './writable-state.ts';

export interface DuplexConstructor {
  new (options?: DuplexOptions): DuplexType;
  (this: unknown, options?: DuplexOptions): DuplexType;
  readonly prototype: DuplexType;
  from(body: unknown): DuplexType;
  fromWeb(pair: unknown, options?: DuplexOptions): DuplexType;
  toWeb(stream: DuplexType, options?: object): unknown;
}

// A function, not a class: util.inherits() code calls it with its own `this`.
export const Duplex = function Duplex(this: DuplexType, options?: DuplexOptions): DuplexType | undefined {
  if (!(this instanceof Duplex)) return new (Duplex as unknown as DuplexConstructor)(options);
  this._events ??= {
    ...{ close: undefined, error: undefined, prefinish: undefined, finish: undefined, drain: undefined },
    ...{ data: undefined, end: undefined, readable: undefined },
  };
  this._readableState = new ReadableState(options, this, true);
  this._writableState = new WritableState(options, this, true);
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  if (options) applyOptions(this, options);
  Stream.call(this, options);
  if (this._construct != null) {
    construct(this, () => {
      readableConstructed(this);
      writableConstructed(this);
    });
  }
  return undefined;
} as unknown as DuplexConstructor;

function applyOptions(stream: DuplexType, options: DuplexOptions): void {
  if (options.readable === false) {
    Object.assign(stream._readableState, { readable: false, ended: true, endEmitted: true });
  }
  if (options.writable === false) {
    Object.assign(stream._writableState, { writable: false, ending: true, ended: true, finished: true });
  }
  if (typeof options.read === 'function') stream._read = options.read;
  takeWritableOptions(stream, options);
}

const prototype = usePrototype(Duplex, writableProperties().prototype, Readable);
const writable = Writable.prototype as DuplexType; // its methods answer `this`
prototype.write = writable.write;
prototype.cork = writable.cork;
prototype.uncork = writable.uncork;
prototype.setDefaultEncoding = writable.setDefaultEncoding;
prototype._write = writable._write;
prototype._writev = writable._writev;
prototype.end = writable.end;
prototype.destroy = writable.destroy;
Duplex.from = (body) => duplexFrom(body, 'body');
Duplex.fromWeb = (pair, options) => duplexFromWeb(pair, options);
Duplex.toWeb = (stream, options) => duplexToWeb(stream, options);

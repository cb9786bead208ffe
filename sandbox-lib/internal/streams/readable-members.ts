// The members of Readable that are not enumerable: the properties that read the state, and the iterator helpers. A class, for a fresh
// context makes it in a fraction of the time defineProperties() takes. Lengths and names are node's. Inside the context.
// https://nodejs.org/api/stream.html#class-streamreadable
import { ReflectApply } from '../primordials.ts';
import * as operators from './operators.ts';
import { Readable } from './readable.ts';
import type { ReadableState } from './readable-state.ts';
import type { Readable as ReadableType } from './types.ts';

type Given = (value: never, options: never) => unknown;
type Options = operators.OperatorOptions | undefined;

export class ReadableMembers {
  declare _readableState: ReadableState;

  get readable(): boolean {
    const state = this._readableState;
    return !!state && state.readable !== false && !state.destroyed && !state.errorEmitted && !state.endEmitted;
  }

  set readable(value: boolean) {
    if (this._readableState) this._readableState.readable = !!value;
  }

  get readableDidRead(): boolean {
    return this._readableState.dataEmitted;
  }

  get readableAborted(): boolean {
    const state = this._readableState;
    return state.readable !== false && (state.destroyed || !!state.errored) && !state.endEmitted;
  }

  get readableHighWaterMark(): number {
    return this._readableState.highWaterMark;
  }

  get readableBuffer(): unknown[] | undefined {
    return this._readableState?.buffer;
  }

  get readableFlowing(): boolean | null {
    return this._readableState.flowing;
  }

  set readableFlowing(value: boolean | null) {
    if (this._readableState) this._readableState.flowing = value;
  }

  get readableLength(): number {
    return this._readableState.length;
  }

  get readableObjectMode(): boolean {
    return this._readableState ? this._readableState.objectMode : false;
  }

  get readableEncoding(): string | null {
    return this._readableState ? this._readableState.encoding : null;
  }

  get errored(): Error | null {
    return this._readableState ? this._readableState.errored : null;
  }

  get closed(): boolean {
    return this._readableState ? this._readableState.closed : false;
  }

  get destroyed(): boolean {
    return this._readableState ? this._readableState.destroyed : false;
  }

  set destroyed(value: boolean) {
    if (this._readableState) this._readableState.destroyed = value;
  }

  get readableEnded(): boolean {
    return this._readableState ? this._readableState.endEmitted : false;
  }

  map(this: ReadableType, fn: Given, options: Options): ReadableType {
    return Readable.from(operators.map(this, fn, options));
  }

  filter(this: ReadableType, fn: Given, options: Options): ReadableType {
    return Readable.from(operators.filter(this, fn, options));
  }

  flatMap(this: ReadableType, fn: Given, options: Options): ReadableType {
    return Readable.from(operators.flatMap(this, fn, options));
  }

  drop(this: ReadableType, number: number, options: Options = undefined): ReadableType {
    return Readable.from(operators.drop(this, number, options));
  }

  take(this: ReadableType, number: number, options: Options = undefined): ReadableType {
    return Readable.from(operators.take(this, number, options));
  }

  forEach(this: ReadableType, fn: Given, options: Options): Promise<void> {
    return operators.forEach(this, fn, options);
  }

  some(this: ReadableType, fn: Given, options: Options = undefined): Promise<boolean> {
    return operators.some(this, fn, options);
  }

  every(this: ReadableType, fn: Given, options: Options = undefined): Promise<boolean> {
    return operators.every(this, fn, options);
  }

  find(this: ReadableType, fn: Given, options: Options): Promise<unknown> {
    return operators.find(this, fn, options);
  }

  toArray(this: ReadableType, options: Options): Promise<unknown[]> {
    return operators.toArray(this, options);
  }

  // Three parameters for its length; an initial value of undefined counts as one.
  reduce(this: ReadableType, _reducer: Given, _initial: unknown, _options: Options): Promise<unknown> {
    // biome-ignore lint/complexity/noArguments: see above
    return ReflectApply(operators.reduce, this, arguments) as Promise<unknown>;
  }
}

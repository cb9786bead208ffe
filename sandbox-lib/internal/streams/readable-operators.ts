// The iterator helpers as methods of Readable: map() and its like answer a Readable, forEach() and its like a promise. Inside the
// context. They stand apart from operators.ts because most streams never use one; lengths and names are node's.
// https://nodejs.org/api/stream.html#streams-compatibility-with-array-methods
import { nodeError } from '../errors.ts';
import { ObjectDefineProperty, ReflectApply } from '../primordials.ts';
import * as operators from './operators.ts';
import { Readable } from './readable.ts';
import type { Readable as ReadableType } from './types.ts';

type Given = (value: never, options: never) => unknown;
type Options = operators.OperatorOptions | undefined;

/** These are functions because node's are: `new` must be answered by its own error. */
function refuseNew(target: unknown): void {
  if (target) throw nodeError('ERR_ILLEGAL_CONSTRUCTOR');
}

function map(this: ReadableType, fn: Given, options: Options): ReadableType {
  refuseNew(new.target);
  return Readable.from(operators.map(this, fn, options));
}

function filter(this: ReadableType, fn: Given, options: Options): ReadableType {
  refuseNew(new.target);
  return Readable.from(operators.filter(this, fn, options));
}

function flatMap(this: ReadableType, fn: Given, options: Options): ReadableType {
  refuseNew(new.target);
  return Readable.from(operators.flatMap(this, fn, options));
}

function drop(this: ReadableType, number: number, options: Options = undefined): ReadableType {
  refuseNew(new.target);
  return Readable.from(operators.drop(this, number, options));
}

function take(this: ReadableType, number: number, options: Options = undefined): ReadableType {
  refuseNew(new.target);
  return Readable.from(operators.take(this, number, options));
}

function forEach(this: ReadableType, fn: Given, options: Options): Promise<void> {
  refuseNew(new.target);
  return operators.forEach(this, fn, options);
}

function some(this: ReadableType, fn: Given, options: Options = undefined): Promise<boolean> {
  refuseNew(new.target);
  return operators.some(this, fn, options);
}

function every(this: ReadableType, fn: Given, options: Options = undefined): Promise<boolean> {
  refuseNew(new.target);
  return operators.every(this, fn, options);
}

function find(this: ReadableType, fn: Given, options: Options): Promise<unknown> {
  refuseNew(new.target);
  return operators.find(this, fn, options);
}

function toArray(this: ReadableType, options: Options): Promise<unknown[]> {
  refuseNew(new.target);
  return operators.toArray(this, options);
}

// It is declared with three parameters for its length; an initial value of undefined counts as one.
function reduce(this: ReadableType, _reducer: Given, _initial: unknown, _options: Options): Promise<unknown> {
  refuseNew(new.target);
  // biome-ignore lint/complexity/noArguments: see above
  return ReflectApply(operators.reduce, this, arguments) as Promise<unknown>;
}

/** Gives the prototype these methods, not enumerable. */
export function defineOperators(prototype: ReadableType): void {
  for (const value of [map, filter, flatMap, drop, take, forEach, some, every, find, toArray, reduce]) {
    ObjectDefineProperty(prototype, value.name, { value, configurable: true, writable: true });
  }
}

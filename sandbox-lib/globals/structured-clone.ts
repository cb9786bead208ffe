// structuredClone. Inside the context. https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone
import { isPool } from '../internal/buffer-pool.ts';
import { codedError, nodeError } from '../internal/errors.ts';
import { StructuredCloner } from '../internal/structured-cloner.ts';
import { isArrayBuffer } from '../internal/views.ts';
import { DOMException } from './dom-exception.ts';

const { transfer } = ArrayBuffer.prototype;

/** A deep copy of anything that is data. What is listed in `transfer` moves: the original is left without memory. */
export function structuredClone<T>(value: T, options?: { transfer?: readonly ArrayBuffer[] }): T {
  // biome-ignore lint/complexity/noArguments: structuredClone(undefined) is undefined, structuredClone() is an error
  if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'The value argument must be specified');
  const list = readTransferList(options);
  const clone = new StructuredCloner().clone(value) as T; // a copy has the type of the original
  for (const memory of list) transfer.call(memory, 0); // the copy is made already: all that is left to do is to detach
  return clone;
}

function readTransferList(options: unknown): Set<ArrayBuffer> {
  const list = new Set<ArrayBuffer>();
  if (options === undefined || options === null) return list;
  if (!isObject(options)) throw conversionError('Options cannot be converted to a dictionary');
  const { transfer: given } = options as { transfer?: unknown };
  if (given === undefined) return list;
  if (!isObject(given) || typeof Reflect.get(given, Symbol.iterator) !== 'function') {
    throw conversionError('transfer in Options cannot be converted to sequence.');
  }
  const items = [...(given as Iterable<unknown>)]; // it has an iterator, as seen
  items.forEach((item, index) => {
    if (!isObject(item)) throw conversionError(`transfer in Options[${index}] is not an object.`);
  });
  for (const item of items) {
    if (!isArrayBuffer(item)) throw new DOMException('Found invalid value in transferList.', 'DataCloneError');
    if (list.has(item)) throw new DOMException('Transfer list contains duplicate ArrayBuffer', 'DataCloneError');
    if (item.detached || isPool(item)) {
      throw new DOMException('Cannot transfer object of unsupported type.', 'DataCloneError');
    }
    list.add(item);
  }
  return list;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function conversionError(what: string): Error {
  return codedError('TypeError', 'ERR_INVALID_ARG_TYPE', `Failed to execute 'structuredClone': ${what}`);
}

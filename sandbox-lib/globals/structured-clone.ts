// structuredClone. Inside the context. https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone
import { codedError, nodeError } from '../internal/errors.ts';
import { copyMessage } from '../internal/transfer.ts';

/** A deep copy of anything that is data. What is listed in `transfer` moves: the original is left without its content. */
export function structuredClone<T>(value: T, options?: { transfer?: readonly object[] } | null): T {
  // biome-ignore lint/complexity/noArguments: structuredClone(undefined) is undefined, structuredClone() is an error
  if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'The value argument must be specified');
  return copyMessage(value, readTransferList(options)).copy as T; // a copy has the type of the original
}

function readTransferList(options: unknown): unknown[] {
  if (options === undefined || options === null) return [];
  if (!isObject(options)) throw conversionError('Options cannot be converted to a dictionary');
  const { transfer: given } = options as { transfer?: unknown };
  if (given === undefined) return [];
  if (!isObject(given) || typeof Reflect.get(given, Symbol.iterator) !== 'function') {
    throw conversionError('transfer in Options cannot be converted to sequence.');
  }
  const items = [...(given as Iterable<unknown>)]; // it has an iterator, as seen
  items.forEach((item, index) => {
    if (!isObject(item)) throw conversionError(`transfer in Options[${index}] is not an object.`);
  });
  return items;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function conversionError(what: string): Error {
  return codedError('TypeError', 'ERR_INVALID_ARG_TYPE', `Failed to execute 'structuredClone': ${what}`);
}

// Deep equality as assert and util know it: strict, loose (==), and partial (the second value is contained in the first). Inside the
// context. https://nodejs.org/api/assert.html#comparison-details
import { isIndex, shownKeysOfList } from './inspect-properties.ts';
import { areSameKeys } from './key-kinds.ts';
import { ObjectGetOwnPropertyDescriptor, ObjectKeys, ReflectGetPrototypeOf } from './primordials.ts';
import { typedArrayType } from './types.ts';
import { type Kind, kindOf } from './value-kinds.ts';

type Mode = 'strict' | 'loose' | 'partial' | 'strict, any prototype';

/** The objects around those being compared, both sides together. */
type Seen = Set<object>;

/** util.isDeepStrictEqual and assert.deepStrictEqual. */
export function isDeepStrictEqual(a: unknown, b: unknown, skipPrototype = false): boolean {
  return isEqual(a, b, skipPrototype ? 'strict, any prototype' : 'strict', new Set());
}

/** assert.deepEqual: primitives by ==. */
export function isDeepEqual(a: unknown, b: unknown): boolean {
  return isEqual(a, b, 'loose', new Set());
}

/** assert.partialDeepStrictEqual: whatever `b` has is in `a`. */
export function isPartialStrictEqual(a: unknown, b: unknown): boolean {
  return isEqual(a, b, 'partial', new Set());
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isEqual(a: unknown, b: unknown, mode: Mode, seen: Seen): boolean {
  if (a === b) return a !== 0 || mode === 'loose' || Object.is(a, b);
  if (mode === 'loose') {
    // biome-ignore lint/suspicious/noDoubleEquals: loose is what was asked for
    if (!isObject(a)) return !isObject(b) && (a == b || (Number.isNaN(a) && Number.isNaN(b)));
    if (!isObject(b)) return false;
  } else {
    if (typeof a !== 'object') return typeof a === 'number' && Number.isNaN(a) && Number.isNaN(b);
    if (!isObject(a) || !isObject(b)) return false;
    if (mode === 'strict' && ReflectGetPrototypeOf(a) !== ReflectGetPrototypeOf(b)) return false;
  }
  const tag = Object.prototype.toString.call(a);
  if (tag !== Object.prototype.toString.call(b)) return false;
  // What a URL is made of is private.
  if (tag === '[object URL]' && (a as Linked).href !== (b as Linked).href) return false;
  if ((tag === '[object KeyObject]' || tag === '[object CryptoKey]') && !areSameKeys(a, b)) return false;
  return compareObjects(a, b, mode, seen);
}

/** Compares what is special about the kind, then properties and contents. */
function compareObjects(a: object, b: object, mode: Mode, seen: Seen): boolean {
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return false;
  switch (kind) {
    case 'Array':
      return compareArrays(a as unknown[], b as unknown[], mode, seen);
    case 'Set':
      return isSizeFit(a as Set<unknown>, b as Set<unknown>, mode) && compareKeys(a, b, mode, seen, hasEqualMembers);
    case 'Map':
      return isSizeFit(a as Sized, b as Sized, mode) && compareKeys(a, b, mode, seen, hasEqualEntries);
    case 'TypedArray':
    case 'DataView':
      return compareViews(a as ArrayBufferView, b as ArrayBufferView, mode, seen);
    case 'Error':
      return compareErrors(a as Error, b as Error, mode, seen);
    // Nothing can be told of their contents: they are equal to themselves only.
    case 'WeakMap':
    case 'WeakSet':
    case 'Promise':
      return false;
    default:
      return hasEqualInside(a, b, kind, mode) && compareKeys(a, b, mode, seen);
  }
}

/** Dates, expressions, buffers and boxed primitives; every other object has nothing inside. */
function hasEqualInside(a: object, b: object, kind: Kind, mode: Mode): boolean {
  switch (kind) {
    case 'Date':
      return Object.is(Date.prototype.getTime.call(a), Date.prototype.getTime.call(b));
    case 'RegExp': {
      const [one, other] = [a as RegExp, b as RegExp];
      return one.source === other.source && one.flags === other.flags && one.lastIndex === other.lastIndex;
    }
    case 'ArrayBuffer':
    case 'SharedArrayBuffer':
      return compareBytes(new Uint8Array(a as ArrayBuffer), new Uint8Array(b as ArrayBuffer), mode);
    case 'Number':
      return Object.is(Number.prototype.valueOf.call(a), Number.prototype.valueOf.call(b));
    case 'String':
      return String.prototype.valueOf.call(a) === String.prototype.valueOf.call(b);
    case 'Boolean':
      return Boolean.prototype.valueOf.call(a) === Boolean.prototype.valueOf.call(b);
    case 'BigInt':
      return BigInt.prototype.valueOf.call(a) === BigInt.prototype.valueOf.call(b);
    case 'Symbol':
      return Symbol.prototype.valueOf.call(a) === Symbol.prototype.valueOf.call(b);
    default:
      return true;
  }
}

interface Linked {
  readonly href?: unknown;
}

interface Sized {
  readonly size: number;
}

function isSizeFit(a: Sized, b: Sized, mode: Mode): boolean {
  return mode === 'partial' ? a.size >= b.size : a.size === b.size;
}

function compareArrays(a: unknown[], b: unknown[], mode: Mode, seen: Seen): boolean {
  if (mode === 'partial') return a.length >= b.length && compareLists(a, b, mode, seen, containsItems);
  return a.length === b.length && compareLists(a, b, mode, seen, hasEqualItems);
}

function compareErrors(a: Error, b: Error, mode: Mode, seen: Seen): boolean {
  for (const name of ['message', 'name', 'cause', 'errors'] as const) {
    // Enumerable ones are compared with the other properties.
    if (ObjectGetOwnPropertyDescriptor(a, name)?.enumerable) continue;
    if (name === 'message' || name === 'name') {
      const isOpen = mode === 'partial' && name === 'message' && !Object.hasOwn(b, name);
      if (!isOpen && a[name] !== b[name]) return false;
      continue;
    }
    const [inA, inB] = [Object.hasOwn(a, name), Object.hasOwn(b, name)];
    if (inA !== inB && (mode !== 'partial' || inB)) return false;
    if (inB && !isEqual((a as never)[name], (b as never)[name], mode, seen)) return false;
  }
  return compareKeys(a, b, mode, seen);
}

function compareViews(a: ArrayBufferView, b: ArrayBufferView, mode: Mode, seen: Seen): boolean {
  const type = typedArrayType(a);
  if (type !== typedArrayType(b)) return false;
  if (type === undefined) {
    const same = compareBytes(bytesOf(a), bytesOf(b), mode);
    return same && compareKeys(a, b, mode, seen);
  }
  const isFloat = type.startsWith('Float');
  const [listA, listB] = [a as Float64Array, b as Float64Array]; // typed arrays of one type
  const same =
    mode === 'partial' && !isFloat
      ? compareBytes(bytesOf(a), bytesOf(b), mode, listB.BYTES_PER_ELEMENT)
      : isFloat
        ? compareFloats(listA, listB, mode)
        : compareBytes(bytesOf(a), bytesOf(b), mode);
  return same && compareLists(a, b, mode, seen);
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function compareBytes(a: Uint8Array, b: Uint8Array, mode: Mode, width = 1): boolean {
  if (mode === 'partial')
    return containsInOrder(a.length / width, b.length / width, (at, bt) => {
      for (let byte = 0; byte < width; byte++) if (a[at * width + byte] !== b[bt * width + byte]) return false;
      return true;
    });
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** Strictly, -0 is not 0 and NaN is NaN. */
function compareFloats(a: Float64Array, b: Float64Array, mode: Mode): boolean {
  const same = (x: unknown, y: unknown) => (mode === 'loose' ? x === y : Object.is(x, y));
  if (mode === 'partial') return containsInOrder(a.length, b.length, (at, bt) => same(a[at], b[bt]));
  return a.length === b.length && a.every((item, at) => same(item, b[at]));
}

/** Whether all of `b` is found in `a`, in order, with gaps. */
function containsInOrder(lengthA: number, lengthB: number, same: (at: number, bt: number) => boolean): boolean {
  let at = 0;
  for (let bt = 0; bt < lengthB; bt++) {
    while (at < lengthA && !same(at, bt)) at++;
    if (at++ >= lengthA) return false;
  }
  return true;
}

type Contents<T> = (a: T, b: T, mode: Mode, seen: Seen) => boolean;

/** Arrays and typed arrays: their properties, not their indices, count as keys. */
function compareLists<T extends object>(a: T, b: T, mode: Mode, seen: Seen, contents?: Contents<T>): boolean {
  const keysOf = (value: object) =>
    shownKeysOfList(value, false).filter((key) => typeof key === 'string' || mode !== 'loose');
  return compareGivenKeys(a, b, mode, seen, keysOf(a), keysOf(b), contents);
}

function compareKeys<T extends object>(a: T, b: T, mode: Mode, seen: Seen, contents?: Contents<T>): boolean {
  const keysOf = (value: object): PropertyKey[] => {
    const keys: PropertyKey[] = ObjectKeys(value);
    if (mode === 'loose') return keys;
    for (const symbol of Object.getOwnPropertySymbols(value)) if (isEnumerable(value, symbol)) keys.push(symbol);
    return keys;
  };
  return compareGivenKeys(a, b, mode, seen, keysOf(a), keysOf(b), contents);
}

function isEnumerable(value: object, key: PropertyKey): boolean {
  return Object.prototype.propertyIsEnumerable.call(value, key);
}

function compareGivenKeys<T extends object>(
  a: T,
  b: T,
  mode: Mode,
  seen: Seen,
  keysA: readonly PropertyKey[],
  keysB: readonly PropertyKey[],
  contents: Contents<T> | undefined,
): boolean {
  if (mode !== 'partial' && keysA.length !== keysB.length) return false;
  if (!keysB.every((key) => isEnumerable(a, key))) return false;
  // Both were met on the way here: a circle on both sides. One of them only: a circle on one side.
  const before = seen.size;
  seen.add(a);
  seen.add(b);
  if (seen.size !== before + 2) return seen.size === before;
  const same =
    (contents === undefined || contents(a, b, mode, seen)) &&
    keysB.every((key) => isEqual((a as never)[key], (b as never)[key], mode, seen));
  seen.delete(a);
  seen.delete(b);
  return same;
}

function hasEqualItems(a: unknown[], b: unknown[], mode: Mode, seen: Seen): boolean {
  for (let at = 0; at < a.length; at++) {
    if (mode !== 'loose' || a[at] === undefined || b[at] === undefined) {
      if (Object.hasOwn(a, at) !== Object.hasOwn(b, at)) return false;
      if (!Object.hasOwn(a, at)) return hasEqualSparseItems(a, b, mode, seen);
    }
    if (!isEqual(a[at], b[at], mode, seen)) return false;
  }
  return true;
}

/** An array with holes may have a great many of them. */
function hasEqualSparseItems(a: unknown[], b: unknown[], mode: Mode, seen: Seen): boolean {
  const keysA = ObjectKeys(a);
  const keysB = ObjectKeys(b);
  if (keysA.length !== keysB.length) return false;
  return keysA.every((key) => Object.hasOwn(b, key) && isEqual(a[key as never], b[key as never], mode, seen));
}

function containsItems(a: unknown[], b: unknown[], mode: Mode, seen: Seen): boolean {
  // Holes are nothing to be found.
  const keysA = ObjectKeys(a).filter(isIndex);
  const keysB = ObjectKeys(b).filter(isIndex);
  return containsInOrder(keysA.length, keysB.length, (at, bt) =>
    isEqual(a[keysA[at] as never], b[keysB[bt] as never], mode, seen),
  );
}

/** What the other side does not have by identity, or by == where primitives count as such. */
function needsSearch(value: unknown, mode: Mode): boolean {
  return isObject(value) || mode === 'loose';
}

function hasEqualMembers(one: object, other: object, mode: Mode, seen: Seen): boolean {
  const [a, b] = [one as Set<unknown>, other as Set<unknown>]; // by their kind
  const wanted: unknown[] = [];
  for (const value of b) {
    if (a.has(value)) continue;
    if (!needsSearch(value, mode)) return false;
    wanted.push(value);
  }
  if (wanted.length === 0) return true;
  const candidates = [...a].filter((value) => needsSearch(value, mode) && !(mode !== 'partial' && b.has(value)));
  return wanted.every((value) => takeFirst(candidates, (candidate) => isEqual(candidate, value, mode, seen)));
}

type Entry = [key: unknown, value: unknown];

function hasEqualEntries(one: object, other: object, mode: Mode, seen: Seen): boolean {
  const [a, b] = [one as Map<unknown, unknown>, other as Map<unknown, unknown>]; // by their kind
  const wanted: Entry[] = [];
  const found = new Set<unknown>();
  for (const [key, value] of b) {
    if (a.has(key) && isEqual(a.get(key), value, mode, seen)) found.add(key);
    else if (needsSearch(key, mode)) wanted.push([key, value]);
    else return false;
  }
  if (wanted.length === 0) return true;
  const candidates = [...a].filter(([key]) => needsSearch(key, mode) && !found.has(key));
  return wanted.every(([key, value]) =>
    takeFirst(candidates, (entry) => isEqual(entry[0], key, mode, seen) && isEqual(entry[1], value, mode, seen)),
  );
}

/** Takes the first candidate that fits out of the list. */
function takeFirst<T>(candidates: T[], fits: (candidate: T) => boolean): boolean {
  const at = candidates.findIndex(fits);
  if (at === -1) return false;
  candidates.splice(at, 1);
  return true;
}

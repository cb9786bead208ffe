// Which built-in an object is, found quickly: by the first built-in prototype on its chain, then checked by that built-in's own
// methods. An object whose chain was cut off is tried against each of them. Inside the context.
import { ReflectGetPrototypeOf } from './primordials.ts';
import {
  isArgumentsObject,
  isArrayBuffer,
  isBigIntObject,
  isBooleanObject,
  isDataView,
  isDate,
  isMap,
  isMapIterator,
  isModuleNamespaceObject,
  isNativeError,
  isNumberObject,
  isPromise,
  isRegExp,
  isSet,
  isSetIterator,
  isSharedArrayBuffer,
  isStringObject,
  isSymbolObject,
  isTypedArray,
  isWeakMap,
  isWeakSet,
} from './types.ts';

const CHECKS = {
  Array: Array.isArray,
  Set: isSet,
  Map: isMap,
  TypedArray: isTypedArray,
  'Map Iterator': isMapIterator,
  'Set Iterator': isSetIterator,
  Arguments: isArgumentsObject,
  RegExp: isRegExp,
  Date: isDate,
  Error: isNativeError,
  ArrayBuffer: isArrayBuffer,
  SharedArrayBuffer: isSharedArrayBuffer,
  DataView: isDataView,
  Promise: isPromise,
  WeakSet: isWeakSet,
  WeakMap: isWeakMap,
  Module: isModuleNamespaceObject,
  Number: isNumberObject,
  String: isStringObject,
  Boolean: isBooleanObject,
  BigInt: isBigIntObject,
  Symbol: isSymbolObject,
} as const satisfies Record<string, (value: unknown) => boolean>;

export type Kind = keyof typeof CHECKS | 'Function' | 'Object';

const KINDS = new Map<object, keyof typeof CHECKS>([
  [Set.prototype, 'Set'],
  [Map.prototype, 'Map'],
  [ReflectGetPrototypeOf(Uint8Array.prototype) as object, 'TypedArray'], // %TypedArray% has no global name
  [ReflectGetPrototypeOf(new Map().keys()) as object, 'Map Iterator'],
  [ReflectGetPrototypeOf(new Set().keys()) as object, 'Set Iterator'],
  [RegExp.prototype, 'RegExp'],
  [Error.prototype, 'Error'],
  [Date.prototype, 'Date'],
  [ArrayBuffer.prototype, 'ArrayBuffer'],
  [SharedArrayBuffer.prototype, 'SharedArrayBuffer'],
  [DataView.prototype, 'DataView'],
  [Promise.prototype, 'Promise'],
  [WeakSet.prototype, 'WeakSet'],
  [WeakMap.prototype, 'WeakMap'],
  [Number.prototype, 'Number'],
  [String.prototype, 'String'],
  [Boolean.prototype, 'Boolean'],
  [BigInt.prototype, 'BigInt'],
  [Symbol.prototype, 'Symbol'],
]);
const ObjectPrototype = Object.prototype;

/** The kind of an object that is neither a proxy nor a function. */
export function kindOf(value: object): Kind {
  if (Array.isArray(value)) return 'Array';
  const parent = ReflectGetPrototypeOf(value);
  for (let at = parent; at !== ObjectPrototype; at = ReflectGetPrototypeOf(at)) {
    if (at === null) return tryAll(value);
    const kind = KINDS.get(at);
    // Whatever inherits from Error is shown as one.
    if (kind === 'Error' || (kind !== undefined && CHECKS[kind](value))) return kind;
  }
  if (Error.isError(value)) return 'Error';
  return isArgumentsObject(value) ? 'Arguments' : 'Object';
}

function tryAll(value: object): Kind {
  for (const kind of Object.keys(CHECKS) as (keyof typeof CHECKS)[]) {
    if (CHECKS[kind](value)) return kind;
  }
  return 'Object';
}

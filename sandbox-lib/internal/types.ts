// util.types: what kind of built-in object a value is, whatever its prototype says. Inside the context.
// https://nodejs.org/api/util.html#utiltypes
// Node asks V8; in here a built-in is known by its own methods, which refuse any other receiver. Where a method cannot be tried
// without a trace (promises, iterators, generators), the prototype chain decides.
import { ObjectGetOwnPropertyDescriptor, ReflectApply, ReflectGetPrototypeOf } from './primordials.ts';
import { proxyRecord } from './proxy-records.ts';
import { SafeWeakMap } from './safe-collections.ts';

type Probe = (this: unknown) => unknown;

function getter(holder: object, name: PropertyKey): Probe {
  return (ObjectGetOwnPropertyDescriptor(holder, name)?.get ?? (() => undefined)) as Probe;
}

/** Whether the built-in method accepts the value as its receiver. */
function accepts(probe: Probe, value: unknown, args: unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false;
  try {
    ReflectApply(probe, value, args);
    return true;
  } catch {
    return false;
  }
}

function inherits(value: unknown, prototype: object): boolean {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || proxyRecord(value)) return false;
  for (let at = ReflectGetPrototypeOf(value); at !== null; at = ReflectGetPrototypeOf(at)) {
    if (at === prototype || twins?.get(at) === prototype) return true;
  }
  return false;
}

/** Our counterparts of prototypes in other contexts (node:vm). */
let twins: WeakMap<object, object> | undefined;

/** In the order of `prototypesAsked`. */
export function addTwins(prototypes: readonly object[]): void {
  twins ??= new SafeWeakMap<object, object>();
  for (const [index, own] of prototypesAsked().entries()) twins.set(prototypes[index] as object, own); // as long as this list
}

/** Prototypes that `inherits` is asked for: see internal/vm/realm.ts. */
function prototypesAsked(): object[] {
  const { prototype: generator } = GeneratorFunctionPrototype as GeneratorFunction;
  const { prototype: asyncGenerator } = AsyncGeneratorFunctionPrototype as AsyncGeneratorFunction;
  const { prototype } = Promise;
  return [prototype, MapIteratorPrototype, SetIteratorPrototype, AsyncFunctionPrototype, generator, asyncGenerator];
}

const TypedArrayPrototype = ReflectGetPrototypeOf(Uint8Array.prototype) as object; // %TypedArray% has no global name
const typedArrayName = getter(TypedArrayPrototype, Symbol.toStringTag);
const mapSize = getter(Map.prototype, 'size');
const setSize = getter(Set.prototype, 'size');
const bufferLength = getter(ArrayBuffer.prototype, 'byteLength');
const sharedLength = getter(SharedArrayBuffer.prototype, 'byteLength');
const viewBuffer = getter(DataView.prototype, 'buffer');
const regExpIndices = getter(RegExp.prototype, 'hasIndices');
const { toString: objectToString } = Object.prototype;

/** 'Uint8Array' and so on, undefined for anything else. */
export function typedArrayType(value: unknown): string | undefined {
  return ReflectApply(typedArrayName, value, []) as string | undefined; // the getter answers nothing else
}

export function isExternal(_value: unknown): boolean {
  return false;
}

export function isDate(value: unknown): value is Date {
  return accepts(Date.prototype.valueOf as Probe, value);
}

export function isArgumentsObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Symbol.toStringTag in value) return false;
  return ReflectApply(objectToString, value, []) === '[object Arguments]';
}

export function isBigIntObject(value: unknown): boolean {
  return accepts(BigInt.prototype.valueOf as Probe, value);
}

export function isBooleanObject(value: unknown): boolean {
  return accepts(Boolean.prototype.valueOf as Probe, value);
}

export function isNumberObject(value: unknown): boolean {
  return accepts(Number.prototype.valueOf as Probe, value);
}

export function isStringObject(value: unknown): boolean {
  return accepts(String.prototype.valueOf as Probe, value);
}

export function isSymbolObject(value: unknown): boolean {
  return accepts(Symbol.prototype.valueOf as Probe, value);
}

export function isBoxedPrimitive(value: unknown): boolean {
  return (
    isNumberObject(value) ||
    isStringObject(value) ||
    isBooleanObject(value) ||
    isBigIntObject(value) ||
    isSymbolObject(value)
  );
}

export function isNativeError(value: unknown): value is Error {
  return Error.isError(value);
}

export function isRegExp(value: unknown): value is RegExp {
  return value !== RegExp.prototype && accepts(regExpIndices, value);
}

const AsyncFunctionPrototype = ReflectGetPrototypeOf(async () => undefined) as object; // no global name either
const GeneratorFunctionPrototype = ReflectGetPrototypeOf(function* () {}) as object;
const AsyncGeneratorFunctionPrototype = ReflectGetPrototypeOf(async function* () {}) as object;
const { toString: sourceOf } = Function.prototype;
let patterns: { readonly generator: RegExp; readonly async: RegExp } | undefined;

/** The source of a function tells its kind, whatever its prototype became. Comments may stand anywhere between the words. */
function sourcePatterns(): NonNullable<typeof patterns> {
  const space = String.raw`(?:\s|/\*[\s\S]*?\*/|//.*\n)`;
  patterns ??= {
    generator: new RegExp(`^(?:async${space}*)?(?:function${space}*)?\\*`),
    // `async(x) {}` is a method of that name, `async (x) => {}` is not.
    async: new RegExp(`^async(?:${space}*\\*|${space}*\\[|${space}+[^\\s(=/]|${space}*(?<arrow>\\())`),
  };
  return patterns;
}

export function isAsyncFunction(value: unknown): boolean {
  if (typeof value !== 'function') return false;
  const source = ReflectApply(sourceOf, value, []);
  if (!source.startsWith('async')) return false;
  const match = sourcePatterns().async.exec(source);
  return match !== null && (match.groups?.['arrow'] === undefined || inherits(value, AsyncFunctionPrototype));
}

export function isGeneratorFunction(value: unknown): boolean {
  return typeof value === 'function' && sourcePatterns().generator.test(ReflectApply(sourceOf, value, []));
}

export function isGeneratorObject(value: unknown): boolean {
  if (typeof value !== 'object' || !(Symbol.toStringTag in (value ?? {}))) return false;
  return (
    inherits(value, (GeneratorFunctionPrototype as GeneratorFunction).prototype) ||
    inherits(value, (AsyncGeneratorFunctionPrototype as AsyncGeneratorFunction).prototype)
  );
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return inherits(value, Promise.prototype) && !isPrototypeObject(value as object);
}

/** `class P extends Promise {}`: P.prototype inherits from Promise.prototype without being a promise. */
export function isPrototypeObject(value: object): boolean {
  const maker: unknown = ObjectGetOwnPropertyDescriptor(value, 'constructor')?.value;
  return typeof maker === 'function' && maker.prototype === value;
}

export function isMap(value: unknown): value is Map<unknown, unknown> {
  return accepts(mapSize, value);
}

/** What V8 says when it refuses the value as a Map; undefined for a Map. */
export function mapRefusal(value: object): string | undefined {
  try {
    ReflectApply(mapSize, value, []);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

export function isSet(value: unknown): value is Set<unknown> {
  return accepts(setSize, value);
}

const MapIteratorPrototype = ReflectGetPrototypeOf(new Map().keys()) as object;
const SetIteratorPrototype = ReflectGetPrototypeOf(new Set().keys()) as object;

export function isMapIterator(value: unknown): value is MapIterator<unknown> {
  return inherits(value, MapIteratorPrototype);
}

export function isSetIterator(value: unknown): value is SetIterator<unknown> {
  return inherits(value, SetIteratorPrototype);
}

export function isWeakMap(value: unknown): value is WeakMap<WeakKey, unknown> {
  return accepts(WeakMap.prototype.has as Probe, value, [value]);
}

export function isWeakSet(value: unknown): value is WeakSet<WeakKey> {
  return accepts(WeakSet.prototype.has as Probe, value, [value]);
}

export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return accepts(bufferLength, value);
}

export function isSharedArrayBuffer(value: unknown): value is SharedArrayBuffer {
  return accepts(sharedLength, value);
}

export function isAnyArrayBuffer(value: unknown): value is ArrayBufferLike {
  return isArrayBuffer(value) || isSharedArrayBuffer(value);
}

export function isDataView(value: unknown): value is DataView {
  return accepts(viewBuffer, value);
}

export function isProxy(value: unknown): boolean {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') && proxyRecord(value) !== undefined
  );
}

/** A namespace of an ES module: no prototype, closed, and its own tag that nothing can change. */
export function isModuleNamespaceObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || proxyRecord(value) !== undefined) return false;
  if (ReflectGetPrototypeOf(value) !== null || Object.isExtensible(value)) return false;
  const tag = ObjectGetOwnPropertyDescriptor(value, Symbol.toStringTag);
  if (tag?.value !== 'Module' || tag.configurable || tag.writable) return false;
  try {
    return !Object.isFrozen(value);
  } catch {
    // A binding without a value yet cannot be looked at.
    return true;
  }
}

export const isArrayBufferView = ArrayBuffer.isView;

export function isTypedArray(value: unknown): boolean {
  return typedArrayType(value) !== undefined;
}

export function isUint8Array(value: unknown): value is Uint8Array {
  return typedArrayType(value) === 'Uint8Array';
}

export function isUint8ClampedArray(value: unknown): value is Uint8ClampedArray {
  return typedArrayType(value) === 'Uint8ClampedArray';
}

export function isUint16Array(value: unknown): value is Uint16Array {
  return typedArrayType(value) === 'Uint16Array';
}

export function isUint32Array(value: unknown): value is Uint32Array {
  return typedArrayType(value) === 'Uint32Array';
}

export function isInt8Array(value: unknown): value is Int8Array {
  return typedArrayType(value) === 'Int8Array';
}

export function isInt16Array(value: unknown): value is Int16Array {
  return typedArrayType(value) === 'Int16Array';
}

export function isInt32Array(value: unknown): value is Int32Array {
  return typedArrayType(value) === 'Int32Array';
}

export function isFloat16Array(value: unknown): value is Float16Array {
  return typedArrayType(value) === 'Float16Array';
}

export function isFloat32Array(value: unknown): value is Float32Array {
  return typedArrayType(value) === 'Float32Array';
}

export function isFloat64Array(value: unknown): value is Float64Array {
  return typedArrayType(value) === 'Float64Array';
}

export function isBigInt64Array(value: unknown): value is BigInt64Array {
  return typedArrayType(value) === 'BigInt64Array';
}

export function isBigUint64Array(value: unknown): value is BigUint64Array {
  return typedArrayType(value) === 'BigUint64Array';
}

// Built-ins captured before any script runs, for the rooms that must keep working whatever a script patches. Instantiated at boot,
// on the path of every request: keep it short, capture only what is used. Inside the context.

const { apply, getPrototypeOf, ownKeys } = Reflect;
const { bind, call } = Function.prototype;
const uncurry = bind.bind(call) as <T, A extends unknown[], R>(
  fn: (this: T, ...args: A) => R,
) => (self: T, ...args: A) => R;

export { apply as ReflectApply, getPrototypeOf as ReflectGetPrototypeOf, ownKeys as ReflectOwnKeys, uncurry };

export const {
  create: ObjectCreate,
  defineProperties: ObjectDefineProperties,
  defineProperty: ObjectDefineProperty,
  freeze: ObjectFreeze,
  getOwnPropertyDescriptor: ObjectGetOwnPropertyDescriptor,
  getOwnPropertyNames: ObjectGetOwnPropertyNames,
  keys: ObjectKeys,
  setPrototypeOf: ObjectSetPrototypeOf,
} = Object;
const { getOwnPropertyDescriptor } = Object;
export const { isArray: ArrayIsArray } = Array;
export const NativePromise = Promise;
/** V8's own: a script gets one that inspect can see through. */
export const { Proxy: PlainProxy } = globalThis;
export const { parse: JSONParse, stringify: JSONStringify } = JSON;

const { get: mapGet, set: mapSet, has: mapHas, delete: mapDelete, clear: mapClear } = Map.prototype;
const { forEach: mapForEach, keys: mapKeys, values: mapValues, entries: mapEntries } = Map.prototype;
const mapSize = getOwnPropertyDescriptor(Map.prototype, 'size')?.get as () => number; // V8 has it
const {
  add: setAdd,
  has: setHas,
  delete: setDelete,
  clear: setClear,
  forEach: setForEach,
  values: setValues,
} = Set.prototype;
const setSize = getOwnPropertyDescriptor(Set.prototype, 'size')?.get as () => number; // V8 has it
const { get: weakGet, set: weakSet, has: weakHas, delete: weakDelete } = WeakMap.prototype;

/**
 * Collections that a patched Map.prototype never sees. Classes that forward: V8 makes them from a template, while the same methods assigned
 * to a prototype cost every request 25 µs.
 */
export class SafeMap<K, V> extends Map<K, V> {
  override get(key: K): V | undefined {
    return apply(mapGet, this, [key]) as V | undefined;
  }
  override set(key: K, value: V): this {
    return apply(mapSet, this, [key, value]) as this;
  }
  override has(key: K): boolean {
    return apply(mapHas, this, [key]);
  }
  override delete(key: K): boolean {
    return apply(mapDelete, this, [key]);
  }
  override clear(): void {
    apply(mapClear, this, []);
  }
  override forEach(callback: (value: V, key: K, map: Map<K, V>) => void, self?: unknown): void {
    apply(mapForEach, this, [callback as (value: unknown, key: unknown) => void, self]);
  }
  override keys(): MapIterator<K> {
    return apply(mapKeys, this, []) as MapIterator<K>;
  }
  override values(): MapIterator<V> {
    return apply(mapValues, this, []) as MapIterator<V>;
  }
  override entries(): MapIterator<[K, V]> {
    return apply(mapEntries, this, []) as MapIterator<[K, V]>;
  }
  override [Symbol.iterator](): MapIterator<[K, V]> {
    return apply(mapEntries, this, []) as MapIterator<[K, V]>;
  }
  override get size(): number {
    return apply(mapSize, this, []);
  }
}

export class SafeSet<T> extends Set<T> {
  override add(value: T): this {
    return apply(setAdd, this, [value]) as this;
  }
  override has(value: T): boolean {
    return apply(setHas, this, [value]);
  }
  override delete(value: T): boolean {
    return apply(setDelete, this, [value]);
  }
  override clear(): void {
    apply(setClear, this, []);
  }
  override forEach(callback: (value: T, same: T, set: Set<T>) => void, self?: unknown): void {
    apply(setForEach, this, [callback as (value: unknown) => void, self]);
  }
  override values(): SetIterator<T> {
    return apply(setValues, this, []) as SetIterator<T>;
  }
  override [Symbol.iterator](): SetIterator<T> {
    return apply(setValues, this, []) as SetIterator<T>;
  }
  override get size(): number {
    return apply(setSize, this, []);
  }
}

export class SafeWeakMap<K extends WeakKey, V> extends WeakMap<K, V> {
  override get(key: K): V | undefined {
    return apply(weakGet, this, [key]) as V | undefined;
  }
  override set(key: K, value: V): this {
    return apply(weakSet, this, [key, value]) as this;
  }
  override has(key: K): boolean {
    return apply(weakHas, this, [key]);
  }
  override delete(key: K): boolean {
    return apply(weakDelete, this, [key]);
  }
}

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
export const { parse: JSONParse, stringify: JSONStringify } = JSON;

/**
 * Collections whose methods are own properties of a prototype without a prototype: a patched Map.prototype never sees them. The methods
 * are listed: copying all descriptors cost every request 25 µs.
 */
export class SafeMap<K, V> extends Map<K, V> {}
export class SafeSet<T> extends Set<T> {}
export class SafeWeakMap<K extends WeakKey, V> extends WeakMap<K, V> {}

const map = SafeMap.prototype as { -readonly [K in keyof Map<unknown, unknown>]: Map<unknown, unknown>[K] };
const plainMap = Map.prototype;
ObjectSetPrototypeOf(map, null);
map.get = plainMap.get;
map.set = plainMap.set;
map.has = plainMap.has;
map.delete = plainMap.delete;
map.clear = plainMap.clear;
map.forEach = plainMap.forEach;
map.keys = plainMap.keys;
map.values = plainMap.values;
map.entries = plainMap.entries;
map[Symbol.iterator] = plainMap[Symbol.iterator];
ObjectDefineProperty(map, 'size', getOwnPropertyDescriptor(plainMap, 'size') as PropertyDescriptor);

const set = SafeSet.prototype as { -readonly [K in keyof Set<unknown>]: Set<unknown>[K] };
const plainSet = Set.prototype;
ObjectSetPrototypeOf(set, null);
set.add = plainSet.add;
set.has = plainSet.has;
set.delete = plainSet.delete;
set.clear = plainSet.clear;
set.forEach = plainSet.forEach;
set.values = plainSet.values;
set[Symbol.iterator] = plainSet[Symbol.iterator];
ObjectDefineProperty(set, 'size', getOwnPropertyDescriptor(plainSet, 'size') as PropertyDescriptor);

const weakMap = SafeWeakMap.prototype;
const plainWeakMap = WeakMap.prototype;
ObjectSetPrototypeOf(weakMap, null);
weakMap.get = plainWeakMap.get;
weakMap.set = plainWeakMap.set;
weakMap.has = plainWeakMap.has;
weakMap.delete = plainWeakMap.delete;

// Built-ins captured before any script runs, for the rooms that must keep working whatever a script patches. Instantiated at boot,
// on the path of every request: keep it short, capture only what is used. Inside the context.

const { apply, defineProperty, getPrototypeOf, ownKeys } = Reflect;
const { bind, call } = Function.prototype;
const uncurry = bind.bind(call) as <T, A extends unknown[], R>(
  fn: (this: T, ...args: A) => R,
) => (self: T, ...args: A) => R;

export {
  apply as ReflectApply,
  defineProperty as ReflectDefineProperty,
  getPrototypeOf as ReflectGetPrototypeOf,
  ownKeys as ReflectOwnKeys,
  uncurry,
};

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

// What internal/safe-collections.ts is made of: most runs use none of it.
export const NativeMap = Map;
export const NativeSet = Set;
export const NativeWeakMap = WeakMap;
export const { get: mapGet, set: mapSet, has: mapHas, delete: mapDelete, clear: mapClear } = Map.prototype;
export const { forEach: mapForEach, keys: mapKeys, values: mapValues, entries: mapEntries } = Map.prototype;
export const mapSize = getOwnPropertyDescriptor(Map.prototype, 'size')?.get as () => number; // V8 has it
export const {
  add: setAdd,
  has: setHas,
  delete: setDelete,
  clear: setClear,
  forEach: setForEach,
  values: setValues,
} = Set.prototype;
export const setSize = getOwnPropertyDescriptor(Set.prototype, 'size')?.get as () => number; // V8 has it
export const { get: weakGet, set: weakSet, has: weakHas, delete: weakDelete } = WeakMap.prototype;

/** Makes a property as an assignment does, whatever the object inherits under that name. */
export function defineOwn<T>(object: object, name: PropertyKey, value: T): T {
  ObjectDefineProperty(object, name, { __proto__: null, value, writable: true, configurable: true, enumerable: true });
  return value;
}

/** The same of one that is not listed, as the methods of a class. */
export function defineHidden(object: object, name: PropertyKey, value: unknown): void {
  ObjectDefineProperty(object, name, { __proto__: null, value, writable: true, configurable: true, enumerable: false });
}

// `{ __proto__: null, … }`: V8 keeps it as a dictionary, where the first object of a shape costs a context a map (half a µs) for each of its
// members; and it inherits nothing that a script has put on Object.prototype.
declare global {
  interface PropertyDescriptor {
    __proto__?: null;
  }
  interface ProxyHandler<T extends object> {
    __proto__?: null;
  }
}

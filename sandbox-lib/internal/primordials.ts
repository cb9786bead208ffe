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
export const { isArray: ArrayIsArray } = Array;
export const { parse: JSONParse, stringify: JSONStringify } = JSON;

/** Maps whose methods are own properties: a patched Map.prototype never sees them. */
export class SafeMap<K, V> extends Map<K, V> {}
export class SafeSet<T> extends Set<T> {}
export class SafeWeakMap<K extends WeakKey, V> extends WeakMap<K, V> {}
for (const [safe, plain] of [
  [SafeMap, Map],
  [SafeSet, Set],
  [SafeWeakMap, WeakMap],
] as const) {
  ObjectSetPrototypeOf(safe.prototype, null);
  ObjectDefineProperties(safe.prototype, Object.getOwnPropertyDescriptors(plain.prototype));
}

// The names of the constructors that JavaScript itself brings, as inspect and format need them. Inside the context.
import { ObjectGetOwnPropertyDescriptor, ReflectGetPrototypeOf } from './primordials.ts';
import { proxyRecord } from './proxy-records.ts';

let names: ReadonlySet<string> | undefined;

/** Whether JavaScript itself has a global constructor or namespace of this name; what a script added does not count. */
export function isBuiltinName(name: string): boolean {
  names ??= new Set(
    (
      'Object Function Array Number Boolean String Symbol Date Promise RegExp Error AggregateError EvalError RangeError ' +
      'ReferenceError SyntaxError TypeError URIError JSON Math Intl ArrayBuffer Atomics Uint8Array Int8Array Uint16Array ' +
      'Int16Array Uint32Array Int32Array Float16Array Float32Array Float64Array Uint8ClampedArray BigUint64Array ' +
      'BigInt64Array DataView Map BigInt Set Iterator WeakMap WeakSet WeakRef Proxy Reflect FinalizationRegistry ' +
      'NaN Infinity'
    ).split(' '),
  );
  return names.has(name);
}

/**
 * Whether String(value) would say no more than a built-in class can: then `%s` inspects instead. A script's own toString or
 * Symbol.toPrimitive is honoured.
 */
export function hasBuiltinToString(value: object): boolean {
  const proxy = proxyRecord(value);
  if (proxy !== undefined) return proxy === null || hasBuiltinToString(proxy.target);
  const candidate = value as { [Symbol.toPrimitive]?: unknown; toString?: unknown };
  if (typeof candidate[Symbol.toPrimitive] === 'function' && !(value instanceof Date)) return false;
  if (typeof candidate.toString !== 'function') return true;
  if (Object.hasOwn(value, 'toString')) return false;
  let holder: object | null = value;
  do holder = ReflectGetPrototypeOf(holder);
  while (holder !== null && !Object.hasOwn(holder, 'toString'));
  if (holder === null) return true;
  const maker: unknown = ObjectGetOwnPropertyDescriptor(holder, 'constructor')?.value;
  return typeof maker === 'function' && isBuiltinName(maker.name);
}

// Collections that a patched Map.prototype never sees. Classes that forward: V8 makes them from a template, while the same methods assigned
// to a prototype cost 25 µs. Inside the context; the built-ins they use were captured at boot.
import {
  ReflectApply as apply,
  mapClear,
  mapDelete,
  mapEntries,
  mapForEach,
  mapGet,
  mapHas,
  mapKeys,
  mapSet,
  mapSize,
  mapValues,
  NativeMap,
  NativeSet,
  NativeWeakMap,
  setAdd,
  setClear,
  setDelete,
  setForEach,
  setHas,
  setSize,
  setValues,
  weakDelete,
  weakGet,
  weakHas,
  weakSet,
} from './primordials.ts';

export class SafeMap<K, V> extends NativeMap<K, V> {
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

export class SafeSet<T> extends NativeSet<T> {
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

export class SafeWeakMap<K extends WeakKey, V> extends NativeWeakMap<K, V> {
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

// What a run leaves behind in a context that serves another one (reload modes `modules` and `never`): found by comparing globals, prototypes
// and built-ins with what they were before the first run. Inside the context; instantiated in those modes only. No iterator and no array
// method is used on the way: a script may have patched them.

import { ObjectGetOwnPropertyDescriptor, ReflectApply, ReflectGetPrototypeOf, ReflectOwnKeys } from './primordials.ts';
import { SafeSet } from './safe-collections.ts';

/** An object as it was. */
interface Watched {
  readonly name: string;
  readonly target: Record<PropertyKey, unknown>;
  readonly prototype: object | null;
  readonly keys: readonly PropertyKey[];
  /** Values by key; of accessors their getters or setters. */
  readonly values: readonly unknown[];
  readonly isAccessor: readonly boolean[];
}

const { isExtensible, is } = Object;
const { deleteProperty } = Reflect;
const { exec } = RegExp.prototype;
const nothing = /^/;

/** V8's globals whose members scripts are tempted to change. What is looked at here is looked at after each run. */
const STATICS = 'Object Array String Number Promise Error Date Symbol JSON Math Reflect';
const PROTOTYPES = 'Object Function Array String Number RegExp Promise Error Date Map Set';

const watched: Watched[] = [];
const seen = new SafeSet<object>();
let globalKeys: SafeSet<PropertyKey> | undefined;
/** The object behind the global one, with the accessors that make a global when it is first used. */
let lazyGlobals: object = {};

/** Remembers how things are before any script has run. */
export function watchContext(lazy: object): void {
  const scope = globalThis as unknown as Record<string, { prototype: object }>;
  for (const name of STATICS.split(' ')) watch(name, scope[name] as object); // V8 has all of them
  for (const name of PROTOTYPES.split(' ')) watch(`${name}.prototype`, scope[name]?.prototype as object);
  // What all typed arrays, and all iterators, have in common.
  watch('TypedArray.prototype', ReflectGetPrototypeOf(Uint8Array.prototype) as object);
  watch('Iterator.prototype', ReflectGetPrototypeOf(ReflectGetPrototypeOf([][Symbol.iterator]()) as object) as object);
  lazyGlobals = lazy;
  globalKeys = new SafeSet(ReflectOwnKeys(globalThis));
}

/** Watches a value that a script is about to get for the first time, and if it is a class its prototype. */
export function watchValue(name: string, value: unknown): void {
  if (!isObject(value)) return;
  watch(name, value);
  const { prototype } = value;
  if (isObject(prototype)) watch(`${name}.prototype`, prototype);
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function watch(name: string, target: object): void {
  if (seen.has(target)) return;
  seen.add(target);
  const keys = ReflectOwnKeys(target);
  const values: unknown[] = [];
  const isAccessor: boolean[] = [];
  for (let i = 0; i < keys.length; i++) {
    const descriptor = ObjectGetOwnPropertyDescriptor(target, keys[i] as PropertyKey) ?? {}; // the index is below the length
    isAccessor[i] = !('value' in descriptor);
    values[i] = descriptor.get ?? descriptor.set ?? descriptor.value;
  }
  const prototype = ReflectGetPrototypeOf(target);
  watched[watched.length] = { name, target: target as Watched['target'], prototype, keys, values, isAccessor };
}

/** What is not as it was, in words; empty if nothing is. Globals that their first use has made are unmade. */
export function findLeftover(): string {
  for (let i = 0; i < watched.length; i++) {
    const change = findChange(watched[i] as Watched); // the index is below the length
    if (change !== '') return change;
  }
  // The last match of a regular expression could be read from RegExp.$1.
  ReflectApply(exec, nothing, ['']);
  return findGlobal();
}

function findChange({ name, target, prototype, keys, values, isAccessor }: Watched): string {
  if (ReflectGetPrototypeOf(target) !== prototype || !isExtensible(target)) return `another kind of ${name}`;
  const added = ReflectOwnKeys(target).length === keys.length ? '' : findAdded(target, keys);
  if (added !== '') return `${name}.${added}`;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as PropertyKey; // the index is below the length
    const isSame = isAccessor[i] ? isSameAccessor(target, key, values[i]) : is(target[key], values[i]);
    if (!isSame) return `${name}.${String(key)}`;
  }
  return '';
}

/** A new member. One without a value is taken away: packages restore Error.prepareStackTrace to undefined. */
function findAdded(target: object, keys: readonly PropertyKey[]): string {
  const own = new SafeSet(keys);
  const now = ReflectOwnKeys(target);
  for (let i = 0; i < now.length; i++) {
    const key = now[i] as PropertyKey; // the index is below the length
    if (own.has(key)) continue;
    const { value, get, set } = ObjectGetOwnPropertyDescriptor(target, key) ?? {};
    if ((value ?? get ?? set) !== undefined || !deleteProperty(target, key)) return String(key);
  }
  return '';
}

/** The accessor of before, or the value that it makes: many put that in their own place when they are first used. */
function isSameAccessor(target: object, key: PropertyKey, before: unknown): boolean {
  const descriptor = ObjectGetOwnPropertyDescriptor(target, key) ?? {};
  if (!('value' in descriptor)) return (descriptor.get ?? descriptor.set) === before;
  return is(ReflectApply(before as () => unknown, target, []), descriptor.value); // a getter: setters alone make nothing
}

function findGlobal(): string {
  const now = ReflectOwnKeys(globalThis);
  for (let i = 0; i < now.length; i++) {
    const key = now[i] as PropertyKey; // the index is below the length
    if (globalKeys?.has(key)) continue;
    const isLazy = ObjectGetOwnPropertyDescriptor(lazyGlobals, key) !== undefined;
    if (!isLazy || !deleteProperty(globalThis, key)) return `global ${String(key)}`;
  }
  return '';
}

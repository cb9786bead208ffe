// What a run leaves behind in a context that serves another one (reload modes `modules` and `never`): found by comparing globals, prototypes
// and built-ins with what they were before the first run. Inside the context; instantiated in those modes only. No iterator and no array
// method is used on the way: a script may have patched them.

import {
  JSONStringify,
  ObjectGetOwnPropertyDescriptor,
  ReflectApply,
  ReflectGetPrototypeOf,
  ReflectOwnKeys,
} from './primordials.ts';
import { SafeSet } from './safe-collections.ts';

type Target = Record<PropertyKey, unknown>;

/** Members as they were, by place. Those that cannot change are in neither list. */
interface Members {
  readonly keys: PropertyKey[];
  /** Values; of accessors their getters or setters. */
  readonly values: unknown[];
}

/** An object as it was. */
interface Watched {
  readonly name: string;
  readonly target: Target;
  readonly prototype: object | null;
  readonly keys: readonly PropertyKey[];
  readonly plain: Members;
  readonly accessors: Members;
  /** How often it was looked at. */
  looks: number;
  /** Compares all plain members at once. */
  isSame: (target: Target) => boolean;
}

const { isExtensible, is } = Object;
const { deleteProperty } = Reflect;
/** In an engine that forbids code from text, what only throws. */
const MakeFunction = Function;
const { exec } = RegExp.prototype;
const nothing = /^/;

/** V8's globals whose members scripts are tempted to change. What is looked at here is looked at after each run. */
const STATICS = 'Object Array String Number Promise Error Date Symbol JSON Math Reflect';
const PROTOTYPES = 'Object Function Array String Number RegExp Promise Error Date Map Set';

/** A context that serves fewer runs is not worth the making of code. */
const LOOKS_BEFORE_CODE = 20;
const MEMBERS_WORTH_CODE = 4;

const watched: Watched[] = [];
const seen = new SafeSet<object>();
/** V8's globals, as they are before the first run. */
let globals: Watched | undefined;
let knownGlobals = new SafeSet<PropertyKey>();
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
  // Its one accessor makes the console, which each run has anew.
  globals = { ...remember('global', globalThis), accessors: { keys: [], values: [] } };
  knownGlobals = setOf(globals.keys);
}

/** Watches a value that a script is about to get for the first time, and if it is a class its prototype. */
export function watchValue(name: string, value: unknown): void {
  if (!isObject(value) || seen.has(value)) return;
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
  watched[watched.length] = remember(name, target);
}

function remember(name: string, target: object): Watched {
  const keys = ReflectOwnKeys(target);
  const plain: Members = { keys: [], values: [] };
  const accessors: Members = { keys: [], values: [] };
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as PropertyKey; // the index is below the length
    const { value, get, set, writable, configurable } = ObjectGetOwnPropertyDescriptor(target, key) ?? {};
    if (!configurable && !writable) continue;
    const members = writable === undefined ? accessors : plain;
    members.keys[members.keys.length] = key;
    members.values[members.values.length] = get ?? set ?? value;
  }
  const prototype = ReflectGetPrototypeOf(target);
  const isSame = (now: Target): boolean => findPlain(now, plain) === undefined;
  return { name, target: target as Target, prototype, keys, plain, accessors, looks: 0, isSame };
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

function findChange(object: Watched): string {
  const { name, target, prototype, keys } = object;
  if (ReflectGetPrototypeOf(target) !== prototype || !isExtensible(target)) return `another kind of ${name}`;
  const other = ReflectOwnKeys(target).length === keys.length ? undefined : findOther(target, keys);
  const changed = other ?? findMember(object);
  return changed === undefined ? '' : `${name}.${String(changed)}`;
}

/** The key of a member of before that is another one now. */
function findMember(object: Watched): PropertyKey | undefined {
  const { target, plain, accessors } = object;
  if (++object.looks === LOOKS_BEFORE_CODE) object.isSame = makeComparison(object) ?? object.isSame;
  return object.isSame(target) ? findAccessor(target, accessors) : findPlain(target, plain);
}

/** One comparison after the other as code of its own, in which V8 knows the place of each member: a quarter of the time a loop takes. */
function makeComparison({ target, plain: { keys, values } }: Watched): Watched['isSame'] | undefined {
  if (keys.length < MEMBERS_WORTH_CODE) return undefined;
  let names = 'none=0';
  let comparisons = 'true';
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as PropertyKey; // the index is below the length
    names += `,k${i}=keys[${i}],v${i}=values[${i}]`;
    const place = typeof key === 'string' ? JSONStringify(key) : `k${i}`;
    // V8's globals have plain names; as a variable each costs nothing, as a member of the global object more than in the loop.
    const member = target === globalThis && typeof key === 'string' ? key : `now[${place}]`;
    comparisons += typeof values[i] === 'number' ? `&&is(${member},v${i})` : `&&${member}===v${i}`;
  }
  const body = `const ${names};return now=>{try{return ${comparisons}}catch{return false}}`;
  try {
    return new MakeFunction('keys', 'values', 'is', body)(keys, values, is);
  } catch {
    return undefined;
  }
}

/** The key of a plain member that has another value. */
function findPlain(now: Target, { keys, values }: Members): PropertyKey | undefined {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as PropertyKey; // the index is below the length
    if (!is(now[key], values[i])) return key;
  }
  return undefined;
}

/** The key of an accessor that is another one. */
function findAccessor(now: Target, { keys, values }: Members): PropertyKey | undefined {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as PropertyKey; // the index is below the length
    if (!isSameAccessor(now, key, values[i])) return key;
  }
  return undefined;
}

/** A new member, or one that is gone. A new one without a value is taken away: that is how packages leave what they had put there. */
function findOther(target: object, keys: readonly PropertyKey[]): PropertyKey | undefined {
  const own = setOf(keys);
  const now = ReflectOwnKeys(target);
  for (let i = 0; i < now.length; i++) {
    const key = now[i] as PropertyKey; // the index is below the length
    if (own.delete(key)) continue;
    const { value, get, set } = ObjectGetOwnPropertyDescriptor(target, key) ?? {};
    if ((value ?? get ?? set) !== undefined || !deleteProperty(target, key)) return key;
  }
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as PropertyKey; // the index is below the length
    if (own.has(key)) return key;
  }
  return undefined;
}

function setOf(keys: readonly PropertyKey[]): SafeSet<PropertyKey> {
  const set = new SafeSet<PropertyKey>();
  for (let i = 0; i < keys.length; i++) set.add(keys[i] as PropertyKey); // the index is below the length
  return set;
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
    // They come in the order in which they were made.
    if (key === globals?.keys[i] || knownGlobals.has(key)) continue;
    const isLazy = ObjectGetOwnPropertyDescriptor(lazyGlobals, key) !== undefined;
    if (!isLazy || !deleteProperty(globalThis, key)) return `global ${String(key)}`;
  }
  const changed = globals && findMember(globals);
  return changed === undefined ? '' : `global ${String(changed)}`;
}

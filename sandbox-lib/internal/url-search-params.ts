// URLSearchParams. Inside the context. https://url.spec.whatwg.org/#interface-urlsearchparams
import { nodeError } from './errors.ts';
import { parseForm, serializeForm } from './form-urlencoded.ts';
import {
  ObjectDefineProperties,
  ObjectGetOwnPropertyDescriptor,
  ObjectSetPrototypeOf,
  ReflectOwnKeys,
} from './primordials.ts';
import { inspectIterator, inspectParams } from './url-inspect.ts';
import { validateFunction } from './validators.ts';

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const IteratorPrototype: object = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

type Kind = 'entries' | 'keys' | 'values';

/** What a URL does with its searchParams. */
interface Access {
  listOf(params: URLSearchParams): string[];
  isParams(value: unknown): value is URLSearchParams;
  /** Tells `changed` of every change a script makes from now on. */
  watch(params: URLSearchParams, changed: () => void): void;
  /** Reads the query again; this tells nobody. */
  refill(params: URLSearchParams, query: string): void;
}

/** Filled by the class itself: only there the private members are in reach. */
export let access: Access;

/** A string without lone surrogates (USVString). */
function toText(value: unknown): string {
  return (typeof value === 'string' ? value : `${value}`).toWellFormed();
}

function wrongTuple(): Error {
  return nodeError('ERR_INVALID_TUPLE', 'Each query pair', '[name, value]');
}

/** sequence<sequence<USVString>> */
function listFromPairs(pairs: Iterable<unknown>): string[] {
  const list: string[] = [];
  for (const pair of pairs) {
    const isObject = (typeof pair === 'object' && pair !== null) || typeof pair === 'function';
    if (!isObject || typeof (pair as Partial<Iterable<unknown>>)[Symbol.iterator] !== 'function') throw wrongTuple();
    if (Array.isArray(pair) && pair.length !== 2) throw wrongTuple();
    let count = 0;
    for (const element of pair as Iterable<unknown>) {
      count++;
      list.push(toText(element));
    }
    if (count !== 2) throw wrongTuple();
  }
  return list;
}

/** record<USVString, USVString>: of two names that become the same the later value is kept. */
function listFromRecord(record: object): string[] {
  const values = new Map<string, string>();
  for (const key of ReflectOwnKeys(record)) {
    if (!ObjectGetOwnPropertyDescriptor(record, key)?.enumerable) continue;
    values.set(toText(key), toText((record as Record<PropertyKey, unknown>)[key]));
  }
  return [...values].flat();
}

function listFrom(init: unknown): string[] {
  if (init === undefined) return [];
  if ((typeof init !== 'object' || init === null) && typeof init !== 'function') return parseForm(toText(init));
  const method = (init as Partial<Iterable<unknown>>)[Symbol.iterator];
  if (method === undefined || method === null) return listFromRecord(init);
  if (access.isParams(init) && method === URLSearchParams.prototype[Symbol.iterator]) return [...access.listOf(init)];
  if (typeof method !== 'function') throw nodeError('ERR_ARG_NOT_ITERABLE', 'Query pairs');
  return listFromPairs(init as Iterable<unknown>);
}

class ParamsIterator {
  readonly #params: URLSearchParams;
  readonly #kind: Kind;
  #next = 0;

  constructor(params: URLSearchParams, kind: Kind) {
    this.#params = params;
    this.#kind = kind;
  }

  static #check(value: unknown): asserts value is ParamsIterator {
    if (typeof value !== 'object' || value === null || !(#next in value)) {
      throw nodeError('ERR_INVALID_THIS', 'URLSearchParamsIterator');
    }
  }

  next(): { done: boolean; value: unknown } {
    ParamsIterator.#check(this);
    const list = access.listOf(this.#params);
    const at = this.#next;
    if (at >= list.length) return { done: true, value: undefined };
    this.#next += 2;
    return { done: false, value: pick(list, at, this.#kind) };
  }

  [customInspect](depth: number | null, options: object, inspect: never): string {
    ParamsIterator.#check(this);
    const list = access.listOf(this.#params);
    const rest: unknown[] = [];
    for (let i = this.#next; i < list.length; i += 2) rest.push(pick(list, i, this.#kind));
    return inspectIterator(rest, depth, options, inspect);
  }
}

function pick(list: readonly string[], at: number, kind: Kind): unknown {
  if (kind === 'entries') return [list[at], list[at + 1]];
  return kind === 'keys' ? list[at] : list[at + 1];
}

const tag = (value: string) => ({ __proto__: null, value, configurable: true });
delete (ParamsIterator.prototype as { constructor?: unknown }).constructor;
ObjectSetPrototypeOf(ParamsIterator.prototype, IteratorPrototype);
ObjectDefineProperties(ParamsIterator.prototype, {
  [Symbol.toStringTag]: tag('URLSearchParams Iterator'),
  next: { __proto__: null, enumerable: true },
});

export class URLSearchParams {
  #list: string[] = [];
  #changed: (() => void) | undefined;

  static {
    access = {
      listOf: (params) => params.#list,
      isParams: (value): value is URLSearchParams => typeof value === 'object' && value !== null && #list in value,
      watch: (params, changed) => {
        params.#changed = changed;
      },
      refill: (params, query) => {
        params.#list = parseForm(query);
      },
    };
  }

  constructor(init: unknown = undefined) {
    this.#list = listFrom(init);
  }

  static #check(value: unknown): asserts value is URLSearchParams {
    if (!access.isParams(value)) throw nodeError('ERR_INVALID_THIS', 'URLSearchParams');
  }

  get size(): number {
    URLSearchParams.#check(this);
    return this.#list.length / 2;
  }

  append(name: string, value: string): void {
    URLSearchParams.#check(this);
    // biome-ignore lint/complexity/noArguments: undefined given is not the same as nothing given, and the length counts
    if (arguments.length < 2) throw nodeError('ERR_MISSING_ARGS', 'name', 'value');
    this.#list.push(toText(name), toText(value));
    this.#changed?.();
  }

  delete(name: string, value: string | undefined = undefined): void {
    URLSearchParams.#check(this);
    // biome-ignore lint/complexity/noArguments: as above
    if (arguments.length < 1) throw nodeError('ERR_MISSING_ARGS', 'name');
    const wanted = toText(name);
    const wantedValue = value === undefined ? undefined : toText(value);
    this.#keep((key, item) => key !== wanted || (wantedValue !== undefined && item !== wantedValue));
    this.#changed?.();
  }

  get(name: string): string | null {
    URLSearchParams.#check(this);
    // biome-ignore lint/complexity/noArguments: as above
    if (arguments.length < 1) throw nodeError('ERR_MISSING_ARGS', 'name');
    const at = this.#find(toText(name));
    return at < 0 ? null : (this.#list[at + 1] as string);
  }

  getAll(name: string): string[] {
    URLSearchParams.#check(this);
    // biome-ignore lint/complexity/noArguments: as above
    if (arguments.length < 1) throw nodeError('ERR_MISSING_ARGS', 'name');
    const wanted = toText(name);
    return this.#list.filter((_, index) => index % 2 === 1 && this.#list[index - 1] === wanted);
  }

  has(name: string, value: string | undefined = undefined): boolean {
    URLSearchParams.#check(this);
    // biome-ignore lint/complexity/noArguments: as above
    if (arguments.length < 1) throw nodeError('ERR_MISSING_ARGS', 'name');
    const wanted = toText(name);
    return this.#find(wanted, value === undefined ? undefined : toText(value)) >= 0;
  }

  set(name: string, value: string): void {
    URLSearchParams.#check(this);
    // biome-ignore lint/complexity/noArguments: as above
    if (arguments.length < 2) throw nodeError('ERR_MISSING_ARGS', 'name', 'value');
    const wanted = toText(name);
    const text = toText(value);
    const first = this.#find(wanted);
    if (first < 0) {
      this.#list.push(wanted, text);
    } else {
      this.#list[first + 1] = text;
      this.#keep((key, _, index) => key !== wanted || index === first);
    }
    this.#changed?.();
  }

  /** By name, in code units; pairs of one name keep their order. */
  sort(): void {
    URLSearchParams.#check(this);
    const list = this.#list;
    const order = Array.from({ length: list.length / 2 }, (_, index) => index * 2);
    const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
    order.sort((a, b) => compare(list[a] as string, list[b] as string));
    this.#replace(order.flatMap((at) => [list[at] as string, list[at + 1] as string]));
    this.#changed?.();
  }

  entries(): Iterator<unknown> {
    URLSearchParams.#check(this);
    return new ParamsIterator(this, 'entries') as Iterator<unknown>;
  }

  forEach(
    callback: (value: string, name: string, params: URLSearchParams) => void,
    thisArg: unknown = undefined,
  ): void {
    URLSearchParams.#check(this);
    validateFunction(callback, 'callback');
    // The list may grow, shrink or be replaced while its owner's URL changes.
    for (let i = 0; i < this.#list.length; i += 2) {
      callback.call(thisArg, this.#list[i + 1] as string, this.#list[i] as string, this);
    }
  }

  keys(): Iterator<unknown> {
    URLSearchParams.#check(this);
    return new ParamsIterator(this, 'keys') as Iterator<unknown>;
  }

  values(): Iterator<unknown> {
    URLSearchParams.#check(this);
    return new ParamsIterator(this, 'values') as Iterator<unknown>;
  }

  toString(): string {
    URLSearchParams.#check(this);
    return serializeForm(this.#list);
  }

  [customInspect](depth: number | null, options: never, inspect: never): string {
    URLSearchParams.#check(this);
    return inspectParams(this.constructor.name, this.#list, depth, options, inspect);
  }

  declare [Symbol.iterator]: () => Iterator<unknown>;

  #find(name: string, value?: string): number {
    const list = this.#list;
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name && (value === undefined || list[i + 1] === value)) return i;
    }
    return -1;
  }

  #keep(wanted: (name: string, value: string, index: number) => boolean): void {
    const list = this.#list;
    const kept: string[] = [];
    for (let i = 0; i < list.length; i += 2) {
      if (wanted(list[i] as string, list[i + 1] as string, i)) kept.push(list[i] as string, list[i + 1] as string);
    }
    this.#replace(kept);
  }

  /** In place: an iterator that is under way goes on in it. */
  #replace(list: readonly string[]): void {
    this.#list.length = 0;
    for (const item of list) this.#list.push(item);
  }
}

const enumerable = { __proto__: null, enumerable: true };
ObjectDefineProperties(URLSearchParams.prototype, {
  append: enumerable,
  delete: enumerable,
  get: enumerable,
  getAll: enumerable,
  has: enumerable,
  set: enumerable,
  size: enumerable,
  sort: enumerable,
  entries: enumerable,
  forEach: enumerable,
  keys: enumerable,
  values: enumerable,
  toString: enumerable,
  [Symbol.toStringTag]: tag('URLSearchParams'),
  [Symbol.iterator]: { __proto__: null, value: URLSearchParams.prototype.entries, writable: true, configurable: true },
});

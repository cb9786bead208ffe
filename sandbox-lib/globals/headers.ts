// Headers. Inside the context. https://fetch.spec.whatwg.org/#headers-class
import { makePairIterator, pairIteratorPrototype } from '../internal/fetch/pair-iterator.ts';
import { inspect } from '../internal/inspect.ts';
import type { InspectOptions } from '../internal/inspect-types.ts';
import { defineHidden } from '../internal/primordials.ts';
import { toInterface } from '../internal/web-class.ts';

export type HeadersInit = Headers | Iterable<Iterable<unknown>> | Record<string, unknown>;
/** 'immutable': those of Response.error() and redirect(). */
type Guard = 'none' | 'immutable';
interface Entry {
  /** As it was first written. */
  readonly name: string;
  values: string[];
}

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

let iterators: object | undefined;
let guardOf: (headers: Headers, guard: Guard) => void;

export class Headers {
  /** By the name in small letters. */
  readonly #entries = new Map<string, Entry>();
  #guard: Guard = 'none';
  /** As iterators see them; made anew after a change. */
  #sorted: readonly [string, string][] | undefined;

  static {
    guardOf = (headers, guard) => {
      headers.#guard = guard;
    };
  }

  constructor(init: HeadersInit | undefined = undefined) {
    if (init === undefined) return;
    if ((typeof init !== 'object' && typeof init !== 'function') || init === null) {
      const types = 'sequence<sequence<ByteString>>, record<ByteString, ByteString>';
      throw new TypeError(`Headers constructor: Argument 1 could not be converted to one of: ${types}.`);
    }
    if (init instanceof Headers) {
      for (const [key, { name, values }] of init.#entries) this.#entries.set(key, { name, values: [...values] });
      return;
    }
    if (Symbol.iterator in init) this.#fillFromPairs(init as Iterable<Iterable<unknown>>);
    else for (const key of Reflect.ownKeys(init)) this.#appendProperty(init, key);
  }

  #fillFromPairs(pairs: Iterable<Iterable<unknown>>): void {
    for (const pair of pairs) {
      const list = [...pair];
      if (list.length !== 2) {
        throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${list.length}.`);
      }
      this.append(list[0], list[1]);
    }
  }

  #appendProperty(init: object, key: string | symbol): void {
    if (Object.getOwnPropertyDescriptor(init, key)?.enumerable) this.append(key, Reflect.get(init, key));
  }

  append(name: unknown, value: unknown): void {
    // biome-ignore lint/complexity/noArguments: undefined is a value
    need(2, arguments.length, 'append');
    const [key, written] = this.#check('append', name);
    const text = toValue('append', value);
    this.#refuseChange();
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, { name: written, values: [text] });
    else entry.values.push(text);
  }

  set(name: unknown, value: unknown): void {
    // biome-ignore lint/complexity/noArguments: undefined is a value
    need(2, arguments.length, 'set');
    const [key, written] = this.#check('set', name);
    const text = toValue('set', value);
    this.#refuseChange();
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, { name: written, values: [text] });
    else entry.values = [text];
  }

  delete(name: unknown): void {
    // biome-ignore lint/complexity/noArguments: undefined is a name
    need(1, arguments.length, 'delete');
    const [key] = this.#check('delete', name);
    this.#refuseChange();
    this.#entries.delete(key);
  }

  get(name: unknown): string | null {
    // biome-ignore lint/complexity/noArguments: undefined is a name
    need(1, arguments.length, 'get');
    const [key] = this.#check('get', name);
    return this.#entries.get(key)?.values.join(key === 'cookie' ? '; ' : ', ') ?? null;
  }

  has(name: unknown): boolean {
    // biome-ignore lint/complexity/noArguments: undefined is a name
    need(1, arguments.length, 'has');
    return this.#entries.has(this.#check('has', name)[0]);
  }

  getSetCookie(): string[] {
    return [...(this.#entries.get('set-cookie')?.values ?? [])];
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, self?: unknown): void {
    // biome-ignore lint/complexity/noArguments: undefined is no function, which is another error
    need(1, arguments.length, 'forEach');
    if (typeof callback !== 'function') {
      throw new TypeError("Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'Function'.");
    }
    for (const [name, value] of this.#pairs()) Reflect.apply(callback, self, [value, name, this]);
  }

  /** In order of their names. What changes meanwhile is seen: a place in the list is all that is remembered. */
  *#pairs(): Generator<[string, string], undefined> {
    for (let i = 0; ; i++) {
      this.#sorted ??= this.#sort();
      const pair = this.#sorted[i];
      if (pair === undefined) return undefined;
      yield [...pair];
    }
  }

  #sort(): [string, string][] {
    return [...this.#entries.keys()].sort().flatMap((key): [string, string][] => {
      const values = this.#entries.get(key)?.values ?? [];
      if (key === 'set-cookie') return values.map((value) => [key, value]);
      return values.length === 0 ? [] : [[key, values.join(key === 'cookie' ? '; ' : ', ')]];
    });
  }

  entries(): IterableIterator<[string, string], undefined> {
    return iterate(this.#pairs());
  }

  keys(): IterableIterator<string, undefined> {
    return iterate(this.#pairs().map(([name]) => name) as Iterator<string, undefined>); // map() ends as its source does
  }

  values(): IterableIterator<string, undefined> {
    return iterate(this.#pairs().map(([, value]) => value) as Iterator<string, undefined>); // as above
  }

  declare [Symbol.iterator]: () => IterableIterator<[string, string], undefined>;

  #check(method: string, name: unknown): [key: string, written: string] {
    const text = toByteString(name);
    if (!TOKEN.test(text)) throw new TypeError(`Headers.${method}: "${text}" is an invalid header name.`);
    return [text.toLowerCase(), text];
  }

  #refuseChange(): void {
    if (this.#guard === 'immutable') throw new TypeError('immutable');
    this.#sorted = undefined;
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = [...this.#entries.values()].map(({ name, values }) => [name, values.join(', ')]);
    return `Headers ${inspect(Object.fromEntries(shown), options)}`;
  }
}
toInterface(Headers);
defineHidden(Headers.prototype, Symbol.iterator, Headers.prototype.entries);

function need(count: number, given: number, method: string): void {
  if (given >= count) return;
  const what = count === 1 ? '1 argument' : `${count} arguments`;
  throw new TypeError(`Headers.${method}: ${what} required, but${given === 0 ? '' : ' only'} ${given} found.`);
}

function iterate<T>(source: Iterator<T, undefined>): IterableIterator<T, undefined> {
  iterators ??= pairIteratorPrototype('Headers');
  return makePairIterator(iterators, source);
}

/** Nobody may change these any more. */
export function freezeHeaders(headers: Headers): Headers {
  guardOf(headers, 'immutable');
  return headers;
}

function toByteString(value: unknown): string {
  const text = `${value as string}`; // a symbol throws, as the standard wants
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 255) continue;
    const where = `the character at index ${i} has a value of ${code} which is greater than 255`;
    throw new TypeError(`Cannot convert argument to a ByteString because ${where}.`);
  }
  return text;
}

function toValue(method: string, value: unknown): string {
  const text = toByteString(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  if (/[\0\r\n]/.test(text)) throw new TypeError(`Headers.${method}: "${text}" is an invalid header value.`);
  return text;
}

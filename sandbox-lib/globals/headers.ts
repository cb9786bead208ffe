// Headers. Inside the context. https://fetch.spec.whatwg.org/#headers-class
import { inspect } from '../internal/inspect.ts';
import type { InspectOptions } from '../internal/inspect-types.ts';
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

let guardOf: (headers: Headers, guard: Guard) => void;

export class Headers {
  /** By the name in small letters. */
  readonly #entries = new Map<string, Entry>();
  #guard: Guard = 'none';

  static {
    guardOf = (headers, guard) => {
      headers.#guard = guard;
    };
  }

  constructor(init?: HeadersInit) {
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
    const [key, written] = this.#check('append', name);
    const text = toValue('append', value);
    this.#refuseChange();
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, { name: written, values: [text] });
    else entry.values.push(text);
  }

  set(name: unknown, value: unknown): void {
    const [key, written] = this.#check('set', name);
    const text = toValue('set', value);
    this.#refuseChange();
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, { name: written, values: [text] });
    else entry.values = [text];
  }

  delete(name: unknown): void {
    const [key] = this.#check('delete', name);
    this.#refuseChange();
    this.#entries.delete(key);
  }

  get(name: unknown): string | null {
    const [key] = this.#check('get', name);
    return this.#entries.get(key)?.values.join(key === 'cookie' ? '; ' : ', ') ?? null;
  }

  has(name: unknown): boolean {
    return this.#entries.has(this.#check('has', name)[0]);
  }

  getSetCookie(): string[] {
    return [...(this.#entries.get('set-cookie')?.values ?? [])];
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, self?: unknown): void {
    if (typeof callback !== 'function') {
      throw new TypeError("Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'Function'.");
    }
    for (const [name, value] of this.entries()) Reflect.apply(callback, self, [value, name, this]);
  }

  *entries(): Generator<[string, string], undefined> {
    for (const key of [...this.#entries.keys()].sort()) {
      const values = this.#entries.get(key)?.values ?? [];
      if (key === 'set-cookie') for (const value of values) yield [key, value];
      else if (values.length > 0) yield [key, values.join(key === 'cookie' ? '; ' : ', ')];
    }
    return undefined;
  }

  *keys(): Generator<string, undefined> {
    for (const [name] of this.entries()) yield name;
    return undefined;
  }

  *values(): Generator<string, undefined> {
    for (const [, value] of this.entries()) yield value;
    return undefined;
  }

  declare [Symbol.iterator]: () => Generator<[string, string], undefined>;

  #check(method: string, name: unknown): [key: string, written: string] {
    const text = toByteString(name);
    if (!TOKEN.test(text)) throw new TypeError(`Headers.${method}: "${text}" is an invalid header name.`);
    return [text.toLowerCase(), text];
  }

  #refuseChange(): void {
    if (this.#guard === 'immutable') throw new TypeError('immutable');
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = [...this.#entries.values()].map(({ name, values }) => [name, values.join(', ')]);
    return `Headers ${inspect(Object.fromEntries(shown), options)}`;
  }
}
toInterface(Headers);
Object.defineProperty(Headers.prototype, Symbol.iterator, {
  value: Headers.prototype.entries,
  writable: true,
  configurable: true,
});

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

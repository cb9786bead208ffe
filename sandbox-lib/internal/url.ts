// URL: thin over its href; the parser is the host's. Inside the context. https://url.spec.whatwg.org/#url-class
import type { UrlPart } from '../bridge.ts';
import { codedError, nodeError } from './errors.ts';
import { host } from './host.ts';
import { createObjectURL, revokeObjectURL } from './object-urls.ts';
import { ObjectDefineProperties } from './primordials.ts';
import { type Inspect, type InspectOptions, inspectUrl } from './url-inspect.ts';
import { splitHref, type UrlParts } from './url-parts.ts';
import { access, URLSearchParams } from './url-search-params.ts';

const customInspect = Symbol.for('nodejs.util.inspect.custom');
/** Third argument of the constructor: the first is an href that was parsed already. */
const kParsed = Symbol('parsed');

function parse(input: string, base: string | undefined): string | undefined {
  const href = host('urlParse', input, base);
  return typeof href === 'string' ? href : undefined;
}

/** As the parser itself refuses, without the code in its text. */
export function invalidURL(input: string, base: string | undefined): Error {
  const given = { input: input.toWellFormed() };
  const more = base === undefined ? given : { ...given, base: base.toWellFormed() };
  return codedError('TypeError', 'ERR_INVALID_URL', 'Invalid URL', more);
}

/** A URL of any library, told from the legacy kind: by what it has, as node does. */
export function isURL(value: unknown): value is URL {
  const url = value as { href?: unknown; protocol?: unknown; auth?: unknown; path?: unknown } | null | undefined;
  return Boolean(url?.href && url.protocol && url.auth === undefined && url.path === undefined);
}

export class URL {
  #href: string;
  #parts: UrlParts | undefined;
  #searchParams: URLSearchParams | undefined;
  /** The search parameters were changed; the href gets to know when somebody looks. */
  #isStale = false;

  constructor(input: string, base: string | undefined = undefined, mode: symbol | undefined = undefined) {
    // biome-ignore lint/complexity/noArguments: undefined given is not the same as nothing given, and the length counts
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'url');
    const text = typeof input === 'string' ? input : `${input}`;
    if (mode === kParsed) {
      this.#href = text;
      return;
    }
    const baseText = base === undefined ? undefined : `${base}`;
    const href = parse(text, baseText);
    if (href === undefined) throw invalidURL(text, baseText);
    this.#href = href;
  }

  static canParse(url: string, base: string | undefined = undefined): boolean {
    // biome-ignore lint/complexity/noArguments: as above
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'url');
    return parse(`${url}`, base === undefined ? undefined : `${base}`) !== undefined;
  }

  static parse(input: string, base: string | undefined = undefined): URL | null {
    // biome-ignore lint/complexity/noArguments: as above
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'url');
    const href = parse(`${input}`, base === undefined ? undefined : `${base}`);
    return href === undefined ? null : new URL(href, undefined, kParsed);
  }

  static createObjectURL(object: unknown): string {
    return createObjectURL(object);
  }

  static revokeObjectURL(url: string): void {
    // biome-ignore lint/complexity/noArguments: as above
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'url');
    revokeObjectURL(url);
  }

  toString(): string {
    return this.#current();
  }

  get href(): string {
    return this.#current();
  }

  set href(value: string) {
    const text = `${value}`;
    const wasStale = this.#isStale;
    const href = parse(text, undefined);
    if (href === undefined) throw nodeError('ERR_INVALID_URL', text);
    if (wasStale) this.#isStale = false;
    this.#become(href, true);
  }

  get origin(): string {
    const { protocol, host: hostAndPort, pathname } = this.#parts ?? this.#split();
    switch (protocol) {
      case 'http:':
      case 'https:':
      case 'ws:':
      case 'wss:':
      case 'ftp:':
        return `${protocol}//${hostAndPort}`;
      case 'blob:': {
        const inner = parse(pathname, undefined);
        return inner !== undefined && /^https?:/.test(inner) ? new URL(inner, undefined, kParsed).origin : 'null';
      }
      default:
        return 'null';
    }
  }

  get protocol(): string {
    return (this.#parts ?? this.#split()).protocol;
  }

  set protocol(value: string) {
    URL.#update(this, this.#isStale, 'protocol', value);
  }

  get username(): string {
    return (this.#parts ?? this.#split()).username;
  }

  set username(value: string) {
    URL.#update(this, this.#isStale, 'username', value);
  }

  get password(): string {
    return (this.#parts ?? this.#split()).password;
  }

  set password(value: string) {
    URL.#update(this, this.#isStale, 'password', value);
  }

  get host(): string {
    return (this.#parts ?? this.#split()).host;
  }

  set host(value: string) {
    URL.#update(this, this.#isStale, 'host', value);
  }

  get hostname(): string {
    return (this.#parts ?? this.#split()).hostname;
  }

  set hostname(value: string) {
    URL.#update(this, this.#isStale, 'hostname', value);
  }

  get port(): string {
    return (this.#parts ?? this.#split()).port;
  }

  set port(value: string) {
    URL.#update(this, this.#isStale, 'port', value);
  }

  get pathname(): string {
    return (this.#parts ?? this.#split()).pathname;
  }

  set pathname(value: string) {
    URL.#update(this, this.#isStale, 'pathname', value);
  }

  get search(): string {
    this.#current();
    const { search } = this.#parts ?? this.#split();
    return search === '?' ? '' : search;
  }

  set search(value: string) {
    URL.#update(this, this.#isStale, 'search', value);
  }

  get searchParams(): URLSearchParams {
    if (this.#searchParams === undefined) {
      this.#searchParams = new URLSearchParams(this.search);
      access.watch(this.#searchParams, () => {
        this.#isStale = true;
      });
    }
    return this.#searchParams;
  }

  get hash(): string {
    const { hash } = this.#parts ?? this.#split();
    return hash === '#' ? '' : hash;
  }

  set hash(value: string) {
    URL.#update(this, this.#isStale, 'hash', value);
  }

  toJSON(): string {
    return this.#current();
  }

  [customInspect](depth: number | null, options: InspectOptions, inspect: Inspect): unknown {
    const href = this.#current();
    return inspectUrl(this, splitHref(href), depth, options, inspect);
  }

  #split(): UrlParts {
    this.#parts = splitHref(this.#href);
    return this.#parts;
  }

  /** The href, with what the script did to its searchParams. */
  #current(): string {
    if (this.#isStale) {
      this.#isStale = false;
      const query = String(this.#searchParams);
      const { search, hash } = this.#parts ?? this.#split();
      const end = this.#href.length - hash.length;
      // What the parameters write is valid in a URL as it is. Without a query the parser may have more to do.
      if (query !== '') this.#become(`${this.#href.slice(0, end - search.length)}?${query}${hash}`, false);
      else this.#set('search', '');
    }
    return this.#href;
  }

  #become(href: string, mayChangeQuery: boolean): void {
    this.#href = href;
    this.#parts = undefined;
    if (mayChangeQuery && this.#searchParams !== undefined) access.refill(this.#searchParams, this.search);
  }

  #set(part: UrlPart, value: string): void {
    const href = host('urlUpdate', this.#href, part, value);
    if (typeof href === 'string') this.#become(href, false);
  }

  /** Static, so that a setter on a foreign `this` fails at its own reading of a private field, as in node. */
  static #update(url: URL, isStale: boolean, part: UrlPart, value: string): void {
    const text = `${value}`;
    if (isStale) url.#current();
    url.#set(part, text);
    if (part === 'search' && url.#searchParams !== undefined) access.refill(url.#searchParams, url.search);
  }
}

const enumerable = { __proto__: null, enumerable: true };
ObjectDefineProperties(URL.prototype, {
  [Symbol.toStringTag]: { __proto__: null, value: 'URL', configurable: true },
  toString: enumerable,
  href: enumerable,
  origin: enumerable,
  protocol: enumerable,
  username: enumerable,
  password: enumerable,
  host: enumerable,
  hostname: enumerable,
  port: enumerable,
  pathname: enumerable,
  search: enumerable,
  searchParams: enumerable,
  hash: enumerable,
  toJSON: enumerable,
});
ObjectDefineProperties(URL, {
  canParse: enumerable,
  parse: enumerable,
  createObjectURL: enumerable,
  revokeObjectURL: enumerable,
});

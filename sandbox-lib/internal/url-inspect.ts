// How util.inspect shows a URL, its search parameters and their iterators. Inside the context.
import type { UrlParts } from './url-parts.ts';

export type Inspect = (value: unknown, options?: object) => string;
export interface InspectOptions {
  readonly stylize: (text: string, style: string) => string;
  readonly breakLength: number;
  readonly showHidden?: boolean;
}

function deeper(options: object, depth: number | null): object {
  return depth === null ? { ...options } : { ...options, depth: depth - 1 };
}

function isTooDeep(depth: number | null): boolean {
  return typeof depth === 'number' && depth < 0;
}

export function inspectParams(
  name: string,
  list: readonly string[],
  depth: number | null,
  options: InspectOptions,
  inspect: Inspect,
): string {
  if (isTooDeep(depth)) return options.stylize('[Object]', 'special');
  const inner = deeper(options, depth);
  const pairs: string[] = [];
  for (let i = 0; i < list.length; i += 2) pairs.push(`${inspect(list[i], inner)} => ${inspect(list[i + 1], inner)}`);
  if (pairs.length === 0) return `${name} {}`;
  const plain = pairs.join(', ').replace(/\u001b\[\d\d?m/g, '');
  return plain.length > options.breakLength
    ? `${name} {\n  ${pairs.join(',\n  ')} }`
    : `${name} { ${pairs.join(', ')} }`;
}

export function inspectIterator(
  items: readonly unknown[],
  depth: number | null,
  options: object,
  inspect: Inspect,
): string {
  if (isTooDeep(depth)) return (options as InspectOptions).stylize('[Object]', 'special');
  const inner = deeper(options, depth);
  const shown = items.map((item) => inspect(item, inner));
  const broken = inspect(items, inner).includes('\n');
  return `URLSearchParams Iterator {${broken ? `\n  ${shown.join(',\n  ')}` : ` ${shown.join(', ')}`} }`;
}

/** The record node keeps behind a URL and shows with `showHidden`: where its parts begin and end. */
class URLContext {
  href: string;
  protocol_end: number;
  username_end: number;
  host_start: number;
  host_end: number;
  pathname_start: number;
  search_start: number;
  hash_start: number;
  port: number;
  scheme_type: number;

  constructor(href: string, parts: UrlParts) {
    const { protocol, username, password, hostname, host, port, pathname, search, hash } = parts;
    const userStart = protocol.length + (parts.hasAuthority ? 2 : 0);
    const hashStart = href.length - hash.length;
    const searchStart = hashStart - search.length;
    this.href = href;
    this.protocol_end = protocol.length;
    this.username_end = userStart + username.length;
    this.host_start = this.username_end + (password === '' ? 0 : password.length + 1);
    this.host_end = this.host_start + (username === '' && password === '' ? 0 : 1) + hostname.length;
    this.pathname_start = this.host_end + host.length - hostname.length;
    this.search_start = search === '' ? URLContext.#omitted : searchStart;
    this.hash_start = hash === '' ? URLContext.#omitted : hashStart;
    this.port = port === '' ? URLContext.#omitted : Number(port);
    this.scheme_type = Math.max(SCHEMES.indexOf(protocol), 0) || (protocol === 'http:' ? 0 : 1);
    if (pathname === '') this.pathname_start = searchStart;
  }

  static #omitted = 4294967295;

  get hasPort(): boolean {
    return this.port !== URLContext.#omitted;
  }
  get hasSearch(): boolean {
    return this.search_start !== URLContext.#omitted;
  }
  get hasHash(): boolean {
    return this.hash_start !== URLContext.#omitted;
  }
}

/** In the order of the parser's numbers; the second place means "not special". */
const SCHEMES = ['http:', ' ', 'https:', 'ws:', 'ftp:', 'wss:', 'file:'];
const hidden = Symbol('context');

interface Shown {
  readonly href: string;
  readonly constructor: { readonly name: string };
}

export function inspectUrl(
  url: Shown,
  parts: UrlParts,
  depth: number | null,
  options: InspectOptions,
  inspect: Inspect,
): unknown {
  if (isTooDeep(depth)) return url;
  const object: Record<PropertyKey, unknown> = { __proto__: { constructor: url.constructor } };
  for (const key of SHOWN) object[key] = (url as unknown as Record<string, unknown>)[key];
  if (options.showHidden) object[hidden] = new URLContext(url.href, parts);
  return `${url.constructor.name} ${inspect(object, options)}`;
}

const SHOWN = [
  ...['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search'],
  ...['searchParams', 'hash'],
];

// The legacy URL object of url.parse() and its four methods. Inside the context. https://nodejs.org/api/url.html#legacy-url-api

import { domainToUnicode } from './domain.ts';
import { nodeError } from './errors.ts';
import { formatLegacy } from './legacy-url-format.ts';
import { parseInto, splitPort } from './legacy-url-parse.ts';
import { resolveLegacy } from './legacy-url-resolve.ts';
import { isCalledFromNodeModules } from './node-modules.ts';
import { URL } from './url.ts';
import { splitHref } from './url-parts.ts';
import { validateObject } from './validators.ts';
import { emitWarning } from './warning.ts';

/** The fields of a legacy URL; scripts build such objects themselves and leave fields out. */
export interface LegacyUrl {
  protocol: string | null;
  slashes: boolean | null;
  auth: string | null;
  host: string | null;
  port: string | null;
  hostname: string | null;
  hash: string | null;
  search: string | null;
  query: string | object | null;
  pathname: string | null;
  path: string | null;
  href: string | null;
}

export interface Url extends LegacyUrl {
  parse(url: unknown, parseQueryString?: boolean, slashesDenoteHost?: boolean): Url;
  format(): string;
  resolve(relative: string): string;
  resolveObject(relative: string | Url): Url;
  parseHost(): void;
}

function UrlFunction(this: LegacyUrl): void {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}
Object.defineProperty(UrlFunction, 'name', { __proto__: null, value: 'Url' });

/** A function, not a class: its methods are enumerable, and old code calls them on objects of its own. */
export const Url = UrlFunction as unknown as { new (): Url; readonly prototype: Url };

Object.assign(UrlFunction.prototype, {
  parse(this: Url, url: unknown, parseQueryString?: boolean, slashesDenoteHost?: boolean): Url {
    parseInto(this, url, parseQueryString, slashesDenoteHost);
    return this;
  },
  format(this: LegacyUrl): string {
    return formatLegacy(this);
  },
  resolve(this: Url, relative: string): string {
    return this.resolveObject(parse(relative, false, true)).format();
  },
  resolveObject(this: Url, relative: string | Url): Url {
    return resolveLegacy(this, typeof relative === 'string' ? new Url().parse(relative, false, true) : relative);
  },
  parseHost(this: LegacyUrl): void {
    splitPort(this);
  },
});

let hasWarned = false;

function warnOnce(): void {
  if (hasWarned || isCalledFromNodeModules()) return;
  hasWarned = true;
  const message =
    '`url.parse()` behavior is not standardized and prone to errors that have security implications. Use the WHATWG URL ' +
    'API instead. CVEs are not issued for `url.parse()` vulnerabilities.';
  emitWarning(message, 'DeprecationWarning', 'DEP0169');
}

export function parse(url: unknown, parseQueryString?: boolean, slashesDenoteHost?: boolean): Url {
  warnOnce();
  return url instanceof Url ? url : new Url().parse(url, parseQueryString, slashesDenoteHost);
}

export function resolve(from: string, to: string): string {
  return parse(from, false, true).resolve(to);
}

export function resolveObject(from: string, to: string): Url | string {
  return from ? parse(from, false, true).resolveObject(to) : to;
}

export interface FormatOptions {
  readonly fragment?: unknown;
  readonly unicode?: unknown;
  readonly search?: unknown;
  readonly auth?: unknown;
}

export function format(urlObject: unknown, options?: FormatOptions): string {
  if (typeof urlObject === 'string') return formatLegacy(parse(urlObject));
  if (typeof urlObject !== 'object' || urlObject === null) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'urlObject', ['Object', 'string'], urlObject);
  }
  if (!(urlObject instanceof URL)) return formatLegacy(urlObject);
  if (options) validateObject(options, 'options');
  return formatWhatwg(urlObject.href, options || {});
}

function formatWhatwg(href: string, options: FormatOptions): string {
  const { hash, search, username, password, hostname } = splitHref(href);
  const wants = (option: unknown) => Boolean(option ?? true);
  const end = href.length - hash.length;
  let text = href.slice(0, end - search.length);
  if (!wants(options.auth) && (username !== '' || password !== '')) text = text.replace(/\/\/[^@]*@/, '//');
  if (options.unicode && hostname.includes('xn--'))
    text = text.replace(hostname, domainToUnicode(hostname) || hostname);
  if (wants(options.search)) text += search;
  return wants(options.fragment) ? text + hash : text;
}

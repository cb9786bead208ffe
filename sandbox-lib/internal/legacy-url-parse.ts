// url.parse(): takes a text apart as node's legacy parser does, its leniency included. Inside the context.
// https://nodejs.org/api/url.html#urlparseurlstring-parsequerystring-slashesdenotehost
import { hostnameToASCII } from './domain.ts';
import { nodeError } from './errors.ts';
import type { LegacyUrl } from './legacy-url.ts';
import { formatLegacy, isIpv6 } from './legacy-url-format.ts';
import { isHostless, isSlashed, isUnsafe } from './legacy-url-protocols.ts';
import { querystring } from './querystring.ts';
import { validateString } from './validators.ts';

const MAX_HOSTNAME = 255;
/** '/path?query' and nothing else. */
const SIMPLE_PATH = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/;
const PROTOCOL = /^[a-z0-9.+-]+:/i;
const USER_AT_HOST = /^\/\/[^@/]+@[^@/]+/;
/** Whatever IDNA may have let into a name that was free of it: it would make another URL of this one. */
const FORBIDDEN = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const FORBIDDEN_IPV6 = /[\0\t\n\r #%/<>?@\\^|]/;

function isSpace(code: number): boolean {
  return code < 33 || code === 0xa0 || code === 0xfeff;
}

/** Without the white space around it, and with '/' for each '\' in front of the query. */
function clean(url: string): string {
  let start = 0;
  let end = url.length;
  while (start < end && isSpace(url.charCodeAt(start))) start++;
  while (end > start && isSpace(url.charCodeAt(end - 1))) end--;
  const text = url.slice(start, end);
  const split = text.search(/[?#]/);
  if (split === -1) return text.replaceAll('\\', '/');
  return text.slice(0, split).replaceAll('\\', '/') + text.slice(split);
}

export function parseInto(self: LegacyUrl, url: unknown, parseQuery?: boolean, slashesDenoteHost?: boolean): void {
  validateString(url, 'url');
  const text = clean(url);
  const beforeQuery = text.split(/[?#]/, 1)[0] as string;
  const isPlain = !slashesDenoteHost && !text.includes('#') && !beforeQuery.includes('@');
  const simple = isPlain ? SIMPLE_PATH.exec(text) : null;
  if (simple !== null) {
    self.path = text;
    self.href = text;
    self.pathname = simple[1] as string;
    takeSearch(self, simple[2], parseQuery);
    return;
  }
  const protocol = PROTOCOL.exec(text)?.[0];
  const lower = protocol?.toLowerCase();
  if (lower !== undefined) self.protocol = lower;
  let rest = text.slice(protocol?.length ?? 0);
  const slashes = (slashesDenoteHost || protocol || USER_AT_HOST.test(rest)) && rest.startsWith('//');
  if (slashes && !isHostless(lower)) {
    rest = rest.slice(2);
    self.slashes = true;
  }
  if (!isHostless(lower) && (slashes || (protocol && !isSlashed(protocol)))) rest = takeHost(self, rest, url);
  takePath(self, isUnsafe(lower) ? rest : autoEscape(rest), parseQuery);
  if (isSlashed(lower) && self.hostname && !self.pathname) self.pathname = '/';
  if (self.pathname || self.search) self.path = (self.pathname || '') + (self.search || '');
  self.href = formatLegacy(self);
}

function takeSearch(self: LegacyUrl, search: string | undefined, parseQuery: boolean | undefined): void {
  if (search) {
    self.search = search;
    self.query = parseQuery ? querystring.parse(search.slice(1)) : search.slice(1);
  } else if (parseQuery) {
    self.search = null;
    self.query = Object.create(null) as object;
  }
}

/** Delimiters and "unwise" characters of RFC 2396, and the quotes an attribute of HTML could end with. */
function autoEscape(rest: string): string {
  return rest.replace(/[\t\n\r "'<>\\^`{|}]/g, (char) => {
    return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

function takePath(self: LegacyUrl, rest: string, parseQuery: boolean | undefined): void {
  const hash = rest.indexOf('#');
  if (hash !== -1) self.hash = rest.slice(hash);
  const before = hash === -1 ? rest : rest.slice(0, hash);
  const question = before.indexOf('?');
  takeSearch(self, question === -1 ? undefined : before.slice(question), parseQuery);
  const pathname = question === -1 ? before : before.slice(0, question);
  if (pathname !== '') self.pathname = pathname;
}

interface Authority {
  /** The text without the tabs and line ends in front of where the authority ends. */
  text: string;
  /** Behind the last '@', or 0. */
  start: number;
  end: number;
}

/** The authority ends at '/', '?' or '#'; its host ends before the first character no host has, behind the last '@'. */
function findAuthority(rest: string): Authority {
  const stop = rest.search(/[/?#]/);
  const head = (stop === -1 ? rest : rest.slice(0, stop)).replace(/[\t\n\r]/g, '');
  const text = stop === -1 ? head : head + rest.slice(stop);
  const start = head.lastIndexOf('@') + 1;
  const bad = head.slice(start).search(/[ "%';<>\\^`{|}]/);
  return { text, start, end: bad === -1 ? head.length : start + bad };
}

/** Reads auth, host and port off the front, returns what follows them. */
function takeHost(self: LegacyUrl, before: string, url: string): string {
  const { text, start, end } = findAuthority(before);
  if (start > 0) self.auth = decodeURIComponent(text.slice(0, start - 1));
  self.host = text.slice(start, end);
  let rest = text.slice(end);
  splitPort(self);
  let hostname = self.hostname ?? '';
  const ipv6 = isIpv6(hostname);
  if (!ipv6) {
    const bad = hostname.search(/[/\\#?:]/);
    if (bad !== -1) {
      // What is left of a port that is no number.
      if (hostname[bad] === ':') throw nodeError('ERR_INVALID_ARG_VALUE', 'url', 'Invalid port in url', url);
      rest = `/${hostname.slice(bad)}${rest}`;
      hostname = hostname.slice(0, bad);
    }
  }
  hostname = hostname.length > MAX_HOSTNAME ? '' : checkHostname(hostname.toLowerCase(), ipv6, url);
  self.host = hostname + (self.port ? `:${self.port}` : '');
  self.hostname = ipv6 ? hostname.slice(1, -1) : hostname;
  return ipv6 && !rest.startsWith('/') ? `/${rest}` : rest;
}

function checkHostname(hostname: string, ipv6: boolean, url: string): string {
  if (hostname === '') return hostname;
  const ascii = ipv6 ? hostname : hostnameToASCII(hostname);
  if (ascii === '' || (ipv6 ? FORBIDDEN_IPV6 : FORBIDDEN).test(ascii)) throw nodeError('ERR_INVALID_URL', url);
  return ascii;
}

/** host → hostname and port. */
export function splitPort(self: LegacyUrl): void {
  let hostname = self.host as string; // the callers have set it
  const port = /:[0-9]*$/.exec(hostname)?.[0];
  if (port !== undefined) {
    if (port !== ':') self.port = port.slice(1);
    hostname = hostname.slice(0, -port.length);
  }
  if (hostname !== '') self.hostname = hostname;
}

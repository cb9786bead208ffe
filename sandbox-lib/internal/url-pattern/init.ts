// Components given one by one, completed from a base URL. Inside the context. https://urlpattern.spec.whatwg.org/#process-a-urlpatterninit
import { URL } from '../url.ts';
import {
  isSpecial,
  toHash,
  toHostname,
  toOpaquePathname,
  toPassword,
  toPathname,
  toPort,
  toProtocol,
  toSearch,
  toUsername,
} from './canonical.ts';
import { escapePattern } from './component.ts';
import { patternError } from './tokens.ts';

export const PATTERN_PARTS = [
  'protocol',
  'username',
  'password',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
] as const;
export type PatternPart = (typeof PATTERN_PARTS)[number];
export type PatternInit = { [K in PatternPart | 'baseURL']?: string };

/** A component comes from the base URL unless one of these is given. */
const INHERITED: readonly (readonly [part: PatternPart, unless: readonly PatternPart[]])[] = [
  ['protocol', ['protocol']],
  ['username', ['protocol', 'hostname', 'port', 'username']],
  ['password', ['protocol', 'hostname', 'port', 'username', 'password']],
  ['hostname', ['protocol', 'hostname']],
  ['port', ['protocol', 'hostname', 'port']],
  ['pathname', ['protocol', 'hostname', 'port', 'pathname']],
  ['search', ['protocol', 'hostname', 'port', 'pathname', 'search']],
  ['hash', ['protocol', 'hostname', 'port', 'pathname', 'search', 'hash']],
];

/** The component as the base URL has it, without its mark. */
function partOf(url: URL, part: PatternPart): string {
  if (part === 'protocol') return url.protocol.slice(0, -1);
  if (part === 'search' || part === 'hash') return url[part].slice(1);
  return url[part];
}

function parseBase(baseURL: string): URL {
  try {
    return new URL(baseURL);
  } catch {
    throw patternError();
  }
}

/** `start`: what each component is when neither this nor the base URL says it. */
export function processInit(init: PatternInit, type: 'pattern' | 'url', start: PatternInit): PatternInit {
  const result: PatternInit = { ...start };
  const base = init.baseURL === undefined ? undefined : parseBase(init.baseURL);
  if (base !== undefined) {
    for (const [part, unless] of INHERITED) {
      if (type === 'pattern' && (part === 'username' || part === 'password')) continue;
      if (unless.some((name) => init[name] !== undefined)) continue;
      const value = partOf(base, part);
      result[part] = type === 'pattern' ? escapePattern(value) : value;
    }
  }
  const isUrl = type === 'url';
  if (init.protocol !== undefined) {
    const protocol = init.protocol.replace(/:$/, '');
    result.protocol = isUrl ? toProtocol(protocol) : protocol;
  }
  if (init.username !== undefined) result.username = isUrl ? toUsername(init.username) : init.username;
  if (init.password !== undefined) result.password = isUrl ? toPassword(init.password) : init.password;
  if (init.hostname !== undefined) result.hostname = isUrl ? toHostname(init.hostname) : init.hostname;
  if (init.port !== undefined) result.port = isUrl ? toPort(init.port, result.protocol) : init.port;
  if (init.pathname !== undefined) result.pathname = processPathname(init.pathname, type, base, result.protocol ?? '');
  if (init.search !== undefined) {
    const search = init.search.replace(/^\?/, '');
    result.search = isUrl ? toSearch(search) : search;
  }
  if (init.hash !== undefined) {
    const hash = init.hash.replace(/^#/, '');
    result.hash = isUrl ? toHash(hash) : hash;
  }
  return result;
}

function processPathname(given: string, type: 'pattern' | 'url', base: URL | undefined, protocol: string): string {
  let pathname = given;
  const absolute = type === 'pattern' ? /^(?:\/|\\\/|\{\/)/.test(given) : given.startsWith('/');
  if (base?.pathname.startsWith('/') && !absolute) {
    const path = type === 'pattern' ? escapePattern(base.pathname) : base.pathname;
    pathname = path.slice(0, path.lastIndexOf('/') + 1) + given;
  }
  if (type === 'pattern') return pathname;
  const folders = protocol === '' || isSpecial(protocol);
  return folders ? toPathname(pathname) : toOpaquePathname(pathname);
}

// url.resolve(): a relative reference against a base, as node's legacy parser sees both. Inside the context.
// https://nodejs.org/api/url.html#urlresolvefrom-to
import { type LegacyUrl, Url } from './legacy-url.ts';
import { formatLegacy } from './legacy-url-format.ts';
import { isHostless, isSlashed } from './legacy-url-protocols.ts';

function joinPath(url: LegacyUrl): string {
  return (url.pathname || '') + (url.search || '');
}

function finish(result: Url): Url {
  result.href = formatLegacy(result);
  return result;
}

/** What `base` makes of `relative`; both keep their odd forms: a host in the path of 'mailto:', user names in hosts. */
export function resolveLegacy(base: LegacyUrl, relative: LegacyUrl): Url {
  const result = Object.assign(new Url(), base);
  result.hash = relative.hash;
  if (relative.href === '') return finish(result);
  if (relative.slashes && !relative.protocol) return takeAllButProtocol(result, relative);
  if (relative.protocol && relative.protocol !== result.protocol) return takeProtocol(result, relative);
  return mergePaths(result, relative);
}

/** '//host/path' */
function takeAllButProtocol(result: Url, relative: LegacyUrl): Url {
  const { protocol: _, ...others } = relative;
  Object.assign(result, others);
  if (isSlashed(result.protocol) && result.hostname && !result.pathname) {
    result.pathname = '/';
    result.path = '/';
  }
  return finish(result);
}

/** Another protocol: the relative one is absolute. Where a host must be and is not, the path gives it. */
function takeProtocol(result: Url, relative: LegacyUrl): Url {
  if (!isSlashed(relative.protocol)) return finish(Object.assign(result, relative));
  result.protocol = relative.protocol;
  if (!relative.host && !/^file:?$/.test(relative.protocol as string) && !isHostless(relative.protocol)) {
    result.pathname = takeHostFromPath(relative);
  } else {
    result.pathname = relative.pathname;
  }
  result.search = relative.search;
  result.query = relative.query;
  result.host = relative.host || '';
  result.auth = relative.auth;
  result.hostname = relative.hostname || relative.host;
  result.port = relative.port;
  if (result.pathname || result.search) result.path = joinPath(result);
  result.slashes ||= relative.slashes;
  return finish(result);
}

function takeHostFromPath(relative: LegacyUrl): string {
  const segments = (relative.pathname || '').split('/');
  const first = segments.findIndex((segment) => segment !== '');
  relative.host = first === -1 ? '' : (segments[first] as string);
  relative.hostname ||= '';
  const rest = first === -1 ? [] : segments.slice(first + 1);
  if (rest[0] !== '') rest.unshift('');
  if (rest.length < 2) rest.unshift('');
  return rest.join('/');
}

/** A path under way to its result, as segments. */
interface Way {
  /** Of the base; in the end of the result. */
  segments: string[];
  readonly relative: string[];
  /** The base has a protocol without '//': what would be its host is the first segment. */
  readonly hostInPath: boolean;
  mustBeAbsolute: boolean;
  readonly dropAllDots: boolean;
}

function beginsWithSlash(path: string | null | undefined): boolean {
  return typeof path === 'string' && path.startsWith('/');
}

function putFirst(segments: string[], host: string): void {
  if (segments[0] === '') segments[0] = host;
  else segments.unshift(host);
}

function mergePaths(result: Url, relative: LegacyUrl): Url {
  const isRelativeAbsolute = Boolean(relative.host) || beginsWithSlash(relative.pathname);
  const mustBeAbsolute =
    isRelativeAbsolute || beginsWithSlash(result.pathname) || Boolean(result.host && relative.pathname);
  const way: Way = {
    segments: result.pathname ? result.pathname.split('/') : [],
    relative: relative.pathname ? relative.pathname.split('/') : [],
    hostInPath: Boolean(result.protocol) && !isSlashed(result.protocol),
    mustBeAbsolute,
    dropAllDots: mustBeAbsolute,
  };
  if (way.hostInPath) moveHostsIntoPaths(result, relative, way);
  if (isRelativeAbsolute) {
    takeHost(result, relative);
    way.segments = way.relative;
  } else if (way.relative.length > 0) {
    way.segments.pop();
    way.segments = way.segments.concat(way.relative);
    takeQuery(result, relative);
  } else if (relative.search !== null && relative.search !== undefined) {
    return takeOnlyQuery(result, relative, way);
  }
  if (way.segments.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    return finish(result);
  }
  walk(result, relative, way);
  result.auth = relative.auth || result.auth;
  result.slashes ||= relative.slashes;
  return finish(result);
}

function moveHostsIntoPaths(result: Url, relative: LegacyUrl, way: Way): void {
  result.hostname = '';
  result.port = null;
  if (result.host) putFirst(way.segments, result.host);
  result.host = '';
  if (relative.protocol) {
    relative.hostname = null;
    relative.port = null;
    result.auth = null;
    if (relative.host) putFirst(way.relative, relative.host);
    relative.host = null;
  }
  way.mustBeAbsolute &&= way.relative[0] === '' || way.segments[0] === '';
}

function takeQuery(result: Url, relative: LegacyUrl): void {
  result.search = relative.search;
  result.query = relative.query;
}

function takeHost(result: Url, relative: LegacyUrl): void {
  if (relative.host || relative.host === '') {
    if (result.host !== relative.host) result.auth = null;
    result.host = relative.host;
    result.port = relative.port;
  }
  if (relative.hostname || relative.hostname === '') {
    if (result.hostname !== relative.hostname) result.auth = null;
    result.hostname = relative.hostname;
  }
  takeQuery(result, relative);
}

/** '?query' */
function takeOnlyQuery(result: Url, relative: LegacyUrl, way: Way): Url {
  if (way.hostInPath) setHost(result, way.segments.shift());
  takeQuery(result, relative);
  if (result.pathname !== null || result.search !== null) result.path = joinPath(result);
  return finish(result);
}

/** A host that was a segment may have its user name in front: 'mailto:local1@domain1'. */
function setHost(result: Url, host: string | undefined): void {
  result.host = host as string; // undefined where there was no segment: node leaves it so, too
  if (host !== undefined && host.indexOf('@') > 0) {
    const [auth, domain] = host.split('@');
    result.auth = auth as string;
    result.host = domain as string;
  }
  result.hostname = result.host;
}

/** Resolves '.' and '..', puts a host back where it belongs and writes the path. */
function walk(result: Url, relative: LegacyUrl, way: Way): void {
  const { segments } = way;
  const last = segments[segments.length - 1];
  const hasDots = last === '.' || last === '..';
  const endsInSlash = last === '' || (hasDots && Boolean(result.host || relative.host || segments.length > 1));
  dropDots(segments, !way.mustBeAbsolute && !way.dropAllDots);
  if (way.mustBeAbsolute && segments[0] !== '' && !beginsWithSlash(segments[0])) segments.unshift('');
  if (endsInSlash && !segments.join('/').endsWith('/')) segments.push('');
  const isAbsolute = segments[0] === '' || beginsWithSlash(segments[0]);
  if (way.hostInPath) setHost(result, isAbsolute ? '' : (segments.shift() ?? ''));
  if ((way.mustBeAbsolute || (result.host && segments.length > 0)) && !isAbsolute) segments.unshift('');
  if (segments.length > 0) {
    result.pathname = segments.join('/');
  } else {
    result.pathname = null;
    result.path = null;
  }
  if (result.pathname !== null || result.search !== null) result.path = joinPath(result);
}

function dropDots(segments: string[], keepLeading: boolean): void {
  let up = 0;
  for (let i = segments.length - 1; i >= 0; i--) {
    if (segments[i] === '..') up++;
    else if (segments[i] !== '.') {
      if (up === 0) continue;
      up--;
    }
    segments.splice(i, 1);
  }
  if (keepLeading) segments.unshift(...Array(up).fill('..'));
}

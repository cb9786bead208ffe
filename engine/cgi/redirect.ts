// The request a local redirect stands for. Parent process; RFC 3875 6.2.2.
import { CgiError } from '../errors.ts';
import type { HeaderPairs, RedirectState } from '../types.ts';
import { encodeTarget } from './encode-path.ts';

/** The part of a request that a local redirect starts from. */
export interface RedirectOrigin {
  readonly scriptName: string;
  readonly pathInfo?: string | undefined;
  readonly query: string;
  readonly method: string;
  readonly headers: HeaderPairs;
  /** Raw request target, where a server saw one. */
  readonly requestUri?: string | undefined;
  readonly remoteUser?: string | undefined;
  /** Set when this request itself came from a local redirect. */
  readonly redirect?: RedirectState | undefined;
}

/** A GET without a body, to be located and run like any other request. */
export interface RedirectedRequest {
  readonly method: 'GET';
  /** Raw origin-form target. */
  readonly target: string;
  readonly headers: HeaderPairs;
  readonly redirect: RedirectState;
}

const MAX_HOPS = 10;
/** They describe a body that is not there any more, or the connection. */
const BODY_FIELDS = new Set(['content-length', 'transfer-encoding', 'expect', 'trailer']);

/**
 * Builds the request for the local `location` that the script of `origin` answered with.
 * @throws CgiError REDIRECT_LOOP after 10 hops
 */
export function buildRedirect(location: string, origin: RedirectOrigin): RedirectedRequest {
  const hops = (origin.redirect?.hops ?? 0) + 1;
  if (hops > MAX_HOPS) {
    throw new CgiError(
      'REDIRECT_LOOP',
      `Cannot follow the local redirect of script "${origin.scriptName}" to ${JSON.stringify(location)}: it is number ${hops}, the limit is ${MAX_HOPS}`,
    );
  }
  const mark = location.indexOf('#');
  return {
    method: 'GET',
    target: mark < 0 ? location : location.slice(0, mark),
    headers: origin.headers.filter(([name]) => !BODY_FIELDS.has(name.toLowerCase())),
    redirect: { ...(origin.redirect ?? firstState(origin)), hops },
  };
}

function firstState(origin: RedirectOrigin): RedirectState {
  return {
    hops: 0,
    url: origin.scriptName + (origin.pathInfo ?? ''),
    query: origin.query,
    method: origin.method,
    requestUri: origin.requestUri ?? encodeTarget(origin.scriptName, origin.pathInfo, origin.query),
    remoteUser: origin.remoteUser,
  };
}

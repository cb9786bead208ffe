// Splits a raw HTTP request target into path and query without decoding anything. Parent process; RFC 9112 3.2, RFC 3875 3.3.
import { CgiError } from '../errors.ts';

/** A request target taken apart. Everything is as the client sent it, nothing decoded. */
export interface RequestTarget {
  /** Path, starting with '/'. */
  readonly path: string;
  /** Query without its '?', or undefined when there was no '?'. */
  readonly query: string | undefined;
  /** Origin-form: path and query, what REQUEST_URI is. */
  readonly uri: string;
  /** Host and port of an absolute-form target; it outranks the Host field (RFC 9112 3.2.2). */
  readonly authority: string | undefined;
}

/**
 * Takes the raw target of a request apart.
 * @throws CgiError BAD_PATH when it is neither origin-form nor absolute-form with a host.
 */
export function parseTarget(target: string): RequestTarget {
  if (target.charCodeAt(0) === 0x2f) return splitQuery(target, undefined);
  const match = /^https?:\/\/([^/?#]*)/i.exec(target);
  if (match === null) {
    throw new CgiError('BAD_PATH', `Cannot route request target ${quote(target)}: it does not start with a slash`);
  }
  const [origin, authority = ''] = match;
  // RFC 9110 4.2.1. A URL parser takes the first name of the path for the host then: an app in front would see another path.
  if (/^(?::|$)/.test(authority)) {
    throw new CgiError('BAD_PATH', `Cannot route request target ${quote(target)}: it names no host`);
  }
  const rest = target.slice(origin.length);
  return splitQuery(rest.startsWith('/') ? rest : `/${rest}`, authority);
}

function splitQuery(uri: string, authority: string | undefined): RequestTarget {
  const mark = uri.indexOf('?');
  if (mark < 0) return { path: uri, query: undefined, uri, authority };
  return { path: uri.slice(0, mark), query: uri.slice(mark + 1), uri, authority };
}

function quote(target: string): string {
  return JSON.stringify(target.length > 80 ? `${target.slice(0, 80)}…` : target);
}

// What a request must look like before any app sees it: one Host of proper form, a bounded number of fields, no TRACE. Pure.
// RFC 9112 3.2 asks for 400 at a repeated or malformed Host; TRACE would echo a client's own secrets to it.
import { CgiError } from '../engine/index.ts';

/** What is looked at of a node:http message. */
export interface FrontDoorRequest {
  readonly method?: string | undefined;
  readonly httpVersion: string;
  readonly rawHeaders: readonly string[];
}

// uri-host [":" port] without the escapes and sub-delims that no real host name has; the bracketed form is IPv6.
const HOST = /^(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])?(?::\d{0,5})?$/;

/** Why a request is refused before anything else is asked; null for nearly all. */
export function refusalOf(request: FrontDoorRequest, maxHeaders: number): CgiError | null {
  const { method, httpVersion, rawHeaders } = request;
  if (method === 'TRACE' || method === 'CONNECT') {
    return new CgiError('METHOD_NOT_ALLOWED', `Cannot answer ${method}: it is never allowed`, {
      headers: { Allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS' },
    });
  }
  const count = rawHeaders.length / 2;
  if (count > maxHeaders) {
    return new CgiError('HEADERS_TOO_LARGE', `Cannot take ${count} header fields: ${maxHeaders} are allowed`);
  }
  let host: string | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name.length !== 4 || name.toLowerCase() !== 'host') continue;
    if (host !== undefined) return new CgiError('BAD_REQUEST', 'Cannot choose a host: the request has two Host fields');
    host = rawHeaders[i + 1] ?? '';
  }
  if (host === undefined) {
    return httpVersion === '1.0'
      ? null
      : new CgiError('BAD_REQUEST', 'Cannot choose a host: the request has no Host field');
  }
  if (HOST.test(host)) return null;
  return new CgiError('BAD_REQUEST', `Cannot use Host ${JSON.stringify(host.slice(0, 80))}: it is no host name`);
}

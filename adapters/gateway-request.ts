// Makes of a Hono context what the engine wants to know. Parent process.
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { CgiError, type GatewayRequest, type ScriptRequest } from '../engine/index.ts';
import { headerPairs } from './http.ts';
import { announcesBody, connectionOf, isUntouched, lazyBody, rawHeaderPairs } from './incoming.ts';

/** What the handler has already worked out. */
type Resolved = Omit<GatewayRequest, 'method' | 'headers' | 'body' | 'signal' | 'connection'>;

/** The request as the engine takes it. Under @hono/node-server it is read off the socket's own message. */
export async function gatewayRequest(
  c: Context,
  incoming: IncomingMessage | undefined,
  resolved: Resolved,
): Promise<GatewayRequest> {
  const { raw } = c.req;
  const bodyless = raw.method === 'GET' || raw.method === 'HEAD';
  if (incoming !== undefined && isUntouched(c, incoming)) {
    const headers = rawHeaderPairs(incoming);
    return {
      ...resolved,
      method: raw.method,
      headers,
      // A web Request has no GET with a body; HTTP has, and Apache hands it on.
      body: bodyless && !announcesBody(headers) ? null : lazyBody(incoming),
      signal: raw.signal,
      connection: connectionOf(incoming),
    };
  }
  return {
    ...resolved,
    method: raw.method,
    headers: headerPairs(raw),
    body: bodyless ? null : await bodyOf(c),
    signal: raw.signal,
    connection: incoming === undefined ? { scheme: schemeOf(raw.url) } : connectionOf(incoming),
  };
}

/** The body, also where a middleware has read it already: Hono keeps what it read. */
async function bodyOf(c: Context): Promise<NonNullable<ScriptRequest['body']> | null> {
  const { raw, bodyCache } = c.req;
  if (!raw.bodyUsed) return raw.body;
  if (bodyCache.formData !== undefined && bodyCache.text === undefined && bodyCache.arrayBuffer === undefined) {
    throw new CgiError('HOST_FAILED', 'Cannot pass the request body on: a middleware before has parsed it as a form');
  }
  return c.req.bytes();
}

function schemeOf(url: string): 'http' | 'https' {
  return url.startsWith('https:') ? 'https' : 'http';
}

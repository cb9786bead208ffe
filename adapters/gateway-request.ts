// Makes of a Hono context what the engine wants to know. Parent process.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from 'hono';
import { CgiError, type GatewayRequest, type ScriptRequest } from '../engine/index.ts';
import { ClientSignal } from './client-signal.ts';
import { headerPairs } from './http.ts';
import { announcesBody, connectionOf, lazyBody, rawHeaderPairs } from './incoming.ts';

/** What the handler has already worked out. */
type Resolved = Omit<GatewayRequest, 'method' | 'headers' | 'body' | 'signal' | 'connection'>;

/** The request as node:http has it, read off the socket's own message: no web object is made of it. */
export function nodeRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  method: string,
  resolved: Resolved,
): GatewayRequest {
  const headers = rawHeaderPairs(incoming);
  return {
    ...resolved,
    method,
    headers,
    // A web Request has no GET with a body; HTTP has, and Apache hands it on.
    body: isBodyless(method) && !announcesBody(headers) ? null : lazyBody(incoming),
    signal: new ClientSignal(outgoing),
    connection: connectionOf(incoming),
  };
}

/** The request as the app sees it. */
export async function webRequest(
  c: Context,
  incoming: IncomingMessage | undefined,
  resolved: Resolved,
): Promise<GatewayRequest> {
  const { raw } = c.req;
  return {
    ...resolved,
    method: raw.method,
    headers: headerPairs(raw),
    body: isBodyless(raw.method) ? null : await bodyOf(c),
    signal: raw.signal,
    connection: incoming === undefined ? { scheme: schemeOf(raw.url) } : connectionOf(incoming),
  };
}

function isBodyless(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
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

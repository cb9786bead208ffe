// Finds the node:http message behind a Hono context, so that a request reaches the engine without a Headers, Request or stream
// object being built for it. Parent process, under @hono/node-server; anywhere else there is none and the Request itself is read.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from 'hono';
import type { ConnectionInfo, HeaderPairs } from '../engine/index.ts';
import { targetOf } from './http.ts';

interface NodeBindings {
  readonly incoming?: IncomingMessage;
  readonly outgoing?: ServerResponse;
}

/** Own symbols of a @hono/node-server request that nobody has read from yet. Any other one means: headers or body were touched. */
const UNTOUCHED = new Set(['incomingKey', 'methodKey', 'urlKey', 'abortControllerKey']);

/** The bindings that @hono/node-server hands to an app; empty under `app.request()` and other servers. */
export function nodeBindings(c: Context): NodeBindings {
  const env: unknown = c.env;
  // c.env is whatever the server passed; the two members are looked at only if they are objects.
  if (typeof env !== 'object' || env === null) return {};
  const { incoming, outgoing } = env as { incoming?: unknown; outgoing?: unknown };
  if (typeof incoming !== 'object' || incoming === null || typeof outgoing !== 'object' || outgoing === null) return {};
  return { incoming: incoming as IncomingMessage, outgoing: outgoing as ServerResponse };
}

/** Whether `c.req.raw` is still this message and nothing more: no middleware replaced it, changed its headers or read its body. */
export function isUntouched(c: Context, incoming: IncomingMessage): boolean {
  const raw = c.req.raw;
  if (raw.method !== incoming.method) return false;
  let same = false;
  for (const symbol of Object.getOwnPropertySymbols(raw)) {
    const name = symbol.description ?? '';
    if (!UNTOUCHED.has(name)) return false;
    // The symbol is private to @hono/node-server, so the type does not know it; only its identity is compared.
    if (name === 'incomingKey') same = (raw as unknown as Record<symbol, unknown>)[symbol] === incoming;
  }
  return same;
}

/** The raw request target if it still means what the app sees in `c.req.url`; app.mount() and redirects make it another one. */
export function rawTarget(c: Context, incoming: IncomingMessage | undefined): string {
  const seen = targetOf(c.req.url);
  const raw = incoming?.url;
  if (raw === undefined || raw === seen || raw.includes('#')) return seen;
  try {
    // Absolute-form, or not normalised: still the same target if normalising it gives what the app sees.
    return targetOf(new URL(raw, 'http://localhost').href) === seen ? raw : seen;
  } catch {
    return seen;
  }
}

/** Header fields as they came, every repetition and spelling kept. */
export function rawHeaderPairs(incoming: IncomingMessage): HeaderPairs {
  const { rawHeaders } = incoming;
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) pairs.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']);
  return pairs;
}

/** Whether the fields of a message say that a body follows (RFC 9112 6.3). */
export function announcesBody(pairs: HeaderPairs): boolean {
  return pairs.some(
    ([name]) =>
      (name.length === 14 && name.toLowerCase() === 'content-length') ||
      (name.length === 17 && name.toLowerCase() === 'transfer-encoding'),
  );
}

/** A body in more pieces than this must have some length in each: to take one apart costs 3 µs, and nobody else is answered meanwhile. */
const MAX_PIECES = 2000;
const SHORTEST = 8;

/** A request body that is read only when somebody iterates, and whose socket survives an iteration that stops early. */
export function lazyBody(incoming: IncomingMessage): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => piecesOf(incoming) };
}

async function* piecesOf(incoming: IncomingMessage): AsyncGenerator<Uint8Array> {
  let [count, size] = [0, 0];
  for await (const piece of incoming.iterator({ destroyOnReturn: false })) {
    size += piece.length;
    if (++count > MAX_PIECES && size < count * SHORTEST) {
      incoming.destroy();
      throw new Error(`Cannot take a body in pieces of ${(size / count).toFixed(1)} bytes`);
    }
    yield piece;
  }
}

/** What the socket tells. */
export function connectionOf(incoming: IncomingMessage): ConnectionInfo {
  const { socket } = incoming;
  const info: { -readonly [K in keyof ConnectionInfo]: ConnectionInfo[K] } = {
    scheme: 'encrypted' in socket ? 'https' : 'http',
    protocol: `HTTP/${incoming.httpVersion}`,
  };
  if (socket.remoteAddress !== undefined) info.remoteAddress = socket.remoteAddress;
  if (socket.remotePort !== undefined) info.remotePort = socket.remotePort;
  if (socket.localAddress !== undefined) info.localAddress = socket.localAddress;
  if (socket.localPort !== undefined) info.localPort = socket.localPort;
  return info;
}

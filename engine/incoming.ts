// One shape for everything a caller may hand to the engine: plain requests, gateway requests, web Requests. Parent side.
import { randomBytes } from 'node:crypto';
import type { RequestTarget } from './cgi/index.ts';
import { CgiError } from './errors.ts';
import type { BodySource } from './pool/spool.ts';
import type {
  CancelSignal,
  ConnectionInfo,
  GatewayRequest,
  HeaderPairs,
  RedirectState,
  RunObserver,
  ScriptRequest,
} from './types.ts';

/** A request, its script not yet known. */
export interface Incoming {
  readonly method: string;
  readonly query: string;
  readonly pathInfo: string | undefined;
  readonly headers: HeaderPairs;
  readonly body: BodySource;
  readonly signal: CancelSignal | undefined;
  readonly requestId: string;
  readonly connection: ConnectionInfo | undefined;
  /** Raw request target, where a server saw one. */
  readonly requestUri: string | undefined;
  /** Host and port of an absolute-form target. */
  readonly authority: string | undefined;
  readonly redirect: RedirectState | undefined;
  readonly env: Readonly<Record<string, string>> | undefined;
  readonly observer: RunObserver | undefined;
  readonly prelude: string | undefined;
  readonly inPieces: boolean;
}

const MAX_PRELUDE = 16_384;
const REQUEST_ID = /^[\w-]{1,64}$/;

/** Reads the request given to `execute`. */
export function fromScriptRequest(request: ScriptRequest | Request): Incoming {
  if (request instanceof Request) return fromWebRequest(request);
  return {
    ...fromShared(request),
    query: request.query ?? '',
    pathInfo: request.pathInfo,
    requestUri: undefined,
    authority: undefined,
    redirect: undefined,
  };
}

/** Reads the request given to `handle`. */
export function fromGatewayRequest(request: GatewayRequest, target: RequestTarget): Incoming {
  return {
    ...fromShared(request),
    query: target.query ?? '',
    pathInfo: undefined,
    requestUri: request.redirect?.requestUri ?? request.requestUri ?? target.uri,
    authority: target.authority,
    redirect: request.redirect,
  };
}

function fromShared(request: ScriptRequest | GatewayRequest) {
  return {
    method: request.method ?? 'GET',
    headers: toPairs(request.headers),
    body: request.body,
    signal: request.signal,
    requestId: request.requestId === undefined ? newRequestId() : checkRequestId(request.requestId),
    connection: request.connection,
    env: request.env,
    observer: request.observer,
    prelude: checkPrelude(request.prelude),
    inPieces: request.inPieces === true,
  };
}

/** A web Request: its URL gives query, scheme and Host, since it may carry no Host field. */
function fromWebRequest(request: Request): Incoming {
  const url = new URL(request.url);
  const headers: [string, string][] = [...request.headers];
  if (!request.headers.has('host')) headers.push(['Host', url.host]);
  return {
    method: request.method,
    query: url.search.slice(1),
    pathInfo: undefined,
    headers,
    body: request.body,
    signal: request.signal,
    requestId: newRequestId(),
    connection: { scheme: url.protocol === 'https:' ? 'https' : 'http' },
    requestUri: url.pathname + url.search,
    authority: undefined,
    redirect: undefined,
    env: undefined,
    observer: undefined,
    prelude: undefined,
    inPieces: false,
  };
}

function toPairs(headers: ScriptRequest['headers']): HeaderPairs {
  if (headers === undefined) return [];
  if (Array.isArray(headers)) return headers as HeaderPairs; // the only array the type allows
  if (Symbol.iterator in headers) return [...(headers as Iterable<readonly [string, string]>)];
  return Object.entries(headers as Readonly<Record<string, string>>);
}

let prefix = '';
let count = 0;

/** Unique over processes and time, URL-safe (UNIQUE_ID): a random prefix per process and a counter. */
function newRequestId(): string {
  if (prefix === '') prefix = randomBytes(9).toString('base64url');
  return `${prefix}${(++count).toString(36).padStart(6, '0')}`;
}

/** It travels in one record with what else a worker is told at first. */
function checkPrelude(text: string | undefined): string | undefined {
  const size = text === undefined ? 0 : Buffer.byteLength(JSON.stringify(text));
  if (size <= MAX_PRELUDE) return text;
  throw new CgiError('BAD_OPTION', `Cannot run a prelude of ${size} bytes: ${MAX_PRELUDE} are allowed`);
}

function checkRequestId(id: string): string {
  if (!REQUEST_ID.test(id))
    throw new CgiError('BAD_REQUEST', `Cannot use request id ${JSON.stringify(id)}: it is not URL-safe`);
  return id;
}

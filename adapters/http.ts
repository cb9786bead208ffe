// Web Request and Response on one side, the engine on the other: for any server that speaks fetch. Parent process.
import { isAscii } from 'node:buffer';
import type {
  ConnectionInfo,
  Engine,
  GatewayRequest,
  HeaderPairs,
  RedirectState,
  ScriptResponse,
} from '../engine/index.ts';
import { errorPage } from './error-page.ts';
import { checkMount } from './mount.ts';
import { newRequestId } from './request-id.ts';

/** Options of `handle`. */
export interface HandleOptions {
  /** URL path the scripts are mounted at, without trailing slash. @default '' */
  readonly mount?: string;
  /** One script, a path inside the engine's root, that answers every path under the mount. @default the path says which */
  readonly script?: string;
  /** What the server knows of the connection; a Request does not carry it. */
  readonly connection?: ConnectionInfo;
  /**
   * Refuses `//admin/x.js`, where only merged slashes lead to the script, and leaves PATH_INFO as it was sent: whoever has rules for paths in
   * front merges none. @default true
   */
  readonly exactPath?: boolean;
  /** Raw request target, where the server has it: a Request's URL is already normalised. @default path and query of the URL */
  readonly target?: string;
  /** Answers a local redirect that leaves the mount; without it the client is redirected. */
  readonly dispatch?: NonNullable<GatewayRequest['dispatch']>;
  /** Set where the request answers a local redirect: what `dispatch` was given. */
  readonly redirect?: RedirectState;
  /** Show everything that is known of a failure. Only where nobody but a developer can see it. @default false */
  readonly dev?: boolean;
}

/** Statuses whose answers have no body (RFC 9110 15); `Response` refuses one. */
const BODYLESS = new Set([204, 205, 304]);

/** Bytes of a body that are copied to be sent together with the header. */
const SHORT = 16_384;
const BEYOND_ASCII = /[^\x00-\x7f]/;

/** Answers one Request with a script: `export default { fetch: (request) => handle(engine, request, { mount: '/cgi-bin' }) }`. */
export async function handle(engine: Engine, request: Request, options: HandleOptions = {}): Promise<Response> {
  if (options.mount !== undefined) checkMount(options.mount);
  const requestId = newRequestId();
  const gateway: GatewayRequest = {
    target: options.target ?? targetOf(request.url),
    mount: options.mount ?? '',
    exactPath: options.exactPath ?? true,
    method: request.method,
    headers: headerPairs(request),
    body: request.body,
    signal: request.signal,
    requestId,
    connection: options.connection ?? { scheme: request.url.startsWith('https:') ? 'https' : 'http' },
    ...(options.script !== undefined && { script: options.script }),
    ...(options.dispatch && { dispatch: options.dispatch }),
    ...(options.redirect && { redirect: options.redirect }),
  };
  try {
    return toResponse(await engine.handle(gateway), request.method);
  } catch (error) {
    const accept = request.headers.get('accept');
    const { method } = request;
    return errorPage(error, { requestId, method, accept, dev: options.dev === true, root: engine.root });
  }
}

/** The fields of a Request; the host it was made for stands in its URL only. */
export function headerPairs({ headers, url }: Request): HeaderPairs {
  return headers.has('host') ? [...headers] : [['host', new URL(url).host], ...headers];
}

/** Path and query of an absolute URL, as they stand in it. */
export function targetOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const end = url.indexOf('#', start);
  return end === -1 ? url.slice(start) : url.slice(start, end);
}

/**
 * A script's answer as a Response. A body that is complete already becomes no stream.
 * @param cut ends the connection where the body fails half-way; without it the stream errors.
 */
export function toResponse(answer: ScriptResponse, method: string, cut?: () => void): Response {
  const headers = headersOf(answer.headerPairs);
  const { status, statusText } = answer;
  const init: ResponseInit = statusText === '' ? { status, headers } : { status, statusText, headers };
  const { wholeBody } = answer;
  if (method === 'HEAD' || BODYLESS.has(status)) {
    // A script's answer is whole then: this is what an app has answered to a local redirect.
    if (wholeBody === null) answer.body.cancel().catch(() => {});
    return new Response(null, init);
  }
  if (wholeBody !== null) return wholeResponse(wholeBody, statusText, headers, init);
  return new Response(cut === undefined ? answer.body : cutOnError(answer.body, cut), init);
}

type PlainHeaders = Record<string, string> | [string, string][];

/** A plain record where every name occurs once: a server can send it without building a Headers object. (Which drops __proto__.) */
function headersOf(pairs: HeaderPairs): PlainHeaders {
  const record: Record<string, string> = {};
  const seen = new Set<string>();
  for (const [name, value] of pairs) {
    const lower = name.toLowerCase();
    if (seen.has(lower) || lower === '__proto__') return pairs.map(([key, text]) => [key, text]);
    seen.add(lower);
    record[name] = value;
  }
  return record;
}

function wholeResponse(bytes: Uint8Array, statusText: string, headers: PlainHeaders, init: ResponseInit): Response {
  if (bytes.length === 0) {
    // No body: @hono/node-server would give it a type once a middleware has touched its fields.
    if (Array.isArray(headers)) headers.push(['Content-Length', '0']);
    else headers['Content-Length'] = '0';
    return new Response(null, init);
  }
  // Node takes this field for UTF-8 where it is told the length beside the fields, and breaks or refuses its bytes.
  if (!Array.isArray(headers) && isBeyondAscii(headers, 'content-disposition')) {
    headers['Content-Length'] = String(bytes.length);
  }
  return new Response(bodyOf(bytes, statusText, headers), init);
}

/** A short text as a string: node:http then writes header and body at once, and as one piece. */
function bodyOf(bytes: Uint8Array, statusText: string, headers: PlainHeaders): string | Uint8Array<ArrayBuffer> {
  // A Response would add a type to a string that has none, and what is written as one piece has one encoding.
  if (bytes.length <= SHORT && isAscii(bytes) && !BEYOND_ASCII.test(statusText) && isTyped(headers)) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  }
  // The engine's bytes are never backed by shared memory, which is all that the narrower BodyInit excludes.
  return bytes as Uint8Array<ArrayBuffer>;
}

/** Whether there is a Content-Type, and nothing beyond ASCII anywhere. */
function isTyped(headers: PlainHeaders): boolean {
  if (Array.isArray(headers)) return false;
  let typed = false;
  for (const name in headers) {
    if (BEYOND_ASCII.test(headers[name] ?? '')) return false;
    typed ||= name.length === 12 && name.toLowerCase() === 'content-type';
  }
  return typed;
}

function isBeyondAscii(headers: Record<string, string>, wanted: string): boolean {
  for (const name in headers) {
    if (name.length === wanted.length && name.toLowerCase() === wanted) return BEYOND_ASCII.test(headers[name] ?? '');
  }
  return false;
}

/** Passes a body on; where it fails, the connection is cut: the client sees a truncated answer, the server prints no stack. */
function cutOnError(body: ReadableStream<Uint8Array>, cut: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch {
          cut();
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

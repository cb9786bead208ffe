// Request. Inside the context: there is no fetch, but frameworks are written in these. https://fetch.spec.whatwg.org/#request-class
import { addBodyMethods, type Body, toBody } from '../internal/fetch/body.ts';
import { checkDictionary, PLAIN, type Plain, readPlain } from '../internal/fetch/request-init.ts';
import { inspect } from '../internal/inspect.ts';
import type { InspectOptions } from '../internal/inspect-types.ts';
import { URL } from '../internal/url.ts';
import { toInterface } from '../internal/web-class.ts';
import { AbortSignal } from './abort-controller.ts';
import { Headers, type HeadersInit } from './headers.ts';

export interface RequestInit {
  method?: unknown;
  headers?: HeadersInit;
  body?: unknown;
  duplex?: unknown;
  signal?: AbortSignal | null;
  referrer?: unknown;
  referrerPolicy?: unknown;
  mode?: unknown;
  credentials?: unknown;
  cache?: unknown;
  redirect?: unknown;
  integrity?: unknown;
  keepalive?: unknown;
}

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What one Request takes over from another. */
interface Parts {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly plain: Plain;
  readonly signal: AbortSignal;
  readonly body: Body | undefined;
}

let partsOf: (request: Request) => Parts;

export class Request {
  readonly #method: string;
  readonly #url: string;
  readonly #headers: Headers;
  readonly #plain: Plain;
  readonly #signal: AbortSignal;
  #body: Body | undefined;

  static {
    partsOf = (request) => ({
      url: request.#url,
      method: request.#method,
      headers: request.#headers,
      plain: request.#plain,
      signal: request.#signal,
      body: request.#body,
    });
  }

  constructor(input: unknown, init: RequestInit | null = {}) {
    // biome-ignore lint/complexity/noArguments: undefined is a URL
    if (arguments.length === 0) throw new TypeError('Request constructor: 1 argument required, but 0 found.');
    checkDictionary(init);
    const given = init ?? {};
    const from = input instanceof Request ? partsOf(input) : undefined;
    this.#url = from === undefined ? parseUrl(input) : from.url;
    this.#method = given.method === undefined ? (from?.method ?? 'GET') : toMethod(given.method);
    this.#plain = readPlain(given as Record<string, unknown>, from?.plain, this.#method);
    this.#headers = new Headers(given.headers === undefined ? from?.headers : given.headers);
    this.#signal = followSignal(given.signal === undefined ? from?.signal : given.signal);
    this.#takeBody(given, from);
  }

  #takeBody(given: RequestInit, from: Parts | undefined): void {
    const { body: content } = given;
    const hasOwn = content !== undefined && content !== null;
    if ((hasOwn || from?.body !== undefined) && (this.#method === 'GET' || this.#method === 'HEAD')) {
      throw new TypeError('Request with GET/HEAD method cannot have body.');
    }
    if (!hasOwn) {
      if (from?.body?.used)
        throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
      this.#body = from?.body?.takeOver();
      return;
    }
    this.#body = toBody(content);
    if (this.#body?.isStreamed && given.duplex === undefined) {
      throw new TypeError('RequestInit: duplex option is required when sending a body.');
    }
    if (this.#body?.isStreamed && this.#plain.keepalive) throw new TypeError('keepalive');
    const type = this.#body?.type;
    if (type !== undefined && !this.#headers.has('content-type')) this.#headers.append('content-type', type);
  }

  get method(): string {
    return this.#method;
  }

  get url(): string {
    return this.#url;
  }

  get headers(): Headers {
    return this.#headers;
  }

  get isReloadNavigation(): boolean {
    return false;
  }

  get isHistoryNavigation(): boolean {
    return false;
  }

  get signal(): AbortSignal {
    return this.#signal;
  }

  get duplex(): string {
    return 'half';
  }

  clone(): Request {
    if (this.#body?.isUnusable) throw new TypeError('unusable');
    const body = this.#body?.clone();
    const own = this.#body;
    this.#body = undefined; // or the copy would take it over
    const copy = new Request(this);
    this.#body = own;
    copy.#body = body;
    return copy;
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    const { method, url, headers, isReloadNavigation, isHistoryNavigation, signal } = this;
    const shown = { method, url, headers, ...this.#plain, isReloadNavigation, isHistoryNavigation, signal };
    return `Request ${inspect(shown, options)}`;
  }
}
addBodyMethods(Request, (request) => partsOf(request).body);
for (const name of Object.keys(PLAIN) as (keyof Plain)[]) {
  Object.defineProperty(Request.prototype, name, {
    __proto__: null,
    get(this: Request) {
      return partsOf(this).plain[name];
    },
    configurable: true,
  });
}
toInterface(Request);

function parseUrl(input: unknown): string {
  let url: URL;
  try {
    url = new URL(`${input}`);
  } catch (cause) {
    throw new TypeError(`Failed to parse URL from ${input}`, { cause });
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${input}`);
  }
  return url.href;
}

function toMethod(value: unknown): string {
  const method = `${value}`;
  if (!TOKEN.test(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
  const upper = method.toUpperCase();
  if (/^(?:CONNECT|TRACE|TRACK)$/.test(upper)) throw new TypeError(`'${method}' HTTP method is unsupported.`);
  return /^(?:DELETE|GET|HEAD|OPTIONS|POST|PUT)$/.test(upper) ? upper : method; // "patch" stays as it is
}

/** A signal of its own that aborts with this one. */
function followSignal(signal: unknown): AbortSignal {
  if (signal === undefined || signal === null) return AbortSignal.any([]);
  if (!(signal instanceof AbortSignal)) {
    throw new TypeError(
      `RequestInit: Expected signal ("${typeof signal === 'object' ? inspect(signal) : String(signal)}") to be an instance of AbortSignal.`,
    );
  }
  return AbortSignal.any([signal]);
}

// Response. Inside the context. https://fetch.spec.whatwg.org/#response-class
import { addBodyMethods, type Body, toBody } from '../internal/fetch/body.ts';
import { checkDictionary } from '../internal/fetch/request-init.ts';
import { inspect } from '../internal/inspect.ts';
import type { InspectOptions } from '../internal/inspect-types.ts';
import { URL } from '../internal/url.ts';
import { toInterface } from '../internal/web-class.ts';
import { freezeHeaders, Headers, type HeadersInit } from './headers.ts';

export interface ResponseInit {
  status?: unknown;
  statusText?: unknown;
  headers?: HeadersInit;
}

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const WITHOUT_BODY: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

let bodyOf: (response: Response) => Body | undefined;

export class Response {
  #status = 200;
  #statusText = '';
  #type: 'default' | 'error' = 'default';
  #headers: Headers;
  #body: Body | undefined;

  static {
    bodyOf = (response) => response.#body;
  }

  constructor(body: unknown = null, init: ResponseInit | null = {}) {
    checkDictionary(init);
    const { status = 200, statusText = '', headers } = init ?? {};
    const code = Math.trunc(Number(status));
    if (!(code >= 200 && code <= 599)) {
      throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
    }
    const text = `${statusText}`;
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) throw new TypeError('Invalid statusText');
    this.#status = code;
    this.#statusText = text;
    this.#headers = new Headers(headers);
    if (typeof body === 'symbol') {
      throw new TypeError('Response: body is a symbol, which cannot be converted to a DOMString.');
    }
    this.#body = toBody(body);
    if (this.#body === undefined) return;
    if (WITHOUT_BODY.has(code)) throw new TypeError(`Response constructor: Invalid response status code ${code}`);
    const { type } = this.#body;
    if (type !== undefined && !this.#headers.has('content-type')) this.#headers.append('content-type', type);
  }

  static error(): Response {
    const response = new Response();
    response.#type = 'error';
    response.#status = 0;
    freezeHeaders(response.#headers);
    return response;
  }

  static json(data: unknown, init: ResponseInit = {}): Response {
    // biome-ignore lint/complexity/noArguments: undefined is no JSON, which is another error
    if (arguments.length === 0) throw new TypeError('Response.json: 1 argument required, but 0 found.');
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const headers = new Headers(init.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    return new Response(text, { ...init, headers });
  }

  static redirect(url: unknown, status: unknown = 302): Response {
    // biome-ignore lint/complexity/noArguments: undefined is no URL, which is another error
    if (arguments.length === 0) throw new TypeError('Response.redirect: 1 argument required, but 0 found.');
    let location: string;
    try {
      location = new URL(`${url}`).href;
    } catch (cause) {
      throw new TypeError(`Failed to parse URL from ${url}`, { cause });
    }
    const code = Math.trunc(Number(status));
    if (!REDIRECTS.has(code)) throw new RangeError(`Invalid status code ${code}`);
    const response = new Response(null, { headers: { location } });
    response.#status = code;
    freezeHeaders(response.#headers);
    return response;
  }

  get type(): string {
    return this.#type;
  }

  get url(): string {
    void this.#type; // throws for a receiver of another class
    return '';
  }

  get redirected(): boolean {
    void this.#type; // as above
    return false;
  }

  get status(): number {
    return this.#status;
  }

  get ok(): boolean {
    return this.#status >= 200 && this.#status <= 299;
  }

  get statusText(): string {
    return this.#statusText;
  }

  get headers(): Headers {
    return this.#headers;
  }

  clone(): Response {
    if (this.#body?.isUnusable) throw new TypeError('Response.clone: Body has already been consumed.');
    const copy = new Response();
    copy.#status = this.#status;
    copy.#statusText = this.#statusText;
    copy.#type = this.#type;
    copy.#headers = new Headers(this.#headers);
    copy.#body = this.#body?.clone();
    return copy;
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    const { status, statusText, headers, ok, redirected, type, url } = this;
    const { body, bodyUsed } = this as unknown as { body: unknown; bodyUsed: boolean }; // added by addBodyMethods
    return `Response ${inspect({ status, statusText, headers, body, bodyUsed, ok, redirected, type, url }, options)}`;
  }
}
addBodyMethods(Response, bodyOf);
toInterface(Response);

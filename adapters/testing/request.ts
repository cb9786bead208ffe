// From the way a test writes a request (form, json, files, cookies) to the engine's own form of it. Pure but for encoding multipart.
import { isUint8Array } from 'node:util/types';
import { CgiError, type ScriptRequest } from '../../engine/index.ts';

/** A file in a multipart form: its content, or a File that says name and type as well. */
export type TestFile = string | Uint8Array<ArrayBuffer> | File;

/** A request in the style of fetch, with short forms for what CGI scripts are given. */
export interface TestRequest {
  /** @default 'POST' with a body, otherwise 'GET' */
  readonly method?: string;
  readonly headers?: Headers | Readonly<Record<string, string>> | ReadonlyArray<readonly [string, string]>;
  /** As for fetch, or in pieces: each of them is waited for, and the script reads at most one at a time. */
  readonly body?: WholeBody | Pieces;
  /** Fields of the query string, or the raw string. */
  readonly query?: string | URLSearchParams | Readonly<Record<string, string>>;
  /** A body of form fields; together with `files` they are a multipart form. */
  readonly form?: URLSearchParams | Readonly<Record<string, string>>;
  /** A body of JSON. */
  readonly json?: unknown;
  /** A multipart body of these files, by field. */
  readonly files?: Readonly<Record<string, TestFile>>;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly pathInfo?: string;
  readonly remoteAddr?: string;
  readonly scheme?: 'http' | 'https';
  /** Environment variables of this run. */
  readonly env?: Readonly<Record<string, string>>;
  /** Sends one byte less than Content-Length announces, as a client does that goes away. @default false */
  readonly aborted?: boolean;
  /** Ends the run when aborted, as a client does that no longer waits. */
  readonly signal?: AbortSignal;
}

/** What a Response takes, but for streams. */
type WholeBody = string | Uint8Array | ArrayBuffer | DataView<ArrayBuffer> | Blob | FormData | URLSearchParams;
type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

interface Encoded {
  readonly body: NonNullable<ScriptRequest['body']> | null;
  readonly type?: string;
}

/** @throws CgiError BAD_OPTION for two bodies at once */
export async function scriptRequest(request: TestRequest): Promise<ScriptRequest> {
  const { body, type } = await encodeBody(request);
  const headers: [string, string][] = [...new Headers(request.headers as Record<string, string> | undefined)]; // a Headers object and pairs are taken as well
  const has = (name: string) => headers.some(([key]) => key === name);
  if (type !== undefined && !has('content-type')) headers.push(['Content-Type', type]);
  if (!has('host')) headers.push(['Host', 'localhost']);
  const cookies = Object.entries(request.cookies ?? {}).map(([name, value]) => `${name}=${value}`);
  if (cookies.length > 0) headers.push(['Cookie', cookies.join('; ')]);
  if (request.aborted) headers.push(['Content-Length', String((await sizeOf(body)) + 1)]);
  const { pathInfo, signal, env, remoteAddr, scheme } = request;
  return {
    method: request.method ?? (body === null ? 'GET' : 'POST'),
    query: queryOf(request.query),
    headers,
    body,
    ...(request.body !== undefined && isInPieces(request.body) && { inPieces: true }),
    ...(pathInfo !== undefined && { pathInfo }),
    ...(signal && { signal }),
    ...(env && { env }),
    connection: {
      ...(remoteAddr !== undefined && { remoteAddress: remoteAddr }),
      ...(scheme && { scheme }),
    },
  };
}

async function encodeBody({ body, form, json, files }: TestRequest): Promise<Encoded> {
  const given = [body, json, form ?? files].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw new CgiError('BAD_OPTION', 'Cannot make the request: of body, json and form with files only one can be sent');
  }
  if (json !== undefined) return { body: JSON.stringify(json), type: 'application/json' };
  if (files !== undefined) return encodeMultipart(form, files);
  if (form !== undefined) {
    return { body: String(new URLSearchParams(form)), type: 'application/x-www-form-urlencoded' };
  }
  if (body === undefined) return { body: null };
  if (isInPieces(body)) return { body: inPieces(body) };
  if (typeof body === 'string' || isUint8Array(body)) return { body };
  return encodeWhole(body);
}

/** With the type that fetch would give it. */
async function encodeWhole(body: Exclude<WholeBody, string | Uint8Array>): Promise<Encoded> {
  const encoded = new Response(body);
  const type = encoded.headers.get('content-type');
  return { body: await encoded.bytes(), ...(type !== null && { type }) };
}

function isInPieces(body: WholeBody | Pieces): body is Pieces {
  if (typeof body !== 'object' || isUint8Array(body)) return false;
  if (Symbol.asyncIterator in body) return true;
  return Symbol.iterator in body && !(body instanceof URLSearchParams) && !(body instanceof FormData);
}

async function encodeMultipart(form: TestRequest['form'], files: NonNullable<TestRequest['files']>): Promise<Encoded> {
  const data = new FormData();
  for (const [name, value] of new URLSearchParams(form)) data.append(name, value);
  for (const [name, file] of Object.entries(files)) {
    data.append(name, file instanceof File ? file : new File([file], name));
  }
  return encodeWhole(data);
}

async function* inPieces(pieces: Pieces): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of pieces) yield typeof piece === 'string' ? encoder.encode(piece) : piece;
}

async function sizeOf(body: Encoded['body']): Promise<number> {
  if (body === null) throw new CgiError('BAD_OPTION', 'Cannot abort the body: the request has none');
  if (typeof body === 'string') return Buffer.byteLength(body);
  if (isUint8Array(body)) return body.length;
  throw new CgiError('BAD_OPTION', 'Cannot abort a body in pieces: let the iterator throw instead');
}

function queryOf(query: TestRequest['query']): string {
  return typeof query === 'string' ? query.replace(/^\?/, '') : String(new URLSearchParams(query));
}

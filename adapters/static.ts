// Serves files beside scripts: GET and HEAD, validators, one range (RFC 9110 13, 14). Parent process; the only user of mime.
// What it opens is inside the root by its real path, is no dot file and lies in no excluded folder, however it was spelled.
import { constants, realpathSync, statSync } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import mime from 'mime';
import { CgiError } from '../engine/index.ts';
import { type Representation, selectPart } from './conditional.ts';
import { fileStream } from './file-stream.ts';

/** Files up to this size are answered in one piece; larger ones are read as the client takes them. */
const WHOLE_MAX = 65_536;
// O_NONBLOCK: opening a FIFO that somebody put there must not wait for a writer. Both are 0 or missing on Windows.
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const TEXT = /^(?:text\/|application\/(?:javascript|json|xml|manifest\+json)|image\/svg\+xml)/;

/** Options of `serveFiles`. */
export interface StaticOptions {
  /** Folder of the files. */
  readonly root: string;
  /** Folders that are never served from, even inside the root: the scripts. @default [] */
  readonly exclude?: readonly string[];
}

/** One request for a file. */
export interface StaticRequest {
  readonly method: string;
  /** Raw path below the root, percent-encoded, starting with '/'. */
  readonly path: string;
  /** Raw query, kept when a folder is redirected to its slash. @default '' */
  readonly query?: string;
  readonly headers: { get(name: string): string | null };
}

/** Answers a request with a file; null when there is none, so that somebody else may answer. */
export type StaticHandler = (request: StaticRequest) => Promise<Response | null>;

interface Found {
  readonly file: FileHandle;
  readonly path: string;
  readonly representation: Representation;
}

/**
 * Makes a handler for the files of one folder. It rejects with METHOD_NOT_ALLOWED for a method that files do not have.
 *
 * @throws CgiError BAD_OPTION for a folder that is not there
 * @example
 * const serve = serveFiles({ root: './public', exclude: [engine.root] });
 * const response = (await serve({ method: 'GET', path: '/logo.svg', headers: request.headers })) ?? notFound();
 */
export function serveFiles(options: StaticOptions): StaticHandler {
  const root = folder(options.root);
  const exclude = (options.exclude ?? []).map(folder);
  return async (request) => {
    const segments = decodeSegments(request.path);
    if (segments === null) return null;
    const wantsFolder = request.path.endsWith('/');
    const real = await realInside(root, exclude, segments, wantsFolder);
    if (real === null) return null;
    const found = await openFile(real);
    if (found === 'folder') return wantsFolder ? null : toSlash(segments, request.query ?? '');
    if (found === null) return null;
    return answer(found, request);
  };
}

function folder(path: string): string {
  try {
    const real = realpathSync(path);
    if (statSync(real).isDirectory()) return real;
  } catch (cause) {
    throw new CgiError('BAD_OPTION', `Cannot serve files from "${path}": there is no such folder`, { cause });
  }
  throw new CgiError('BAD_OPTION', `Cannot serve files from "${path}": it is not a folder`);
}

/** The decoded names of a path; null for anything that is no plain descent: dots, empty names, encoded separators. */
function decodeSegments(path: string): string[] | null {
  if (!path.startsWith('/')) return null;
  let decoded: string[];
  try {
    decoded = path.split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
  decoded.shift();
  if (decoded.at(-1) === '') decoded.pop();
  const plain = decoded.every((name) => name !== '' && !name.startsWith('.') && !/[/\\\0]/.test(name));
  return plain ? decoded : null;
}

async function realInside(
  root: string,
  exclude: readonly string[],
  segments: readonly string[],
  wantsFolder: boolean,
): Promise<string | null> {
  let real: string;
  try {
    real = await realpath(join(root, ...segments, wantsFolder ? 'index.html' : ''));
  } catch {
    return null;
  }
  const below = relative(root, real);
  if (below.split(sep).some((name) => name.startsWith('.'))) return null; // '..' is one of them
  return exclude.some((folder) => real === folder || real.startsWith(folder + sep)) ? null : real;
}

async function openFile(path: string): Promise<Found | 'folder' | null> {
  let file: FileHandle;
  try {
    file = await open(path, OPEN_FLAGS);
  } catch {
    return null;
  }
  const stat = await file.stat();
  if (stat.isFile()) {
    const etag = `"${stat.size.toString(36)}-${stat.mtimeMs.toString(36)}-${stat.ino.toString(36)}"`;
    return { file, path, representation: { size: stat.size, etag, modified: Math.floor(stat.mtimeMs / 1000) } };
  }
  await file.close();
  return stat.isDirectory() ? 'folder' : null;
}

/** Relative, so that it holds under any mount, and with a leading './', so that no name is taken for a scheme or a host. */
function toSlash(segments: readonly string[], query: string): Response {
  const name = encodeURIComponent(segments.at(-1) ?? '');
  const location = `./${name}/${query === '' ? '' : `?${query}`}`;
  return new Response(null, { status: 301, headers: { Location: location, 'Content-Length': '0' } });
}

async function answer(found: Found, request: StaticRequest): Promise<Response> {
  const { file, path, representation } = found;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    await file.close();
    throw new CgiError('METHOD_NOT_ALLOWED', `Cannot answer ${request.method} with the file "${path}"`, {
      headers: { Allow: 'GET, HEAD' },
    });
  }
  const part = selectPart(request, representation);
  const headers: Record<string, string> = {
    'Last-Modified': new Date(representation.modified * 1000).toUTCString(),
    ETag: representation.etag,
    'Accept-Ranges': 'bytes',
    ...part.headers,
  };
  if (part.status !== 304) headers['Content-Length'] = String(part.length);
  if (part.status === 200 || part.status === 206) {
    headers['Content-Type'] = contentType(path);
    headers['X-Content-Type-Options'] = 'nosniff';
  }
  const empty = request.method === 'HEAD' || part.length === 0;
  if (empty) await file.close();
  const body = empty ? null : await read(file, part.start, part.length);
  return new Response(body, { status: part.status, headers });
}

async function read(
  file: FileHandle,
  start: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>> {
  if (length > WHOLE_MAX) return fileStream(file, start, length);
  try {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await file.read(bytes, 0, length, start);
    if (bytesRead !== length) throw new Error(`Cannot read the file: ${bytesRead} of ${length} bytes are there`);
    return bytes;
  } finally {
    await file.close();
  }
}

function contentType(path: string): string {
  const type = mime.getType(path) ?? 'application/octet-stream';
  return TEXT.test(type) ? `${type}; charset=utf-8` : type;
}

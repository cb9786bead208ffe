// What the functions of fs accept: paths, flags, modes, options, times; each check throws Node's error. Inside the context.
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { currentDirectory } from '../process-events.ts';
import { validateAbortSignal, validateInt32, validateInteger } from '../validators.ts';
import { isArrayBufferView, isUint8Array } from '../views.ts';
import { flagsOf } from './flags.ts';

/** A path as a script gave it, once it is known to be one: text, without NUL. Errors show it as it is. */
export type Path = string;

interface UrlLike {
  readonly protocol: string;
  readonly hostname: string;
  readonly pathname: string;
}

function isUrl(value: unknown): value is UrlLike {
  if (typeof value !== 'object' || value === null) return false;
  const { href, protocol, auth, path } = value as Record<string, unknown>;
  return Boolean(href) && Boolean(protocol) && auth === undefined && path === undefined;
}

/** url.fileURLToPath() of the kind of Linux, without the module that parses URLs. */
function pathOfUrl(url: UrlLike): string {
  if (url.protocol !== 'file:') throw nodeError('ERR_INVALID_URL_SCHEME', 'file');
  if (url.hostname !== '') throw nodeError('ERR_INVALID_FILE_URL_HOST', 'linux');
  if (/%2f/i.test(url.pathname)) {
    throw nodeError('ERR_INVALID_FILE_URL_PATH', 'must not include encoded / characters', url);
  }
  return decodeURIComponent(url.pathname);
}

/** Text, bytes or a file: URL. */
export function toPath(value: unknown, name = 'path'): Path {
  const given = isUrl(value) ? pathOfUrl(value) : value;
  const path = isUint8Array(given) ? decodePath(given) : given;
  if (typeof path !== 'string') throw nodeError('ERR_INVALID_ARG_TYPE', name, ['string', 'Buffer', 'URL'], value);
  if (path.includes('\0')) {
    throw nodeError('ERR_INVALID_ARG_VALUE', name, given, 'must be a string, Uint8Array, or URL without null bytes');
  }
  return path;
}

function decodePath(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

/** What the host takes: absolute, else untouched ('a/../b' is not 'b' when a is a link). */
export function absolute(path: Path): string {
  return path === '' || path.startsWith('/') ? path : `${currentDirectory()}/${path}`;
}

export function toFlags(value: unknown, name = 'flags'): number {
  if (typeof value === 'number') {
    validateInt32(value, name);
    return value + 0;
  }
  if (value === null || value === undefined) return 0;
  const flags = typeof value === 'string' ? flagsOf(value) : undefined;
  if (flags === undefined) throw nodeError('ERR_INVALID_ARG_VALUE', 'flags', value);
  return flags;
}

export function toFd(value: unknown, name = 'fd'): number {
  validateInt32(value, name, 0);
  return value + 0;
}

/** A descriptor where a path may also stand. */
export function isFd(value: unknown): value is number {
  return typeof value === 'number' && value >>> 0 === value;
}

export interface Options {
  readonly encoding?: string | null;
  readonly signal?: AbortSignalLike;
  readonly [name: string]: unknown;
}

/** As much of an AbortSignal as fs uses. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

const NONE: Options = Object.freeze({ __proto__: null });

/** Options given as an object, as an encoding, or not at all. */
export function toOptions(value: unknown, defaults: Options = NONE): Options {
  if (value === null || value === undefined || typeof value === 'function') return defaults;
  if (typeof value !== 'string' && typeof value !== 'object') {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'options', ['string', 'Object'], value);
  }
  const options = (typeof value === 'string' ? { ...defaults, encoding: value } : value) as Options;
  const { encoding } = options;
  if (encoding && encoding !== 'utf8' && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
    throw nodeError('ERR_INVALID_ARG_VALUE', 'encoding', encoding, 'is invalid encoding');
  }
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  return options;
}

/** An object, or the default for everything else: what `stat` does with its options. */
export function toObject(value: unknown): Options {
  return typeof value === 'object' && value !== null ? (value as Options) : NONE;
}

/** A name or path as the caller wants it: text, a Buffer, or text in another encoding. */
export function encodeName(text: string, encoding: unknown): string | Buffer {
  if (!encoding || encoding === 'utf8' || encoding === 'utf-8') return text;
  const bytes = Buffer.from(text);
  return encoding === 'buffer' ? bytes : bytes.toString(encoding as string); // checked by toOptions
}

/** Seconds since 1970 from a number, its text, or a Date. */
export function toSeconds(time: unknown, name = 'time'): number {
  if (typeof time === 'string' && `${+time}` !== 'NaN') return +time;
  if (Number.isFinite(time)) return (time as number) < 0 ? Date.now() / 1000 : (time as number);
  if (Object.prototype.toString.call(time) === '[object Date]') return (time as Date).getTime() / 1000;
  throw nodeError('ERR_INVALID_ARG_TYPE', name, ['Date', 'Time in seconds'], time);
}

/** A position in a file, -1 for "where the last one ended". */
export function toPosition(position: unknown, length: number): number {
  if (position === null || position === undefined) return -1;
  if (typeof position === 'number') {
    validateInteger(position, 'position', -1);
    return position;
  }
  if (typeof position !== 'bigint') {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'position', ['integer', 'bigint'], position);
  }
  const most = 2n ** 63n - 1n - BigInt(length);
  if (position < -1n || position > most) {
    throw nodeError('ERR_OUT_OF_RANGE', 'position', `>= -1 && <= ${most}`, position);
  }
  // No file is that long: reading there finds the end.
  return position > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER : Number(position);
}

/** A copy with what was inherited: an options object may have another as its prototype. */
export function copyOptions(options: Options): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key in options) copy[key] = options[key];
  return copy;
}

export function toViews(value: unknown): readonly ArrayBufferView[] {
  if (!Array.isArray(value) || !value.every(isArrayBufferView)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'buffers', 'ArrayBufferView[]', value);
  }
  return value;
}

/** The bytes of any view, without a copy. */
export function bytesOf(view: ArrayBufferView): Uint8Array {
  return isUint8Array(view) ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Where in a view and in the file: what read and write also take as one object. */
export interface Span {
  readonly offset?: unknown;
  readonly length?: unknown;
  readonly position?: unknown;
}

/** The three, with what they are when they are left out. */
export function toSpan(span: Span | null | undefined, view: ArrayBufferView): Required<Span> {
  const { offset = 0, position = null } = span ?? {};
  const { length = view.byteLength - (offset as number) } = span ?? {};
  return { offset, length, position };
}

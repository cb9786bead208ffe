// Paths as file: URLs and back. Inside the context. https://nodejs.org/api/url.html#urlfileurltopathurl-options
import { Buffer } from './buffer.ts';
import { domainToUnicode } from './domain.ts';
import { nodeError } from './errors.ts';
import { host, hostConstants, isWindowsHost } from './host.ts';
import { posix } from './path-posix.ts';
import { win32 } from './path-win32.ts';
import { unescapeBuffer } from './querystring.ts';
import { invalidURL, isURL, URL } from './url.ts';
import { validateString } from './validators.ts';

export interface FileUrlOptions {
  readonly windows?: boolean | undefined;
}

function isWindows(options: FileUrlOptions | null | undefined): boolean {
  return options?.windows ?? isWindowsHost();
}

function toFileURL(path: unknown): URL {
  const url = typeof path === 'string' ? new URL(path) : path;
  if (!isURL(url)) throw nodeError('ERR_INVALID_ARG_TYPE', 'path', ['string', 'URL'], path);
  if (url.protocol !== 'file:') throw nodeError('ERR_INVALID_URL_SCHEME', 'file');
  return url;
}

function checkNoHost(url: URL): void {
  if (url.hostname !== '') throw nodeError('ERR_INVALID_FILE_URL_HOST', hostConstants().platform);
}

function toPosixPath(url: URL): string {
  checkNoHost(url);
  const { pathname } = url;
  if (/%2f/i.test(pathname)) {
    throw nodeError('ERR_INVALID_FILE_URL_PATH', 'must not include encoded / characters', url);
  }
  return pathname.includes('%') ? decodeURIComponent(pathname) : pathname;
}

function toWindowsPath(url: URL): string {
  const { hostname, pathname } = url;
  if (/%2f|%5c/i.test(pathname)) {
    throw nodeError('ERR_INVALID_FILE_URL_PATH', 'must not include encoded \\ or / characters', url);
  }
  const path = pathname.replaceAll('/', '\\');
  const decoded = path.includes('%') ? decodeURIComponent(path) : path;
  if (hostname !== '') return `\\\\${domainToUnicode(hostname)}${decoded}`;
  if (!/^.[A-Za-z]:/s.test(decoded)) throw nodeError('ERR_INVALID_FILE_URL_PATH', 'must be absolute', url);
  return decoded.slice(1);
}

export function fileURLToPath(path: unknown, options?: FileUrlOptions | null): string {
  const url = toFileURL(path);
  return isWindows(options) ? toWindowsPath(url) : toPosixPath(url);
}

/** The same for names that are not UTF-8: bytes, and what is percent-encoded is not looked at. */
export function fileURLToPathBuffer(path: unknown, options?: FileUrlOptions | null): Buffer {
  const url = toFileURL(path);
  if (!isWindows(options)) {
    checkNoHost(url);
    return unescapeBuffer(url.pathname);
  }
  const { hostname, pathname } = url;
  const decoded = unescapeBuffer(pathname.replaceAll('/', '\\'));
  if (hostname !== '') return Buffer.concat([Buffer.from(`\\\\${domainToUnicode(hostname)}`), decoded]);
  if (!/^.[A-Za-z]:/s.test(decoded.toString('latin1', 0, 3))) {
    throw nodeError('ERR_INVALID_FILE_URL_PATH', 'must be absolute', url);
  }
  return decoded.subarray(1);
}

/** What the parser would read otherwise than as itself, or drop. */
function encodePath(path: string, windows: boolean): string {
  const special = windows ? /[\0\t\n\r %?#[\]^|~]/g : /[\0\t\n\r %?#[\]^|~\\]/g;
  const escaped = path.replace(special, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
  return windows ? escaped.replaceAll('\\', '/') : escaped;
}

/** '\\server\share\file' and '\\?\UNC\server\share\file'. */
function uncToFileURL(path: string): URL {
  const start = path.startsWith('\\\\?\\UNC\\') ? 8 : 2;
  const end = path.indexOf('\\', start);
  if (end === -1) throw nodeError('ERR_INVALID_ARG_VALUE', 'path', path, 'Missing UNC resource path');
  if (end === 2) throw nodeError('ERR_INVALID_ARG_VALUE', 'path', path, 'Empty UNC servername');
  const hostname = path.slice(start, end);
  const rest = path.slice(end);
  if (typeof host('urlParse', `file://${hostname}/`, undefined) !== 'string') {
    throw invalidURL(rest, hostname);
  }
  const url = new URL(`file://${encodePath(rest, true)}`);
  url.hostname = hostname;
  return url;
}

export function pathToFileURL(path: string, options?: FileUrlOptions | null): URL {
  validateString(path, 'path');
  const windows = isWindows(options);
  if (windows && path.startsWith('\\\\')) return uncToFileURL(path);
  let resolved = windows ? win32.resolve(path) : posix.resolve(path);
  if (windows && resolved.startsWith('\\\\')) return uncToFileURL(resolved);
  // resolve() takes the trailing separator away, a URL needs it.
  const ownSeparator = isWindowsHost() ? '\\' : '/';
  if ((windows ? /[\\/]$/ : /\/$/).test(path) && !resolved.endsWith(ownSeparator)) resolved += '/';
  return new URL(`file://${windows && !resolved.startsWith('\\') ? '/' : ''}${encodePath(resolved, windows)}`);
}

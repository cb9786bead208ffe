// Decodes a URL path exactly once and resolves its dot segments before anything is routed. Parent process; RFC 3986 5.2.4.
import { CgiError } from '../errors.ts';

/** What happens to '%2F': 'refuse' answers 404, 'decode' makes it a slash, 'keep' leaves the three characters. */
export type EncodedSlashes = 'refuse' | 'decode' | 'keep';

export interface DecodePathOptions {
  readonly mergeSlashes: boolean;
  readonly encodedSlashes: EncodedSlashes;
  /** Longest raw path in bytes. */
  readonly maxPathBytes: number;
}

/**
 * Decodes a raw path into its segments: '/a%20b/../c/' gives ['c', '']. A last segment '' is a trailing slash.
 * '..' never climbs above the first slash.
 * @throws CgiError URI_TOO_LONG, BAD_PATH or PATH_REFUSED.
 */
export function decodePath(raw: string, options: DecodePathOptions): string[] {
  if (raw.length > options.maxPathBytes) {
    throw new CgiError(
      'URI_TOO_LONG',
      `Cannot route a path of ${raw.length} bytes: the limit is ${options.maxPathBytes} bytes`,
    );
  }
  if (raw.charCodeAt(0) !== 0x2f) throw badPath(raw, 'it does not start with a slash');
  const decoded = isPlain(raw) ? raw : decodeBytes(raw, options.encodedSlashes);
  return resolveSegments(decoded.split('/'), options.mergeSlashes);
}

/** True for the usual path: printable ASCII and nothing to decode or to refuse. */
function isPlain(raw: string): boolean {
  for (let i = 0; i < raw.length; i++) {
    const code = raw.charCodeAt(i);
    if (code < 0x20 || code > 0x7e || code === 0x25 || code === 0x5c || code === 0x23) return false;
  }
  return true;
}

function decodeBytes(raw: string, encodedSlashes: EncodedSlashes): string {
  // A caller may pass Unicode instead of latin1; its bytes are then UTF-8, as a browser would have sent them.
  const source = Buffer.from(raw, /[^\0-\xff]/.test(raw) ? 'utf8' : 'latin1');
  const bytes = new Uint8Array(source.length);
  let length = 0;
  for (let i = 0; i < source.length; i++) {
    let byte = source[i] ?? 0;
    if (byte === 0x23) throw badPath(raw, 'it holds a fragment');
    if (byte === 0x25) {
      byte = hexPair(source, i, raw);
      if (byte === 0x2f && encodedSlashes !== 'decode') {
        if (encodedSlashes === 'refuse') throw refused(raw, 'it holds an encoded slash');
        byte = 0x25; // 'keep': the two digits follow as they are.
      } else {
        i += 2;
      }
    }
    if (byte < 0x20 || byte === 0x7f) throw badPath(raw, `it holds a control character, code ${byte}`);
    if (byte === 0x5c) throw refused(raw, 'it holds a backslash');
    bytes[length++] = byte;
  }
  return Buffer.from(bytes.buffer, 0, length).toString('utf8');
}

function hexPair(source: Uint8Array, at: number, raw: string): number {
  const high = hexDigit(source[at + 1]);
  const low = hexDigit(source[at + 2]);
  if (high < 0 || low < 0) throw badPath(raw, 'it holds a percent sign without two hexadecimal digits');
  return high * 16 + low;
}

function hexDigit(code: number | undefined): number {
  if (code === undefined) return -1;
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function resolveSegments(parts: readonly string[], mergeSlashes: boolean): string[] {
  const segments: string[] = [];
  const last = parts.length - 1;
  for (let i = 1; i <= last; i++) {
    const part = parts[i] ?? '';
    if (part === '..') segments.pop();
    const isDot = part === '.' || part === '..';
    if (isDot ? i === last : part !== '' || i === last || !mergeSlashes) segments.push(isDot ? '' : part);
  }
  return segments;
}

function badPath(raw: string, reason: string): CgiError {
  return new CgiError('BAD_PATH', `Cannot decode path ${JSON.stringify(raw)}: ${reason}`);
}

function refused(raw: string, reason: string): CgiError {
  return new CgiError('PATH_REFUSED', `Cannot serve path ${JSON.stringify(raw)}: ${reason}`);
}

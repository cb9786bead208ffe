// node:querystring: forms and query strings to objects and back. Inside the context. https://nodejs.org/api/querystring.html
import { Buffer } from './buffer.ts';
import { nodeError } from './errors.ts';

type Decode = (text: string) => unknown;
type Encode = (text: string) => string;

export interface ParseOptions {
  maxKeys?: number;
  decodeURIComponent?: Decode;
}

export interface StringifyOptions {
  encodeURIComponent?: Encode;
}

const { encodeURIComponent: encodePercent, decodeURIComponent: decodePercent } = globalThis;
const DEFAULT_MAX_KEYS = 1000;
const ENCODED_BYTE = /%[0-9A-Fa-f]{2}/;

function hexValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 && code < 0x80 ? lower - 0x57 : -1;
}

/** The bytes of a percent-encoded text; what is not a byte in two hex digits stays as it is. */
export function unescapeBuffer(given: string | Uint8Array, decodeSpaces?: boolean): Buffer {
  const bytes = Buffer.allocUnsafe(given.length);
  const text = `${given as string}`;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code === 0x2b && decodeSpaces) code = 0x20;
    else if (code === 0x25 && i + 2 < text.length) {
      const high = hexValue(text.charCodeAt(i + 1));
      const low = hexValue(text.charCodeAt(i + 2));
      if (high >= 0 && low >= 0) {
        code = high * 16 + low;
        i += 2;
      }
    }
    bytes[length++] = code;
  }
  return length === bytes.length ? bytes : bytes.subarray(0, length);
}

/** decodeURIComponent that never throws: malformed text is read as bytes. */
function unescapeText(text: string, decodeSpaces?: boolean): string {
  try {
    return decodePercent(text);
  } catch {
    return querystring.unescapeBuffer(text, decodeSpaces).toString();
  }
}

/** A surrogate without its other half pairs with whatever follows it; at the end it is an error. */
function escapeUnits(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xd800 || unit > 0xdfff) {
      out += encodePercent(text.charAt(i));
      continue;
    }
    if (++i >= text.length) throw nodeError('ERR_INVALID_URI');
    const point = 0x10000 + (((unit & 0x3ff) << 10) | (text.charCodeAt(i) & 0x3ff));
    out += encodePercent(String.fromCodePoint(point));
  }
  return out;
}

/** encodeURIComponent, as node's own table escapes the same characters. */
export function escapeText(value: unknown): string {
  const text = typeof value === 'string' ? value : typeof value === 'object' ? String(value) : `${value}`;
  try {
    return encodePercent(text);
  } catch {
    return escapeUnits(text);
  }
}

function primitiveText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? `${value}` : '';
    case 'bigint':
    case 'boolean':
      return `${value}`;
    default:
      return '';
  }
}

function stringify(object: unknown, separator?: string, equals?: string, options?: StringifyOptions): string {
  if (object === null || typeof object !== 'object') return '';
  const own = options?.encodeURIComponent;
  const encode: Encode = typeof own === 'function' ? own : querystring.escape;
  const convert = (value: unknown): string => {
    const text = primitiveText(value);
    return text === '' && encode === escapeText ? '' : encode(text);
  };
  const fields: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    const head = `${convert(key)}${equals || '='}`;
    if (!Array.isArray(value)) fields.push(head + convert(value));
    else for (let i = 0; i < value.length; i++) fields.push(head + convert(value[i]));
  }
  return fields.join(separator || '&');
}

function decodeText(text: string, decode: Decode): unknown {
  try {
    return decode(text);
  } catch {
    return querystring.unescape(text, true);
  }
}

function add(object: Record<string, unknown>, key: string, value: unknown): void {
  const known = object[key];
  if (known === undefined) object[key] = value;
  else if (Array.isArray(known)) known.push(value);
  else object[key] = [known, value];
}

function parse(text: unknown, separator?: unknown, equals?: unknown, options?: ParseOptions): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  if (typeof text !== 'string' || text === '') return object;
  const sign = equals ? String(equals) : '=';
  const own = options?.decodeURIComponent;
  const decode: Decode = typeof own === 'function' ? own : querystring.unescape;
  const isOwn = decode !== unescapeText;
  const space = isOwn ? '%20' : ' ';
  const read = (part: string): unknown => {
    const spaced = part.includes('+') ? part.replaceAll('+', space) : part;
    return spaced !== '' && (isOwn || ENCODED_BYTE.test(spaced)) ? decodeText(spaced, decode) : spaced;
  };
  for (const pair of splitPairs(text, separator ? String(separator) : '&', options?.maxKeys)) {
    if (pair === '') continue;
    const at = pair.indexOf(sign);
    const key = read(at < 0 ? pair : pair.slice(0, at)) as string; // a decoder of the script's may answer anything: a key all the same
    add(object, key, at < 0 ? '' : read(pair.slice(at + sign.length)));
  }
  return object;
}

/** Only so many pairs are looked at, empty ones included; a limit that is no whole number is none. */
function splitPairs(text: string, separator: string, maxKeys: unknown = DEFAULT_MAX_KEYS): string[] {
  const limit = typeof maxKeys === 'number' ? maxKeys : DEFAULT_MAX_KEYS;
  const counts = limit > 0 && Number.isInteger(limit) && limit < 2 ** 32;
  return counts ? text.split(separator, limit) : text.split(separator);
}

/** A method: the build would rename a function of this name. */
const { parse: parseQuery } = {
  parse(text: unknown, separator?: unknown, equals?: unknown, options?: ParseOptions): Record<string, unknown> {
    return parse(text, separator, equals, options);
  },
};

/** What require('querystring') is. Scripts replace its escape and unescape: both are looked up at each call. */
export const querystring = {
  unescapeBuffer,
  unescape: unescapeText,
  escape: escapeText as Encode,
  stringify,
  encode: stringify,
  parse: parseQuery,
  decode: parseQuery,
};

// Header block, redirects and cookies as text that no value can break out of. Pure. Inside the context. RFC 3875 section 6, RFC 6265
import { nodeError } from '../errors.ts';
import { validateInteger, validateObject, validateOneOf, validateString } from '../validators.ts';

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Tab and everything printable: no CR, LF, NUL or other control character. */
const VALUE = /^[\t\x20-\x7e\xa0-\u{10ffff}]*$/u;
const COOKIE_VALUE = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;

export type HeaderFields = Readonly<Record<string, string | number | readonly string[]>>;

function field(name: string, value: string): string {
  if (!TOKEN.test(name)) throw nodeError('ERR_INVALID_HTTP_TOKEN', 'Header name', name);
  if (!VALUE.test(value)) throw nodeError('ERR_INVALID_CHAR', 'header content', name);
  return `${name}: ${value}\r\n`;
}

/**
 * The header block of a document, the empty line at its end included. A string is its Content-Type. A list of values makes a line
 * each: cookies.
 */
export function header(fields: string | HeaderFields = 'text/html; charset=utf-8'): string {
  if (typeof fields === 'string') return `${field('Content-Type', fields)}\r\n`;
  validateObject(fields, 'fields');
  let block = '';
  let hasType = false;
  for (const name of Object.keys(fields)) {
    hasType ||= /^(?:content-type|location|status)$/i.test(name);
    for (const value of [fields[name] ?? ''].flat()) block += field(name, String(value));
  }
  return `${hasType ? '' : field('Content-Type', 'text/html; charset=utf-8')}${block}\r\n`;
}

/** The answer that sends the browser elsewhere. */
export function redirect(location: string, status = 302, fields: HeaderFields = {}): string {
  validateString(location, 'location');
  validateInteger(status, 'status', 300, 399);
  if (location === '') throw nodeError('ERR_INVALID_ARG_VALUE', 'location', location, 'must be a non-empty string');
  // Characters beyond ASCII would be cut to bytes on the way, and a space would end it for some.
  const target = location.replace(/[^\0-\x1f\x21-\x7f]+/gu, (text) => encodeURIComponent(text.toWellFormed()));
  return header({ Status: status, Location: target, ...fields });
}

export interface CookieOptions {
  /** Seconds. */
  maxAge?: number;
  expires?: Date;
  path?: string;
  domain?: string;
  secure?: boolean;
  httpOnly?: boolean;
  sameSite?: 'Strict' | 'Lax' | 'None';
}

/** The value of a Set-Cookie line. The value is percent-encoded, as `cookies()` decodes it. */
export function cookie(name: string, value: string, options: CookieOptions = {}): string {
  validateString(name, 'name');
  validateString(value, 'value');
  validateObject(options, 'options');
  if (!TOKEN.test(name)) throw nodeError('ERR_INVALID_HTTP_TOKEN', 'Cookie name', name);
  const { maxAge, expires, path, domain, secure, httpOnly, sameSite } = options;
  let text = `${name}=${COOKIE_VALUE.test(value) && !value.includes('%') ? value : encodeURIComponent(value.toWellFormed())}`;
  if (maxAge !== undefined) {
    validateInteger(maxAge, 'options.maxAge');
    text += `; Max-Age=${maxAge}`;
  }
  if (expires !== undefined) {
    if (Number.isNaN(expires.getTime())) throw nodeError('ERR_INVALID_ARG_VALUE', 'options.expires', expires);
    text += `; Expires=${expires.toUTCString()}`;
  }
  if (path !== undefined) text += `; Path=${attribute('path', path)}`;
  if (domain !== undefined) text += `; Domain=${attribute('domain', domain)}`;
  if (sameSite !== undefined) {
    validateOneOf(sameSite, 'options.sameSite', ['Strict', 'Lax', 'None']);
    text += `; SameSite=${sameSite}`;
  }
  if (secure) text += '; Secure';
  if (httpOnly) text += '; HttpOnly';
  return text;
}

function attribute(name: string, value: string): string {
  validateString(value, `options.${name}`);
  if (!/^[\x20-\x3a\x3c-\x7e]*$/.test(value)) throw nodeError('ERR_INVALID_CHAR', `cookie ${name}`);
  return value;
}

/** The cookies the browser sent, in an object without prototype. The first of several of one name counts. */
export function parseCookies(text: string): Record<string, string> {
  const found: Record<string, string> = { __proto__: null as never };
  for (const pair of text.split(';')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals).trim();
    if (equals < 1 || name === '' || Object.hasOwn(found, name)) continue;
    const raw = pair.slice(equals + 1).trim();
    const value = raw.length >= 2 && raw.startsWith('"') && raw.endsWith('"') ? raw.slice(1, -1) : raw;
    found[name] = decode(value);
  }
  return found;
}

function decode(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // not ours
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is safe in HTML, in attributes with quotes as well. */
export function escapeHTML(text: unknown): string {
  return `${text}`.replace(/[&<>"']/g, (character) => ENTITIES[character] as string); // the pattern has the names
}

// The components of a URL in the form the URL Standard gives them, by way of a URL that has only them. Inside the context.
// https://urlpattern.spec.whatwg.org/#canon-encoding-callbacks
import { URL } from '../url.ts';
import { patternError } from './tokens.ts';

const SPECIAL = ['http', 'https', 'ws', 'wss', 'ftp', 'file'] as const;
export const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  http: '80',
  https: '443',
  ws: '80',
  wss: '443',
  ftp: '21',
};

export function isSpecial(protocol: string): boolean {
  return (SPECIAL as readonly string[]).includes(protocol);
}

/** Does the pattern of a protocol match one whose URLs have hosts and folders? */
export function matchesSpecial(protocol: RegExp): boolean {
  return SPECIAL.some((name) => protocol.test(name));
}

function dummy(): URL {
  return new URL('https://dummy.invalid/');
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw patternError();
  }
}

export function toProtocol(text: string): string {
  return text === '' ? '' : parse(`${text}://dummy.invalid`).protocol.slice(0, -1);
}

export function toUsername(text: string): string {
  const url = dummy();
  url.username = text;
  return url.username;
}

export function toPassword(text: string): string {
  const url = dummy();
  url.password = text;
  return url.password;
}

export function toHostname(text: string): string {
  if (text === '') return '';
  const url = dummy();
  url.hostname = text;
  if (url.hostname === 'dummy.invalid' && text !== 'dummy.invalid') throw patternError();
  return url.hostname;
}

export function toIpv6(text: string): string {
  if (!/^[0-9a-fA-F[\]:]*$/.test(text)) throw patternError();
  return text.toLowerCase();
}

export function toPort(text: string, protocol = ''): string {
  if (text === '') return '';
  if (!/^[0-9]+/.test(text)) throw patternError();
  const url = parse(`${isSpecial(protocol) && protocol !== 'file' ? protocol : 'dummy'}://dummy.invalid`);
  url.port = text;
  if (url.port === '' && Number.parseInt(text, 10) > 65535) throw patternError();
  return url.port;
}

/** A path of folders. */
export function toPathname(text: string): string {
  if (text === '') return '';
  const rooted = text.startsWith('/');
  const url = dummy();
  url.pathname = rooted ? text : `/-${text}`;
  return rooted ? url.pathname : url.pathname.slice(2);
}

export function toOpaquePathname(text: string): string {
  return text === '' ? '' : parse(`data:${text}`).pathname;
}

export function toSearch(text: string): string {
  const url = dummy();
  url.search = `?${text}`;
  return url.search.slice(1);
}

export function toHash(text: string): string {
  const url = dummy();
  url.hash = `#${text}`;
  return url.hash.slice(1);
}

// url.format() of a legacy URL object. Inside the context. https://nodejs.org/api/url.html#urlformaturlobject
import type { LegacyUrl } from './legacy-url.ts';
import { isSlashed } from './legacy-url-protocols.ts';
import { escapeText, querystring } from './querystring.ts';

export function isIpv6(hostname: string): boolean {
  return hostname.startsWith('[') && hostname.endsWith(']');
}

function formatHost(url: Partial<LegacyUrl>): string {
  const auth = url.auth ? `${escapeText(url.auth).replaceAll('%3A', ':')}@` : '';
  if (url.host) return auth + url.host;
  const hostname = textOf(url.hostname);
  if (hostname === '') return '';
  const bracketed = hostname.includes(':') && !isIpv6(hostname) ? `[${hostname}]` : hostname;
  return `${auth}${bracketed}${url.port ? `:${url.port}` : ''}`;
}

/** A field of an object a script made may be anything; what is falsy is not there. */
function textOf(value: unknown): string {
  return value ? `${value}` : '';
}

function prefixed(text: string, prefix: string): string {
  return text !== '' && !text.startsWith(prefix) ? prefix + text : text;
}

function formatSearch(url: Partial<LegacyUrl>): string {
  const query = typeof url.query === 'object' && url.query !== null ? querystring.stringify(url.query) : '';
  return prefixed(textOf(url.search || query).replaceAll('#', '%23'), '?');
}

export function formatLegacy(url: Partial<LegacyUrl>): string {
  const scheme = textOf(url.protocol);
  const protocol = scheme === '' || scheme.endsWith(':') ? scheme : `${scheme}:`;
  let pathname = textOf(url.pathname).replaceAll('#', '%23').replaceAll('?', '%3F');
  let host = formatHost(url);
  if (url.slashes || isSlashed(protocol)) {
    if (url.slashes || host !== '') {
      pathname = prefixed(pathname, '/');
      host = `//${host}`;
    } else if (protocol.startsWith('file')) {
      host = '//';
    }
  }
  return protocol + host + pathname + formatSearch(url) + prefixed(textOf(url.hash), '#');
}

// URLs for the context: node's own parser. Worker side; the other end is sandbox-lib/internal/url.ts.
import { domainToASCII, domainToUnicode, URL } from 'node:url';
import type { UrlBridge, UrlPart } from '../../../sandbox-lib/bridge.ts';
import { EINVAL } from './errno.ts';
import type { Handler } from './handler.ts';

/** No URL a script meets is this long; one of a mebibyte takes the parser up to 70 ms, in which nothing can stop it. */
const MAX_TEXT = 1_048_576;
const MAX_DOMAIN = 65_536;
const PARTS: ReadonlySet<unknown> = new Set<UrlPart>([
  ...(['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const),
]);

export const urlHandlers: Readonly<Record<keyof UrlBridge, Handler>> = {
  urlParse(_run, [input, base]) {
    if (!isText(input, MAX_TEXT) || (base !== undefined && !isText(base, MAX_TEXT))) return EINVAL;
    return URL.parse(input, base)?.href ?? EINVAL;
  },
  urlUpdate(_run, [href, part, value]) {
    if (!isText(href, MAX_TEXT) || !isPart(part) || !isText(value, MAX_TEXT)) return EINVAL;
    const url = URL.parse(href);
    if (url === null) return EINVAL;
    url[part] = value;
    return url.href;
  },
  domainToASCII(_run, [domain]) {
    return isText(domain, MAX_DOMAIN) ? domainToASCII(domain) : '';
  },
  domainToUnicode(_run, [domain]) {
    return isText(domain, MAX_DOMAIN) ? domainToUnicode(domain) : '';
  },
};

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length <= max;
}

function isPart(value: unknown): value is UrlPart {
  return PARTS.has(value);
}

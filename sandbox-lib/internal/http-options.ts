// url.urlToHttpOptions: a URL as the options of http.request(). Inside the context.
// https://nodejs.org/api/url.html#urlurltohttpoptionsurl
import type { URL } from './url.ts';
import { kValidateObjectAllowObjects, validateObject } from './validators.ts';

export function urlToHttpOptions(url: URL): Record<string, unknown> {
  validateObject(url, 'url', kValidateObjectAllowObjects);
  const { protocol, hostname, hash, search, pathname, href, port, username, password } = url;
  const options: Record<string, unknown> = {
    __proto__: null,
    ...url, // whatever a script added to it
    protocol,
    hostname: hostname?.startsWith('[') ? hostname.slice(1, -1) : hostname,
    hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href,
  };
  if (port !== '') options['port'] = Number(port);
  if (username || password) options['auth'] = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

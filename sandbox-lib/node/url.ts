// node:url: the legacy API and the URL Standard's. Inside the context. https://nodejs.org/api/url.html
import { domainToASCII, domainToUnicode } from '../internal/domain.ts';
import { fileURLToPath, fileURLToPathBuffer, pathToFileURL } from '../internal/file-url.ts';
import { urlToHttpOptions } from '../internal/http-options.ts';
import { addLazyMembers } from '../internal/lazy-members.ts';
import { format, parse, resolve, resolveObject, Url } from '../internal/legacy-url.ts';
import { URL } from '../internal/url.ts';
import { URLPattern } from '../internal/url-pattern.ts';
import { URLSearchParams } from '../internal/url-search-params.ts';

export { domainToASCII, domainToUnicode } from '../internal/domain.ts';
export { fileURLToPath, fileURLToPathBuffer, pathToFileURL } from '../internal/file-url.ts';
export { urlToHttpOptions } from '../internal/http-options.ts';
export { format, parse, resolve, resolveObject, Url } from '../internal/legacy-url.ts';
export { URL } from '../internal/url.ts';
export { URLPattern } from '../internal/url-pattern.ts';
export { URLSearchParams } from '../internal/url-search-params.ts';

const members = {
  Url: () => Url,
  parse: () => parse,
  resolve: () => resolve,
  resolveObject: () => resolveObject,
  format: () => format,
  URL: () => URL,
  URLPattern: () => URLPattern,
  URLSearchParams: () => URLSearchParams,
  domainToASCII: () => domainToASCII,
  domainToUnicode: () => domainToUnicode,
  pathToFileURL: () => pathToFileURL,
  fileURLToPath: () => fileURLToPath,
  fileURLToPathBuffer: () => fileURLToPathBuffer,
  urlToHttpOptions: () => urlToHttpOptions,
};

/** What require('url') answers. */
type UrlModule = { -readonly [K in keyof typeof members]: ReturnType<(typeof members)[K]> };

export default addLazyMembers({}, members) as UrlModule;

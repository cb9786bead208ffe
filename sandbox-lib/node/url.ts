// node:url: the legacy API and the URL Standard's. Inside the context. https://nodejs.org/api/url.html
import { domainToASCII, domainToUnicode } from '../internal/domain.ts';
import { fileURLToPath, fileURLToPathBuffer, pathToFileURL } from '../internal/file-url.ts';
import { urlToHttpOptions } from '../internal/http-options.ts';
import { format, parse, resolve, resolveObject, Url } from '../internal/legacy-url.ts';
import { URL } from '../internal/url.ts';
import { URLSearchParams } from '../internal/url-search-params.ts';

export {
  domainToASCII,
  domainToUnicode,
  fileURLToPath,
  fileURLToPathBuffer,
  format,
  parse,
  pathToFileURL,
  resolve,
  resolveObject,
  URL,
  URLSearchParams,
  Url,
  urlToHttpOptions,
};

export default {
  Url,
  parse,
  resolve,
  resolveObject,
  format,
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  pathToFileURL,
  fileURLToPath,
  fileURLToPathBuffer,
  urlToHttpOptions,
};

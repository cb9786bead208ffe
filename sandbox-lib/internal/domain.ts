// Internationalised domain names, by the host's tables. Inside the context. https://nodejs.org/api/url.html#urldomaintoasciidomain
import { nodeError } from './errors.ts';
import { host } from './host.ts';

export function domainToASCII(domain: string): string {
  // biome-ignore lint/complexity/noArguments: undefined given is a domain, nothing given is an error
  if (arguments.length < 1) throw nodeError('ERR_MISSING_ARGS', 'domain');
  return host('domainToASCII', `${domain}`);
}

export function domainToUnicode(domain: string): string {
  // biome-ignore lint/complexity/noArguments: as above
  if (arguments.length < 1) throw nodeError('ERR_MISSING_ARGS', 'domain');
  return host('domainToUnicode', `${domain}`);
}

/** The last label of a name that the URL Standard would read as an IPv4 address keeps it from doing so. */
const NO_ADDRESS = '.x';

/** IDNA alone, for url.parse(): numbers stay as they are written. Empty for a name that is not valid. */
export function hostnameToASCII(hostname: string): string {
  if (/^[\0-\x7f]*$/.test(hostname) && !hostname.includes('xn--')) return hostname;
  return host('domainToASCII', hostname + NO_ADDRESS).slice(0, -NO_ADDRESS.length);
}

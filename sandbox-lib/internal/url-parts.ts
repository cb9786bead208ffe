// The parts of a URL out of its href. The parser on the host has checked and normalised it, so that one expression takes it apart.
// Pure. Inside the context. https://url.spec.whatwg.org/#url-serializing

export interface UrlParts {
  readonly protocol: string;
  readonly hasAuthority: boolean;
  readonly username: string;
  readonly password: string;
  /** With its port. */
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  /** With its '?' or '#', as in the href: a lone one counts here, while URL.search shows ''. */
  readonly search: string;
  readonly hash: string;
}

const HREF =
  /^([^:]+:)(\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?((\[[^\]]*\]|[^:/?#]*)(?::(\d+))?))?([^?#]*)(\?[^#]*)?(#.*)?$/s;

export function splitHref(href: string): UrlParts {
  const found = HREF.exec(href) ?? [];
  const [, protocol = '', authority, username = '', password = '', host = '', hostname = '', port = ''] = found;
  const [pathname = '', search = '', hash = ''] = found.slice(8);
  return {
    protocol,
    hasAuthority: authority !== undefined,
    username,
    password,
    host,
    hostname,
    port,
    // Without a host a path that begins with '//' is written behind '/.', or it would read as a host.
    pathname: authority === undefined && pathname.startsWith('/.//') ? pathname.slice(2) : pathname,
    search,
    hash,
  };
}

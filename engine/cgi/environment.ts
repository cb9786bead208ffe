// The meta-variables of one run. Parent process, on the path of every request; RFC 3875 4.1.
import { posix } from 'node:path';
import { CgiError } from '../errors.ts';
import type { ConnectionInfo, HeaderPairs, RedirectState } from '../types.ts';
import type { ConfiguredEnvironment } from './configured-environment.ts';
import { type Forwarded, readForwarded, type TrustedProxy } from './forwarded.ts';
import { appendHeaderVariables, type HeaderVariableOptions } from './header-variables.ts';
import { type HostAndPort, parseHost, plainAddress } from './server-address.ts';
import { checkText, decodeWireText } from './wire-text.ts';

/** Everything known of a request when its script is found. */
export interface EnvironmentRequest {
  readonly method: string;
  /** Raw origin-form target with its query, as the client sent it: after a local redirect still the first one. */
  readonly requestUri: string;
  /** Host and port of an absolute-form target. */
  readonly authority?: string | undefined;
  /** Raw query without '?', '' when there is none. */
  readonly query: string;
  /** Real absolute path of the script. */
  readonly script: string;
  readonly scriptName: string;
  readonly pathInfo?: string | undefined;
  readonly headers: HeaderPairs;
  /** Bytes of the body as they will be read from stdin, undefined when the request has none. */
  readonly bodyLength?: number | undefined;
  readonly connection?: ConnectionInfo | undefined;
  readonly requestId: string;
  /** Set when a local redirect led here. */
  readonly redirect?: RedirectState | undefined;
}

export interface EnvironmentOptions extends HeaderVariableOptions {
  /** 'name/version'. */
  readonly serverSoftware: string;
  /** SERVER_NAME of a request without Host. */
  readonly serverName?: string | undefined;
  /** Absolute path of the document root, without a trailing slash. */
  readonly documentRoot?: string | undefined;
  /** Whose X-Forwarded fields are believed; nobody's when undefined. */
  readonly isTrustedProxy?: TrustedProxy | undefined;
  /** Configured variables, and those taken over from the host (PATH, TZ, LANG). */
  readonly env: ConfiguredEnvironment;
  /** Most bytes of all names and values together, one more for the end of each; configured ones are not counted. */
  readonly maxEnvironmentBytes: number;
}

/**
 * Builds the environment of a run: names and values in turn, every name once, no NUL anywhere.
 * @throws CgiError BAD_REQUEST or HEADERS_TOO_LARGE
 */
export function buildEnvironment(request: EnvironmentRequest, options: EnvironmentOptions): string[] {
  const environment = [
    'GATEWAY_INTERFACE',
    'CGI/1.1',
    'SERVER_SOFTWARE',
    options.serverSoftware,
    'REQUEST_METHOD',
    request.method,
    'REQUEST_URI',
    decodeWireText(request.requestUri, 'the request target'),
    'QUERY_STRING',
    decodeWireText(request.query, 'the query'),
    'SCRIPT_NAME',
    checkText(request.scriptName, 'the script name'),
    'SCRIPT_FILENAME',
    request.script,
    'REDIRECT_STATUS',
    '200',
    'UNIQUE_ID',
    request.requestId,
  ];
  const { host, contentType } = appendHeaderVariables(environment, request.headers, options);
  if (contentType !== undefined) environment.push('CONTENT_TYPE', contentType);
  if (request.bodyLength !== undefined) environment.push('CONTENT_LENGTH', String(request.bodyLength));
  appendPathVariables(environment, request.pathInfo, options.documentRoot);
  if (request.authority !== undefined) replaceHost(environment, decodeWireText(request.authority, 'the authority'));
  appendConnection(environment, request, host, options);
  if (request.redirect !== undefined) appendRedirect(environment, request.redirect);
  checkSize(environment, options.maxEnvironmentBytes);
  appendConfigured(environment, options.env);
  return environment;
}

/** The host of an absolute-form target is the one to go by, whatever the Host field says (RFC 9112 3.2.2). */
function replaceHost(environment: string[], authority: string): void {
  for (let i = 0; i < environment.length; i += 2) {
    if (environment[i] !== 'HTTP_HOST') continue;
    environment[i + 1] = authority;
    return;
  }
  environment.push('HTTP_HOST', authority);
}

function appendPathVariables(environment: string[], pathInfo: string | undefined, documentRoot: string | undefined) {
  if (documentRoot !== undefined) environment.push('DOCUMENT_ROOT', documentRoot);
  if (pathInfo === undefined || pathInfo === '') return;
  if (pathInfo.charCodeAt(0) !== 0x2f) {
    throw new CgiError('BAD_REQUEST', `Cannot accept path info ${JSON.stringify(pathInfo)}: it has no leading slash`);
  }
  environment.push('PATH_INFO', checkText(pathInfo, 'the path info'));
  if (documentRoot === undefined) return;
  // From a URL it holds no '..' any more, but a caller may have passed one: it must not leave the document root.
  const inside = pathInfo.includes('..') ? posix.normalize(pathInfo) : pathInfo;
  environment.push('PATH_TRANSLATED', documentRoot + inside);
}

function appendConnection(
  environment: string[],
  request: EnvironmentRequest,
  hostField: string | undefined,
  options: EnvironmentOptions,
): void {
  const connection = request.connection ?? {};
  const peer = plainAddress(connection.remoteAddress || '127.0.0.1');
  const { isTrustedProxy } = options;
  const forwarded = isTrustedProxy && readForwarded(request.headers, peer, isTrustedProxy);
  const address = checkText(forwarded?.remoteAddress ?? peer, 'the remote address');
  const scheme = forwarded?.scheme ?? connection.scheme ?? 'http';
  environment.push('REMOTE_ADDR', address, 'REMOTE_HOST', address, 'REQUEST_SCHEME', scheme);
  environment.push('SERVER_PROTOCOL', checkText(connection.protocol ?? 'HTTP/1.1', 'the protocol'));
  if (scheme === 'https') environment.push('HTTPS', 'on');
  // The port belongs to the peer; behind a proxy the client's is not known.
  if (connection.remotePort !== undefined && forwarded?.remoteAddress === undefined) {
    environment.push('REMOTE_PORT', String(connection.remotePort));
  }
  appendServer(environment, forwarded?.host ?? request.authority ?? hostField, scheme, connection, forwarded, options);
  const auth = connection.auth;
  if (auth !== undefined && auth.type !== '') environment.push('AUTH_TYPE', checkText(auth.type, 'the auth type'));
  if (auth !== undefined && (auth.type !== '' || auth.user !== '')) {
    environment.push('REMOTE_USER', checkText(auth.user, 'the user name'));
  }
}

function appendServer(
  environment: string[],
  hostField: string | undefined,
  scheme: 'http' | 'https',
  connection: ConnectionInfo,
  forwarded: Forwarded | undefined,
  options: EnvironmentOptions,
): void {
  const host: HostAndPort = parseHost(hostField ?? '');
  const local = connection.localAddress === undefined ? undefined : plainAddress(connection.localAddress);
  const localName = local?.includes(':') ? `[${local}]` : local;
  const name = host.name || (options.serverName ?? localName ?? 'localhost');
  const behindProxy = (forwarded?.port ?? forwarded?.host ?? forwarded?.scheme) !== undefined;
  const port =
    (behindProxy ? forwarded?.port : connection.localPort) ?? host.port ?? (scheme === 'https' ? '443' : '80');
  environment.push('SERVER_NAME', name, 'SERVER_PORT', String(port));
  if (local !== undefined) environment.push('SERVER_ADDR', checkText(local, 'the local address'));
}

function appendRedirect(environment: string[], redirect: RedirectState): void {
  environment.push(
    'REDIRECT_URL',
    checkText(redirect.url, 'the path'),
    'REDIRECT_QUERY_STRING',
    decodeWireText(redirect.query, 'the query'),
    'REDIRECT_REQUEST_METHOD',
    redirect.method,
  );
  if (redirect.remoteUser !== undefined) environment.push('REDIRECT_REMOTE_USER', redirect.remoteUser);
}

/** Configured wins over computed; header fields cannot touch it, as they were computed before. */
function appendConfigured(environment: string[], configured: ConfiguredEnvironment): void {
  if (configured.overriding.size > 0) {
    let kept = 0;
    for (let i = 0; i < environment.length; i += 2) {
      const name = environment[i] ?? '';
      if (configured.overriding.has(name)) continue;
      environment[kept] = name;
      environment[kept + 1] = environment[i + 1] ?? '';
      kept += 2;
    }
    environment.length = kept;
  }
  for (const text of configured.pairs) environment.push(text);
}

function checkSize(environment: readonly string[], limit: number): void {
  let chars = environment.length;
  for (const text of environment) chars += text.length;
  // A char is at most three bytes of UTF-8: the usual request need not be measured.
  if (chars * 3 <= limit) return;
  const size = environment.reduce((sum, text) => sum + Buffer.byteLength(text), environment.length);
  if (size <= limit) return;
  throw new CgiError('HEADERS_TOO_LARGE', `Cannot build an environment of ${size} bytes: the limit is ${limit} bytes`);
}

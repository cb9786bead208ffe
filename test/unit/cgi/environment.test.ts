// V01–V32: the meta-variables of one request, as a table of requests and the variables they must (or must not) lead to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configureEnvironment } from '../../../engine/cgi/configured-environment.ts';
import { buildEnvironment, type EnvironmentOptions, type EnvironmentRequest } from '../../../engine/cgi/environment.ts';
import type { ErrorCode } from '../../../engine/errors.ts';
import type { ConnectionInfo, HeaderPairs } from '../../../engine/types.ts';
import { ENVIRONMENT, refusal } from './rooms.ts';

const REQUEST: EnvironmentRequest = {
  method: 'GET',
  requestUri: '/cgi-bin/env.js',
  query: '',
  script: '/srv/cgi/env.js',
  scriptName: '/cgi-bin/env.js',
  headers: [],
  requestId: 'id-1',
};

type Change = Partial<EnvironmentRequest>;
/** null: the variable is not set. */
type Variables = Readonly<Record<string, string | null>>;
type Row = readonly [id: string, request: Change, expected: Variables, options?: Partial<EnvironmentOptions>];

const trusting = { isTrustedProxy: (address: string) => address.startsWith('10.') || address === '127.0.0.1' };

const ROWS: readonly Row[] = [
  [
    'V01 auth of the server',
    { connection: { auth: { type: 'Basic', user: 'u' } } },
    { AUTH_TYPE: 'Basic', REMOTE_USER: 'u' },
  ],
  ['V01 auth of the client only', headers(['Authorization', 'Basic dTpw']), { AUTH_TYPE: null, REMOTE_USER: null }],
  ['V02 empty user', { connection: { auth: { type: 'Basic', user: '' } } }, { REMOTE_USER: '' }],
  ['V02 empty user and type', { connection: { auth: { type: '', user: '' } } }, { AUTH_TYPE: null, REMOTE_USER: null }],
  ['V03 five bytes', { method: 'POST', bodyLength: 5 }, { CONTENT_LENGTH: '5' }],
  ['V03 no bytes', { method: 'POST', bodyLength: 0 }, { CONTENT_LENGTH: '0' }],
  ['V03 no body', headers(['Content-Length', '7']), { CONTENT_LENGTH: null, HTTP_CONTENT_LENGTH: null }],
  [
    'V04 chunked',
    { bodyLength: 8, ...headers(['Transfer-Encoding', 'chunked']) },
    { CONTENT_LENGTH: '8', HTTP_TRANSFER_ENCODING: null },
  ],
  ['V06 verbatim', headers(['content-type', 'a/b; c=d']), { CONTENT_TYPE: 'a/b; c=d', HTTP_CONTENT_TYPE: null }],
  ['V06 absent', {}, { CONTENT_TYPE: null }],
  ['V07', {}, { GATEWAY_INTERFACE: 'CGI/1.1' }],
  ['V08 set', { pathInfo: '/a b/c.d' }, { PATH_INFO: '/a b/c.d' }],
  ['V08 none', { pathInfo: undefined }, { PATH_INFO: null }],
  ['V08 empty', { pathInfo: '' }, { PATH_INFO: null }],
  ['V13 no document root', { pathInfo: '/a' }, { PATH_TRANSLATED: null, DOCUMENT_ROOT: null }],
  [
    'V13 document root',
    { pathInfo: '/a b' },
    { PATH_TRANSLATED: '/srv/www/a b', DOCUMENT_ROOT: '/srv/www' },
    { documentRoot: '/srv/www' },
  ],
  ['V13 no path info', {}, { PATH_TRANSLATED: null }, { documentRoot: '/srv/www' }],
  ['V13 contained', { pathInfo: '/../../etc' }, { PATH_TRANSLATED: '/srv/www/etc' }, { documentRoot: '/srv/www' }],
  ['V14 raw', { query: 'x=%41&y=1' }, { QUERY_STRING: 'x=%41&y=1' }],
  ['V14 none', {}, { QUERY_STRING: '' }],
  ['V14 not re-encoded', { query: 'a?b%23\'"<' }, { QUERY_STRING: 'a?b%23\'"<' }],
  ['V15 case is kept', { method: 'patch' }, { REQUEST_METHOD: 'patch' }],
  ['V16', { scriptName: '/cgi-bin/sp ace.js' }, { SCRIPT_NAME: '/cgi-bin/sp ace.js' }],
  ['V18', {}, { SCRIPT_FILENAME: '/srv/cgi/env.js' }],
  ['V19 host with port', headers(['Host', 'fake.com:8000']), { SERVER_NAME: 'fake.com', HTTP_HOST: 'fake.com:8000' }],
  ['V19 IPv6', headers(['Host', '[::1]:8000']), { SERVER_NAME: '[::1]' }],
  ['V19 IPv6 without port', headers(['Host', '[::1]']), { SERVER_NAME: '[::1]', SERVER_PORT: '80' }],
  [
    'V19 configured',
    connected({ localAddress: '10.0.0.1' }),
    { SERVER_NAME: 'www.example' },
    { serverName: 'www.example' },
  ],
  ['V19 host wins', headers(['Host', 'a.example']), { SERVER_NAME: 'a.example' }, { serverName: 'www.example' }],
  [
    'V19 empty host',
    headers(['Host', '']),
    { SERVER_NAME: 'www.example', HTTP_HOST: '' },
    { serverName: 'www.example' },
  ],
  ['V19 local address', connected({ localAddress: '10.0.0.1' }), { SERVER_NAME: '10.0.0.1' }],
  ['V19 local IPv6', connected({ localAddress: 'fe80::1%eth0' }), { SERVER_NAME: '[fe80::1]', SERVER_ADDR: 'fe80::1' }],
  ['V19 nothing known', {}, { SERVER_NAME: 'localhost', SERVER_PORT: '80' }],
  ['V19 absolute form', { authority: 'h:81', ...headers(['Host', 'a']) }, { SERVER_NAME: 'h', HTTP_HOST: 'h:81' }],
  ['V20 socket', { ...connected({ localPort: 18471 }), ...headers(['Host', 'a:8080']) }, { SERVER_PORT: '18471' }],
  ['V20 host', headers(['Host', 'a:8080']), { SERVER_PORT: '8080' }],
  ['V20 empty port', headers(['Host', 'a:']), { SERVER_NAME: 'a', SERVER_PORT: '80' }],
  ['V20 scheme', { ...connected({ scheme: 'https' }), ...headers(['Host', 'a']) }, { SERVER_PORT: '443' }],
  ['V21 default', {}, { SERVER_PROTOCOL: 'HTTP/1.1' }],
  ['V21 actual', connected({ protocol: 'HTTP/2.0' }), { SERVER_PROTOCOL: 'HTTP/2.0' }],
  ['V22', {}, { SERVER_SOFTWARE: 'freshcgi/1.2.3' }],
  ['V23 IPv6', connected({ remoteAddress: '2000::3000' }), { REMOTE_ADDR: '2000::3000' }],
  ['V23 zone and brackets', connected({ remoteAddress: '[fe80::1%eth0]' }), { REMOTE_ADDR: 'fe80::1' }],
  ['V23 mapped', connected({ remoteAddress: '::ffff:1.2.3.4' }), { REMOTE_ADDR: '1.2.3.4' }],
  ['V23 no peer', {}, { REMOTE_ADDR: '127.0.0.1', REMOTE_PORT: null }],
  ['V23 unix socket', connected({ remoteAddress: '' }), { REMOTE_ADDR: '127.0.0.1' }],
  ['V23 not trusted', headers(['X-Forwarded-For', '9.9.9.9']), { REMOTE_ADDR: '127.0.0.1' }],
  ['V24', connected({ remoteAddress: '9.9.9.9' }), { REMOTE_HOST: '9.9.9.9' }],
  ['V25', headers(['Remote-Ident', 'x']), { REMOTE_IDENT: null, HTTP_REMOTE_IDENT: 'x' }],
  ['V26', connected({ remotePort: 50123 }), { REMOTE_PORT: '50123' }],
  ['V27', { requestUri: '/cgi-bin/env.js/%41?x=%41' }, { REQUEST_URI: '/cgi-bin/env.js/%41?x=%41' }],
  ['V28 http', {}, { REQUEST_SCHEME: 'http', HTTPS: null, SERVER_ADDR: null, UNIQUE_ID: 'id-1' }],
  ['V28 https', connected({ scheme: 'https' }), { REQUEST_SCHEME: 'https', HTTPS: 'on' }],
  ['V28 server address', connected({ localAddress: '::ffff:10.0.0.1' }), { SERVER_ADDR: '10.0.0.1' }],
  ['V29', {}, { REDIRECT_STATUS: '200', REDIRECT_URL: null }],
  [
    'V31 configured wins',
    {},
    { REQUEST_URI: '/foo', PATH: '/wibble' },
    configured({ REQUEST_URI: '/foo', PATH: '/wibble' }),
  ],
  [
    'V31 no header overrides it',
    headers(['X-Key', 'evil'], ['X_Key', 'evil']),
    { HTTP_X_KEY: 'good' },
    configured({ HTTP_X_KEY: 'good' }),
  ],
  [
    'V32 names are cleaned',
    {},
    { MY_VAR: '1', _9LIVES: '2', A_B: '3', 'my-var': null },
    configured({ 'my-var': '1', '9lives': '2', 'a b': '3' }),
  ],
  [
    'R06 redirect variables',
    { redirect: { hops: 1, url: '/cgi-bin/a b.js', query: 'q', method: 'POST', requestUri: '/', remoteUser: 'u' } },
    {
      REDIRECT_STATUS: '200',
      REDIRECT_URL: '/cgi-bin/a b.js',
      REDIRECT_QUERY_STRING: 'q',
      REDIRECT_REQUEST_METHOD: 'POST',
      REDIRECT_REMOTE_USER: 'u',
    },
  ],
  [
    'V20 V23 trusted proxy',
    {
      connection: { remoteAddress: '10.0.0.9', remotePort: 5, localPort: 8080 },
      ...headers(
        ['X-Forwarded-For', '6.6.6.6, 1.2.3.4:999, 10.0.0.2'],
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Host', 'pub.example'],
        ['Host', 'inner:8080'],
      ),
    },
    {
      REMOTE_ADDR: '1.2.3.4',
      REMOTE_PORT: null,
      HTTPS: 'on',
      SERVER_NAME: 'pub.example',
      SERVER_PORT: '443',
      HTTP_HOST: 'inner:8080',
    },
    trusting,
  ],
  [
    'V20 forwarded port',
    headers(['X-Forwarded-Host', 'pub:1'], ['X-Forwarded-Port', '8443']),
    { SERVER_PORT: '8443' },
    trusting,
  ],
  ['V20 port of the forwarded host', headers(['X-Forwarded-Host', 'pub:81']), { SERVER_PORT: '81' }, trusting],
  [
    'V20 V28 what the client wrote before what the proxy added',
    headers(
      ['X-Forwarded-For', '127.0.0.1, 9.9.9.9'],
      ['X-Forwarded-Host', 'evil.example, pub.example'],
      ['X-Forwarded-Proto', 'https, http'],
      ['X-Forwarded-Port', '666'],
      ['X-Forwarded-Port', '80'],
    ),
    { REMOTE_ADDR: '9.9.9.9', SERVER_NAME: 'pub.example', HTTPS: null, SERVER_PORT: '80' },
    trusting,
  ],
  [
    'V20 V28 what the first of two proxies added',
    headers(
      ['X-Forwarded-For', '9.9.9.9, 10.0.0.1'],
      ['X-Forwarded-Host', 'evil.example, pub.example, inner.example'],
      ['X-Forwarded-Proto', 'https'],
    ),
    { REMOTE_ADDR: '9.9.9.9', SERVER_NAME: 'pub.example', HTTPS: 'on' },
    trusting,
  ],
  ['V20 trusted but silent', { connection: { localPort: 8080 } }, { SERVER_PORT: '8080' }, trusting],
  ['V23 all hops trusted', headers(['X-Forwarded-For', '10.0.0.1, 10.0.0.2']), { REMOTE_ADDR: '10.0.0.1' }, trusting],
  ['V23 rubbish hop', headers(['X-Forwarded-For', 'unknown, 10.0.0.2']), { REMOTE_ADDR: '10.0.0.2' }, trusting],
  ['V23 only rubbish', headers(['X-Forwarded-For', '_x']), { REMOTE_ADDR: '127.0.0.1' }, trusting],
  [
    'V23 rubbish behind an address',
    headers(['X-Forwarded-For', '6.6.6.6, unknown']),
    { REMOTE_ADDR: '127.0.0.1' },
    trusting,
  ],
  [
    'V23 hop longer than an address',
    headers(['X-Forwarded-For', `::1%${'a'.repeat(64)}`]),
    { REMOTE_ADDR: '127.0.0.1' },
    trusting,
  ],
  ['V20 no port', headers(['X-Forwarded-Port', '65536']), { SERVER_PORT: '80' }, trusting],
  ['V23 endless hop', headers(['X-Forwarded-For', `${':'.repeat(60_000)}!`]), { REMOTE_ADDR: '127.0.0.1' }, trusting],
  ['V23 IPv6 hop', headers(['X-Forwarded-For', '[2001:db8::1]:80']), { REMOTE_ADDR: '2001:db8::1' }, trusting],
];

for (const [id, request, expected, options] of ROWS) {
  test(`buildEnvironment: ${id}`, () => {
    const actual = environment(request, options);
    for (const [name, value] of Object.entries(expected)) assert.equal(actual.get(name) ?? null, value, name);
  });
}

const REFUSED: readonly (readonly [id: string, request: Change, code: ErrorCode])[] = [
  ['V08 path info without slash', { pathInfo: 'a' }, 'BAD_REQUEST'],
  ['V19 slash in Host', headers(['Host', 'a/b']), 'BAD_REQUEST'],
  ['V19 user in Host', headers(['Host', 'u@a']), 'BAD_REQUEST'],
  ['V19 markup in Host', headers(['Host', '<b>']), 'BAD_REQUEST'],
  ['V19 non-ASCII Host', headers(['Host', 'caf\xE9']), 'BAD_REQUEST'],
  ['V19 port of Host', headers(['Host', 'a:99999']), 'BAD_REQUEST'],
  ['V19 bracket left open', headers(['Host', '[::1']), 'BAD_REQUEST'],
  ['V19 text behind the bracket', headers(['Host', '[::1]x']), 'BAD_REQUEST'],
  ['V19 user in an absolute form', { authority: 'u@evil' }, 'BAD_REQUEST'],
  ['C23 two Hosts', headers(['Host', 'a'], ['host', 'b']), 'BAD_REQUEST'],
  ['NUL in the query', { query: 'a\0b' }, 'BAD_REQUEST'],
  ['NUL in path info', { pathInfo: '/a\0b' }, 'BAD_REQUEST'],
  ['NUL in a user name', connected({ auth: { type: 'Basic', user: 'a\0b' } }), 'BAD_REQUEST'],
  ['line break in a header', headers(['X-A', 'a\r\nb']), 'BAD_REQUEST'],
  ['H10 101 fields', { headers: Array.from({ length: 101 }, (_, i) => [`X-${i}`, ''] as const) }, 'HEADERS_TOO_LARGE'],
  ['H10 size in bytes', headers(['X-A', '\xC3\xA9'.repeat(65_536)]), 'HEADERS_TOO_LARGE'],
  ['H10 size', headers(['X-A', 'a'.repeat(131_072)]), 'HEADERS_TOO_LARGE'],
];

for (const [id, request, code] of REFUSED) {
  test(`buildEnvironment: ${id} is refused with ${code}`, () => {
    refusal(() => environment(request), code);
  });
}

test('configureEnvironment: V32 refuses what cannot be a variable', () => {
  refusal(() => configureEnvironment({ '': 'x' }), 'BAD_OPTION');
  refusal(() => configureEnvironment({ A: 'x\0y' }), 'BAD_OPTION');
});

function environment(change: Change, options?: Partial<EnvironmentOptions>): Map<string, string> {
  const flat = buildEnvironment({ ...REQUEST, ...change }, { ...ENVIRONMENT, ...options });
  const variables = new Map<string, string>();
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i] ?? '';
    assert.ok(!variables.has(name), `${name} is there twice`);
    variables.set(name, flat[i + 1] ?? '');
  }
  return variables;
}

function headers(...pairs: HeaderPairs): Change {
  return { headers: pairs };
}

function connected(connection: ConnectionInfo): Change {
  return { connection };
}

function configured(env: Readonly<Record<string, string>>): Partial<EnvironmentOptions> {
  return { env: configureEnvironment(env) };
}

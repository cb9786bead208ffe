// V18 to V32: the meta-variables that come from the server, the connection and the configuration (RFC 3875 4.1).
import type { Case } from '../case.ts';

const http2 = { protocol: 'HTTP/2.0', scheme: 'https' } as const;

export const CONNECTION: readonly Case[] = [
  {
    id: 'V18',
    what: 'SCRIPT_FILENAME is the real path',
    expect: { status: 200, env: { SCRIPT_FILENAME: '$ROOT/env.js' }, shows: { main: '$ROOT/env.js' } },
  },
  {
    id: 'V19',
    what: 'SERVER_NAME is the Host without its port',
    steps: [
      { headers: [['Host', 'Fake.com:8000']], expect: { status: 200, env: { SERVER_NAME: 'fake.com' } } },
      { headers: [['Host', '[::1]:8000']], expect: { status: 200, env: { SERVER_NAME: '[::1]' } } },
    ],
  },
  {
    id: 'V19-none',
    what: 'SERVER_NAME without a Host is the local address',
    request: { host: false, version: '1.0' },
    expect: { status: 200, env: { SERVER_NAME: '127.0.0.1', HTTP_HOST: null } },
  },
  {
    id: 'V19-configured',
    what: 'SERVER_NAME without a Host is the configured name',
    group: 'open',
    request: { host: false, version: '1.0' },
    expect: { status: 200, env: { SERVER_NAME: 'configured.example' } },
  },
  {
    id: 'V19-bad',
    what: 'a Host that is no host name is refused',
    steps: ['a/b', 'u@h', '<script>', 'h:99999', '[::1'].map((host) => ({
      headers: [['Host', host]] as const,
      expect: { status: 400 },
    })),
    skip: { hono: 'app.request() takes the host from its URL; the engine door has this row' },
  },
  {
    id: 'V20',
    what: 'SERVER_PORT is the port of the socket, whatever Host says',
    request: { headers: [['Host', 'fake.com:8000']] },
    skip: { engine: 'no socket', hono: 'no socket' },
    expect: { status: 200, env: { SERVER_PORT: /^(?!8000)\d+$/, HTTP_HOST: 'fake.com:8000' } },
  },
  {
    id: 'V20-host',
    what: 'SERVER_PORT without a socket is the port in Host',
    request: { headers: [['Host', 'fake.com:8000']] },
    skip: { node: 'there is a socket', serve: 'there is a socket' },
    expect: { status: 200, env: { SERVER_PORT: '8000' } },
  },
  {
    id: 'V20-scheme',
    what: 'SERVER_PORT without any port is that of the scheme',
    steps: [
      { connection: { scheme: 'https' }, expect: { status: 200, env: { SERVER_PORT: '443' } } },
      { connection: { scheme: 'http' }, expect: { status: 200, env: { SERVER_PORT: '80' } } },
    ],
  },
  {
    id: 'V20-proxy',
    what: 'a trusted proxy says which host, port and scheme the client used',
    group: 'open',
    request: {
      headers: [
        ['X-Forwarded-Host', 'public.example'],
        ['X-Forwarded-Port', '8443'],
        ['X-Forwarded-Proto', 'https'],
      ],
    },
    expect: {
      status: 200,
      env: { SERVER_NAME: 'public.example', SERVER_PORT: '8443', REQUEST_SCHEME: 'https', HTTPS: 'on' },
    },
  },
  {
    id: 'V20-untrusted',
    what: 'anybody else says nothing of the kind',
    request: {
      headers: [
        ['X-Forwarded-Host', 'public.example'],
        ['X-Forwarded-Port', '8443'],
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-For', '9.9.9.9'],
      ],
    },
    expect: {
      status: 200,
      env: { SERVER_NAME: /^(?!public)/, SERVER_PORT: /^(?!8443)/, HTTPS: null, REMOTE_ADDR: '127.0.0.1' },
    },
  },
  {
    id: 'V21',
    what: 'SERVER_PROTOCOL is that of the request',
    expect: { status: 200, env: { SERVER_PROTOCOL: 'HTTP/1.1' } },
  },
  {
    id: 'V21-1.0',
    what: 'SERVER_PROTOCOL is HTTP/1.0 for an old client',
    request: { version: '1.0' },
    expect: { status: 200, env: { SERVER_PROTOCOL: 'HTTP/1.0' } },
  },
  {
    id: 'V21-2',
    what: 'SERVER_PROTOCOL is HTTP/2.0 where the server says so',
    request: { connection: http2 },
    expect: { status: 200, env: { SERVER_PROTOCOL: 'HTTP/2.0', HTTPS: 'on' } },
  },
  {
    id: 'V22',
    what: 'SERVER_SOFTWARE is name and version',
    expect: { status: 200, env: { SERVER_SOFTWARE: /^freshcgi\/\d+\.\d+\.\d+/ } },
  },
  {
    id: 'V22-own',
    what: 'SERVER_SOFTWARE can be set',
    group: 'open',
    expect: { status: 200, env: { SERVER_SOFTWARE: 'Legacy/1.0' } },
  },
  {
    id: 'V23',
    what: 'REMOTE_ADDR is always set',
    expect: { status: 200, env: { REMOTE_ADDR: '127.0.0.1' } },
  },
  {
    id: 'V23-forms',
    what: 'REMOTE_ADDR has no brackets, no zone, and IPv4 in its own form',
    steps: [
      ['2000::3000', '2000::3000'],
      ['[2000::3000]', '2000::3000'],
      ['fe80::1%eth0', 'fe80::1'],
      ['::ffff:1.2.3.4', '1.2.3.4'],
      ['', '127.0.0.1'],
    ].map(([remoteAddress = '', shown = '']) => ({
      connection: { remoteAddress },
      expect: { status: 200, env: { REMOTE_ADDR: shown } },
    })),
  },
  {
    id: 'V23-proxy',
    what: 'REMOTE_ADDR behind trusted proxies is the first hop nobody vouches for',
    group: 'open',
    request: { headers: [['X-Forwarded-For', '6.6.6.6, 9.9.9.9, 10.0.0.1']] },
    expect: { status: 200, env: { REMOTE_ADDR: '9.9.9.9', REMOTE_PORT: null } },
  },
  {
    id: 'V24',
    what: 'REMOTE_HOST is the address: no name is looked up',
    group: 'open',
    expect: { status: 200, env: { REMOTE_HOST: '127.0.0.1' } },
  },
  { id: 'V25', what: 'REMOTE_IDENT is never set', expect: { status: 200, env: { REMOTE_IDENT: null } } },
  {
    id: 'V26',
    what: 'REMOTE_PORT is a number where there is a socket',
    skip: { engine: 'no socket', hono: 'no socket' },
    expect: { status: 200, env: { REMOTE_PORT: /^\d+$/, SERVER_ADDR: '127.0.0.1' } },
  },
  {
    id: 'V27',
    what: 'REQUEST_URI is the raw target with its query',
    request: { target: '/cgi-bin/env.js//a%20b?x=%41' },
    expect: { status: 200, env: { REQUEST_URI: '/cgi-bin/env.js//a%20b?x=%41', QUERY_STRING: 'x=%41' } },
  },
  {
    id: 'V27-absolute',
    what: 'an absolute-form target becomes origin-form, its host outranks Host',
    request: { target: 'http://h.example/cgi-bin/env.js?q' },
    expect: {
      status: 200,
      env: { REQUEST_URI: '/cgi-bin/env.js?q', SERVER_NAME: 'h.example', HTTP_HOST: 'h.example' },
    },
  },
  {
    id: 'V27-nowhere',
    what: 'an absolute-form target without a host is malformed: a URL parser would take the first name of its path for one',
    request: { target: 'http:///cgi-bin/env.js' },
    skip: { node: 'the app sees a host "cgi-bin" and a path that is not the mount’s' },
    expect: { status: 400, code: 'BAD_PATH' },
  },
  {
    id: 'V28',
    what: 'REQUEST_SCHEME is http, and HTTPS is unset',
    expect: { status: 200, env: { REQUEST_SCHEME: 'http', HTTPS: null } },
  },
  {
    id: 'V28-unique',
    what: 'UNIQUE_ID is there and URL-safe',
    expect: { status: 200, env: { UNIQUE_ID: /^[\w-]{8,64}$/ } },
  },
  { id: 'V29', what: 'REDIRECT_STATUS is 200', expect: { status: 200, env: { REDIRECT_STATUS: '200' } } },
  {
    id: 'V30',
    what: 'values are strings, a missing one is undefined, and the host’s own are not there',
    code: `process.env.N = 1;
process.stdout.write('Content-Type: application/json\\n\\n' + JSON.stringify({
  env: process.env, n: process.env.N, type: typeof process.env.MISSING, secret: 'SECRET_OF_HOST' in process.env }));`,
    expect: { status: 200, env: { PATH: /./ }, shows: { n: '1', type: 'undefined', secret: false } },
  },
  {
    id: 'V31',
    what: 'configured variables win over computed ones, and header fields cannot touch them',
    request: {
      headers: [
        ['Remote-Host', 'evil'],
        ['Greeting', 'evil'],
      ],
    },
    expect: { status: 200, env: { REMOTE_HOST: 'configured.example', GREETING: 'hello', HTTP_GREETING: 'evil' } },
  },
  {
    id: 'V32',
    what: 'names of configured variables are made fit',
    expect: { status: 200, env: { BAD_NAME: 'cleaned', _1ST: 'prefixed', '1ST': null, 'bad-name': null } },
  },
];

// H01 to H10: request header fields as HTTP_* variables (RFC 3875 4.1.18).
import type { Case } from '../case.ts';

const ODD_NAMES = ['something-else', 'something_else', 'something+else', 'something.else'] as const;

export const HEADERS: readonly Case[] = [
  {
    id: 'H01',
    what: 'fields of one name are joined with a comma',
    request: {
      headers: [
        ['X-Foo', '1'],
        ['X-Foo', '2'],
      ],
    },
    expect: { status: 200, env: { HTTP_X_FOO: '1, 2' } },
  },
  {
    id: 'H02',
    what: 'cookies are joined with a semicolon',
    request: {
      headers: [
        ['Cookie', 'a=1'],
        ['Cookie', 'b=2'],
      ],
    },
    expect: { status: 200, env: { HTTP_COOKIE: 'a=1; b=2' } },
  },
  {
    id: 'H03',
    what: 'only names of letters, digits and dashes are exported',
    request: {
      headers: [...ODD_NAMES.map((name) => [name, name] as const), ['X_Alone', '1'], ['X~Y', '1']],
    },
    expect: {
      status: 200,
      env: { HTTP_SOMETHING_ELSE: 'something-else', HTTP_X_ALONE: null, HTTP_X_Y: null, 'HTTP_X~Y': null },
    },
  },
  {
    id: 'H03-order',
    what: 'a spelling with underscores never touches the one with dashes',
    request: {
      headers: [
        ['X_Real_Ip', 'evil'],
        ['X-Real-Ip', 'good'],
      ],
    },
    expect: { status: 200, env: { HTTP_X_REAL_IP: 'good' } },
  },
  {
    id: 'H03-allowed',
    what: 'allowUnderscores exports them where nothing else has the name',
    group: 'open',
    request: {
      headers: [
        ['X_Real_Ip', 'evil'],
        ['X-Real-Ip', 'good'],
        ['X_Alone', '1'],
      ],
    },
    expect: { status: 200, env: { HTTP_X_REAL_IP: 'good', HTTP_X_ALONE: '1' } },
  },
  {
    id: 'H03-pseudo',
    what: 'the pseudo fields of HTTP/2 are not exported',
    request: {
      headers: [
        [':authority', 'h'],
        [':path', '/'],
      ],
      connection: { protocol: 'HTTP/2.0' },
    },
    expect: { status: 200, env: { HTTP_AUTHORITY: null, HTTP__AUTHORITY: null, HTTP_PATH: null, 'HTTP_:PATH': null } },
  },
  {
    id: 'H04',
    what: 'fields that are not for scripts are dropped',
    request: {
      headers: [
        ['Proxy', 'http://evil.example'],
        ['Proxy-Authorization', 'Basic x'],
        ['Authorization', 'Basic x'],
        ['Keep-Alive', '5'],
        ['TE', 'trailers'],
        ['Trailer', 'X-T'],
        ['Connection', 'close'],
      ],
    },
    expect: {
      status: 200,
      env: {
        HTTP_PROXY: null,
        HTTP_PROXY_AUTHORIZATION: null,
        HTTP_AUTHORIZATION: null,
        HTTP_KEEP_ALIVE: null,
        HTTP_TE: null,
        HTTP_TRAILER: null,
        HTTP_CONNECTION: null,
      },
    },
  },
  {
    id: 'H04-upgrade',
    what: 'Upgrade is dropped and the request is answered as it stands',
    request: {
      headers: [
        ['Connection', 'close, Upgrade'],
        ['Upgrade', 'websocket'],
      ],
    },
    expect: { status: 200, env: { HTTP_UPGRADE: null } },
  },
  {
    id: 'H04-httpoxy',
    what: 'no spelling of Proxy gets through, underscores allowed or not',
    group: 'open',
    request: {
      headers: [
        ['PROXY', 'http://evil.example'],
        ['pRoXy', 'x'],
      ],
    },
    expect: { status: 200, env: { HTTP_PROXY: null } },
  },
  {
    id: 'H04-open',
    what: 'Authorization and Connection are passed on request',
    group: 'open',
    request: {
      headers: [
        ['Authorization', 'Bearer x'],
        ['Connection', 'close'],
      ],
    },
    expect: { status: 200, env: { HTTP_AUTHORIZATION: 'Bearer x', HTTP_CONNECTION: 'close' } },
  },
  {
    id: 'H05',
    what: 'fields that Connection names are dropped',
    request: {
      headers: [
        ['X-Y', '1'],
        ['X-Z', '2'],
        ['Connection', 'close, x-y'],
      ],
    },
    expect: { status: 200, env: { HTTP_X_Y: null, HTTP_X_Z: '2' } },
  },
  {
    id: 'H06',
    what: 'bytes of a value are read as UTF-8, broken ones as U+FFFD, and an empty value is set',
    request: {
      headers: [
        ['X-Utf8', 'caf\xc3\xa9'],
        ['X-Latin1', 'caf\xe9'],
        ['X-Empty', ''],
      ],
    },
    expect: { status: 200, env: { HTTP_X_UTF8: 'café', HTTP_X_LATIN1: 'caf\uFFFD', HTTP_X_EMPTY: '' } },
  },
  {
    id: 'H07',
    what: 'HTTP_HOST is verbatim, with its port',
    request: { headers: [['Host', 'Fake.com:8000']] },
    expect: { status: 200, env: { HTTP_HOST: 'Fake.com:8000' } },
  },
  {
    id: 'H08',
    what: 'Expect is the server’s business',
    request: { method: 'POST', body: 'x', headers: [['Expect', '100-continue']] },
    expect: { status: 200, env: { HTTP_EXPECT: null, CONTENT_LENGTH: '1' } },
  },
  {
    id: 'H09',
    what: 'trailers of a chunked body are not exported',
    script: 'stdin.js',
    request: {
      raw:
        'POST /cgi-bin/stdin.js HTTP/1.1\r\nHost: h:$PORT\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n' +
        'Trailer: X-T\r\n\r\n3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n',
    },
    expect: { status: 200, env: { HTTP_X_T: null, HTTP_TRAILER: null, CONTENT_LENGTH: '3' }, shows: { text: 'abc' } },
  },
  {
    id: 'H10',
    what: 'too many fields are refused',
    request: { headers: Array.from({ length: 150 }, (_, i) => [`X-F${i}`, '1'] as const) },
    expect: { status: 431, code: 'HEADERS_TOO_LARGE' },
  },
  {
    id: 'H10-size',
    what: 'too large an environment is refused',
    request: { headers: Array.from({ length: 40 }, (_, i) => [`X-F${i}`, 'x'.repeat(4000)] as const) },
    expect: { status: 431 },
  },
  {
    id: 'H10-cookie',
    what: 'what a legacy application keeps in cookies is not too large',
    script: 'words.js',
    request: { headers: Array.from({ length: 8 }, (_, i) => ['Cookie', `c${i}=${'x'.repeat(4000)}`] as const) },
    expect: { status: 200 },
  },
];

// V01 to V15: the meta-variables that come from the request line and the body (RFC 3875 4.1).
import type { Case } from '../case.ts';

/** node:http has no say in it: the list is compiled into its parser. */
const UNKNOWN_METHOD = 'node’s HTTP parser refuses methods it does not know: see V15-socket';
const auth = { type: 'Basic', user: 'u' };

export const ENVIRONMENT: readonly Case[] = [
  {
    id: 'V01',
    what: 'AUTH_TYPE comes from the server, not from the client',
    request: { connection: { auth } },
    expect: { status: 200, env: { AUTH_TYPE: 'Basic', REMOTE_USER: 'u' } },
  },
  {
    id: 'V01-client',
    what: "a client's Authorization sets neither AUTH_TYPE nor REMOTE_USER",
    request: { headers: [['Authorization', 'Basic dTpw']] },
    expect: { status: 200, env: { AUTH_TYPE: null, REMOTE_USER: null, HTTP_AUTHORIZATION: null } },
  },
  {
    id: 'V02',
    what: 'an empty REMOTE_USER is set only beside an AUTH_TYPE',
    steps: [
      { connection: { auth: { ...auth, user: '' } }, expect: { status: 200, env: { REMOTE_USER: '' } } },
      {
        connection: { auth: { type: '', user: '' } },
        expect: { status: 200, env: { AUTH_TYPE: null, REMOTE_USER: null } },
      },
    ],
  },
  {
    id: 'V03',
    what: 'CONTENT_LENGTH is the number of bytes',
    request: { method: 'POST', body: 'a=1&b' },
    expect: { status: 200, env: { CONTENT_LENGTH: '5' } },
  },
  {
    id: 'V03-zero',
    what: 'Content-Length: 0 is passed on',
    request: { method: 'POST', headers: [['Content-Length', '0']] },
    expect: { status: 200, env: { CONTENT_LENGTH: '0' } },
  },
  {
    id: 'V03-none',
    what: 'CONTENT_LENGTH is unset without a body',
    expect: { status: 200, env: { CONTENT_LENGTH: null, CONTENT_TYPE: null } },
  },
  {
    id: 'V04',
    what: 'a chunked body gets its CONTENT_LENGTH, and the encoding stays with the server',
    script: 'stdin.js',
    request: { method: 'POST', body: ['Hello', '\xc3\xa9!'] },
    expect: {
      status: 200,
      env: { CONTENT_LENGTH: '8', HTTP_TRANSFER_ENCODING: null },
      shows: { bytes: 8, text: 'Helloé!' },
    },
  },
  {
    id: 'V04-reject',
    what: "chunked: 'reject' answers 411",
    group: 'caps',
    request: { method: 'POST', body: ['Hello'] },
    expect: { status: 411, code: 'LENGTH_REQUIRED' },
  },
  {
    id: 'V05',
    what: 'a declared length over the limit is refused before anything is read',
    group: 'small',
    request: { method: 'POST', headers: [['Content-Length', '1001']] },
    expect: { status: 413, code: 'BODY_TOO_LARGE' },
  },
  {
    id: 'V05-chunked',
    what: 'a chunked body is refused as soon as it passes the limit',
    group: 'small',
    request: { method: 'POST', body: ['x'.repeat(600), 'x'.repeat(401), 'x'.repeat(600)] },
    expect: { status: 413, code: 'BODY_TOO_LARGE' },
  },
  {
    id: 'V05-exact',
    what: 'a body of exactly the limit is taken',
    group: 'small',
    request: { method: 'POST', body: 'x'.repeat(1000) },
    expect: { status: 200, env: { CONTENT_LENGTH: '1000' } },
  },
  {
    id: 'V06',
    what: 'CONTENT_TYPE is verbatim and has no HTTP_ twin',
    request: { method: 'POST', body: 'x', headers: [['Content-Type', 'a/b; c=d']] },
    expect: {
      status: 200,
      env: { CONTENT_TYPE: 'a/b; c=d', HTTP_CONTENT_TYPE: null, HTTP_CONTENT_LENGTH: null },
    },
  },
  {
    id: 'V07',
    what: 'GATEWAY_INTERFACE is CGI/1.1',
    expect: { status: 200, env: { GATEWAY_INTERFACE: 'CGI/1.1' } },
  },
  {
    id: 'V08',
    what: 'PATH_INFO is decoded',
    request: { target: '/cgi-bin/env.js/a%20b/c%2Ed' },
    expect: { status: 200, env: { PATH_INFO: '/a b/c.d', SCRIPT_NAME: '/cgi-bin/env.js' } },
  },
  {
    id: 'V08-none',
    what: 'PATH_INFO is unset where there is none',
    expect: { status: 200, env: { PATH_INFO: null, PATH_TRANSLATED: null } },
  },
  {
    id: 'V08-slash',
    what: 'a single slash is a PATH_INFO',
    request: { target: '/cgi-bin/env.js/' },
    expect: { status: 200, env: { PATH_INFO: '/' } },
  },
  {
    id: 'V09',
    what: 'semicolon and plus stay what they are',
    steps: [
      { target: '/cgi-bin/env.js/a;b=1', expect: { status: 200, env: { PATH_INFO: '/a;b=1' } } },
      { target: '/cgi-bin/env.js/a+b', expect: { status: 200, env: { PATH_INFO: '/a+b' } } },
    ],
  },
  {
    id: 'V10',
    what: 'slashes are merged',
    skip: { hono: 'kept there: V16-exact', node: 'kept there: V16-exact' },
    request: { target: '/cgi-bin/env.js//a//b' },
    expect: { status: 200, env: { PATH_INFO: '/a/b' } },
  },
  {
    id: 'V10-keep',
    what: 'mergeSlashes: false keeps them',
    group: 'open',
    request: { target: '/cgi-bin/env.js//a//b' },
    expect: { status: 200, env: { PATH_INFO: '//a//b' } },
  },
  {
    id: 'V11',
    what: 'dot segments are resolved before the script is sought',
    steps: [
      { target: '/cgi-bin/env.js/a/../b', expect: { status: 200, env: { PATH_INFO: '/b' } } },
      { target: '/cgi-bin/sub/../env.js/./x', expect: { status: 200, env: { PATH_INFO: '/x' } } },
    ],
  },
  {
    id: 'V11-out',
    what: 'a path that leaves the mount is not the mount’s',
    request: { target: '/cgi-bin/env.js/../../static.txt' },
    skip: { engine: 'an engine has no files to serve beside its mount: it answers 404' },
    expect: { status: 200, body: 'a static file\n' },
  },
  {
    id: 'V12',
    what: 'a UTF-8 PATH_INFO is text, a broken one has U+FFFD, REQUEST_URI has it raw',
    steps: [
      {
        target: '/cgi-bin/env.js/caf%C3%A9',
        expect: { status: 200, env: { PATH_INFO: '/café', REQUEST_URI: '/cgi-bin/env.js/caf%C3%A9' } },
      },
      {
        target: '/cgi-bin/env.js/caf%E9/x',
        expect: { status: 200, env: { PATH_INFO: '/caf\uFFFD/x', REQUEST_URI: '/cgi-bin/env.js/caf%E9/x' } },
      },
    ],
  },
  {
    id: 'V12-raw',
    what: 'bytes beyond ASCII that are not encoded are malformed',
    steps: ['/caf\xc3\xa9', '?caf\xc3\xa9'].map((rest) => ({
      raw: `GET /cgi-bin/env.js${rest} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`,
      expect: { status: 400 },
    })),
  },
  {
    id: 'V13',
    what: 'PATH_TRANSLATED is PATH_INFO under the document root',
    request: { target: '/cgi-bin/env.js/a/b' },
    expect: { status: 200, env: { PATH_TRANSLATED: '$PUBLIC/a/b', DOCUMENT_ROOT: '$PUBLIC' } },
  },
  {
    id: 'V13-none',
    what: 'PATH_TRANSLATED is unset without a document root',
    group: 'open',
    request: { target: '/cgi-bin/env.js/a/b' },
    expect: { status: 200, env: { PATH_TRANSLATED: null, DOCUMENT_ROOT: null } },
  },
  {
    id: 'V14',
    what: 'QUERY_STRING is the raw query',
    steps: [
      { query: 'x=%41&y=1', expect: { status: 200, env: { QUERY_STRING: 'x=%41&y=1' } } },
      { query: 'a?b', expect: { status: 200, env: { QUERY_STRING: 'a?b' } } },
      { query: 'a%23b', expect: { status: 200, env: { QUERY_STRING: 'a%23b' } } },
    ],
  },
  {
    id: 'V14-none',
    what: 'QUERY_STRING is set and empty without a query',
    expect: { status: 200, env: { QUERY_STRING: '' } },
  },
  {
    id: 'V14-bare',
    what: 'a bare question mark is an empty query',
    request: { target: '/cgi-bin/env.js?' },
    expect: { status: 200, env: { QUERY_STRING: '', REQUEST_URI: '/cgi-bin/env.js?' } },
  },
  {
    id: 'V14-quotes',
    what: 'quotes and angle brackets are not encoded again',
    request: { target: `/cgi-bin/env.js?a='b"<c>` },
    expect: { status: 200, env: { QUERY_STRING: `a='b"<c>`, REQUEST_URI: `/cgi-bin/env.js?a='b"<c>` } },
  },
  {
    id: 'V15',
    what: 'REQUEST_METHOD keeps its case',
    request: { method: 'patch' },
    skip: { node: UNKNOWN_METHOD, serve: UNKNOWN_METHOD },
    expect: { status: 200, env: { REQUEST_METHOD: 'patch' } },
  },
  {
    id: 'V15-extension',
    what: 'an extension method runs the script',
    request: { method: 'FOO' },
    skip: { node: UNKNOWN_METHOD, serve: UNKNOWN_METHOD },
    expect: { status: 200, env: { REQUEST_METHOD: 'FOO' } },
  },
  {
    id: 'V15-socket',
    what: 'a method that node’s HTTP parser does not know is answered 501, rubbish 400',
    steps: [
      { raw: 'FOO /cgi-bin/env.js HTTP/1.1\r\nHost: h\r\n\r\n', expect: { status: 501 } },
      { raw: 'patch /cgi-bin/env.js HTTP/1.1\r\nHost: h\r\n\r\n', expect: { status: 501 } },
      { raw: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', expect: { status: 400 } },
    ],
  },
  {
    id: 'V15-webdav',
    what: 'methods beyond the usual ones run the script',
    steps: [
      { method: 'PROPFIND', expect: { status: 200, env: { REQUEST_METHOD: 'PROPFIND' } } },
      { method: 'OPTIONS', expect: { status: 200, env: { REQUEST_METHOD: 'OPTIONS' } } },
      { method: 'DELETE', expect: { status: 200, env: { REQUEST_METHOD: 'DELETE' } } },
    ],
  },
  {
    id: 'V15-allowed',
    what: 'a list of methods narrows them',
    group: 'closed',
    request: { method: 'PUT' },
    expect: { status: 405, headers: { Allow: 'GET, HEAD, POST' }, code: 'METHOD_NOT_ALLOWED' },
  },
  {
    id: 'V15-asterisk',
    what: 'OPTIONS of the server as a whole is answered by the server',
    steps: [
      {
        raw: 'OPTIONS * HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
        expect: { status: 200, body: '' },
      },
      { raw: 'GET * HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', expect: { status: 400 } },
    ],
  },
  {
    id: 'V15-trace',
    what: 'TRACE is answered 405 with the methods that are allowed',
    request: { method: 'TRACE' },
    expect: { status: 405, headers: { Allow: /\bGET\b.*\bPOST\b/ } },
  },
];

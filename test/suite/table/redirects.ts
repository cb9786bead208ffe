// R01 to R14: a Location for the client, and one within the server (RFC 3875 6.2.2 to 6.2.4).
import type { Case } from '../case.ts';

const CT = 'Content-Type: text/plain\n';
const ALONE = 'an engine alone knows no files beside its mount: it hands the redirect to the client';

export const REDIRECTS: readonly Case[] = [
  {
    id: 'R01',
    what: 'an absolute Location alone is a 302, verbatim',
    output: 'Location: http://e.example/x?y=1#frag\n\n',
    expect: { status: 302, headers: { Location: 'http://e.example/x?y=1#frag' } },
  },
  {
    id: 'R02',
    what: 'the script’s own body goes with a 302',
    output: `Location: http://e.example/\n${CT}\nMoved there`,
    expect: { status: 302, headers: { 'Content-Type': 'text/plain' }, body: 'Moved there' },
  },
  ...['301', '303', '307', '308'].map(
    (code): Case => ({
      id: `R03-${code}`,
      what: `Status: ${code} beside a Location is kept`,
      output: `Status: ${code}\nLocation: http://e.example/\n${CT}\nbody`,
      expect: { status: Number(code), headers: { Location: 'http://e.example/' }, body: 'body' },
    }),
  ),
  {
    id: 'R04',
    what: 'a local Location beside a 201 is a field like others',
    output: `Status: 201\nLocation: /cgi-bin/env.js\n${CT}\nmade`,
    expect: { status: 201, headers: { Location: '/cgi-bin/env.js' }, body: 'made' },
  },
  {
    id: 'R05',
    what: 'an explicit Status: 200 wins over Location',
    output: `Status: 200\nLocation: /cgi-bin/env.js\n${CT}\nhere`,
    expect: { status: 200, headers: { Location: '/cgi-bin/env.js' }, body: 'here' },
  },
  {
    id: 'R06',
    what: 'a local Location alone is answered by its target, as a GET of the first request',
    output: 'Location: /cgi-bin/env.js/info?x=1\n\n',
    file: 'go.js',
    request: {
      target: '/cgi-bin/go.js/first?q=2',
      method: 'POST',
      body: 'a=1',
      headers: [['X-Kept', 'yes']],
    },
    expect: {
      status: 200,
      headers: { Location: null },
      env: {
        REQUEST_METHOD: 'GET',
        CONTENT_LENGTH: null,
        HTTP_X_KEPT: 'yes',
        SCRIPT_NAME: '/cgi-bin/env.js',
        PATH_INFO: '/info',
        QUERY_STRING: 'x=1',
        REQUEST_URI: '/cgi-bin/go.js/first?q=2',
        REDIRECT_STATUS: '200',
        REDIRECT_URL: '/cgi-bin/go.js/first',
        REDIRECT_QUERY_STRING: 'q=2',
        REDIRECT_REQUEST_METHOD: 'POST',
        REDIRECT_REMOTE_USER: null,
      },
    },
  },
  {
    id: 'R07',
    what: 'a local Location may name a file that is no script',
    output: 'Location: /static.txt\n\n',
    skip: { engine: ALONE },
    expect: { status: 200, headers: { Location: null, 'Content-Type': /^text\/plain/ }, body: 'a static file\n' },
  },
  {
    id: 'R07-missing',
    what: 'a local Location that leads nowhere is a 404',
    output: 'Location: /cgi-bin/missing.js\n\n',
    skip: { engine: ALONE },
    expect: { status: 404, headers: { Location: null } },
  },
  {
    id: 'R07-outside',
    what: 'one that leads nowhere outside of the mount as well',
    output: 'Location: /nowhere\n\n',
    skip: { engine: ALONE },
    expect: { status: 404, headers: { Location: null } },
  },
  {
    id: 'R07-alone',
    what: 'without an app around it the client is sent there',
    output: 'Location: /static.txt\n\n',
    skip: { hono: 'there is an app', node: 'there is an app', serve: 'there is an app' },
    expect: { status: 302, headers: { Location: '/static.txt' } },
  },
  {
    id: 'R07-again',
    what: 'a redirect to another mount of the app knows where it came from',
    output: 'Location: /again/env.js?x=1\n\n',
    file: 'again.js',
    skip: { engine: ALONE, serve: 'the command has one mount' },
    request: { target: '/cgi-bin/again.js?q=2', method: 'POST', body: 'x' },
    expect: {
      status: 200,
      env: {
        REQUEST_METHOD: 'GET',
        SCRIPT_NAME: '/again/env.js',
        REQUEST_URI: '/cgi-bin/again.js?q=2',
        REDIRECT_URL: '/cgi-bin/again.js',
        REDIRECT_QUERY_STRING: 'q=2',
        REDIRECT_REQUEST_METHOD: 'POST',
      },
    },
  },
  {
    id: 'R08',
    what: 'a local Location among other fields is a 302 with the body',
    output: `Location: /cgi-bin/env.js\n${CT}\nbody`,
    expect: { status: 302, headers: { Location: '/cgi-bin/env.js' }, body: 'body' },
  },
  {
    id: 'R08-apache',
    what: "localRedirect: 'apache' follows it all the same",
    group: 'apache',
    output: `Location: /cgi-bin/env.js\n${CT}\nbody`,
    request: { target: '/cgi-bin/r08-apache.js' },
    expect: { status: 200, headers: { Location: null }, env: { SCRIPT_NAME: '/cgi-bin/env.js' } },
  },
  {
    id: 'R09',
    what: 'a loop ends after ten hops with 500, and the log names it',
    output: 'Location: /cgi-bin/r09.js\n\n',
    request: { target: '/cgi-bin/r09.js' },
    expect: { status: 500, code: 'REDIRECT_LOOP', log: [/it is number 11, the limit is 10/] },
  },
  {
    id: 'R09-app',
    what: 'a loop through the app ends after ten hops as well',
    file: 'r09-app.js',
    code: `const url = process.env.SCRIPT_NAME.startsWith('/again') ? '/cgi-bin/r09-app.js' : '/again/r09-app.js';
process.stderr.write('hop to ' + url + '\\n');
process.stdout.write('Location: ' + url + '\\n\\n');`,
    skip: { engine: ALONE, serve: 'the command has one mount' },
    expect: { status: 500, code: 'REDIRECT_LOOP', log: [/it is number 11, the limit is 10/] },
  },
  {
    id: 'R10',
    what: 'a Location with two slashes is a path of this server, never another host',
    output: 'Location: //evil.example/x\n\n',
    skip: { engine: ALONE },
    expect: { status: 404, headers: { Location: null } },
  },
  {
    id: 'R10-alone',
    what: 'nor without an app around it',
    output: 'Location: //evil.example/x\n\n',
    skip: { hono: 'there is an app', node: 'there is an app', serve: 'there is an app' },
    expect: { status: 302, headers: { Location: '/evil.example/x' } },
  },
  {
    id: 'R10-fields',
    what: 'nor in a redirect for the client',
    output: `Location: //evil.example/x\n${CT}\nbody`,
    expect: { status: 302, headers: { Location: '/evil.example/x' } },
  },
  {
    id: 'R11',
    what: 'a relative Location is a 302, verbatim',
    output: 'Location: other.html\n\n',
    expect: { status: 302, headers: { Location: 'other.html' } },
  },
  {
    id: 'R12',
    what: 'HEAD and a local redirect have no body',
    output: 'Location: /cgi-bin/env.js\n\n',
    request: { target: '/cgi-bin/r12.js', method: 'HEAD' },
    expect: { status: 200, body: '', headers: { 'Content-Type': 'application/json' } },
  },
  {
    id: 'R12-app',
    what: 'nor outside of the mount',
    output: 'Location: /static.txt\n\n',
    request: { method: 'HEAD' },
    skip: { engine: ALONE },
    expect: { status: 200, body: '' },
  },
  {
    id: 'R13',
    what: 'a line break cannot get into Location',
    output: `Location: http://e.example/\rSet-Cookie: a=1\n\n`,
    expect: { status: 500, code: 'BAD_HEADER', headers: { Location: null, 'Set-Cookie': null } },
  },
  {
    id: 'R14',
    what: 'one worker is enough for a chain of redirects',
    file: 'r14.js',
    code: `const n = Number(process.env.QUERY_STRING || 0);
process.stdout.write(n < 9 ? 'Location: /cgi-bin/r14.js?' + (n + 1) + '\\n\\n' : '${CT.trim()}\\n\\nend of ' + n);`,
    request: { target: '/cgi-bin/r14.js?0' },
    expect: { status: 200, body: 'end of 9' },
  },
];

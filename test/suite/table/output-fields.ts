// O22 to O30: the fields of a script's header block on their way to the client (RFC 3875 6.3).
import type { Case } from '../case.ts';

const CT = 'Content-Type: text/plain\n';

export const FIELDS: readonly Case[] = [
  {
    id: 'O22',
    what: 'two Set-Cookie fields stay two',
    output: `${CT}Set-Cookie: a=1\nSet-Cookie: b=2\n\n`,
    expect: { status: 200, headers: { 'Set-Cookie': ['a=1', 'b=2'] } },
  },
  {
    id: 'O23',
    what: 'other fields of one name are both kept',
    output: `${CT}X-D: 1\nX-D: 2\n\n`,
    expect: { status: 200, headers: { 'X-D': ['1', '2'] } },
  },
  {
    id: 'O24',
    what: 'the last Content-Type and the last Status win',
    output: `Status: 404\nContent-Type: text/html\nStatus: 201\n${CT}\nx`,
    expect: {
      status: 201,
      headers: { 'Content-Type': 'text/plain' },
      log: [/Content-Type came twice: "text\/html" gave way to "text\/plain"/, /Status came twice/],
    },
  },
  {
    id: 'O25',
    what: 'an empty field is kept',
    output: `${CT}X-E:\n\n`,
    expect: { status: 200, headers: { 'X-E': '' } },
  },
  {
    id: 'O26',
    what: 'an empty Content-Type is none',
    output: 'Content-Type:\n\nbody',
    expect: { status: 500, code: 'NO_HEADER_BLOCK' },
  },
  {
    id: 'O27',
    what: 'fields of the connection are dropped and logged',
    output: `${CT}Connection: keep-alive, X-Y\nKeep-Alive: timeout=99\nTransfer-Encoding: chunked\nUpgrade: h2c\nTE: x\nTrailer: X\nProxy-Connection: x\n\nbody`,
    expect: {
      status: 200,
      headers: {
        'Keep-Alive': /^(?!.*99)/,
        Upgrade: null,
        TE: null,
        Trailer: null,
        'Proxy-Connection': null,
        Connection: /^(?!.*X-Y)/,
      },
      body: 'body',
      log: [/field Transfer-Encoding was dropped/, /field Proxy-Connection was dropped/],
    },
  },
  {
    id: 'O28',
    what: 'Date and Server are the server’s own',
    output: `${CT}Date: Thu, 01 Jan 1970 00:00:00 GMT\nServer: script\n\n`,
    expect: { status: 200, headers: { Date: /^(?!.*1970)/, Server: /^(?!.*script)/ } },
  },
  ...(
    [
      ['O29', 'too short', '3', 'longer body', /Content-Length "3".*11 bytes/],
      ['O29-long', 'too long', '99', 'body', /Content-Length "99".*4 bytes/],
      ['O29-bad', 'not a number', 'abc', 'body', /Content-Length "abc".*4 bytes/],
    ] as const
  ).map(
    ([id, how, length, body, log]): Case => ({
      id,
      what: `a Content-Length that is ${how} is not sent, the body is whole, and the log tells`,
      output: `${CT}Content-Length: ${length}\n\n${body}`,
      expect: { status: 200, headers: { 'Content-Length': new RegExp(`^(?:${body.length})?$`) }, body, log: [log] },
    }),
  ),
  {
    id: 'O29-right',
    what: 'a right Content-Length is nothing to talk about',
    output: `${CT}Content-Length: 4\n\nbody`,
    expect: { status: 200, body: 'body' },
  },
  {
    id: 'O30',
    what: 'X-CGI-… fields are for the server',
    output: `${CT}X-CGI-Anything: 1\n\n`,
    expect: { status: 200, headers: { 'X-CGI-Anything': null } },
  },
  {
    id: 'O30-keep',
    what: 'keepCgiFields passes them on',
    group: 'open',
    output: `${CT}X-CGI-Anything: 1\n\n`,
    expect: { status: 200, headers: { 'X-CGI-Anything': '1' } },
  },
];

// N01: scripts whose name starts with nph- write the whole HTTP response (RFC 3875 5).
import type { Case } from '../case.ts';

export const NPH: readonly Case[] = [
  {
    id: 'N01',
    what: 'status line, fields and body are taken as they stand',
    file: 'nph-whole.js',
    output:
      'HTTP/1.1 203 Fine Enough\r\nContent-Type: text/plain\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nServer: script\r\n' +
      'X-A: 1\r\n\r\nbody',
    expect: {
      status: 203,
      reason: 'Fine Enough',
      headers: {
        'Content-Type': 'text/plain',
        Date: 'Thu, 01 Jan 1970 00:00:00 GMT',
        Server: 'script',
        'X-A': '1',
        Connection: 'close',
      },
      body: 'body',
    },
  },
  {
    id: 'N01-none',
    what: 'output without a status line is refused',
    file: 'nph-none.js',
    output: 'Content-Type: text/plain\n\nbody',
    expect: { status: 500, code: 'BAD_STATUS', log: [/is no status line, which an nph- script must start with/] },
  },
  {
    id: 'N01-location',
    what: 'a Location is a field like others',
    file: 'nph-location.js',
    output: 'HTTP/1.0 302 Found\nLocation: /cgi-bin/env.js\n\n',
    expect: { status: 302, headers: { Location: '/cgi-bin/env.js' } },
  },
  {
    id: 'N01-framing',
    what: 'lengths and encodings of the script are not believed',
    file: 'nph-framing.js',
    output: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nwhole',
    expect: { status: 200, body: 'whole' },
  },
];

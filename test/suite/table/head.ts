// D01 to D04: HEAD, conditional requests and ranges (RFC 3875 4.3.3, RFC 9110 9.3.2).
import type { Case } from '../case.ts';

const CT = 'Content-Type: text/plain\n';

export const HEAD: readonly Case[] = [
  {
    id: 'D01',
    what: 'HEAD runs the script and discards its body',
    code: `process.stdout.write('Content-Type: text/plain\\nX-Method: ' + process.env.REQUEST_METHOD + '\\n\\n12345');`,
    request: { method: 'HEAD' },
    expect: {
      status: 200,
      headers: { 'X-Method': 'HEAD', 'Content-Type': 'text/plain', 'Content-Length': '5' },
      body: '',
    },
  },
  {
    id: 'D01-streamed',
    what: 'nor is its length said where it is not known in time',
    code: `process.stdout.write('Content-Type: text/plain\\n\\n12345'); setTimeout(() => process.stdout.write('678'), 120);`,
    request: { method: 'HEAD' },
    expect: { status: 200, headers: { 'Content-Length': null }, body: '' },
  },
  {
    id: 'D01-status',
    what: 'nor is there one where a GET has none',
    output: `Status: 204\nX-A: 1\n\nbody`,
    request: { method: 'HEAD' },
    expect: { status: 204, headers: { 'Content-Length': null, 'X-A': '1' }, body: '' },
  },
  {
    id: 'D02',
    what: 'a Content-Length for HEAD that the script made up is not sent',
    output: `${CT}Content-Length: 50\n\n`,
    request: { method: 'HEAD' },
    expect: { status: 200, headers: { 'Content-Length': null }, body: '' },
  },
  {
    id: 'D03',
    what: 'a matching If-None-Match is the script’s business',
    output: `${CT}ETag: "x"\n\nbody`,
    request: { headers: [['If-None-Match', '"x"']] },
    expect: { status: 200, headers: { ETag: '"x"' }, body: 'body' },
  },
  {
    id: 'D04',
    what: 'a range is never cut out of a script’s answer',
    output: `${CT}\n0123456789`,
    request: { headers: [['Range', 'bytes=2-4']] },
    expect: { status: 200, headers: { 'Content-Range': null }, body: '0123456789' },
  },
];

// O01 to O21 and O31 to O33: from the bytes of a script to status and header block (RFC 3875 6).
import type { Case, Expectation } from '../case.ts';

/** Anything a script printed must not be in the answer once its header block is malformed. */
const BODY = 'THE-BODY';
const CT = 'Content-Type: text/plain\n';
const OK: Expectation = { status: 200, headers: { 'Content-Type': 'text/plain' }, body: BODY };

function bad(code: NonNullable<Expectation['code']>, ...log: RegExp[]): Expectation {
  return { status: 500, code, log, hides: /THE-BODY/ };
}

type Row = readonly [id: string, what: string, output: string, expect: Expectation, lenient?: Expectation];

const ROWS: readonly Row[] = [
  ['O01', 'a header block ends with a blank line', `${CT}\n${BODY}`, OK],
  ['O02', 'lines may end with CRLF', `Content-Type: text/plain\r\n\r\n${BODY}`, OK],
  ['O02-mixed', 'line ends may be mixed', `X-A: 1\r\n${CT}\r\n${BODY}`, OK],
  ['O02-body', 'the body is kept byte for byte', `${CT}\na\r\n\r\nb\n\n\r`, { status: 200, body: 'a\r\n\r\nb\n\n\r' }],
  [
    'O03',
    'Status has a code and a reason',
    `Status: 404 Nope\n${CT}\n${BODY}`,
    { status: 404, reason: 'Nope', body: BODY, headers: { Status: null } },
  ],
  ['O04', 'Status needs no space behind its colon', `Status:201\n${CT}\n`, { status: 201 }],
  ['O04-case', 'Status may be spelled in any case', `status: 201\n${CT}\n`, { status: 201 }],
  [
    'O05',
    'a Status that is no number is refused',
    `Status: abc\n${CT}\n${BODY}`,
    bad('BAD_STATUS', /"abc" is not a number/),
  ],
  ['O05-short', 'a Status of two digits is refused', `Status: 30 Foo\n${CT}\n${BODY}`, bad('BAD_STATUS', /"30 Foo"/)],
  ['O05-long', 'a Status of four digits is refused', `Status: 1000\n${CT}\n${BODY}`, bad('BAD_STATUS', /"1000"/)],
  ['O06', 'an interim status is refused', `Status: 101 Switching\n${CT}\n${BODY}`, bad('BAD_STATUS', /200 to 599/)],
  ['O07', 'a Status above 599 is refused', `Status: 999\n${CT}\n${BODY}`, bad('BAD_STATUS', /200 to 599/)],
  [
    'O08',
    'a Status without Content-Type is a document without a type',
    `Status: 200\n\n${BODY}`,
    { status: 200, headers: { 'Content-Type': null }, body: BODY, log: [/no Content-Type/] },
  ],
  [
    'O09',
    'a block without Content-Type, Status and Location is refused',
    `X-Foo: 1\n\n${BODY}`,
    bad('NO_HEADER_BLOCK', /neither Content-Type nor Status nor Location/),
    { status: 200, headers: { 'X-Foo': '1', 'Content-Type': null }, body: BODY },
  ],
  [
    'O10',
    'a blank line first is refused',
    `\n${BODY}`,
    bad('NO_HEADER_BLOCK', /began with a blank line/),
    { status: 200, headers: { 'Content-Type': null }, body: BODY },
  ],
  [
    'O11',
    'a first line without a colon is refused',
    `${BODY} comes first\n${CT}\nmore`,
    bad('BAD_HEADER', /line 1 "THE-BODY comes first" is no header field/),
    {
      status: 200,
      headers: { 'Content-Type': 'text/plain' },
      body: `${BODY} comes first\n${CT}\nmore`,
      log: [/whole output is sent as text/],
    },
  ],
  ...defects(),
  [
    'O13',
    'output that ends without a blank line is refused',
    CT,
    bad('NO_HEADER_BLOCK', /ended after 25 bytes without the blank line/),
  ],
  [
    'O13-body',
    'text without a blank line is never taken for a body',
    `${CT}${BODY}: 1`,
    bad('NO_HEADER_BLOCK', /without the blank line/),
  ],
  [
    'O15',
    'a header block may be all there is',
    `${CT}\n`,
    { status: 200, body: '', headers: { 'Content-Type': 'text/plain' } },
  ],
  [
    'O16',
    'text before the header block is named with its likely cause',
    `debug ${BODY}\n${CT}\nbody`,
    bad('BAD_HEADER', /o16\.js.*line 1 "debug THE-BODY" .*did a console\.log run first\?/),
  ],
  [
    'O16-html',
    'markup before the header block is named as such',
    `<!doctype html>${BODY}`,
    bad('BAD_HEADER', /"<!doctype html>THE-BODY" is markup/),
  ],
  [
    'O17',
    'a byte order mark before the header block is refused',
    `\xef\xbb\xbf${CT}\n${BODY}`,
    bad('BAD_HEADER', /starts with a byte order mark/),
    { ...OK, log: [/starts with a byte order mark/] },
  ],
  ['O18', 'NUL in a value is refused', `${CT}X-A: a\0b\n\n${BODY}`, bad('BAD_HEADER', /"X-A: a\\x00b"/)],
  [
    'O18-cr',
    'a bare CR in a value is refused',
    `${CT}X-A: a\rSet-Cookie: b\n\n${BODY}`,
    bad('BAD_HEADER', /a\\rSet-Cookie/),
  ],
  [
    'O19',
    'a byte above ASCII is passed as that byte',
    `${CT}X-A: caf\xe9\n\n`,
    { status: 200, headers: { 'X-A': 'caf\xe9' } },
  ],
  [
    'O19-file',
    'so is one in the name of a file to be saved',
    `${CT}Content-Disposition: attachment; filename="caf\xe9 \xe2\x82\xac.txt"\n\n${BODY}`,
    { ...OK, headers: { 'Content-Disposition': 'attachment; filename="caf\xe9 \xe2\x82\xac.txt"' } },
  ],
  [
    'O20',
    'a header line above 8 KiB is refused',
    `${CT}X-A: ${'x'.repeat(9000)}\n\n${BODY}`,
    bad('HEADER_BLOCK_TOO_LARGE', /longer than 8192 bytes/),
  ],
  [
    'O20-block',
    'a header block above 64 KiB is refused',
    `${CT}${`X-A: ${'x'.repeat(4000)}\n`.repeat(17)}\n${BODY}`,
    bad('HEADER_BLOCK_TOO_LARGE', /longer than 65536 bytes/),
  ],
  ['O31', 'every byte value passes', `${CT}\n${allBytes()}`, { status: 200, body: allBytes() }],
  [
    'O32',
    'a status line may stand in for Status',
    `HTTP/1.1 404 Not Here\n${CT}\n${BODY}`,
    { status: 404, reason: 'Not Here', body: BODY },
  ],
  [
    'O32-status',
    'Status wins over a status line',
    `HTTP/1.1 404 Not Here\nStatus: 410\n${CT}\n${BODY}`,
    { status: 410, body: BODY },
  ],
  ...['204', '205', '304'].map(
    (code): Row => [
      `O33-${code}`,
      `${code} has no body, whatever the script wrote`,
      `Status: ${code}\n${CT}\n${BODY}`,
      {
        status: Number(code),
        body: '',
        hides: /THE-BODY/,
        ...(code === '204' && { headers: { 'Content-Type': null } }),
      },
    ],
  ),
];

/** O12: a later line that is no field. */
function defects(): Row[] {
  const lines: ReadonlyArray<readonly [name: string, line: string, cause: RegExp, kept?: string]> = [
    ['colon', 'just text', /line 2 "just text" has no colon/],
    ['fold', ' folded', /starts with white space/],
    ['space', 'X A: 1', /white space in its field name/],
    ['before-colon', 'X-A : 1', /white space in its field name/],
    ['name', ': 1', /no field name/],
    ['char', 'X(A): 1', /not allowed there/],
    ['control', 'X-A: a\x01b', /control character/],
  ];
  return lines.map(([name, line, cause]) => [
    `O12-${name}`,
    `a later line ${JSON.stringify(line)} is refused`,
    `${CT}${line}\n\n${BODY}`,
    bad('BAD_HEADER', cause),
    { ...OK, headers: { 'Content-Type': 'text/plain', 'X-A': null }, log: [/; skipped/] },
  ]);
}

function allBytes(): string {
  return Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('');
}

export const OUTPUT: readonly Case[] = [
  ...ROWS.map(([id, what, output, expect]): Case => ({ id, what, output, expect })),
  ...ROWS.flatMap(([id, what, output, , lenient]): Case[] =>
    lenient === undefined
      ? []
      : [{ id: `${id}-lenient`, what: `${what}, mended where lenient`, group: 'lenient', output, expect: lenient }],
  ),
  ...[
    ['O14', 'nothing at all is refused', '', /it wrote nothing/],
    ['O14-exit', 'nothing and an exit code is refused', 'process.exit(1)', /it wrote nothing; it exited with code 1/],
  ].map(
    ([id, what, code, log]): Case => ({ id, what, code, expect: { status: 500, log: [log] } }) as Case, // rows of three texts and a pattern
  ),
  {
    id: 'O20-endless',
    what: 'a header block that does not end ends the script',
    code: `for (;;) process.stdout.write('X-A: ' + 'x'.repeat(1000) + '\\n');`,
    expect: { status: 500, code: 'HEADER_BLOCK_TOO_LARGE', hides: /xxx/ },
  },
  {
    id: 'O19-streamed',
    what: 'bytes above ASCII stay what they are in front of a body that streams',
    code: `const head = 'Status: 200 d\xe9j\xe0\\n${CT.trim()}\\nContent-Disposition: attachment; filename="\xe2\x82\xac.txt"\\n\\nfirst ';
process.stdout.write(Buffer.from(head, 'latin1'));
setTimeout(() => process.stdout.write('second'), 150);`,
    expect: {
      status: 200,
      reason: 'd\xe9j\xe0',
      headers: { 'Content-Disposition': 'attachment; filename="\xe2\x82\xac.txt"' },
      body: 'first second',
    },
  },
  {
    id: 'O21',
    what: 'where the output is cut does not matter',
    script: 'bytewise.js',
    expect: { ...OK, body: 'a\n\nb', headers: { 'Content-Type': 'text/plain', 'X-A': '1' } },
  },
];

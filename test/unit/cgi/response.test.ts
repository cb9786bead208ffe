// O03–O10, O22–O33, N01, D01–D02: what a header block becomes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeaderBlock } from '../../../engine/cgi/header-block.ts';
import { buildResponse, type ResponsePlan } from '../../../engine/cgi/response.ts';
import type { ErrorCode } from '../../../engine/errors.ts';
import type { HeaderPairs } from '../../../engine/types.ts';
import { OUTPUT, type ResponseCall, refusal, respond } from './rooms.ts';

const CT: HeaderPairs[number] = ['Content-Type', 'text/plain'];
const DOCUMENT = { kind: 'document', status: 200, statusText: '', bodyAllowed: true, location: undefined } as const;

type Row = readonly [id: string, fields: HeaderPairs, expected: Partial<ResponsePlan>, call?: ResponseCall];

const lenient: ResponseCall = { options: { onMalformed: 'lenient' } };

const ROWS: readonly Row[] = [
  ['O01', [CT], { ...DOCUMENT, headerPairs: [CT], warnings: [] }],
  ['O03', [['Status', '404 Nope'], CT], { status: 404, statusText: 'Nope', headerPairs: [CT] }],
  ['O04 lower case', [['status', '201'], CT], { status: 201, statusText: '' }],
  ['O04 two blanks', [['Status', '404  Not  Found ']], { status: 404, statusText: 'Not  Found' }],
  ['O06 lowest', [['Status', '200']], { status: 200 }],
  ['O07 highest', [['Status', '599']], { status: 599 }],
  [
    'O08 Status only',
    [['Status', '200 OK']],
    { headerPairs: [], warnings: ['there is no Content-Type: the client has to guess'] },
  ],
  ['O09 lenient', [['X-Foo', '1']], { ...DOCUMENT, headerPairs: [['X-Foo', '1']] }, lenient],
  ['O10 lenient', [], { ...DOCUMENT, headerPairs: [] }, lenient],
  ['O19', [CT, ['X-A', 'caf\xE9']], { headerPairs: [CT, ['X-A', 'caf\xE9']] }],
  [
    'O22',
    [CT, ['Set-Cookie', 'a'], ['Set-Cookie', 'b']],
    { headerPairs: [CT, ['Set-Cookie', 'a'], ['Set-Cookie', 'b']] },
  ],
  ['O23', [CT, ['X-D', '1'], ['X-D', '2']], { headerPairs: [CT, ['X-D', '1'], ['X-D', '2']] }],
  [
    'O24 Content-Type',
    [CT, ['X', ''], ['content-type', 'a/b']],
    {
      headerPairs: [
        ['X', ''],
        ['content-type', 'a/b'],
      ],
      warnings: ['field content-type came twice: "text/plain" gave way to "a/b"'],
    },
  ],
  [
    'O24 Status',
    [['Status', '200'], CT, ['Status', '404']],
    { status: 404, warnings: ['field Status came twice: "200" gave way to "404"'] },
  ],
  ['O25', [CT, ['X-E', '']], { headerPairs: [CT, ['X-E', '']] }],
  [
    'O26 with Status',
    [
      ['Content-Type', ''],
      ['Status', '200'],
    ],
    { headerPairs: [] },
  ],
  ['O28', [CT, ['Date', 'x'], ['Server', 'y']], { headerPairs: [CT], warnings: [] }],
  ['O29', [CT, ['Content-Length', '99999']], { headerPairs: [CT], declaredLength: '99999' }],
  ['O30', [CT, ['X-CGI-Foo', '1']], { headerPairs: [CT] }],
  [
    'O30 kept',
    [CT, ['X-CGI-Foo', '1']],
    { headerPairs: [CT, ['X-CGI-Foo', '1']] },
    { options: { keepCgiFields: true } },
  ],
  ['O32', [CT], { status: 404, statusText: 'Not Here' }, { statusLine: '404 Not Here' }],
  ['O32 alone', [], { status: 404, headerPairs: [] }, { statusLine: '404' }],
  ['O32 Status wins', [['Status', '410 Gone']], { status: 410, statusText: 'Gone' }, { statusLine: '404 x' }],
  [
    'O33 204',
    [['Status', '204'], CT, ['Content-Length', '4'], ['X', '1']],
    { status: 204, bodyAllowed: false, headerPairs: [['X', '1']], warnings: [] },
  ],
  ['O33 205', [['Status', '205']], { status: 205, bodyAllowed: false, warnings: [] }],
  [
    'O33 304',
    [
      ['Status', '304'],
      ['ETag', '"x"'],
    ],
    { status: 304, bodyAllowed: false, headerPairs: [['ETag', '"x"']] },
  ],
  [
    'D01 HEAD',
    [CT, ['X', '1']],
    { status: 200, bodyAllowed: false, headerPairs: [CT, ['X', '1']] },
    { method: 'HEAD' },
  ],
  ['D02 HEAD', [CT, ['Content-Length', '50']], { headerPairs: [CT] }, { method: 'HEAD' }],
  [
    'P25',
    [CT, ['__proto__', 'x'], ['constructor', 'y']],
    { headerPairs: [CT, ['__proto__', 'x'], ['constructor', 'y']] },
  ],
  [
    'N01 unmodified',
    [
      ['Date', 'x'],
      ['Server', 'y'],
      ['X-CGI-Z', '1'],
      ['Location', '/x'],
    ],
    {
      kind: 'document',
      status: 200,
      statusText: 'OK',
      headerPairs: [
        ['Date', 'x'],
        ['Server', 'y'],
        ['X-CGI-Z', '1'],
        ['Location', '/x'],
        ['Connection', 'close'],
      ],
    },
    { nph: true, statusLine: '200 OK' },
  ],
  [
    'N01 framing is the server’s',
    [
      ['Transfer-Encoding', 'chunked'],
      ['Content-Length', '3'],
      ['Connection', 'x'],
    ],
    { headerPairs: [['Connection', 'close']], declaredLength: '3' },
    { nph: true, statusLine: '200' },
  ],
];

for (const [id, fields, expected, call] of ROWS) {
  test(`buildResponse: ${id}`, () => {
    const plan = respond(fields, call);
    for (const key of Object.keys(expected) as (keyof ResponsePlan)[]) assert.deepEqual(plan[key], expected[key], key);
  });
}

for (const name of [
  'Connection',
  'Keep-Alive',
  'Transfer-Encoding',
  'Upgrade',
  'TE',
  'Trailer',
  'Proxy-Connection',
  'proxy-authenticate',
]) {
  test(`buildResponse: O27 drops ${name}`, () => {
    const plan = respond([CT, [name, 'x']]);
    assert.deepEqual(plan.headerPairs, [CT]);
    assert.match(plan.warnings.join(), new RegExp(`${name} was dropped`));
  });
}

const FAILURES: readonly (readonly [
  id: string,
  fields: HeaderPairs,
  code: ErrorCode,
  message: RegExp,
  statusLine?: string,
])[] = [
  ...['abc', '30 Foo', '1000', '', '-1', '2e2', '200OK; rm', ' 200', '0200'].map(
    (value) =>
      [
        `O05 ${JSON.stringify(value)}`,
        [['Status', value]],
        'BAD_STATUS',
        /"x\.js": ".*" is not a number from 200/,
      ] as const,
  ),
  ['O06 101', [['Status', '101 Switching Protocols'], CT], 'BAD_STATUS', /101/],
  ['O06 199', [['Status', '199']], 'BAD_STATUS', /199/],
  ['O07 600', [['Status', '600']], 'BAD_STATUS', /600/],
  ['O07 999', [['Status', '999 x']], 'BAD_STATUS', /999 x/],
  ['O09', [['X-Foo', '1']], 'NO_HEADER_BLOCK', /neither Content-Type nor Status nor Location/],
  ['O10', [], 'NO_HEADER_BLOCK', /began with a blank line/],
  ['O26', [['Content-Type', '']], 'NO_HEADER_BLOCK', /neither/],
  ['O26 empty Location', [['Location', '']], 'NO_HEADER_BLOCK', /neither/],
  ['O32 bad status line', [CT], 'BAD_STATUS', /"999 x"/, '999 x'],
  ['O32 control in the reason', [CT], 'BAD_STATUS', /\\x00/, '404 a\0b'],
];

for (const [id, fields, code, message, statusLine] of FAILURES) {
  test(`buildResponse: ${id} ends with ${code}`, () => {
    assert.match(
      refusal(() => respond(fields, statusLine === undefined ? {} : { statusLine }), code),
      message,
    );
  });
}

test('buildResponse: hands on what the header block had to say', () => {
  const block: HeaderBlock = { fields: [CT], statusLine: undefined, rest: new Uint8Array(0), warnings: ['w'] };
  assert.deepEqual(buildResponse(block, { script: 'x.js', method: 'GET', nph: false }, OUTPUT).warnings, ['w']);
});

// O01–O21, O32, N01: the front of a script's output, strict and lenient, however its bytes are split.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HeaderBlock, type HeaderBlockOptions, HeaderBlockParser } from '../../../engine/cgi/header-block.ts';
import { CgiError, type ErrorCode } from '../../../engine/errors.ts';
import type { HeaderPairs } from '../../../engine/types.ts';
import { bytes, OUTPUT } from './rooms.ts';

const CT = 'Content-Type: text/plain';
const PLAIN: HeaderPairs = [['Content-Type', 'text/plain']];
const ALL_BYTES = String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i));

type Parsed = readonly [fields: HeaderPairs, body: string, statusLine?: string];
/** A code, or a code with what its message must hold. */
type Failure = ErrorCode | readonly [ErrorCode, RegExp];
type Row = readonly [id: string, output: string, strict: Parsed | Failure, lenient?: Parsed | Failure];

const ROWS: readonly Row[] = [
  ['O01', `${CT}\n\nbody`, [PLAIN, 'body']],
  ['O02 CRLF', `${CT}\r\n\r\nbody`, [PLAIN, 'body']],
  ['O02 mixed', `${CT}\nX-A: 1\r\n\nb`, [[...PLAIN, ['X-A', '1']], 'b']],
  ['O02 body with blank lines', `${CT}\r\n\r\n\r\n\r\na\n\nb`, [PLAIN, '\r\n\r\na\n\nb']],
  ['O02 P27 mixed', `${CT}\r\nX-A: 1\r\n\r\n\r\n\nbody`, [[...PLAIN, ['X-A', '1']], '\r\n\nbody']],
  ['O04 no space', 'Status:201\n\n', [[['Status', '201']], '']],
  ['white space around the value', 'X-A: \t 1 2 \t\n\n', [[['X-A', '1 2']], '']],
  ['white space only', 'X-A: \t \n\n', [[['X-A', '']], '']],
  ['colons in the value', 'X-A: a:b: c\n\n', [[['X-A', 'a:b: c']], '']],
  ['every token character', "!#$%&'*+-.^_`|~09azAZ: 1\n\n", [[["!#$%&'*+-.^_`|~09azAZ", '1']], '']],
  ['O10', '\nbody', [[], 'body']],
  [
    'O11 first line has no colon',
    'hello world\nmore\n\nx',
    ['BAD_HEADER', /line 1 "hello world" .*console\.log/],
    [PLAIN, 'hello world\nmore\n\nx'],
  ],
  ['O11 without a line end', 'hello', ['BAD_HEADER', /"hello"/], [PLAIN, 'hello']],
  [
    'O11 markup',
    '<a href="http://x">\n\n',
    ['BAD_HEADER', /"<a href=\\"http:\/\/x\\">" is markup/],
    [PLAIN, '<a href="http://x">\n\n'],
  ],
  ['O11 a sentence with a colon', 'It is now: late\n', ['BAD_HEADER', /console\.log/], [PLAIN, 'It is now: late\n']],
  [
    'O12 no colon',
    `${CT}\n<html>\n\nb`,
    ['BAD_HEADER', /line 2 "<html>" has no colon: is the blank line/],
    [PLAIN, 'b'],
  ],
  [
    'O12 folded',
    `${CT}\nX-A: 1\n folded\n\nb`,
    ['BAD_HEADER', /line 3 " folded" .*white space/],
    [[...PLAIN, ['X-A', '1']], 'b'],
  ],
  ['O12 white space line', `${CT}\n \n\nb`, 'BAD_HEADER', [PLAIN, 'b']],
  [
    'O12 name with space',
    `${CT}\nX A: 1\n\nb`,
    ['BAD_HEADER', /"X A: 1" has white space in its field name/],
    [PLAIN, 'b'],
  ],
  ['O12 space before the colon', `${CT}\nX-A : 1\n\nb`, 'BAD_HEADER', [PLAIN, 'b']],
  [
    'O12 space before the first colon',
    `Content-Type : a\n${CT}\n\nb`,
    ['BAD_HEADER', /white space in its field name/],
    [PLAIN, 'b'],
  ],
  ['O12 empty name', `${CT}\n: 1\n\nb`, ['BAD_HEADER', /no field name/], [PLAIN, 'b']],
  ['O12 bad name', `${CT}\nX(A): 1\n\nb`, ['BAD_HEADER', /not allowed/], [PLAIN, 'b']],
  ['O12 control in the name', `${CT}\nX\x01: 1\n\nb`, ['BAD_HEADER', /"X\\x01: 1" holds a control/], [PLAIN, 'b']],
  ['O12 control in the value', `${CT}\nX: \x1b[31m\n\nb`, ['BAD_HEADER', /\\x1b\[31m/], [PLAIN, 'b']],
  ['O12 delete in the value', `${CT}\nX: \x7f\n\nb`, 'BAD_HEADER', [PLAIN, 'b']],
  [
    'O13 no blank line',
    `${CT}\nX-A: 1\n`,
    ['NO_HEADER_BLOCK', /ended after 32 bytes without the blank line/],
    'NO_HEADER_BLOCK',
  ],
  ['O13 no line end', CT, ['NO_HEADER_BLOCK', /ended after 24 bytes/], 'NO_HEADER_BLOCK'],
  ['O13 half a blank line', `${CT}\r\n\r`, ['NO_HEADER_BLOCK', /ended after 27 bytes/], 'NO_HEADER_BLOCK'],
  ['O14 nothing', '', ['NO_HEADER_BLOCK', /it wrote nothing/], 'NO_HEADER_BLOCK'],
  ['O15 headers only', `${CT}\n\n`, [PLAIN, '']],
  [
    'O16 console.log first',
    `debug\n${CT}\n\nb`,
    ['BAD_HEADER', /script "x\.js": line 1 "debug" .*console\.log/],
    [PLAIN, `debug\n${CT}\n\nb`],
  ],
  ['O17 byte order mark', `\xEF\xBB\xBF${CT}\n\nb`, ['BAD_HEADER', /byte order mark/], [PLAIN, 'b']],
  ['O17 byte order mark on a line of its own', `\xEF\xBB\xBF\n${CT}\n\nb`, 'BAD_HEADER', [PLAIN, 'b']],
  ['O17 byte order mark and text', '\xEF\xBB\xBFhi\n', 'BAD_HEADER', [PLAIN, '\xEF\xBB\xBFhi\n']],
  ['O18 NUL', `${CT}\nX: a\0b\n\nb`, ['BAD_HEADER', /NUL/], 'BAD_HEADER'],
  [
    'O18 raw CR',
    `${CT}\nX-A: 1\rSet-Cookie: a=b\n\nb`,
    ['BAD_HEADER', /"X-A: 1\\rSet-Cookie: a=b" holds/],
    'BAD_HEADER',
  ],
  ['O18 raw CR in the name', `${CT}\nX\rY: 1\n\nb`, 'BAD_HEADER', 'BAD_HEADER'],
  ['O18 two CRs', `${CT}\r\r\n\r\nb`, 'BAD_HEADER', 'BAD_HEADER'],
  ['O19 latin1', `${CT}\nX-A: caf\xE9 \xE2\x82\xAC\n\nb`, [[...PLAIN, ['X-A', 'caf\xE9 \xE2\x82\xAC']], 'b']],
  [
    'O20 line',
    `X: ${'x'.repeat(8190)}\n\n`,
    ['HEADER_BLOCK_TOO_LARGE', /line 1, "X: x{77}"…, is longer than 8192/],
    'HEADER_BLOCK_TOO_LARGE',
  ],
  ['O20 longest line', `X: ${'x'.repeat(8189)}\n\n`, [[['X', 'x'.repeat(8189)]], '']],
  [
    'O20 block',
    `X: ${'x'.repeat(8000)}\n`.repeat(9),
    ['HEADER_BLOCK_TOO_LARGE', /longer than 65536/],
    'HEADER_BLOCK_TOO_LARGE',
  ],
  ['O20 fields', 'X: 1\n'.repeat(257), ['HEADER_BLOCK_TOO_LARGE', /more than 256 fields/], 'HEADER_BLOCK_TOO_LARGE'],
  [
    'O22 two Set-Cookie',
    'Set-Cookie: a\nSet-Cookie: b\n\n',
    [
      [
        ['Set-Cookie', 'a'],
        ['Set-Cookie', 'b'],
      ],
      '',
    ],
  ],
  ['O31 binary body', `${CT}\n\n${ALL_BYTES}`, [PLAIN, ALL_BYTES]],
  ['O32 status line', `HTTP/1.1 404 Not Here\n${CT}\n\nb`, [PLAIN, 'b', '404 Not Here']],
  ['O32 status line without reason', 'HTTP/2 204\n\n', [[], '', '204']],
  ['O32 later is no status line', `${CT}\nHTTP/1.1 404 x\n\nb`, 'BAD_HEADER', [PLAIN, 'b']],
  ['O32 no number', 'HTTP/1.1\n\n', 'BAD_HEADER', [PLAIN, 'HTTP/1.1\n\n']],
  [
    'P25 prototype names',
    '__proto__: x\nconstructor: y\n\n',
    [
      [
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ],
      '',
    ],
  ],
];

for (const [id, output, strict, lenient] of ROWS) {
  for (const onMalformed of ['strict', 'lenient'] as const) {
    const expected = onMalformed === 'strict' ? strict : (lenient ?? strict);
    test(`HeaderBlockParser: ${id}, ${onMalformed}`, () => {
      for (const size of [output.length + 1, 1, 7]) check(parse(output, size, { onMalformed }), expected);
    });
  }
}

test('HeaderBlockParser: the message is the same however the bytes are split', () => {
  for (const [, output] of ROWS) {
    const whole = parse(output, output.length + 1);
    const single = parse(output, 1);
    if (whole instanceof CgiError && single instanceof CgiError) assert.equal(single.message, whole.message);
  }
});

test('HeaderBlockParser: O32 acceptStatusLine off', () => {
  check(parse('HTTP/1.1 404 Not Here\n\n', 99, { acceptStatusLine: false }), 'BAD_HEADER');
});

test('HeaderBlockParser: N01 an nph- script starts with a status line', () => {
  const options = { acceptStatusLine: false };
  check(parse(`HTTP/1.0 200 OK\r\nDate: x\r\n\r\nb`, 5, options, true), [[['Date', 'x']], 'b', '200 OK']);
  check(parse(`${CT}\n\nb`, 5, options, true), ['BAD_STATUS', /line 1 "Content-Type: text\/plain" is no status line/]);
  check(parse('\nb', 5, { onMalformed: 'lenient' }, true), 'BAD_STATUS');
});

test('HeaderBlockParser: lenient says in the log what it skipped', () => {
  const block = parse(`${CT}\nfoo\nX: \x01\n\nb`, 99, { onMalformed: 'lenient' });
  assert.ok(!(block instanceof CgiError));
  assert.deepEqual(block.warnings, [
    'line 2 "foo" has no colon: is the blank line before the body missing?; skipped',
    'line 3 "X: \\x01" holds a control character; skipped',
  ]);
});

test('HeaderBlockParser: the offending line is cut at 80 bytes', () => {
  const failure = parse(`${'a'.repeat(200)}\n`, 999);
  assert.ok(failure instanceof CgiError);
  assert.match(failure.message, /line 1 "a{80}"… \(200 bytes\) is no header field/);
});

test('HeaderBlockParser: does not hold on to the chunks it was given', () => {
  const parser = new HeaderBlockParser('x.js', false, OUTPUT);
  const chunk = bytes('X-A: 1\nX-B');
  assert.equal(parser.push(chunk), undefined);
  chunk.fill(0);
  assert.deepEqual(parser.push(bytes(': 2\n\n'))?.fields, [
    ['X-A', '1'],
    ['X-B', '2'],
  ]);
});

function parse(
  output: string,
  chunkSize: number,
  options?: Partial<HeaderBlockOptions>,
  nph = false,
): (HeaderBlock & { readonly body: string }) | CgiError {
  const parser = new HeaderBlockParser('x.js', nph, { ...OUTPUT, ...options });
  const all = bytes(output);
  try {
    for (let at = 0; at < all.length; at += chunkSize) {
      const block = parser.push(all.slice(at, at + chunkSize));
      if (block !== undefined) return withBody(block, all.subarray(at + chunkSize));
    }
    return withBody(parser.end(), new Uint8Array(0));
  } catch (error) {
    if (error instanceof CgiError) return error;
    throw error;
  }
}

function withBody(block: HeaderBlock, later: Uint8Array): HeaderBlock & { readonly body: string } {
  return { ...block, body: Buffer.concat([block.rest, later]).toString('latin1') };
}

function check(actual: ReturnType<typeof parse>, expected: Parsed | Failure): void {
  const isFailure = typeof expected === 'string' || expected[1] instanceof RegExp;
  if (actual instanceof CgiError) {
    assert.ok(isFailure, actual.message);
    assert.equal(actual.code, typeof expected === 'string' ? expected : expected[0], actual.message);
    if (expected[1] instanceof RegExp) assert.match(actual.message, expected[1]);
    return;
  }
  const [fields, body, statusLine] = expected as Parsed;
  assert.deepEqual([actual.fields, actual.body, actual.statusLine], [fields, body, statusLine]);
}

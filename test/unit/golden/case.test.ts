import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCase, type GoldenCase, parseCase, writeBody } from '../../../adapters/golden/case.ts';

const WHOLE = `# Signs the book
# @env STAGE=test
# @after 01.http
# @exit 3
POST /cgi-bin/guestbook.js?a=1
Content-Type: text/plain

name=Ada

### response
HTTP/1.1 303 See Other
Location: /x
Set-Cookie: a=b

two
lines

`;

test('parseCase: every part of a case', () => {
  const parsed = parseCase(WHOLE, 'x.http');
  assert.deepEqual(parsed.env, { STAGE: 'test' });
  assert.equal(parsed.after, '01.http');
  assert.equal(parsed.request.method, 'POST');
  assert.equal(parsed.request.target, '/cgi-bin/guestbook.js?a=1');
  assert.deepEqual(parsed.request.headers, [['Content-Type', 'text/plain']]);
  assert.equal(Buffer.from(parsed.request.body).toString(), 'name=Ada\n');
  assert.deepEqual(parsed.expected, {
    status: 303,
    headers: [
      ['Location', '/x'],
      ['Set-Cookie', 'a=b'],
    ],
    body: 'two\nlines\n',
    base64: false,
    exitCode: 3,
  });
});

test('formatCase: writes what parseCase reads, byte for byte', () => {
  assert.equal(formatCase(parseCase(WHOLE, 'x.http')), WHOLE);
  for (const text of ['GET /x', 'GET /x HTTP/1.1\n', '\n# a\n\nGET /x\n']) {
    const parsed = parseCase(text, 'x.http');
    assert.equal(parsed.expected, undefined);
    assert.deepEqual(parseCase(formatCase(parsed), 'y.http'), parsed);
  }
});

for (const [what, bytes] of Object.entries({
  'NUL bytes': Uint8Array.from({ length: 256 }, (_, i) => i),
  'CR LF': Buffer.from('a\r\nb'),
  'the parting line': Buffer.from('a\n### response\nb'),
  'text that ends in empty lines': Buffer.from('a\n\n\n'),
  'one empty line': Buffer.from('\n'),
  nothing: Buffer.from(''),
  'text beyond ASCII': Buffer.from('é 漢 😀'),
})) {
  test(`formatCase: bodies with ${what} come back as they were`, () => {
    const { text, base64 } = writeBody(bytes);
    const golden: GoldenCase = {
      comments: [],
      env: {},
      after: undefined,
      request: { method: 'POST', target: '/x', headers: [], body: bytes },
      expected: { status: 200, headers: [], body: text, base64, exitCode: 0 },
    };
    const again = parseCase(formatCase(golden), 'x.http');
    assert.ok(Buffer.from(again.request.body).equals(bytes));
    assert.deepEqual(again.expected, golden.expected);
  });
}

for (const [text, message] of [
  ['', /x\.http:1": it has no request/],
  ['### response\nHTTP/1.1 200', /it has no request/],
  ['hello', /x\.http:1": it must begin with "METHOD \/path"/],
  ['GET /x\nbad field\n', /x\.http:2": a header field/],
  ['GET /x\n### response\nfine', /x\.http:3": the response must begin/],
  ['get x\n', /x\.http:1": it must begin with "METHOD \/path", not "get x"$/],
  ['GET /x\n### Response\n', /x\.http:2": a header field must look like "Name: value", not "### Response"/],
  ['GET /x\n### response\n', /x\.http:3": the response must begin with "HTTP\/1\.1 STATUS", not nothing$/],
  ['# @unknown x\nGET /x', /x\.http:1": there is no setting @unknown, only @env, @after/],
  ['# a\n# @env x\nGET /x', /x\.http:2": @env must be NAME=VALUE, not "x"$/],
  ['# @exit\nGET /x', /@exit must be an exit code, not nothing$/],
  ['# @exit one\nGET /x', /@exit must be an exit code, not "one"$/],
  ['# @response hex\nGET /x', /@response must be base64, not "hex"$/],
] as const) {
  test(`parseCase: refuses ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseCase(text, 'x.http'), { code: 'BAD_OPTION', message });
  });
}

test('parseCase: a file with CR LF throughout is the same case', () => {
  assert.deepEqual(parseCase(WHOLE.replaceAll('\n', '\r\n'), 'x.http'), parseCase(WHOLE, 'x.http'));
});

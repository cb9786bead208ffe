// V03–V05, V15, V27, A01–A07, B10: target, method, declared length and the command line of an indexed query.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildArguments } from '../../../engine/cgi/arguments.ts';
import { readDeclaredBody } from '../../../engine/cgi/body-length.ts';
import { checkMethod } from '../../../engine/cgi/method.ts';
import { parseTarget } from '../../../engine/cgi/target.ts';
import { CgiError } from '../../../engine/errors.ts';
import type { HeaderPairs } from '../../../engine/types.ts';
import { refusal } from './rooms.ts';

const ARGUMENTS: readonly (readonly [id: string, query: string, expected: readonly string[], method?: string])[] = [
  ['A01 words', 'foo+bar%20baz+q%26x', ['foo', 'bar baz', 'q&x']],
  ['A02 unencoded equals sign', 'a=b+c', []],
  ['A02 anywhere', 'a+b+c=', []],
  ['A03 encoded equals sign', 'a%3Db+c', ['a=b', 'c']],
  ['A04 empty words', 'a++b+', ['a', '', 'b', '']],
  ['A04 only plus', '+', ['', '']],
  ['A05 HEAD', 'a', ['a'], 'HEAD'],
  ['A05 POST', 'a', [], 'POST'],
  ['A05 case counts', 'a', [], 'get'],
  ['A06 question mark', 'a?b', ['a?b']],
  ['A07 no query', '', []],
  ['A07 dashes are data', '-s+--version+-d+allow_url_include%3d1', ['-s', '--version', '-d', 'allow_url_include=1']],
  ['A07 undecodable', 'a+%zz', []],
  ['A07 best fit hyphen', '%ADs', []],
  ['A07 NUL', 'a+%00', []],
  ['A07 word too long', `a+${'b'.repeat(4097)}`, []],
  ['A07 too many words', '+'.repeat(256), []],
  ['UTF-8, encoded and raw', 'caf%C3%A9+caf\xC3\xA9', ['café', 'café']],
];

for (const [id, query, expected, method] of ARGUMENTS) {
  test(`buildArguments: ${id}`, () => assert.deepEqual(buildArguments(query, method ?? 'GET'), expected));
}

const TARGETS: readonly (readonly [id: string, target: string, path: string, query?: string, authority?: string])[] = [
  ['origin form', '/a/b?x=1', '/a/b', 'x=1'],
  ['V14 second question mark', '/a?b?c', '/a', 'b?c'],
  ['V14 bare question mark', '/a?', '/a', ''],
  ['V14 none', '/a', '/a'],
  ['V27 absolute form', 'http://h:81/x?q', '/x', 'q', 'h:81'],
  ['V27 absolute form without path', 'HTTPS://h?q', '/', 'q', 'h'],
  ['two slashes are a path', '//evil.example/x', '//evil.example/x'],
];

for (const [id, target, path, query, authority] of TARGETS) {
  test(`parseTarget: ${id}`, () => {
    const uri = query === undefined ? path : `${path}?${query}`;
    assert.deepEqual(parseTarget(target), { path, query, uri, authority });
  });
}

for (const target of [
  '*',
  '',
  'cgi-bin/x.js',
  'ftp://h/x',
  'h:443',
  'http:///x',
  'http://:80/x',
  `x${'y'.repeat(1000)}`,
]) {
  test(`parseTarget: ${JSON.stringify(target.slice(0, 20))} is refused`, () => {
    assert.ok(refusal(() => parseTarget(target), 'BAD_PATH').length < 200);
  });
}

test('checkMethod: V15 lets every token through', () => {
  for (const method of ['GET', 'POST', 'patch', 'FOO', 'X'.repeat(100), "!#$%&'*+-.^_`|~"]) checkMethod(method);
  checkMethod('GET', ['GET']);
});

test('checkMethod: V15 refuses TRACE and CONNECT, and says what is allowed', () => {
  for (const method of ['TRACE', 'CONNECT', 'trace']) {
    assert.throws(
      () => checkMethod(method),
      (error) =>
        error instanceof CgiError &&
        error.code === 'METHOD_NOT_ALLOWED' &&
        error.headers['Allow'] === 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    );
  }
});

test('checkMethod: V15 a list narrows it', () => {
  assert.throws(
    () => checkMethod('PUT', ['GET', 'POST']),
    (error) => error instanceof CgiError && error.headers['Allow'] === 'GET, POST',
  );
  for (const method of ['', 'GE T', 'GET\n', 'é']) refusal(() => checkMethod(method, ['GET']), 'BAD_REQUEST');
});

const LENGTHS: readonly (readonly [
  id: string,
  headers: HeaderPairs,
  length?: number | undefined,
  chunked?: boolean,
])[] = [
  ['V03 none', []],
  ['V03 zero', [['content-length', '0']], 0],
  ['V03 some', [['Content-Length', '5']], 5],
  ['V05 more than fits anywhere', [['Content-Length', '99999999999']], 99_999_999_999],
  ['V04 chunked', [['Transfer-Encoding', 'chunked']], undefined, true],
  [
    'B10 the same twice',
    [
      ['Content-Length', '5'],
      ['content-length', '5'],
    ],
    5,
  ],
];

for (const [id, headers, length, chunked] of LENGTHS) {
  test(`readDeclaredBody: ${id}`, () => {
    assert.deepEqual(readDeclaredBody(headers), { length, chunked: chunked ?? false });
  });
}

const BAD_LENGTHS: readonly (readonly [id: string, headers: HeaderPairs])[] = [
  [
    'two that differ',
    [
      ['Content-Length', '5'],
      ['Content-Length', '6'],
    ],
  ],
  [
    'with chunked',
    [
      ['Content-Length', '5'],
      ['Transfer-Encoding', 'chunked'],
    ],
  ],
  ['negative', [['Content-Length', '-5']]],
  ['a sign', [['Content-Length', '+5']]],
  ['hexadecimal', [['Content-Length', '0x5']]],
  ['a list', [['Content-Length', '5, 5']]],
  ['empty', [['Content-Length', '']]],
  ['absurd', [['Content-Length', '9'.repeat(20)]]],
];

for (const [id, headers] of BAD_LENGTHS) {
  test(`readDeclaredBody: B10 refuses ${id}`, () => {
    refusal(() => readDeclaredBody(headers), 'BAD_REQUEST');
  });
}

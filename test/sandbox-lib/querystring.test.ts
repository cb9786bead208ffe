import assert from 'node:assert/strict';
import nodeModule from 'node:querystring';
import test from 'node:test';
import querystring from '../../sandbox-lib/node/querystring.ts';
import { assertSameAnswers, type Call, ODD_VALUES } from './oracle.ts';

/** Its unescapeBuffer is not in @types/node. */
const nodeQuerystring = nodeModule as typeof nodeModule & { unescapeBuffer(text: string, spaces: boolean): Buffer };

const PIECES = [
  '',
  'a',
  '=',
  '&',
  'a=b',
  '+',
  '%41',
  '%zz',
  '%',
  '%e4%bd%a0',
  '%e4%bd',
  'é',
  '__proto__',
  '&&',
  'x==y',
];

test('querystring.parse: all combinations of pieces', () => {
  const texts = PIECES.flatMap((a) => PIECES.flatMap((b) => PIECES.map((c) => `${a}${b}&${c}`)));
  assertSameAnswers(
    querystring,
    nodeQuerystring,
    texts.map((text): Call => ['parse', text]),
  );
});

test('querystring.parse: separators, limits and decoders', () => {
  const calls: Call[] = [...ODD_VALUES.map((value): Call => ['parse', value])];
  for (const text of ['a=1;b=2', 'a:1;b:2;a:3', 'a->1, b->2', 'a=1&&b=2&c', '&&&a=1&b=2&&', 'a=1&b=2&c=3', 'a%3Ab:c']) {
    for (const [separator, equals] of [[';'], [';', ':'], [', ', '->'], ['&&', '='], [null, ''], [0, ':']]) {
      calls.push(['parse', text, separator, equals]);
    }
    for (const maxKeys of [0, 1, 2, 3, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, '1', null]) {
      calls.push(['parse', text, '&', '=', { maxKeys }]);
    }
    const decoders = [(part: string) => `<${part}>`, () => undefined, JSON.parse, 'none'];
    for (const decode of decoders) calls.push(['parse', text, null, null, { decodeURIComponent: decode }]);
  }
  calls.push(['parse', 'a=1&'.repeat(1500)], ['parse', 'k=1&'.repeat(3), '&', '=', { maxKeys: 2 ** 33 }]);
  assertSameAnswers(querystring, nodeQuerystring, calls);
});

test('querystring.stringify: values of every type', () => {
  const symbolLess = ODD_VALUES.filter((value) => typeof value !== 'symbol');
  const objects: unknown[] = [...symbolLess, 1e21, -1e30, 0.1, 'é &=', '\u{1f600}'].map((value) => ({
    'a b': value,
    c: 1,
  }));
  objects.push({ a: [1, 'b', null, true, 5n] }, { a: [], b: 1 }, { '': '' }, [1, 2], Object.create({ inherited: 1 }));
  const calls: Call[] = [...ODD_VALUES, ...objects].flatMap((value): Call[] => [
    ['stringify', value],
    ['stringify', value, ';', ':'],
    ['stringify', value, '', null, { encodeURIComponent: (text: string) => `<${text}>` }],
  ]);
  assertSameAnswers(querystring, nodeQuerystring, calls);
});

test('querystring.escape, unescape, unescapeBuffer: text of all kinds', () => {
  const texts = [
    ...PIECES,
    "!'()*-._~",
    '\0\x7f\x80',
    '\u{1f600}',
    '\ud83d',
    'a\ud83db',
    '\ude00x',
    '%E4%BD',
    '%4',
    'a%',
    '+%2B',
  ];
  const calls = texts.flatMap((text): Call[] => [
    ['escape', text],
    ['unescape', text],
    ['unescape', text, true],
  ]);
  calls.push(...ODD_VALUES.map((value): Call => ['escape', value]), ['escape', { toString: () => 'a b' }]);
  assertSameAnswers(querystring, nodeQuerystring, calls);
  for (const text of texts) {
    for (const spaces of [false, true]) {
      const ours = querystring.unescapeBuffer(text, spaces);
      assert.deepEqual([...ours], [...nodeQuerystring.unescapeBuffer(text, spaces)], text);
    }
  }
});

test('querystring: a replaced escape and unescape are used', (t) => {
  const { escape: escapeBefore, unescape: unescapeBefore } = querystring;
  t.after(() => Object.assign(querystring, { escape: escapeBefore, unescape: unescapeBefore }));
  querystring.escape = (text: string) => text.toUpperCase();
  querystring.unescape = (text: string) => text.replaceAll('o', '_');
  assert.equal(querystring.stringify({ a: '', b: 'c d' }), 'A=&B=C D');
  assert.deepEqual({ ...querystring.parse('foo=b+o') }, { f__: 'b%20_' });
});

test("querystring: is a module of Node's shape", () => {
  assert.deepEqual(Object.keys(querystring), Object.keys(nodeQuerystring));
  assert.equal(Object.getPrototypeOf(querystring.parse('a')), null);
});

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';
import { connectWarnings } from '../../sandbox-lib/internal/warning.ts';
import { assertSameAnswers, type Call } from './oracle.ts';

const warnings: unknown[] = [];
connectWarnings((...args) => warnings.push(args));
const { default: punycode } = await import('../../sandbox-lib/node/punycode.ts');
process.removeAllListeners('warning'); // node warns of its own module as well
const nodePunycode = createRequire(import.meta.url)('node:punycode');

/** RFC 3492 section 7.1, and what breaks. */
const UNICODE = [
  ...[
    'ü',
    'Goethe',
    'Bücher',
    '日本語',
    '𩸽',
    '',
    'a-b',
    '-',
    'ليهمابتكلموشعربي؟',
    '他们为什么不说中文',
    'Pročprostěnemluvíčesky',
  ],
  ...[
    'למההםפשוטלאמדבריםעברית',
    '3年B組金八先生',
    'そのスピードで',
    '-> $1.00 <-',
    'ﬀ',
    '\ud83d',
    '\ude00a',
    'a\u0080b',
  ],
];
const DOMAINS = [
  'mañana.com',
  'джpumлatest@bücher.example',
  'a.b.c',
  '日本語。jp',
  'xn--bcher-kva.example',
  'XN--BCHER-KVA',
  'x@y@ü',
];
const BROKEN = ['é-a', ' ', 'ls8h=', '99999999', 'zzzzzzzzzz', 'A-b', 'xn--', 'b-\u0100', '--', 'tdA'];

test('punycode: encodes and decodes as Node does', () => {
  const encoded = UNICODE.map((text) => nodePunycode.encode(text));
  const calls = [...UNICODE, ...DOMAINS, ...BROKEN, ...encoded].flatMap((text): Call[] =>
    ['encode', 'decode', 'toASCII', 'toUnicode'].map((method) => [method, text]),
  );
  assertSameAnswers(punycode, nodePunycode, calls);
});

test('punycode.ucs2: code points and back', () => {
  assertSameAnswers(
    punycode.ucs2,
    nodePunycode.ucs2,
    UNICODE.map((text): Call => ['decode', text]),
  );
  assertSameAnswers(punycode.ucs2, nodePunycode.ucs2, [
    ['encode', [0x61, 0x1f600, 0xd800]],
    ['encode', [-1]],
  ]);
});

test('punycode: warns once that it is deprecated', () => {
  const message = 'The `punycode` module is deprecated. Please use a userland alternative instead.';
  assert.deepEqual(warnings, [[message, 'DeprecationWarning', 'DEP0040']]);
  assert.deepEqual(Object.keys(punycode), Object.keys(nodePunycode));
  assert.equal(punycode.version, nodePunycode.version);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import nodeUtil from 'node:util';
import fc from 'fast-check';
import { MIMEParams, MIMEType } from '../../sandbox-lib/internal/mime.ts';
import { myersDiff } from '../../sandbox-lib/internal/myers-diff.ts';
import { parseArgs } from '../../sandbox-lib/internal/parse-args.ts';
import { parseEnv } from '../../sandbox-lib/internal/parse-env.ts';
import { answer } from './oracle.ts';

const string = { type: 'string', short: 'w' };
const boolean = { type: 'boolean', short: 'b' };
const OPTIONS: readonly unknown[] = [
  undefined,
  {},
  { with: string, bool: boolean },
  { with: { ...string, multiple: true }, bool: { ...boolean, multiple: true } },
  { with: { ...string, default: 'd' }, bool: { ...boolean, default: true } },
  { 'no-bool': boolean, bool: { type: 'boolean' } },
];
const WORDS = ['--with', '--with=x', '-w', '-wx', '-b', '-bw', '-bwx', '-bb', '--bool', '--bool=x', '--no-bool'];
const OTHERS = [
  '--no-with',
  '--no-x=y',
  '--',
  '-',
  'text',
  '',
  '-1',
  '--x',
  '-x',
  '-a-b',
  '--=x',
  '---y',
  '--__proto__=z',
];

test('parseArgs reads any command line as Node does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...WORDS, ...OTHERS), { maxLength: 5 }),
      fc.constantFrom(...OPTIONS),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      (args, options, strict, allowPositionals, allowNegative) => {
        const config = { args, strict, allowPositionals, allowNegative, tokens: true, ...(options ? { options } : {}) };
        assert.deepEqual(
          answer(() => parseArgs(config)),
          answer(() => nodeUtil.parseArgs(config as never)),
        );
      },
    ),
    { numRuns: 3000 },
  );
});

test('parseArgs refuses a wrong configuration in the words of Node', () => {
  const wrong: readonly unknown[] = [
    { args: 5 },
    { strict: 5 },
    { allowPositionals: 5 },
    { allowNegative: 5 },
    { tokens: 5 },
    { options: 5 },
    { options: [] },
    null,
    ...[
      5,
      {},
      { type: 'x' },
      { ...string, short: 'ab' },
      { ...string, short: '' },
      { ...string, short: 5 },
      { ...string, multiple: 5 },
      { ...string, default: 5 },
      { ...boolean, default: 'x' },
      { ...string, multiple: true, default: 'x' },
      { ...string, multiple: true, default: [1] },
      { ...boolean, multiple: true, default: [1] },
      { ...string, default: null },
    ].map((option) => ({ args: [], options: { a: option } })),
  ];
  for (const config of wrong) {
    assert.deepEqual(
      answer(() => parseArgs(config)),
      answer(() => nodeUtil.parseArgs(config as never)),
      nodeUtil.inspect(config),
    );
  }
});

test('parseEnv reads any text as Node does', () => {
  const parts = ['A', 'B', '=', '"', "'", '`', '#', '\n', ' ', 'x', 'export ', '\\n', '\r\n', '$'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 14 }), (words) => {
      // A line after a comment that begins with a space, and with another comment sign, is read in either way.
      const text = words.join('').replaceAll(/#[^\n]*\n\s+(?=[#=])/g, '');
      assert.deepEqual(Object.entries(parseEnv(text)), Object.entries(nodeUtil.parseEnv(text)), JSON.stringify(text));
    }),
    { numRuns: 3000 },
  );
  assert.throws(() => parseEnv(5), { code: 'ERR_INVALID_ARG_TYPE' });
});

test('MIMEType reads any text as Node does', () => {
  const parts = ['a', 'B', '/', ';', '=', '"', '\\', ' ', '\t', '\n', ',', 'é', '\u0100', 'charset=utf-8', 'text/html'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 12 }), (words) => {
      const text = words.join('');
      assert.deepEqual(
        answer(() => String(new MIMEType(text))),
        answer(() => String(new nodeUtil.MIMEType(text))),
      );
    }),
    { numRuns: 3000 },
  );
});

test('MIMEType and MIMEParams change as those of Node', () => {
  const steps: readonly ((type: MIMEType) => unknown)[] = [
    (type) => `${type}`,
    (type) => JSON.stringify(type),
    (type) => {
      type.type = 'IMAGE';
    },
    (type) => {
      type.subtype = 'Png';
    },
    (type) => {
      type.type = 'a b';
    },
    (type) => {
      type.subtype = '';
    },
    (type) => type.essence,
    (type) => type.params.set('Q', 'V v'),
    (type) => type.params.set('', 'x'),
    (type) => type.params.set('x', '\n'),
    (type) => type.params.get('q'),
    (type) => type.params.has('Q'),
    (type) => type.params.get('nix'),
    (type) => [...type.params],
    (type) => [...type.params.keys(), ...type.params.values()],
    (type) => type.params.get('Q'),
    (type) => type.params.delete('Q'),
    (type) => `${type}`,
  ];
  const our = new MIMEType('text/html;charset=UTF-8');
  const their = new nodeUtil.MIMEType('text/html;charset=UTF-8');
  for (const step of steps) {
    assert.deepEqual(
      answer(() => step(our)),
      answer(() => step(their as never)),
      String(step),
    );
  }
  assert.equal(String(new MIMEParams()), '');
  assert.equal(MIMEType.parse('x'), null);
  assert.equal(String(MIMEType.parse('a/b')), 'a/b');
});

test('myersDiff() finds the edits Node finds', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(words, words, (actual, expected) => {
      assert.deepEqual(myersDiff(actual, expected), nodeUtil.diff(actual, expected));
    }),
    { numRuns: 2000 },
  );
});

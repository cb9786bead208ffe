import assert from 'node:assert/strict';
import test from 'node:test';
import * as ours from '../../sandbox-lib/internal/validators.ts';
import { askNode } from './node-internals.ts';

/** A function, for its text runs in node as well: functions, symbols and NaN do not travel as JSON. */
function makeValues(): unknown[] {
  return [
    ...[
      undefined,
      null,
      true,
      'a',
      '',
      ' ',
      'a\0b',
      '777',
      '9',
      '80',
      0,
      -0,
      1,
      1.5,
      -1,
      65536,
      4294967295,
      4294967296,
    ],
    ...[Number.NaN, Number.POSITIVE_INFINITY, 5n, Symbol('s'), [], ['a'], [true, 1], {}, { aborted: false }],
    ...[[{ aborted: true }, null], Object.create(null), Object.assign(Object.create(null), { a: 1 })],
    ...[function f() {}, async () => {}, new Uint8Array(2), new DataView(new ArrayBuffer(1)), new Map()],
  ];
}

/** Name of a check → the arguments that follow (value, name). */
const CHECKS: Record<string, unknown[][]> = {
  parseFileMode: [[], [0o644]],
  validateArray: [[], [2]],
  validateStringArray: [[]],
  validateBooleanArray: [[]],
  validateAbortSignal: [[]],
  validateBoolean: [[]],
  validateBuffer: [[]],
  validateDictionary: [[]],
  validateFunction: [[]],
  validateInt32: [[], [0, 100]],
  validateUint32: [[], [true]],
  validateInteger: [[], [0, 100]],
  validateNumber: [[], [0], [null, 10], [0, 100]],
  validateFiniteNumber: [[]],
  checkRangesOrGetDefault: [[0, 50, 7]],
  validateObject: [[], [1], [2], [4], [6], [7]],
  validateOneOf: [[['a', 1, true]]],
  validateUnion: [[['a', 'b']]],
  validateString: [[]],
};

function ask(
  module: Record<string, (...args: unknown[]) => unknown>,
  values: unknown[],
  checks: typeof CHECKS,
): string[] {
  const lines: string[] = [];
  for (const [name, extras] of Object.entries(checks)) {
    for (const extra of extras) {
      values.forEach((value, index) => {
        let answer: string;
        try {
          answer = String(module[name]?.(value, 'the.name', ...extra));
        } catch (error) {
          answer = String(error);
        }
        lines.push(`${name}(#${index}, ${JSON.stringify(extra)}): ${answer}`);
      });
    }
  }
  return lines;
}

test('validators: accept and refuse as Node 26 does, in its words', () => {
  const question = `(require, checks) => (${ask})(require('internal/validators'), (${makeValues})(), checks)`;
  const expected = askNode<string[]>({ toString: () => question } as never, CHECKS);
  assert.deepEqual(ask(ours as never, makeValues(), CHECKS), expected);
});

test('isInt32: whole numbers within 32 bits, whatever else comes', () => {
  const values = [0, -0, 1.5, -1, 2 ** 31, -(2 ** 31), 2 ** 32 - 1, 2 ** 32, Number.NaN, '1', 5n, Symbol('s'), null];
  assert.deepEqual(values.filter(ours.isInt32), [0, -0, -1, -(2 ** 31)]);
});

test('validateEncoding: refuses an odd number of hex digits', () => {
  assert.throws(() => ours.validateEncoding('abc', 'HEX'), {
    code: 'ERR_INVALID_ARG_VALUE',
    message: "The argument 'encoding' is invalid for data of length 3. Received 'HEX'",
  });
  ours.validateEncoding('abc', 'utf8');
});

test('validators: the top frame of the stack is their caller', () => {
  function path(value: unknown): void {
    ours.validateString(value, 'path');
  }
  assert.throws(
    () => path(5),
    (error: Error) => /^TypeError \[ERR_INVALID_ARG_TYPE\].*\n\s+at path /.test(error.stack ?? ''),
  );
});

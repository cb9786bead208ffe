import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { getSystemErrorMap } from 'node:util';
import { MESSAGES } from '../../sandbox-lib/internal/error-messages.ts';
import * as errors from '../../sandbox-lib/internal/errors.ts';
import { askNode } from './node-internals.ts';

/** A code whose arguments are Node's own modules, and ours. */
const NOT_IN_NODE = new Set(['ERR_REQUIRE_ASYNC_MODULE', 'ERR_SANDBOX_REFUSED', 'ERR_SYSTEM_ERROR']);

/** Arguments that reach every branch of the messages; each set is given to every code. */
const ARGUMENTS = [
  [],
  ['a'],
  ['a', 'b'],
  ['a', 'b', 'c'],
  ['a.b', ['string', 'Buffer', 'object'], 5],
  ['first argument', ['Object', 'one', 'Other thing'], { a: 1 }],
  ['x', 'of type x', "it's"],
  ['x', ['an X'], null],
  ['x', 'Array', true],
  ['x', ['number', 'bigint'], 'a long string that has more than 28 characters'],
  ['x', '>= 0 && <= 5', 4294967297],
  ['x', 'an integer', -1234567.5],
  ['x', 'an integer', 123],
  ['x.y', 4],
  ['x', 'a\n\'b"\\\u0007', 'must be y'],
  ['x', 'y'.repeat(200), 'must be y'],
  ['x', [1, 'a', null], 'must be y'],
  ['.', '.', './a', false, 'base'],
  ['/p/', '.', 'a', false, 'base'],
  ['/p/', './k', 'a', false],
  ['/p/', '#k', { a: 1 }, true, 'base'],
  ['/a/b.mjs', false, '/a/c.cjs', null],
  ['/a/b.js', true, '/a/b.js', '/a/package.json'],
  ['/a/b.js', false, '/a/c.js', '/a/package.json'],
  ['message', 'of range', 70000, true],
  [{ protocol: 'http:' }, ['file', 'data', 'node']],
  ['production', 'text', -1],
  ['data:text/javascript,1'],
  ['file:///x'],
  ['--x', true],
  ['Port', -1, false],
];

type Answer = {
  name: string;
  message: string;
  text: string;
  keys: string[];
  base: boolean;
  head?: string | undefined;
} | null;

test("nodeError: class, message, properties and text of every code are Node 26's", () => {
  const codes = Object.keys(MESSAGES).filter((code) => !NOT_IN_NODE.has(code));
  const expected = askNode<Record<string, Answer[]>>(
    (require, { codes, sets }: { codes: string[]; sets: unknown[][] }) => {
      const known: Record<string, new (...args: unknown[]) => Error> = (require('internal/errors') as { codes: never })
        .codes;
      const answers: Record<string, unknown[]> = {};
      for (const code of codes) {
        const Class = known[code];
        answers[code] = sets.map((args) => {
          try {
            if (!Class) return { name: 'missing in Node' };
            const error = new Class(...args);
            const base = error.constructor.prototype === Object.getPrototypeOf(Object.getPrototypeOf(error));
            return {
              name: error.name,
              message: error.message,
              text: String(error),
              keys: Object.keys(error).sort(),
              base,
              head: error.message.includes('\n') ? '' : error.stack?.split('\n')[0],
            };
          } catch {
            return null;
          }
        });
      }
      return answers as never;
    },
    { codes, sets: ARGUMENTS },
  );
  let compared = 0;
  for (const code of codes as errors.NodeErrorCode[]) {
    assert.ok(expected[code]?.some(Boolean), `no set of arguments fits ${code}`);
    ARGUMENTS.forEach((args, index) => {
      const want = expected[code]?.[index];
      const fits = (typeof args[0] === 'object') === (code === 'ERR_UNSUPPORTED_ESM_URL_SCHEME');
      if (!want || !fits) return;
      const error = errors.nodeError(code, ...args);
      const base = error.constructor.prototype === Object.getPrototypeOf(Object.getPrototypeOf(error));
      const head = error.message.includes('\n') ? '' : error.stack?.split('\n')[0];
      const { name, message } = error;
      assert.deepEqual({ name, message, text: String(error), keys: Object.keys(error).sort(), base, head }, want, code);
      assert.equal(error.code, code);
      compared++;
    });
  }
  assert.ok(compared > 500, `only ${compared} compared`);
});

test('nodeError: the received value is described as Node does', () => {
  class Foo {}
  const values: [string, unknown][] = [
    ['undefined', undefined],
    ['null', null],
    ['type bigint (5n)', 5n],
    ['type symbol (Symbol(a))', Symbol('a')],
    ['type number (NaN)', Number.NaN],
    ['type number (-0)', -0],
    ['function ', () => {}],
    ['function Foo', Foo],
    ['an instance of Foo', new Foo()],
    ['an instance of Array', []],
    ['[Object: null prototype] {}', Object.create(null)],
    ['[Object: null prototype]', Object.assign(Object.create(null), { a: 1 })],
    ['type string ("it\'s")', "it's"],
  ];
  for (const [text, value] of values) {
    const error = errors.nodeError('ERR_INVALID_ARG_TYPE', 'x', 'string', value);
    assert.equal(error.message, `The "x" argument must be of type string. Received ${text}`);
  }
});

test('nodeError: an out-of-range bigint has underscores', () => {
  const error = errors.nodeError('ERR_OUT_OF_RANGE', 'x', 'small', -(2n ** 40n));
  assert.equal(error.message, 'The value of "x" is out of range. It must be small. Received -1_099_511_627_776n');
});

test('nodeError: is instanceof its base, the top frame is the caller', function caller() {
  const error = errors.nodeError('ERR_INVALID_ARG_TYPE', 'x', 'string', 5);
  assert.ok(error instanceof TypeError);
  assert.equal(error.constructor, TypeError);
  assert.match(error.stack?.split('\n')[1] ?? '', /caller/);
  assert.deepEqual(Object.getOwnPropertyNames(error).sort(), ['code', 'message', 'stack']);
});

test('nodeError: alternatives among missing arguments', () => {
  const error = errors.nodeError('ERR_MISSING_ARGS', ['a', 'b'], 'c', 'd', 'e');
  assert.equal(error.message, 'The "a" or "b", "c", "d", and "e" arguments must be specified');
});

test('nodeErrorAs: takes another class than the usual one', () => {
  const error = errors.nodeErrorAs('TypeError', 'ERR_INVALID_STATE', 'closed');
  assert.ok(error instanceof TypeError);
  assert.equal(String(error), 'TypeError [ERR_INVALID_STATE]: Invalid state: closed');
});

test("codedError: is as plain as the errors of node's native part", () => {
  assert.throws(
    () => new URL('x'),
    (real: NodeJS.ErrnoException) => {
      const error = errors.codedError('TypeError', 'ERR_INVALID_URL', 'Invalid URL', { input: 'x' });
      assert.deepEqual({ ...error }, { ...real });
      assert.equal(String(error), String(real));
      assert.equal(error.stack?.split('\n')[0], real.stack?.split('\n')[0]);
      assert.equal(Object.getPrototypeOf(error), TypeError.prototype);
      return true;
    },
  );
});

test('refused: says what, why and what to do instead', () => {
  const error = errors.refused('fs.watch()', 'a run ends before a file changes', 'read the file again');
  assert.equal(error.code, 'ERR_SANDBOX_REFUSED', 'ERR_SYSTEM_ERROR');
  assert.equal(error.message, 'Cannot use fs.watch(): a run ends before a file changes; read the file again');
});

test('AbortError: name, code and default message', () => {
  const error = new errors.AbortError();
  assert.equal(`${error.name} ${error.code} ${error.message}`, 'AbortError ABORT_ERR The operation was aborted');
  assert.throws(() => new errors.AbortError('x', 5 as never), { code: 'ERR_INVALID_ARG_TYPE' });
});

test('aggregateTwoErrors: keeps the outer code and message, collects further ones', () => {
  const outer = Object.assign(new Error('outer'), { code: 'X' });
  const both = errors.aggregateTwoErrors(new Error('inner'), outer) as AggregateError & { code: string };
  assert.equal(`${both.message} ${both.code} ${both.errors.length}`, 'outer X 2');
  assert.equal(errors.aggregateTwoErrors(new Error('third'), both), both);
  assert.equal(both.errors.length, 3);
  assert.equal(errors.aggregateTwoErrors(null, outer), outer);
});

test('errnoError: is what fs throws', () => {
  const calls: [() => unknown, string, string, string?][] = [
    [() => fs.openSync('/no/such', 'r'), 'open', '/no/such'],
    [() => fs.renameSync('/no/such', '/no/other'), 'rename', '/no/such', '/no/other'],
    [() => fs.readdirSync('/etc/passwd'), 'scandir', '/etc/passwd'],
  ];
  for (const [call, syscall, path, dest] of calls) {
    assert.throws(call, (real: errors.SystemCallError) => {
      const error = errors.errnoError(real.errno, syscall, path, dest);
      assert.deepEqual({ ...error }, { ...real });
      assert.equal(String(error), String(real));
      return true;
    });
  }
});

test("errnoEntry: every system error has libuv's name and sentence", { skip: process.platform !== 'linux' }, () => {
  for (const [errno, entry] of getSystemErrorMap()) assert.deepEqual(errors.errnoEntry(errno), entry);
  assert.deepEqual(errors.errnoEntry(-99999), ['UNKNOWN', 'unknown error']);
});

test("errnoException: words and properties are Node's", () => {
  const expected = askNode((require) => {
    const { ErrnoException } = require('internal/errors') as Record<string, new (...a: unknown[]) => Error>;
    if (!ErrnoException) throw new Error('Node has no such class');
    const error = new ErrnoException(-2, 'read', 'why');
    return [String(error), { ...error }];
  }, null);
  const ours = errors.errnoException(-2, 'read', 'why');
  assert.deepEqual([String(ours), { ...ours }], expected);
});

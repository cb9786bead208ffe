import assert from 'node:assert/strict';
import test from 'node:test';
import nodeUtil from 'node:util';
import { connectHost } from '../../sandbox-lib/internal/host.ts';
import { prepareProcess } from '../../sandbox-lib/internal/process.ts';
import { connectWarnings } from '../../sandbox-lib/internal/warning.ts';
import ourUtil from '../../sandbox-lib/node/util.ts';
import { assertSameAnswers } from './oracle.ts';

const written: string[] = [];
connectHost(
  ((name: string, ...args: unknown[]) => (name === 'write' ? written.push(String(args[1])) && 0 : 0)) as never,
  '{"pid":7}',
);
prepareProcess(['NODE_DEBUG', 'one,two*'].join('\0'), 'node\0script.js\0--flag\0-x', '/');

type Util = Record<string, (...args: unknown[]) => unknown>;
const ours = ourUtil as unknown as Util;
const theirs = nodeUtil as unknown as Util;

test('util has the members of Node, its types too', () => {
  assert.deepEqual(Object.keys(ourUtil).sort(), Object.keys(nodeUtil).sort());
  assert.deepEqual(Object.keys(ourUtil.types).sort(), Object.keys(nodeUtil.types).sort());
  assert.equal(ourUtil.inspect.custom, nodeUtil.inspect.custom);
  assert.equal(ourUtil.promisify.custom, nodeUtil.promisify.custom);
});

test('util says and refuses what Node does', () => {
  assertSameAnswers(ours, theirs, [
    ['format', '%s', 1],
    ['formatWithOptions', { colors: true }, '%O', { a: 1 }],
    ['formatWithOptions', 'x'],
    ['formatWithOptions', () => 1, 'x'],
    ['_extend', { a: 1 }, { b: 2 }],
    ['_extend', { a: 1 }, null],
    ['isArray', []],
    ['toUSVString', 'a\ud800b'],
    ['toUSVString', 5],
    ['stripVTControlCharacters', 5],
    ['stripVTControlCharacters', 'plain'],
    ['stripVTControlCharacters', '\x1b[31mred\x1b[39m \x1b]8;;http://a\x07link\x1b]8;;\x07 \x9b1;2Hx \x1b[?25l'],
    ['getSystemErrorName', -2],
    ['getSystemErrorName', -99999],
    ['getSystemErrorName', 2],
    ['getSystemErrorName', 'x'],
    ['getSystemErrorName', -2.5],
    ['getSystemErrorMessage', -13],
    ['getSystemErrorMessage', -99999],
    ['getSystemErrorMessage', 1],
    ['convertProcessSignalToExitCode', 'SIGTERM'],
    ['convertProcessSignalToExitCode', 'SIGUSR2'],
    ['convertProcessSignalToExitCode', 'x'],
    ['diff', 'abc', 'abd'],
    ['diff', ['a', 'b'], ['b', 'c']],
    ['diff', 'a', 'a'],
    ['diff', ['a'], 'a'],
    ['diff', 5, 'a'],
    ['diff', [1], ['a']],
    ['isDeepStrictEqual', { a: [1] }, { a: [1] }],
    ['inherits', null, Object],
    ['inherits', () => 1, null],
    ['inherits', () => 1, {}],
    ['deprecate', () => 1, 'message', 5],
    ['promisify', 5],
    ['promisify', Object.assign(() => 1, { [nodeUtil.promisify.custom]: 5 })],
    ['callbackify', 5],
    ['markPromiseAsHandled', 5],
    ['getCallSites', 0],
    ['getCallSites', 201],
    ['getCallSites', 'x'],
    ['getCallSites', 1, 5],
    ['getCallSites', 1, { sourceMap: 5 }],
  ]);
  assert.deepEqual(ourUtil.getSystemErrorMap(), nodeUtil.getSystemErrorMap());
});

test('util._errnoException and _exceptionWithHostPort make the errors of old code', () => {
  const shape = (error: unknown) => ({ ...(error as Error), message: (error as Error).message });
  for (const [name, ...args] of [
    ['_errnoException', -2, 'open', 'original'],
    ['_errnoException', -2, 'open'],
    ['_exceptionWithHostPort', -111, 'connect', '1.2.3.4', 80, 'more'],
    ['_exceptionWithHostPort', -111, 'connect', '1.2.3.4'],
  ] as const) {
    assert.deepEqual(shape(ours[name]?.(...args)), shape(theirs[name]?.(...args)));
  }
});

test('util.styleText styles as Node does', () => {
  const plain = { validateStream: false };
  const text = 'a\x1b[39mb\x1b[22mc\x1b[39m';
  assertSameAnswers(ours, theirs, [
    ['styleText', 'red', 'x', plain],
    ['styleText', ['red', 'bold', 'underline'], 'x', plain],
    ['styleText', 'red', text, plain],
    ['styleText', 'bold', text, plain],
    ['styleText', ['bold', 'blue'], text, plain],
    ['styleText', '#fc0', 'x', plain],
    ['styleText', ['#112233', 'none', 'red'], 'x', plain],
    ['styleText', 'none', 'x', plain],
    ['styleText', [], 'x', plain],
    ['styleText', '#zzz', 'x', plain],
    ['styleText', 'nix', 'x', plain],
    ['styleText', ['red', 'nix'], 'x', plain],
    ['styleText', 5, 'x', plain],
    ['styleText', 'red', 5, plain],
    ['styleText', 'red', 'x', 5],
    ['styleText', 'red', 'x', { validateStream: 5 }],
    ['styleText', 'red', 'x', { stream: {} }],
  ]);
  assert.equal(ourUtil.styleText('red', 'x'), 'x'); // stdout is no terminal
});

test('util.promisify keeps what the function is', async () => {
  const original = Object.assign(
    function original(this: unknown, value: unknown, done: (error: unknown, ...values: unknown[]) => void) {
      if (value instanceof Error) done(value);
      else done(null, value, this);
    },
    { extra: 1 },
  );
  const made = ourUtil.promisify(original);
  const wanted = nodeUtil.promisify(original);
  assert.deepEqual(Reflect.ownKeys(made), Reflect.ownKeys(wanted));
  assert.equal(made.length, wanted.length);
  assert.equal(await made(5), 5);
  await assert.rejects(async () => made(new Error('x')), /x/);
  assert.equal(ourUtil.promisify(made), made);
  const custom = () => 7;
  assert.equal(ourUtil.promisify(Object.assign(() => 1, { [nodeUtil.promisify.custom]: custom })), custom);
});

test('util.callbackify has the name and length of Node, and wants a function last', () => {
  const original = async function original(a: unknown) {
    return a;
  };
  const made = ourUtil.callbackify(original);
  const wanted = nodeUtil.callbackify(original);
  assert.deepEqual([made.name, made.length], [wanted.name, wanted.length]);
  assert.throws(() => made(1), { code: 'ERR_INVALID_ARG_TYPE' });
});

test('util.deprecate warns once for a function, and once for a code', () => {
  const warnings: unknown[][] = [];
  connectWarnings((...args) => warnings.push(args));
  const first = ourUtil.deprecate(() => 1, 'old', 'DEP0') as () => number;
  const second = ourUtil.deprecate(() => 2, 'older', 'DEP0') as () => number;
  const third = ourUtil.deprecate(() => 3, 'oldest') as () => number;
  assert.deepEqual([first(), first(), second(), third(), third()], [1, 1, 2, 3, 3]);
  assert.deepEqual(warnings, [
    ['old', 'DeprecationWarning', 'DEP0'],
    ['oldest', 'DeprecationWarning', undefined],
  ]);
  class Old {}
  const Deprecated = ourUtil.deprecate(Old, 'class') as typeof Old;
  assert.ok(new Deprecated() instanceof Old);
});

test('util.inherits sets super_ and the prototype', () => {
  function Child() {}
  function Parent() {}
  ourUtil.inherits(Child, Parent);
  assert.equal(Object.getPrototypeOf(Child.prototype), Parent.prototype);
  const descriptor = { value: Parent, writable: true, enumerable: false, configurable: true };
  assert.deepEqual(Object.getOwnPropertyDescriptor(Child, 'super_'), descriptor);
});

test('util.debuglog writes for the sections of NODE_DEBUG', () => {
  assert.deepEqual(
    ['one', 'ONE', 'twofold', 'three', ''].map((section) => ourUtil.debuglog(section).enabled),
    [true, true, true, false, false],
  );
  let given: unknown;
  const log = ourUtil.debuglog('one', (better) => {
    given = better;
  });
  log('a %d', 5);
  assert.equal(typeof given, 'function');
  ourUtil.debuglog('three')('never');
});

test('util.getCallSites says where it was called, without asking the script', () => {
  const prepare = Error.prepareStackTrace;
  Error.prepareStackTrace = () => assert.fail('asked');
  const [site] = ourUtil.getCallSites(1);
  const [wanted] = nodeUtil.getCallSites(1);
  Error.prepareStackTrace = prepare;
  assert.deepEqual(Object.keys(site ?? {}), Object.keys(wanted ?? {}));
  assert.equal(site?.lineNumber, (wanted?.lineNumber ?? 0) - 1);
  assert.equal(site?.functionName, wanted?.functionName);
});

test('util.parseArgs reads process.argv', () => {
  assert.deepEqual({ ...ourUtil.parseArgs({ strict: false }).values }, { flag: true, x: true });
});

test('util.aborted waits for the signal', async () => {
  const { AbortController } = await import('../../sandbox-lib/globals/abort-controller.ts');
  const controller = new AbortController();
  const waiting = ourUtil.aborted(controller.signal, {});
  controller.abort();
  await waiting;
  await ourUtil.aborted(controller.signal, {});
  await assert.rejects(ourUtil.aborted({}, {}), { code: 'ERR_INVALID_ARG_TYPE' });
  await assert.rejects(ourUtil.aborted(controller.signal, 5), { code: 'ERR_INVALID_ARG_TYPE' });
});

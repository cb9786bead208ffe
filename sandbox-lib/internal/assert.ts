// The functions of assert, and the class Assert that carries its options. Inside the context. https://nodejs.org/api/assert.html
import { createFailure, type Failure, type Message, type Method } from './assert-fail.ts';
import { describeCall } from './assert-source.ts';
import { catchRejected, catchThrown, type Expectation, expectNotThrown, expectThrown } from './assert-throws.ts';
import { AssertionError } from './assertion-error.ts';
import { isDeepEqual, isDeepStrictEqual, isPartialStrictEqual } from './comparisons.ts';
import { nodeError } from './errors.ts';
import { inspect } from './inspect.ts';
import { isRegExp } from './types.ts';
import { validateOneOf } from './validators.ts';

interface AssertOptions {
  readonly diff: 'simple' | 'full';
  readonly strict: boolean;
  readonly skipPrototype: boolean;
}

const kOptions: unique symbol = Symbol('options');
const DEFAULTS: AssertOptions = { diff: 'simple', strict: true, skipPrototype: false };

/** A method taken off its object has the options of `assert` itself. */
function optionsOf(self: unknown): AssertOptions {
  return (self as { [kOptions]?: AssertOptions } | undefined)?.[kOptions] ?? DEFAULTS;
}

/** Compares two arguments; fails with the difference. */
function compare(
  self: unknown,
  above: Method,
  args: readonly unknown[],
  operator: string,
  holds: (actual: unknown, expected: unknown) => boolean,
): void {
  if (args.length < 2) throw nodeError('ERR_MISSING_ARGS', 'actual', 'expected');
  const [actual, expected, ...message] = args;
  if (holds(actual, expected)) return;
  throw createFailure({ actual, expected, operator, stackStartFn: above, diff: optionsOf(self).diff }, message);
}

// biome-ignore lint/suspicious/noDoubleEquals: loose is what assert.equal promises
const isLooselyEqual = (a: unknown, b: unknown): boolean => a == b || (Number.isNaN(a) && Number.isNaN(b));
const isSame = (a: unknown, b: unknown): boolean => Object.is(a, b);

function not(holds: (a: unknown, b: unknown) => boolean): (a: unknown, b: unknown) => boolean {
  return (a, b) => !holds(a, b);
}

function strictlyDeep(self: unknown): (a: unknown, b: unknown) => boolean {
  const { skipPrototype } = optionsOf(self);
  return (a, b) => isDeepStrictEqual(a, b, skipPrototype);
}

function matchText(above: Method, expectMatch: boolean, string: unknown, regexp: unknown, message: Message): void {
  if (!isRegExp(regexp)) throw nodeError('ERR_INVALID_ARG_TYPE', 'regexp', 'RegExp', regexp);
  const isText = typeof string === 'string';
  if (isText && (RegExp.prototype.exec.call(regexp, string) !== null) === expectMatch) return;
  const sentence = `The input ${expectMatch ? 'did not match' : 'was expected to not match'} the regular expression`;
  const generated = isText
    ? `${sentence} ${inspect(regexp)}. Input:\n\n${inspect(string)}\n`
    : `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`;
  const [first, ...others] = message;
  const failure = { actual: string, expected: regexp, operator: above.name, stackStartFn: above };
  const error = createFailure(failure, [first || generated, ...others]);
  error.generatedMessage = message.length === 0;
  throw error;
}

/** assert(value) and assert.ok(value). `count`: how many arguments there were. */
export function assertOk(above: Method, count: number, value: unknown, message: Message): void {
  if (value) return;
  const failure: Failure = { actual: value, expected: true, operator: '==', stackStartFn: above };
  const isSilent = message[0] === undefined || message[0] === null;
  const generated = count === 0 ? 'No value argument passed to `assert.ok()`' : undefined;
  const own = isSilent ? (generated ?? describeCall(above)) : undefined;
  const error = createFailure(failure, isSilent ? (own === undefined ? [] : [own]) : message);
  error.generatedMessage = isSilent;
  throw error;
}

/** Keeps the frames of the error itself below those of the assertion, without what both have. */
function joinStacks(error: Error, original: unknown): void {
  if (typeof original !== 'string') return;
  const start = original.indexOf('\n    at');
  if (start === -1) return;
  const frames = original.slice(start + 1).split('\n');
  let lines = (error.stack ?? '').split('\n');
  for (const frame of frames) {
    const at = lines.indexOf(frame);
    if (at === -1) continue;
    lines = lines.slice(0, at);
    break;
  }
  error.stack = `${lines.join('\n')}\n${frames.join('\n')}`;
}

function ifErrorMessage(value: unknown): string {
  const { message, constructor: maker } = value as { message?: unknown; constructor?: { name?: unknown } };
  if (typeof value !== 'object' || typeof message !== 'string') return inspect(value);
  return message === '' && maker ? `${maker.name}` : message;
}

/** The functions, each a method: `this` carries the options, if it is an Assert. */
export const methods = {
  fail(message?: unknown): never {
    if (Error.isError(message)) throw message;
    const isSilent = message === undefined;
    const error = new AssertionError({
      operator: 'fail',
      stackStartFn: methods.fail,
      message: isSilent ? 'Failed' : message,
    });
    if (isSilent) error.generatedMessage = true;
    throw error;
  },
  ok(...args: unknown[]): void {
    const [value, ...message] = args;
    assertOk(methods.ok, args.length, value, message);
  },
  equal(this: unknown, ...args: unknown[]): void {
    compare(this, methods.equal, args, '==', isLooselyEqual);
  },
  notEqual(this: unknown, ...args: unknown[]): void {
    compare(this, methods.notEqual, args, '!=', not(isLooselyEqual));
  },
  deepEqual(this: unknown, ...args: unknown[]): void {
    compare(this, methods.deepEqual, args, 'deepEqual', isDeepEqual);
  },
  notDeepEqual(this: unknown, ...args: unknown[]): void {
    compare(this, methods.notDeepEqual, args, 'notDeepEqual', not(isDeepEqual));
  },
  deepStrictEqual(this: unknown, ...args: unknown[]): void {
    compare(this, methods.deepStrictEqual, args, 'deepStrictEqual', strictlyDeep(this));
  },
  notDeepStrictEqual(this: unknown, ...args: unknown[]): void {
    compare(this, methods.notDeepStrictEqual, args, 'notDeepStrictEqual', not(strictlyDeep(this)));
  },
  strictEqual(this: unknown, ...args: unknown[]): void {
    compare(this, methods.strictEqual, args, 'strictEqual', isSame);
  },
  notStrictEqual(this: unknown, ...args: unknown[]): void {
    compare(this, methods.notStrictEqual, args, 'notStrictEqual', not(isSame));
  },
  partialDeepStrictEqual(this: unknown, ...args: unknown[]): void {
    compare(this, methods.partialDeepStrictEqual, args, 'partialDeepStrictEqual', isPartialStrictEqual);
  },
  throws(fn?: unknown, ...expectation: Expectation): void {
    expectThrown(methods.throws, catchThrown(fn), expectation);
  },
  async rejects(promiseFn?: unknown, ...expectation: Expectation): Promise<void> {
    expectThrown(methods.rejects, await catchRejected(promiseFn), expectation);
  },
  doesNotThrow(fn?: unknown, ...expectation: Expectation): void {
    expectNotThrown(methods.doesNotThrow, catchThrown(fn), expectation);
  },
  async doesNotReject(promiseFn?: unknown, ...expectation: Expectation): Promise<void> {
    expectNotThrown(methods.doesNotReject, await catchRejected(promiseFn), expectation);
  },
  ifError(value?: unknown): void {
    if (value === undefined || value === null) return;
    const error = new AssertionError({
      actual: value,
      expected: null,
      operator: 'ifError',
      message: `ifError got unwanted exception: ${ifErrorMessage(value)}`,
      stackStartFn: methods.ifError,
    });
    joinStacks(error, (value as { stack?: unknown }).stack);
    throw error;
  },
  match(string?: unknown, regexp?: unknown, ...message: unknown[]): void {
    matchText(methods.match, true, string, regexp, message);
  },
  doesNotMatch(string?: unknown, regexp?: unknown, ...message: unknown[]): void {
    matchText(methods.doesNotMatch, false, string, regexp, message);
  },
};

/** Node's class Assert: the same functions, with options. A function, as Node's says its own words when called without `new`. */
export const Assert = function Assert(this: object, options?: Partial<AssertOptions>): void {
  if (!new.target) throw nodeError('ERR_CONSTRUCT_CALL_REQUIRED', 'Assert');
  const { diff = DEFAULTS.diff, strict = DEFAULTS.strict, skipPrototype = DEFAULTS.skipPrototype } = options ?? {};
  const chosen: AssertOptions = { diff, strict, skipPrototype };
  validateOneOf(chosen.diff, 'options.diff', ['simple', 'full']);
  Object.assign(this, { AssertionError });
  Object.defineProperty(this, kOptions, {
    __proto__: null,
    value: chosen,
    configurable: false,
    writable: false,
    enumerable: false,
  });
  if (!chosen.strict) return;
  Object.assign(this, {
    equal: methods.strictEqual,
    deepEqual: methods.deepStrictEqual,
    notEqual: methods.notStrictEqual,
    notDeepEqual: methods.notDeepStrictEqual,
  });
};
Object.assign(Assert.prototype, methods);
Object.defineProperty(Assert, 'name', { __proto__: null, value: 'Assert' }); // the build renames it

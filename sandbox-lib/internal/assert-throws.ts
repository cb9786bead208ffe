// assert.throws, rejects, doesNotThrow, doesNotReject: what a function throws, and whether it is what was expected. Inside the context.
import type { Method } from './assert-fail.ts';
import { AssertionError } from './assertion-error.ts';
import { isDeepStrictEqual } from './comparisons.ts';
import { nodeError } from './errors.ts';
import { inspect } from './inspect.ts';
import { isPromise, isRegExp } from './types.ts';
import { validateFunction } from './validators.ts';

/** What was thrown; undefined where nothing was. */
export type Thrown = { readonly value: unknown } | undefined;

export function catchThrown(fn: unknown): Thrown {
  validateFunction(fn, 'fn');
  try {
    fn();
    return undefined;
  } catch (value) {
    return { value };
  }
}

function isPromiseLike(value: unknown): value is Promise<unknown> {
  if (isPromise(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  const { then, catch: handler } = value as Record<string, unknown>;
  return typeof then === 'function' && typeof handler === 'function';
}

export async function catchRejected(promiseFn: unknown): Promise<Thrown> {
  let promise = promiseFn;
  if (typeof promiseFn === 'function') {
    promise = promiseFn();
    if (!isPromiseLike(promise)) {
      throw nodeError('ERR_INVALID_RETURN_VALUE', 'instance of Promise', 'promiseFn', promise);
    }
  } else if (!isPromiseLike(promise)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'promiseFn', ['Function', 'Promise'], promise);
  }
  try {
    await promise;
    return undefined;
  } catch (value) {
    return { value };
  }
}

/** Arguments behind the function: what it should throw, and the message if it does not. */
export type Expectation = readonly [error?: unknown, message?: unknown];

/** Fails unless what was expected was thrown. `above` is the function of assert that was called. */
export function expectThrown(above: Method, thrown: Thrown, expectation: Expectation): void {
  const [expected, message] = readExpectation(thrown, expectation);
  if (thrown === undefined) {
    const { name } = (expected ?? {}) as { name?: unknown };
    const details = `${name ? ` (${name})` : ''}${message ? `: ${message}` : '.'}`;
    const kind = above.name === 'rejects' ? 'rejection' : 'exception';
    throw new AssertionError({
      actual: undefined,
      expected,
      operator: above.name,
      message: `Missing expected ${kind}${details}`,
      stackStartFn: above,
    });
  }
  if (expected) matchThrown(above, thrown.value, expected, message);
}

/** A text in place of the error is the message, which must not look like what it should have been compared with. */
function readExpectation(thrown: Thrown, expectation: Expectation): Expectation {
  const [error, message] = expectation;
  const isWrong = error !== undefined && error !== null && typeof error !== 'object' && typeof error !== 'function';
  if ((typeof error === 'string' && expectation.length === 2) || (isWrong && typeof error !== 'string')) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'error', ['Object', 'Error', 'Function', 'RegExp'], error);
  }
  if (typeof error !== 'string') return [error, message];
  const value = thrown?.value;
  const refuse = (what: string) =>
    nodeError('ERR_AMBIGUOUS_ARGUMENT', 'error/message', `The error ${what} is identical to the message.`);
  if (typeof value === 'object' && value !== null) {
    if ((value as Error).message === error) throw refuse(`message "${(value as Error).message}"`);
  } else if (thrown !== undefined && value === error) throw refuse(`"${value}"`);
  return [undefined, error];
}

function matchThrown(above: Method, actual: unknown, expected: unknown, message: unknown): void {
  const generated =
    typeof expected === 'function'
      ? matchFunction(actual, expected)
      : isRegExp(expected)
        ? matchRegExp(actual, expected)
        : matchObject(above, actual, expected as object, message);
  if (generated === undefined) return;
  const error = new AssertionError({
    actual,
    expected,
    message: message || generated,
    operator: above.name,
    stackStartFn: above,
  });
  error.generatedMessage = !message;
  throw error;
}

function matchRegExp(actual: unknown, expected: RegExp): string | undefined {
  const text = String(actual);
  if (RegExp.prototype.exec.call(expected, text) !== null) return undefined;
  return `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
}

// biome-ignore lint/complexity/noBannedTypes: a class or a function that checks, whichever was given
function matchFunction(actual: unknown, expected: Function): string | undefined {
  // Arrow functions have no prototype: instanceof would throw.
  if (expected.prototype !== undefined && actual instanceof expected) return undefined;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) {
    return `The error is expected to be an instance of "${expected.name}". Received ${describeOther(actual, expected.name)}`;
  }
  const result: unknown = Reflect.apply(expected, {}, [actual]);
  if (result === true) return undefined;
  const name = expected.name ? `"${expected.name}" ` : '';
  const caught = Error.isError(actual) ? `\n\nCaught error:\n\n${actual}` : '';
  return `The ${name}validation function is expected to return "true". Received ${inspect(result)}${caught}`;
}

function describeOther(actual: unknown, expectedName: string): string {
  if (!Error.isError(actual)) return `"${inspect(actual, { depth: -1 })}"`;
  const name = (actual.constructor as { name?: unknown } | undefined)?.name;
  const received = name === expectedName ? 'an error with identical name but a different prototype.' : `"${name}"`;
  return actual.message === '' ? received : `${received}\n\nError message:\n\n${actual.message}`;
}

/** What of an error is compared. The name of the class is part of the message. */
class Comparison {
  constructor(source: object, keys: readonly string[], actual?: object) {
    for (const key of keys) {
      if (!(key in source)) continue;
      const value: unknown = (source as never)[key];
      // What matches its expression is shown as the same on both sides.
      const same = actual !== undefined && matches((actual as never)[key], value);
      (this as Record<string, unknown>)[key] = same ? (actual as never)[key] : value;
    }
  }
}

function matches(value: unknown, expected: unknown): boolean {
  return typeof value === 'string' && isRegExp(expected) && RegExp.prototype.exec.call(expected, value) !== null;
}

/** Compares property by property; throws itself, and answers undefined where all is well. */
function matchObject(above: Method, actual: unknown, expected: object, message: unknown): undefined {
  if (typeof actual !== 'object' || actual === null) {
    const error = new AssertionError({ actual, expected, message, operator: 'deepStrictEqual', stackStartFn: above });
    error.operator = above.name;
    throw error;
  }
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0) {
    throw nodeError('ERR_INVALID_ARG_VALUE', 'error', expected, 'may not be an empty object');
  }
  for (const key of keys) {
    const value: unknown = (actual as never)[key];
    const wanted: unknown = (expected as never)[key];
    if (matches(value, wanted) || (key in actual && isDeepStrictEqual(value, wanted))) continue;
    if (message) throw messageError(above, actual, expected, message);
    const error = new AssertionError({
      actual: new Comparison(actual, keys),
      expected: new Comparison(expected, keys, actual),
      operator: 'deepStrictEqual',
      stackStartFn: above,
    });
    error.actual = actual;
    error.expected = expected;
    error.operator = above.name;
    throw error;
  }
  return undefined;
}

function messageError(above: Method, actual: unknown, expected: unknown, message: unknown): unknown {
  if (Error.isError(message)) return message;
  return new AssertionError({ actual, expected, message, operator: above.name, stackStartFn: above });
}

/** Fails where something was thrown that was not to be, and throws on what is none of its business. */
export function expectNotThrown(above: Method, thrown: Thrown, expectation: Expectation): void {
  if (thrown === undefined) return;
  const [first, second] = expectation;
  const [expected, message] = typeof first === 'string' ? [undefined, first] : [first, second];
  const actual = thrown.value;
  if (expected && !isUnwanted(actual, expected)) throw actual;
  const kind = above.name === 'doesNotReject' ? 'rejection' : 'exception';
  const text = (actual as { message?: unknown } | null | undefined)?.message;
  throw new AssertionError({
    actual,
    expected,
    operator: above.name,
    message: `Got unwanted ${kind}${message ? `: ${message}` : '.'}\nActual message: "${text}"`,
    stackStartFn: above,
  });
}

function isUnwanted(actual: unknown, expected: unknown): boolean {
  if (typeof expected !== 'function') {
    if (isRegExp(expected)) return RegExp.prototype.exec.call(expected, String(actual)) !== null;
    throw nodeError('ERR_INVALID_ARG_TYPE', 'expected', ['Function', 'RegExp'], expected);
  }
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return Reflect.apply(expected, {}, [actual]) === true;
}

// Node's module `assert`. Inside the context. https://nodejs.org/api/assert.html
import { Assert, assertOk, methods } from '../internal/assert.ts';
import { AssertionError } from '../internal/assertion-error.ts';

const {
  ok,
  fail,
  equal,
  notEqual,
  deepEqual,
  notDeepEqual,
  deepStrictEqual,
  notDeepStrictEqual,
  strictEqual,
  notStrictEqual,
  partialDeepStrictEqual,
  match,
  doesNotMatch,
  throws,
  rejects,
  doesNotThrow,
  doesNotReject,
  ifError,
} = methods;

function assert(...args: unknown[]): void {
  const [value, ...message] = args;
  assertOk(assert, args.length, value, message);
}

function strict(...args: unknown[]): void {
  const [value, ...message] = args;
  assertOk(strict, args.length, value, message);
}

const shared = {
  AssertionError,
  ok,
  fail,
  equal,
  notEqual,
  deepEqual,
  notDeepEqual,
  deepStrictEqual,
  notDeepStrictEqual,
  strictEqual,
  notStrictEqual,
  partialDeepStrictEqual,
  match,
  doesNotMatch,
  throws,
  rejects,
  doesNotThrow,
  doesNotReject,
  ifError,
};

const strictAssert = Object.assign(strict, shared, {
  equal: strictEqual,
  deepEqual: deepStrictEqual,
  notEqual: notStrictEqual,
  notDeepEqual: notDeepStrictEqual,
  Assert,
});
Object.assign(strictAssert, { strict: strictAssert });

export default Object.assign(assert, shared, { strict: strictAssert, Assert });

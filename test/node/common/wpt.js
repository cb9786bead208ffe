// '../common/wpt' for a run in the sandbox: the assertions of web platform tests. Inside the context; written for this repository.
'use strict';

const assert = require('node:assert');

const harness = {
  test: (fn) => fn(),
  assert_equals: assert.strictEqual,
  assert_not_equals: assert.notStrictEqual,
  assert_array_equals: assert.deepStrictEqual,
  assert_true: (value, message) => assert.strictEqual(value, true, message),
  assert_false: (value, message) => assert.strictEqual(value, false, message),
  assert_throws: (expected, fn) => assert.throws(fn, expected),
  assert_throws_js: (Class, fn) => assert.throws(fn, { name: Class.name }),
  assert_unreached: (message) => assert.fail(message),
};

module.exports = { harness };

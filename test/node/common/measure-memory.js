// What node's test files ask of '../common/measure-memory'. Inside the context; written for this repository.
'use strict';

const assert = require('node:assert');

function assertSummaryShape({ total }) {
  assert.strictEqual(typeof total.jsMemoryEstimate, 'number');
  assert.strictEqual(total.jsMemoryRange.length, 2);
}

function assertDetailedShape(result, contexts = 0) {
  assertSummaryShape(result);
  assert.strictEqual(result.other.length, contexts);
}

module.exports = {
  assertSummaryShape,
  assertDetailedShape,
  assertSingleDetailedShape: (result) => assertDetailedShape(result),
};

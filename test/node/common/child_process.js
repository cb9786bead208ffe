// '../common/child_process' for a run in the sandbox: node started again, and what it must answer. Inside the context; written for this
// repository.
'use strict';

const assert = require('node:assert');
const { skip } = require('./index.js');
const { canRun, runSync } = require('./child.js');

function check(actual, expected, name) {
  if (expected instanceof RegExp) assert.match(actual, expected, name);
  else if (typeof expected === 'function') expected(actual);
  else if (expected !== undefined) assert.strictEqual(actual, expected, name);
}

function expectChild(command, args, spawnOptions, { trim, stdout, stderr, status = 0 }) {
  if (!canRun(command, args)) skip('no child processes');
  const child = runSync(args, spawnOptions);
  const text = (value) => (trim ? value.trim() : value);
  assert.strictEqual(child.code, status, child.stderr);
  check(text(child.stdout), stdout, 'stdout');
  check(text(child.stderr), stderr, 'stderr');
  return { ...child, status: child.code };
}

/** (command, args, options of spawn, expectations), the third of which may be left out. */
function spawnSyncAndAssert(command, args, options, expected) {
  return expected === undefined ? expectChild(command, args, {}, options) : expectChild(command, args, options, expected);
}

function spawnSyncAndExit(command, args, options, expected) {
  return spawnSyncAndAssert(command, args, options, expected);
}

function spawnSyncAndExitWithoutError(command, args, options, expected) {
  return expected === undefined && options === undefined
    ? expectChild(command, args, {}, {})
    : spawnSyncAndAssert(command, args, options, expected);
}

module.exports = { spawnSyncAndAssert, spawnSyncAndExit, spawnSyncAndExitWithoutError };

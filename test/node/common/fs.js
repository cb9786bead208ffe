// '../common/fs' for a run in the sandbox: what fs.cp()'s tests compare. Inside the context; written for this repository.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { mustNotMutateObjectDeep } = require('./index.js');
const tmpdir = require('./tmpdir.js');

let folders = 0;

function list(folder) {
  return fs
    .readdirSync(folder, mustNotMutateObjectDeep({ withFileTypes: true }))
    .flatMap((entry) => (entry.isDirectory() ? [entry, ...list(path.join(folder, entry.name))] : [entry]));
}

function nextdir(name) {
  return tmpdir.resolve(name || `copy_${++folders}`);
}

function assertDirEquivalent(one, other) {
  const [left, right] = [list(one), list(other)];
  assert.strictEqual(left.length, right.length);
  for (const entry of left) {
    const twin = right.find(({ name }) => name === entry.name);
    assert(twin, `${entry.name} was not copied`);
    assert.strictEqual(twin.isFile(), entry.isFile());
    assert.strictEqual(twin.isDirectory(), entry.isDirectory());
  }
}

function collectEntries(folder, entries) {
  entries.push(...list(folder));
}

// By shorthand: an import of single names finds these only.
module.exports = { nextdir, assertDirEquivalent, collectEntries };

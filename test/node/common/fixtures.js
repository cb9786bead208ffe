// '../common/fixtures' for a run in the sandbox: the checkout's own fixtures. Inside the context; written for this repository.
'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const fixturesDir = join(__dirname, '..', 'fixtures');
const path = (...parts) => join(fixturesDir, ...parts);
const toPath = (name) => (Array.isArray(name) ? path(...name) : path(name));

module.exports = {
  fixturesDir,
  path,
  fileURL: (...parts) => pathToFileURL(path(...parts)),
  readSync: (name, encoding) => readFileSync(toPath(name), encoding),
  readKey: (name, encoding) => readFileSync(path('keys', name), encoding),
  get utf8TestText() {
    return readFileSync(path('utf8_test_text.txt'), 'utf8');
  },
  get utf8TestTextPath() {
    return path('utf8_test_text.txt');
  },
};

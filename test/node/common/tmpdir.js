// '../common/tmpdir' for a run in the sandbox: a writable folder of each file's own. Inside the context; written for this repository.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const folder = path.join(process.env.NODE_TEST_DIR, path.basename(process.argv[1]).replace(/\W/g, '_'));

function refresh() {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
}

function resolve(...parts) {
  return path.resolve(folder, ...parts);
}

function fileURL(...parts) {
  return pathToFileURL(resolve(...parts));
}

const hasEnoughSpace = (size) => size < 2 ** 28;

module.exports = { fileURL, hasEnoughSpace, path: folder, refresh, resolve };

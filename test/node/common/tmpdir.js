// '../common/tmpdir' for a run in the sandbox: a writable folder of each file's own. Inside the context; written for this repository.

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const folder = path.join(process.env.NODE_TEST_DIR, path.basename(process.argv[1]).replace(/\W/g, '_'));

module.exports = {
  path: folder,
  refresh() {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
  },
  resolve: (...parts) => path.resolve(folder, ...parts),
  fileURL: (...parts) => pathToFileURL(path.resolve(folder, ...parts)),
  hasEnoughSpace: (size) => size < 2 ** 28,
};

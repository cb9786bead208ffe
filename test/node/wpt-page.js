// Runs one file of the web platform tests, named by WPT_FILE, over the checkout's own testharness.js, and prints what became of each
// subtest as JSON. Inside the context, and in node for the comparison; written for this repository.

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const { WPT_ROOT: root, WPT_FILE: file } = process.env;
process.stdout.write('Content-Type: application/json\n\n');

const results = {};
let isPrinted = false;

function print(done = () => {}) {
  if (isPrinted) return;
  isPrinted = true;
  process.stdout.write(JSON.stringify(results), done);
}

/** A name as in a test file: from the top of the tests, or beside the file. */
function locate(name) {
  return name.startsWith('/') ? path.join(root, name) : path.join(root, path.dirname(file), name);
}

function load(name) {
  const filename = locate(name);
  vm.runInThisContext(fs.readFileSync(filename, 'utf8'), { filename });
}

/** Tests fetch their data. */
async function fetch(name) {
  const text = fs.readFileSync(locate(String(name)), 'utf8');
  return { ok: true, status: 200, text: async () => text, json: async () => JSON.parse(text) };
}

function setUp() {
  const define = (name, value) =>
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  define('self', globalThis);
  define('fetch', fetch);
  define('GLOBAL', { isWindow: () => false, isWorker: () => false, isShadowRealm: () => false });
  load('/resources/testharness.js');
  define('location', { href: 'http://web-platform.test/', search: '', pathname: '/' });
  globalThis.add_result_callback(({ name, status, message }) => {
    results[name] = status === 0 ? 'pass' : `${message}`.split('\n')[0];
  });
  // A test may leave a port open, which keeps node alive.
  globalThis.add_completion_callback(() => print(() => process.exit()));
}

process.on('exit', () => print());
process.on('uncaughtException', (error) => {
  results['(uncaught)'] = String(error);
});
process.on('unhandledRejection', () => {});
setUp();
const source = fs.readFileSync(path.join(root, file), 'utf8');
for (const [, name] of source.matchAll(/^\/\/ META: script=(.*)$/gm)) load(name.trim());
load(`/${file}`);

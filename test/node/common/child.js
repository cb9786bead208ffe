// node started again with a script, for '../common' in the sandbox: the runner answers with another run. Inside the context; written for
// this repository.
'use strict';

const fs = require('node:fs');
const { join } = require('node:path');

const folder = join(process.env.NODE_TEST_DIR, 'children');
let asked = 0;

/** The runner understands a script, --eval, --input-type, --no-warnings and --pending-deprecation. */
function canRun(command, args) {
  const known = /^(?:-e|--eval|--input-type|--no-warnings|--pending-deprecation)$/;
  return command === process.execPath && args.every((arg) => !arg.startsWith('-') || known.test(arg));
}

function ask(args, env = {}) {
  const path = join(folder, `${process.argv[1].replace(/\W/g, '_')}-${++asked}`);
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('NODE_')));
  fs.writeFileSync(`${path}.part`, JSON.stringify({ args, env: own }));
  fs.renameSync(`${path}.part`, `${path}.ask`);
  return `${path}.answer`;
}

function take(path) {
  return fs.existsSync(path) ? JSON.parse(fs.readFileSync(path, 'utf8')) : undefined;
}

async function run(args, { env } = {}) {
  const path = ask(args, env);
  for (;;) {
    const answer = take(path);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function runSync(args, { env } = {}) {
  const path = ask(args, env);
  const cell = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    const answer = take(path);
    if (answer !== undefined) return answer;
    Atomics.wait(cell, 0, 0, 20);
  }
}

module.exports = { canRun, run, runSync };

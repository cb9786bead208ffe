// What node's test files ask of '../common', for a run in the sandbox. Inside the context; written for this repository.
'use strict';

// A test may replace the global one.
const { process } = globalThis;
process.stdout.write('Content-Type: text/plain\n\n');

const assert = require('node:assert');
const { inspect } = require('node:util');

/** The exit code by which a file says that it cannot be run here. */
const SKIPPED = 77;
const pending = [];
let isListening = false;

function checkCalls(code) {
  if (code !== 0) return;
  const broken = pending.filter((call) => !call.holds(call.actual));
  for (const call of broken) {
    process._rawDebug(`mustCall: ${call.name} was called ${call.actual} times, expected ${call.words}\n${call.stack}`);
  }
  if (broken.length > 0) process.exit(1);
}

function countCalls(fn, words, holds) {
  const call = { name: fn.name || '<anonymous>', actual: 0, words, holds, stack: new Error('made').stack };
  pending.push(call);
  if (!isListening) process.on('exit', checkCalls);
  isListening = true;
  function counted(...args) {
    call.actual++;
    return fn.apply(this, args);
  }
  Object.defineProperties(counted, {
    name: { value: fn.name, writable: false, enumerable: false, configurable: true },
    length: { value: fn.length, writable: false, enumerable: false, configurable: true },
  });
  return counted;
}

function readCall(fn, count) {
  return typeof fn === 'number' ? [() => {}, fn] : [fn ?? (() => {}), count ?? 1];
}

function mustCall(fn, exact) {
  const [callback, count] = readCall(fn, exact);
  return countCalls(callback, `${count}`, (actual) => actual === count);
}

function mustCallAtLeast(fn, minimum) {
  const [callback, count] = readCall(fn, minimum);
  return countCalls(callback, `at least ${count}`, (actual) => actual >= count);
}

function mustSucceed(fn, exact) {
  return mustCall((error, ...args) => {
    assert.ifError(error);
    return typeof fn === 'function' ? fn(...args) : undefined;
  }, exact);
}

function mustNotCall(message = 'function should not have been called') {
  return function mustNotCall(...args) {
    const shown = args.length > 0 ? `\ncalled with: ${args.map((arg) => inspect(arg)).join(', ')}` : '';
    assert.fail(`${message}${shown}`);
  };
}

/** A function that checks the error it is given, as assert.throws() would. */
function expectsError(validator, exact) {
  return mustCall((...args) => {
    assert.strictEqual(args.length, 1, inspect(args));
    const [error] = args;
    assert.strictEqual(Object.prototype.propertyIsEnumerable.call(error, 'message'), false);
    assert.throws(() => {
      throw error;
    }, validator);
    return true;
  }, exact);
}

const warnings = new Map();

function expectOne(name, expected, code) {
  const list = (Array.isArray(expected) ? expected : [expected]).map((entry) =>
    Array.isArray(entry) ? entry : [entry, code],
  );
  if (list.length === 2 && typeof expected[1] === 'string' && /^[A-Z]+\d*$/.test(expected[1])) {
    list.splice(0, 2, [expected[0], expected[1]]);
  }
  warnings.set(
    name,
    mustCall((warning) => {
      const [message, wanted] = list.shift() ?? [];
      if (typeof message === 'string') assert.strictEqual(warning.message, message);
      else assert.match(warning.message, message);
      if (wanted !== undefined) assert.strictEqual(warning.code, wanted);
    }, list.length),
  );
}

/** ('Name', message or messages, code), or an object of them by name. */
function expectWarning(nameOrMap, expected, code) {
  if (warnings.size === 0) {
    process.on('warning', (warning) => {
      const check = warnings.get(warning.name);
      if (check === undefined) throw new TypeError(`"${warning.name}" was not expected: ${inspect(warning)}`);
      check(warning);
    });
  }
  if (typeof nameOrMap === 'string') expectOne(nameOrMap, expected, code);
  else for (const name of Object.keys(nameOrMap)) expectOne(name, nameOrMap[name]);
}

/** How ERR_INVALID_ARG_TYPE words what it got. */
function invalidArgTypeHelper(input) {
  if (input === undefined || input === null) return ` Received ${input}`;
  if (typeof input === 'function') return ` Received function ${input.name}`;
  if (typeof input === 'object') {
    if (input.constructor?.name) return ` Received an instance of ${input.constructor.name}`;
    return ` Received ${inspect(input, { depth: -1 })}`;
  }
  let shown = inspect(input, { colors: false });
  if (shown.length > 28) shown = `${shown.slice(0, 25)}...'`;
  return ` Received type ${typeof input} (${shown})`;
}

/** The same value behind a proxy that refuses every change, however deep. */
function mustNotMutateObjectDeep(original) {
  if (original === null || typeof original !== 'object') return original;
  if (ArrayBuffer.isView(original) || original instanceof ArrayBuffer) return original;
  const refuse = (_target, name) => {
    throw new assert.AssertionError({ message: `Expected no change, got one of ${inspect(name)}` });
  };
  return new Proxy(original, {
    get(target, name, receiver) {
      const descriptor = Reflect.getOwnPropertyDescriptor(target, name);
      const value = Reflect.get(target, name, receiver);
      const isFixed = descriptor !== undefined && !descriptor.configurable && !descriptor.writable;
      return isFixed ? value : mustNotMutateObjectDeep(value);
    },
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
    setPrototypeOf: refuse,
  });
}

const VIEWS = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
  DataView,
];

function getArrayBufferViews(buffer) {
  const views = [];
  for (const View of VIEWS) {
    const { BYTES_PER_ELEMENT = 1 } = View;
    if (buffer.byteLength % BYTES_PER_ELEMENT !== 0) continue;
    views.push(new View(buffer.buffer, buffer.byteOffset, buffer.byteLength / BYTES_PER_ELEMENT));
  }
  return views;
}

function printSkipMessage(message) {
  process._rawDebug(`# Skipped: ${message}`);
}

function skip(message) {
  printSkipMessage(message);
  process.exit(SKIPPED);
}

function sleepSync(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** node started again with a script; nothing else can be. */
async function spawnPromisified(command, args, options) {
  const { canRun, run } = require('./child.js');
  return canRun(command, args) ? run(args, options) : skip('no child processes');
}

function has(id) {
  try {
    require(id);
    return true;
  } catch {
    return false;
  }
}

module.exports = {
  allowGlobals() {},
  canCreateSymLink: () => true,
  childShouldThrowAndAbort: () => skip('no child processes'),
  escapePOSIXShell: () => skip('no shell'),
  expectsError,
  expectWarning,
  getArrayBufferViews,
  getBufferSources: (buffer) => [...getArrayBufferViews(buffer), new Uint8Array(buffer).buffer],
  getTTYfd: () => -1,
  get hasCrypto() {
    return has('crypto');
  },
  hasFullICU: true,
  hasInspector: false,
  hasIntl: true,
  hasIPv6: false,
  hasQuic: false,
  hasSQLite: false,
  invalidArgTypeHelper,
  isAIX: false,
  isAlive: () => skip('no other processes'),
  isASan: false,
  isDebug: false,
  isDumbTerminal: true,
  isFreeBSD: false,
  isIBMi: false,
  isInsideDirWithUnusualChars: false,
  isLinux: process.platform === 'linux',
  isMacOS: process.platform === 'darwin',
  isMainThread: true,
  isOpenBSD: false,
  isPi: () => false,
  isRiscv64: false,
  isSunOS: false,
  isWindows: process.platform === 'win32',
  enoughTestMem: true,
  localhostIPv4: '127.0.0.1',
  mustCall,
  mustCallAtLeast,
  mustNotCall,
  mustNotMutateObjectDeep,
  mustSucceed,
  nodeProcessAborted: () => false,
  PIPE: '/tmp/no.sock',
  platformTimeout: (ms) => ms,
  printSkipMessage,
  requireNoPackageJSONAbove() {},
  runWithInvalidFD: (fn) => fn(1 << 30),
  skip,
  skipIf32Bits() {},
  skipIfEslintMissing: () => skip('no eslint'),
  skipIfInspectorDisabled: () => skip('no inspector'),
  skipIfSQLiteMissing: () => skip('no sqlite'),
  skipIfWorker() {},
  sleepSync,
  spawnPromisified,
};

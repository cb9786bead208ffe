import assert from 'node:assert/strict';
import nodeConstants from 'node:constants';
import { constants as nodeCrypto } from 'node:crypto';
import nodeOs from 'node:os';
import test from 'node:test';
import { constants as crypto } from '../../sandbox-lib/internal/crypto-constants.ts';
import { connectHost } from '../../sandbox-lib/internal/host.ts';
import constants from '../../sandbox-lib/node/constants.ts';
import os, { constants as osConstants } from '../../sandbox-lib/node/os.ts';
import { assertSameAnswers, type Call, ODD_VALUES } from './oracle.ts';

const clock = 1500;
connectHost((() => clock) as never, JSON.stringify({ platform: process.platform, arch: process.arch }));

test("os: has node's names; the fixed ones cannot be written", () => {
  assert.deepEqual(Object.keys(os), Object.keys(nodeOs));
  for (const name of ['EOL', 'devNull', 'constants'] as const) {
    assert.deepEqual(os[name as never], nodeOs[name]);
    assert.throws(() => Object.assign(os, { [name]: 1 }), TypeError);
  }
});

test("os: functions answer with the types of node's, and with nothing of the host's", () => {
  const shape = (value: unknown): unknown => {
    if (Array.isArray(value)) return [shape(value[0])];
    if (typeof value !== 'object' || value === null) return typeof value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shape(item)]));
  };
  const names = [
    'arch',
    'availableParallelism',
    'cpus',
    'endianness',
    'freemem',
    'homedir',
    'hostname',
    'loadavg',
    'machine',
  ];
  const more = ['platform', 'release', 'tmpdir', 'totalmem', 'type', 'uptime', 'userInfo', 'version', 'getPriority'];
  for (const name of [...names, ...more]) {
    const call = (module: object) => (module as Record<string, () => unknown>)[name]?.();
    assert.deepEqual(shape(call(os)), shape(call(nodeOs)), name);
  }
  for (const name of ['hostname', 'release', 'version'] as const) assert.notEqual(os[name](), nodeOs[name]());
  assert.deepEqual(Object.keys(os.networkInterfaces()), ['lo']);
  assert.equal(os.userInfo().username, 'nobody');
  assert.equal(os.uptime(), 1.5);
});

test('os: what a script may know is true', () => {
  for (const name of ['arch', 'endianness', 'machine', 'platform', 'type'] as const)
    assert.equal(os[name](), nodeOs[name]());
});

test('os: functions stand for their answers', () => {
  for (const name of Object.keys(nodeOs)) {
    const node = (nodeOs as unknown as Record<string, object>)[name];
    const ours = (os as unknown as Record<string, object>)[name];
    if (typeof node !== 'function' || !(Symbol.toPrimitive in node)) continue;
    assert.equal(String(ours), String((ours as () => unknown)()), name);
  }
});

test('os.tmpdir and homedir: read the environment of the run', { skip: process.platform === 'win32' }, (t) => {
  const before = { ...process.env };
  t.after(() => Object.assign(process.env, before));
  for (const names of ['TMPDIR TMP TEMP HOME', 'TMP TEMP HOME', 'TEMP HOME', 'HOME']) {
    for (const name of ['TMPDIR', 'TMP', 'TEMP', 'HOME']) delete process.env[name];
    for (const name of names.split(' ')) process.env[name] = `/x/${name}/`;
    assert.deepEqual([os.tmpdir(), os.homedir()], [nodeOs.tmpdir(), nodeOs.homedir()]);
  }
  process.env['TMPDIR'] = '/';
  assert.equal(os.tmpdir(), '/');
});

test('os.userInfo: bytes if asked for', () => {
  assert.equal(String(os.userInfo({ encoding: 'buffer' }).username), 'nobody');
  assert.ok(os.userInfo({ encoding: 'buffer' }).homedir instanceof Uint8Array);
});

test('os.getPriority and setPriority: arguments as in node, one number for the run', () => {
  const numbers = [Number.POSITIVE_INFINITY, 3.14, 2 ** 32, 20, -21];
  const odd = ODD_VALUES.filter((value) => value !== undefined && value !== 0);
  const calls = odd.flatMap((value): Call[] => [
    ['getPriority', value],
    ['setPriority', value, 0],
    ['setPriority', 0, value],
  ]);
  assertSameAnswers(os, nodeOs, [...calls, ...numbers.map((value): Call => ['setPriority', 0, value])]);
  os.setPriority(7);
  assert.equal(os.getPriority(), 7);
  os.setPriority(process.pid, 3);
  assert.equal(os.getPriority(process.pid), 3);
  assert.throws(() => os.getPriority(-1), {
    name: 'SystemError',
    code: 'ERR_SYSTEM_ERROR',
    message: 'A system error occurred: uv_os_getpriority returned ESRCH (no such process)',
  });
});

test('constants: those of os, fs and crypto', { skip: process.platform !== 'linux' }, () => {
  assert.deepEqual({ ...constants }, { ...nodeConstants });
  assert.ok(Object.isFrozen(constants));
  assert.deepEqual({ ...crypto }, { ...nodeCrypto });
  assert.deepEqual({ ...osConstants }, { ...nodeOs.constants });
  assert.ok(Object.isFrozen(osConstants.signals));
});

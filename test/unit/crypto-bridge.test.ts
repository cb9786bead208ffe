// The host's half of crypto and zlib, called as a script would that reached the bridge itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cryptoHandlers } from '../../engine/worker/bridge/crypto.ts';
import type { Handler } from '../../engine/worker/bridge/handler.ts';
import { HostObjects } from '../../engine/worker/bridge/host-objects.ts';
import { zlibHandlers } from '../../engine/worker/bridge/zlib.ts';
import type { Run } from '../../engine/worker/run.ts';

function makeRun(): Run {
  // The part of a run these handlers use.
  const run = { settings: { memory: 64, timeout: 1000 }, objects: new HostObjects(64 * 2 ** 20), lastError: '' };
  return run as unknown as Run;
}

const shared = new Uint8Array(new SharedArrayBuffer(8));
const CASES: readonly (readonly [name: string, handler: Handler, args: readonly unknown[]])[] = [
  ['a digest without arguments', cryptoHandlers.cryptoHash, []],
  ['a digest of shared memory', cryptoHandlers.cryptoHash, ['sha256', shared, '']],
  ['a digest in an unknown encoding', cryptoHandlers.cryptoHash, ['sha256', 'a', 'ucs2']],
  ['an unknown digest', cryptoHandlers.cryptoHash, ['nosuch', 'a', '']],
  ['too many random bytes', cryptoHandlers.cryptoRandom, [2 ** 30]],
  ['half a random byte', cryptoHandlers.cryptoRandom, [0.5]],
  ['an operation of node that is not in the table', cryptoHandlers.cryptoCall, ['setEngine', '[]']],
  ['a member of Object.prototype', cryptoHandlers.cryptoCall, ['constructor', '[]']],
  ['arguments that are no JSON', cryptoHandlers.cryptoCall, ['getHashes', '[']],
  ['arguments that are no list', cryptoHandlers.cryptoCall, ['getHashes', '{}']],
  ['bytes that are none', cryptoHandlers.cryptoCall, ['getHashes', '[]', 'a']],
  ['an unknown kind', cryptoHandlers.cryptoOpen, ['__proto__', '[]']],
  ['an object of nobody', cryptoHandlers.cryptoUse, [1, 'digest', '[]']],
  ['an unknown kind of engine', zlibHandlers.zlibOpen, ['ZlibBase', '[]']],
  ['a write to no engine', zlibHandlers.zlibWrite, [1, 0, new Uint8Array(1), 10]],
];

for (const [name, handler, args] of CASES) {
  test(`the bridge answers ${name} with a negative number`, () => {
    const result = handler(makeRun(), args);
    assert.ok(typeof result === 'number' && result < 0, String(result));
  });
}

test('the bridge calls only listed methods of an object', () => {
  const run = makeRun();
  const id = cryptoHandlers.cryptoOpen(run, ['hash', '["sha256"]']);
  for (const method of ['constructor', 'pipe', 'destroy', '_transform', 5]) {
    assert.equal(cryptoHandlers.cryptoUse(run, [id, method, '[]']), -22);
  }
});

test('zlibWrite refuses flush values and sizes that would abort node', () => {
  const run = makeRun();
  const id = zlibHandlers.zlibOpen(run, ['Gzip', '[]']);
  for (const [flush, room] of [
    [99, 10],
    [-1, 10],
    [0.5, 10],
    [0, 0],
    [0, 2 ** 40],
  ]) {
    assert.equal(zlibHandlers.zlibWrite(run, [id, flush, new Uint8Array(1), room]), -22);
  }
});

test('zlibOpen counts the copies of dictionaries and the tables for long distances', () => {
  const run = makeRun();
  const open = (kind: string, fields: string, ...bytes: Uint8Array[]) =>
    zlibHandlers.zlibOpen(run, [kind, `[["o","Object",{${fields}}]]`, ...bytes]);
  assert.equal(open('ZstdCompress', '"params":["o","Object",{"161":25}]'), -22);
  const dictionary = new Uint8Array(40 * 2 ** 20);
  assert.equal(open('Inflate', '"dictionary":["b",0,"Buffer"]', dictionary), 1);
  assert.equal(open('Inflate', '"dictionary":["b",0,"ArrayBuffer"]', dictionary), -22);
  assert.match(run.lastError, /ERR_SANDBOX_LIMIT/);
});

test('a stand-in for a callback starts no work in another thread', () => {
  const run = makeRun();
  const packed = JSON.stringify([null, ['b', 0, 'Buffer'], 'no key', ['f', 'callback']]);
  assert.equal(cryptoHandlers.cryptoCall(run, ['sign', packed, new Uint8Array(1)]), -22);
  assert.match(run.lastError, /^ERR_OSSL|DECODER/);
});

test('HostObjects releases what is left at the end of the run', () => {
  const objects = new HostObjects(100);
  let released = 0;
  for (let i = 0; i < 3; i++) objects.add({}, 30, () => released++);
  assert.match(objects.refusal(30)?.message ?? '', /120 bytes, more than the 100 of the run/);
  objects.releaseAll();
  assert.equal(released, 3);
  assert.equal(objects.refusal(100), undefined);
});

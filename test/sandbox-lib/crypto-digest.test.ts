// Hash, Hmac, hash() and the random functions of node:crypto, in the sandbox, with node as the oracle.
import { ok } from 'node:assert/strict';
import { test } from 'node:test';
import { page, scriptFolder } from '../engine/script-folder.ts';
import { compareWithNode } from './sandbox-oracle.ts';

const SETUP = `const crypto = require('crypto'); const { Transform } = require('stream');
const long = 'x\\u00e9\\u20ac'.repeat(600000);
const digestOf = (stream, chunks) => new Promise((resolve, reject) => {
  stream.on('error', reject).on('data', resolve);
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
});`;

test('crypto.createHash digests as node does', (t) =>
  compareWithNode(t, SETUP, [
    `crypto.createHash('sha256').update('abc').digest('hex')`,
    `crypto.createHash('SHA256').update('abc').update(Buffer.from('def')).update('ff00', 'hex').digest()`,
    `crypto.createHash('sha512').update('\\ud83d').update('\\ude00').digest('base64')`,
    `crypto.createHash('md5').update('é', 'latin1').digest('latin1')`,
    `crypto.createHash('sha1').update(new Uint16Array([1, 2])).digest('base64url')`,
    `crypto.createHash('sha1').update(new DataView(new ArrayBuffer(3))).digest('ucs2')`,
    `crypto.createHash('sha256').update(long).update(Buffer.from(long)).digest('hex')`,
    `crypto.createHash('sha3-256').update('abc').digest('hex')`,
    `crypto.createHash('shake256', { outputLength: 7 }).update('abc').digest('hex')`,
    `(() => { const h = crypto.createHash('sha256').update('a'); const c = h.copy(); return [h.update('b').digest('hex'), c.digest('hex')]; })()`,
    `(() => { const h = crypto.createHash('sha256').update(long); const c = h.copy(); return [h.update('b').digest('hex'), c.digest('hex')]; })()`,
    `crypto.createHash('nosuch')`,
    `crypto.createHash(5)`,
    `crypto.createHash()`,
    `crypto.createHash('sha256', { outputLength: 'x' })`,
    `crypto.createHash('sha256', { outputLength: 5 })`,
    `crypto.createHash('sha256').update(5)`,
    `crypto.createHash('sha256').update('abc', 'hex')`,
    `(() => { const h = crypto.createHash('sha256'); h.digest(); h.update('a'); })()`,
    `(() => { const h = crypto.createHash('sha256'); h.digest(); h.digest(); })()`,
    `crypto.createHash('sha256') instanceof Transform`,
    `crypto.createHash('sha256') instanceof crypto.Hash`,
    `digestOf(crypto.createHash('sha256'), ['a', Buffer.from('b')])`,
    `digestOf(crypto.createHash('sha256', { encoding: 'hex' }), [long])`,
    `crypto.createHash('sha256').end('x').read()`,
    `crypto.hash('sha256', 'abc')`,
    `crypto.hash('sha1', Buffer.from('abc'), 'base64')`,
    `crypto.hash('sha1', 'abc', 'buffer')`,
    `crypto.hash('sha512', 'abc', 'nosuch')`,
    `crypto.hash('nosuch', 'abc')`,
    `crypto.hash(1, 'abc')`,
    `crypto.hash('sha256', 1)`,
    `Object.keys(crypto.constants).length`,
  ]));

test('crypto.createHmac digests as node does', (t) =>
  compareWithNode(t, SETUP, [
    ...["''", "'ä€😀'", "'\\ud800x'", "'k'.repeat(300)"].map(
      (key) => `crypto.createHmac('sha256', ${key}).update('data').digest('hex')`,
    ),
    `(() => { const h = crypto.createHmac('sha1', 'ü'); for (let i = 0; i < 3; i++) h.update('x'.repeat(2 ** 20)); return h.digest('hex'); })()`,
    `crypto.createHmac('sha256', 'key').update('abc').digest('hex')`,
    `crypto.createHmac('sha256', Buffer.from('key')).update(long).update(long).digest('base64')`,
    `crypto.createHmac('sha3-512', 'key').update('abc').digest('hex')`,
    `crypto.createHmac('sha256', new Uint16Array([1, 2])).update('abc').digest()`,
    `crypto.createHmac('sha256', new ArrayBuffer(4)).update('abc').digest('hex')`,
    `crypto.createHmac('sha256', 'ff', { encoding: 'hex' }).update('abc').digest('hex')`,
    `crypto.createHmac('sha256', '').update('').digest('hex')`,
    `crypto.createHmac('nosuch', 'key')`,
    `crypto.createHmac('sha256')`,
    `crypto.createHmac('sha256', 5)`,
    `crypto.createHmac(null, 'x')`,
    `crypto.createHmac('sha256', 'key').update(null)`,
    `(() => { const h = crypto.createHmac('sha256', 'key'); h.digest(); return [h.digest('hex'), h.digest()]; })()`,
    `(() => { const h = crypto.createHmac('sha256', 'key'); h.digest(); h.update('a'); })()`,
    `digestOf(crypto.createHmac('sha256', 'key'), ['a', Buffer.from('b')])`,
  ]));

test('crypto.random… checks its arguments as node does', (t) =>
  compareWithNode(t, SETUP, [
    `crypto.randomBytes(0)`,
    `crypto.randomBytes(-1)`,
    `crypto.randomBytes('1')`,
    `crypto.randomBytes(2 ** 31)`,
    `crypto.randomBytes(1, 1)`,
    `crypto.randomBytes(100000).length`,
    `new Promise((resolve) => crypto.randomBytes(5, (error, bytes) => resolve([error, bytes.length])))`,
    `crypto.randomFillSync(new Uint32Array(4), 5)`,
    `crypto.randomFillSync(Buffer.alloc(4), 0, 5)`,
    `crypto.randomFillSync('x')`,
    `crypto.randomFillSync(new ArrayBuffer(0))`,
    `crypto.randomFill(Buffer.alloc(1))`,
    `crypto.randomInt(3) < 3`,
    `crypto.randomInt(3, 3)`,
    `crypto.randomInt('3')`,
    `crypto.randomInt(0, 2 ** 48)`,
    `new Promise((resolve) => crypto.randomInt(5, 6, (error, n) => resolve([error, n])))`,
    `/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID())`,
    `crypto.randomUUID(1)`,
    `crypto.randomUUID({ disableEntropyCache: 1 })`,
    `new Set(Array.from({ length: 1000 }, () => crypto.randomUUID())).size`,
  ]));

test('crypto: objects that are dropped unfinished end in a clear error, and the next run starts anew', async (t) => {
  const code = `const { createHash } = require('crypto');
    let made = 0;
    try { for (; made < 1000; made++) createHash('sha3-256'); } catch (error) { console.log(made, error.code); }`;
  const { engine } = scriptFolder(t, { 'drop.js': page(code) });
  for (let i = 0; i < 2; i++) {
    const text = await (await engine.execute('drop.js')).text();
    ok(text.startsWith('256 ERR_SANDBOX_LIMIT'), text);
  }
});

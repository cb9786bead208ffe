// Ciphers, keys, signatures, key derivation and key agreement of node:crypto in the sandbox, with node as the oracle.
import { ok } from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { page, scriptFolder } from '../engine/script-folder.ts';
import { compareWithNode } from './sandbox-oracle.ts';

const pem = { type: 'pkcs8', format: 'pem' } as const;
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export(pem);
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem);
const ed = generateKeyPairSync('ed25519').privateKey.export(pem);

const SETUP = `const crypto = require('crypto'); const { promisify } = require('util');
const rsa = ${JSON.stringify(rsa)}, ec = ${JSON.stringify(ec)}, ed = ${JSON.stringify(ed)};
const key = Buffer.alloc(32, 7), iv = Buffer.alloc(16, 1), nonce = Buffer.alloc(12, 2);
const gcm = () => crypto.createCipheriv('aes-256-gcm', key, nonce);
const ungcm = (tag) => crypto.createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(tag);
const sealed = (() => { const c = gcm().setAAD(Buffer.from('aad')); return [Buffer.concat([c.update('secret'), c.final()]), c.getAuthTag()]; })();
const facts = (k) => [k.type, k.asymmetricKeyType, k.asymmetricKeyDetails, k.symmetricKeySize, Object.prototype.toString.call(k)];`;

test('crypto ciphers as node', (t) =>
  compareWithNode(t, SETUP, [
    `(() => { const c = crypto.createCipheriv('aes-256-cbc', key, iv); return c.update('secret', 'utf8', 'hex') + c.final('hex'); })()`,
    `(() => { const c = crypto.createDecipheriv('aes-256-cbc', key, iv); return c.update('00'.repeat(16), 'hex', 'utf8') + c.final('utf8'); })()`,
    `sealed`,
    `(() => { const d = ungcm(sealed[1]).setAAD(Buffer.from('aad')); return d.update(sealed[0], null, 'utf8') + d.final('utf8'); })()`,
    `(() => { const d = ungcm(sealed[1]); return d.update(sealed[0], null, 'utf8') + d.final('utf8'); })()`,
    `(() => { const d = ungcm(sealed[1]); d.setAuthTag(sealed[1]); })()`,
    `(() => { const c = gcm(); c.final(); return c.final(); })()`,
    `(() => { const c = gcm(); c.final(); return c.update('a'); })()`,
    `gcm().getAuthTag()`,
    `crypto.createCipheriv('aes-256-ecb', key, null).setAutoPadding(false).update(iv)`,
    `crypto.createCipheriv('aes-256-cbc', key, iv).update(5)`,
    `crypto.createCipheriv('aes-256-cbc', 'short', iv)`,
    `crypto.createCipheriv('aes-256-cbc', key, Buffer.alloc(3))`,
    `crypto.createCipheriv('nosuch', key, iv)`,
    `crypto.createCipheriv(null, key, iv)`,
    `crypto.createCipheriv('aes-256-cbc', crypto.createSecretKey(key), iv).end('abc').read()`,
    `crypto.getCipherInfo('aes-256-gcm')`,
    `Object.getPrototypeOf(crypto.getCipherInfo('aes-256-gcm'))`,
    ...['base64', 'HEX', 'nope', 5, '{}'].map(
      (to) =>
        `(() => { const c = gcm(); return c.update('a', 'utf8', 'hex') + c.final(${to === '{}' ? to : JSON.stringify(to)}); })()`,
    ),
    `(() => { const c = gcm(); return c.update('a', 'utf8', 'binary') + c.final('latin1'); })()`,
    `gcm().update('a', 'utf8', Symbol('b'))`,
    `crypto.getCiphers()`,
    `crypto.getHashes()`,
    `crypto.getCurves()`,
  ]));

test('crypto key objects as node', (t) =>
  compareWithNode(t, SETUP, [
    `facts(crypto.createSecretKey(key))`,
    `crypto.createSecretKey('abc', 'utf8').export({ format: 'jwk' })`,
    `crypto.createSecretKey(key).export()`,
    `facts(crypto.createPrivateKey(rsa))`,
    `facts(crypto.createPublicKey(ec))`,
    `crypto.createPublicKey(rsa).export({ type: 'pkcs1', format: 'pem' })`,
    `crypto.createPrivateKey(ec).export({ format: 'jwk' })`,
    `crypto.createPrivateKey({ key: crypto.createPrivateKey(ec).export({ format: 'jwk' }), format: 'jwk' }).export({ type: 'sec1', format: 'der' })`,
    `crypto.createPublicKey({ key: crypto.createPublicKey(ed).export({ type: 'spki', format: 'der' }), format: 'der', type: 'spki' }).equals(crypto.createPublicKey(ed))`,
    `crypto.createPrivateKey('nonsense')`,
    `crypto.createPrivateKey(5)`,
    `crypto.createPublicKey({ key: {}, format: 'jwk' })`,
    `crypto.createSecretKey(5)`,
    `crypto.createPrivateKey(rsa).export({ format: 'nosuch' })`,
    `crypto.createPrivateKey(rsa).equals(5)`,
    `new crypto.KeyObject('secret', {})`,
    `crypto.generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }).publicKey.slice(0, 26)`,
    `facts(crypto.generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)`,
    `facts(crypto.generateKeySync('aes', { length: 256 }))`,
    `promisify(crypto.generateKeyPair)('ed25519').then(({ publicKey, privateKey }) => [facts(publicKey), facts(privateKey)])`,
    `crypto.generateKeyPairSync('nosuch')`,
    `crypto.generateKeyPairSync('rsa', { modulusLength: 'x' })`,
    `crypto.generateKeySync('hmac', {})`,
  ]));

test('crypto signatures and public-key encryption as node', (t) =>
  compareWithNode(t, SETUP, [
    `crypto.createSign('sha256').update('abc').sign(rsa, 'base64')`,
    `crypto.sign('sha256', Buffer.from('abc'), rsa)`,
    `crypto.sign(null, Buffer.from('abc'), ed)`,
    `crypto.createVerify('sha256').update('abc').verify(rsa, crypto.sign('sha256', Buffer.from('abc'), rsa))`,
    `crypto.verify('sha256', Buffer.from('abc'), crypto.createPublicKey(ec), crypto.sign('sha256', Buffer.from('abc'), { key: ec, dsaEncoding: 'ieee-p1363' }))`,
    `crypto.verify('sha256', Buffer.from('abc'), { key: ec, dsaEncoding: 'ieee-p1363' }, crypto.sign('sha256', Buffer.from('abc'), { key: ec, dsaEncoding: 'ieee-p1363' }))`,
    `promisify(crypto.sign)('sha256', Buffer.from('abc'), rsa)`,
    `crypto.createSign('nosuch')`,
    `crypto.createSign('sha256').sign()`,
    `crypto.createSign('sha256').update('a').sign({ key: rsa, padding: 99 })`,
    `crypto.createVerify('sha256').update('a').verify(null, 'x')`,
    `(() => { const s = crypto.createSign('sha256').update('a'); s.sign(rsa); s.sign(rsa); })()`,
    `crypto.createSign('sha256').end('abc').sign(rsa, 'hex')`,
    `crypto.privateDecrypt(rsa, crypto.publicEncrypt(rsa, Buffer.from('abc')))`,
    `crypto.privateDecrypt(rsa, Buffer.alloc(3))`,
    `crypto.publicDecrypt(rsa, crypto.privateEncrypt(rsa, Buffer.from('abc')))`,
    `crypto.publicEncrypt(rsa, 5)`,
    `crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a'))`,
    `crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab'))`,
    `crypto.timingSafeEqual('a', Buffer.from('ab'))`,
  ]));

test('crypto key derivation and agreement as node', (t) =>
  compareWithNode(t, SETUP, [
    `crypto.pbkdf2Sync('password', 'salt', 1000, 20, 'sha512')`,
    `promisify(crypto.pbkdf2)('password', 'salt', 1, 20, 'sha1')`,
    `crypto.pbkdf2('password', 'salt', 1, 20, 'sha1')`,
    `crypto.pbkdf2Sync('password', 'salt', 0, 20, 'sha1')`,
    `crypto.pbkdf2Sync('password', 'salt', 1, 20, 'nosuch')`,
    `crypto.scryptSync('password', 'salt', 32)`,
    `promisify(crypto.scrypt)('password', 'salt', 32, { N: 1024 })`,
    `crypto.scryptSync('password', 'salt', 32, { N: 3 })`,
    `crypto.scryptSync('password', 'salt', 32, { N: 2 ** 20 })`,
    `crypto.hkdfSync('sha256', 'key', 'salt', 'info', 20)`,
    `promisify(crypto.hkdf)('sha256', 'key', 'salt', 'info', 20)`,
    `crypto.hkdfSync('sha256', 'key', 'salt', 'info', 2 ** 20)`,
    `(() => { const a = crypto.createECDH('prime256v1'), b = crypto.createECDH('prime256v1'); a.generateKeys(); return a.computeSecret(b.generateKeys('hex'), 'hex').equals(b.computeSecret(a.getPublicKey())); })()`,
    `crypto.createECDH('nosuch')`,
    `crypto.ECDH.convertKey(crypto.createECDH('prime256v1').generateKeys(), 'prime256v1', 'latin1', 'hex', 'compressed').length`,
    `crypto.getDiffieHellman('modp14').getPrime('hex')`,
    `(() => { const a = crypto.createDiffieHellman(crypto.getDiffieHellman('modp5').getPrime()); a.generateKeys(); return [a.verifyError, a.getGenerator()]; })()`,
    `crypto.checkPrimeSync(7n)`,
    `crypto.generatePrimeSync(32, { bigint: true }) > 0n`,
  ]));

test('crypto: what would cost too much is refused', async (t) => {
  const code = `const crypto = require('crypto');
    for (const attempt of [
      () => crypto.pbkdf2Sync('a', 'b', 2 ** 31 - 1, 64, 'sha512'),
      () => crypto.scryptSync('a', 'b', 64, { N: 2 ** 20, r: 8, p: 1, maxmem: 2 ** 32 }),
      () => crypto.scryptSync('a', 'b', 64, { N: 1024, r: 8, p: 2 ** 20, maxmem: 2 ** 32 }),
      () => crypto.generateKeyPairSync('rsa', { modulusLength: 16384 }),
      () => crypto.generatePrimeSync(8192),
      () => crypto.createDiffieHellman(4096),
      () => crypto.createHash('shake256', { outputLength: 2 ** 31 }),
    ]) try { attempt(); console.log('done'); } catch (error) { console.log(error.code); }`;
  const { engine } = scriptFolder(t, { 'dear.js': page(code) });
  const text = await (await engine.execute('dear.js')).text();
  ok(text === 'ERR_SANDBOX_LIMIT\n'.repeat(7), text);
});

test('crypto: an error that OpenSSL keeps from one run does not fail the key of the next', async (t) => {
  const encrypted = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { ...pem, cipher: 'aes-256-cbc', passphrase: 'secret' },
  }).privateKey;
  const { engine } = scriptFolder(t, {
    'leaves.js': page(`${SETUP} const kinds = [ec, rsa].map((k) => crypto.createPrivateKey(k));
      try { crypto.scryptSync('a', 'b', 1, { N: 2 ** 20 }); } catch (error) { console.log(error.code); }
      console.log(crypto.Certificate.verifySpkac('x'), kinds[0].equals(kinds[1]));`),
    'reads.js': page(
      `console.log(require('crypto').createPrivateKey({ key: ${JSON.stringify(encrypted)}, passphrase: 'secret' }).type);`,
    ),
  });
  const text = async (name: string) => (await engine.execute(name)).text();
  ok((await text('leaves.js')) === 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS\nfalse false\n');
  const then = await text('reads.js');
  ok(then === 'private\n', then);
});

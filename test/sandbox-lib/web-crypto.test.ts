// The global `crypto` in the sandbox, with node as the oracle.
import { test } from 'node:test';
import { compareWithNode } from './sandbox-oracle.ts';

const SETUP = `const { subtle } = globalThis.crypto; const bytes = (text) => new TextEncoder().encode(text);
const raw = new Uint8Array(32).fill(7), iv = new Uint8Array(12).fill(1);
const importRaw = (algorithm, usages, extractable = true) => subtle.importKey('raw', raw, algorithm, extractable, usages);
const hmac = { name: 'HMAC', hash: 'SHA-256' };
const gcm = { name: 'AES-GCM', iv };
const facts = (key) => [key.type, key.extractable, key.algorithm, key.usages, String(key)];
const trip = async (algorithm, generate, usages, text = bytes('abc')) => {
  const { publicKey, privateKey } = await subtle.generateKey(generate, true, usages);
  if (usages[0] === 'encrypt') return subtle.decrypt(algorithm, privateKey, await subtle.encrypt(algorithm, publicKey, text));
  const signature = await subtle.sign(algorithm, privateKey, text);
  return [await subtle.verify(algorithm, publicKey, signature, text), await subtle.verify(algorithm, publicKey, signature, bytes('abd'))];
};`;

test('crypto.subtle digests, signs and derives as node does', (t) =>
  compareWithNode(t, SETUP, [
    ...['SHA-1', 'sha-256', 'SHA-384', 'SHA-512', 'MD5', 5].map(
      (name) => `subtle.digest(${JSON.stringify(name)}, bytes('abc'))`,
    ),
    `subtle.digest({ name: 'SHA-256' }, 'abc').catch((error) => error.code)`,
    `importRaw(hmac, ['sign']).then((key) => subtle.sign('HMAC', key, bytes('abc')))`,
    `importRaw(hmac, ['sign', 'verify']).then(async (key) => subtle.verify('HMAC', key, await subtle.sign('HMAC', key, bytes('abc')), bytes('abc')))`,
    `importRaw(hmac, ['verify']).then((key) => subtle.sign('HMAC', key, bytes('abc'))).catch((error) => error.name)`,
    `importRaw(hmac, ['encrypt']).catch((error) => error.name)`,
    `importRaw('PBKDF2', ['deriveBits'], false).then((key) => subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: iv, iterations: 10 }, key, 128))`,
    `importRaw('HKDF', ['deriveBits'], false).then((key) => subtle.deriveBits({ name: 'HKDF', hash: 'SHA-512', salt: iv, info: iv }, key, 128))`,
    `importRaw('PBKDF2', ['deriveKey'], false).then((key) => subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt: iv, iterations: 10 }, key, { name: 'AES-GCM', length: 256 }, true, ['encrypt'])).then((key) => subtle.exportKey('raw', key))`,
  ]));

test('crypto.subtle encrypts with AES as node does', (t) =>
  compareWithNode(t, SETUP, [
    `importRaw('AES-GCM', ['encrypt']).then((key) => subtle.encrypt(gcm, key, bytes('secret')))`,
    `importRaw('AES-GCM', ['encrypt']).then((key) => subtle.encrypt({ ...gcm, additionalData: iv, tagLength: 96 }, key, bytes('secret')))`,
    `importRaw('AES-GCM', ['encrypt', 'decrypt']).then(async (key) => subtle.decrypt(gcm, key, await subtle.encrypt(gcm, key, bytes('secret'))))`,
    `importRaw('AES-GCM', ['decrypt']).then((key) => subtle.decrypt(gcm, key, new Uint8Array(20))).catch((error) => [error.name, error.message])`,
    `importRaw('AES-CBC', ['encrypt']).then((key) => subtle.encrypt({ name: 'AES-CBC', iv: raw.slice(0, 16) }, key, bytes('secret')))`,
    `importRaw('AES-CTR', ['encrypt']).then((key) => subtle.encrypt({ name: 'AES-CTR', counter: new Uint8Array(16).fill(255), length: 4 }, key, raw.slice(0, 30)))`,
  ]));

test('crypto.subtle imports, exports and generates keys as node does', (t) =>
  compareWithNode(t, SETUP, [
    `importRaw(hmac, ['sign']).then(facts)`,
    `importRaw('AES-GCM', ['encrypt', 'decrypt']).then(facts)`,
    `importRaw(hmac, ['sign']).then((key) => subtle.exportKey('jwk', key))`,
    `importRaw('AES-GCM', ['encrypt']).then((key) => subtle.exportKey('jwk', key))`,
    `importRaw(hmac, ['sign'], false).then((key) => subtle.exportKey('raw', key)).catch((error) => [error.name, error.message])`,
    `subtle.importKey('jwk', { kty: 'oct', k: 'YWJj' }, hmac, true, ['sign']).then((key) => subtle.exportKey('raw', key))`,
    `subtle.importKey('raw', new Uint8Array(5), 'AES-GCM', true, ['encrypt']).catch((error) => [error.name])`,
    `subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']).then(facts)`,
    `subtle.generateKey(hmac, true, ['sign', 'verify']).then(facts)`,
    `subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']).then(({ publicKey, privateKey }) => [facts(publicKey), facts(privateKey)])`,
    `subtle.generateKey({ name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) }, false, ['sign', 'verify']).then(({ publicKey, privateKey }) => [facts(publicKey), facts(privateKey)])`,
    `trip({ name: 'ECDSA', hash: 'SHA-256' }, { name: 'ECDSA', namedCurve: 'P-384' }, ['sign', 'verify'])`,
    `trip('Ed25519', 'Ed25519', ['sign', 'verify'])`,
    `trip('RSASSA-PKCS1-v1_5', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) }, ['sign', 'verify'])`,
    `trip({ name: 'RSA-OAEP' }, { name: 'RSA-OAEP', hash: 'SHA-256', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) }, ['encrypt', 'decrypt'])`,
    `subtle.importKey('raw', raw, 'nosuch', true, ['sign']).catch((error) => [error.name, error.message])`,
    `subtle.importKey('raw', raw, hmac, true, ['nosuch']).catch((error) => error.name)`,
    `require('crypto').createSecretKey(raw).toCryptoKey(hmac, true, ['sign']).algorithm`,
    `importRaw(hmac, ['sign']).then((key) => require('crypto').KeyObject.from(key).export())`,
    `importRaw(hmac, ['sign']).then((key) => require('crypto').createHmac('sha256', key).update('a').digest('hex'))`,
  ]));

test('the global crypto looks as in node', (t) =>
  compareWithNode(t, SETUP, [
    `[String(crypto), String(subtle), typeof Crypto, typeof CryptoKey, typeof SubtleCrypto]`,
    `crypto === require('crypto').webcrypto && subtle === require('crypto').subtle`,
    `crypto.getRandomValues(new Uint8Array(3)).length`,
    `crypto.getRandomValues(new Float32Array(3))`,
    `crypto.getRandomValues(new Uint8Array(65537)).length`,
    `(() => { try { crypto.getRandomValues(new Uint8Array(65537)); } catch (error) { return [error.name, error.quota, error.requested]; } })()`,
    `crypto.randomUUID().length`,
    `new Crypto()`,
    `new CryptoKey()`,
    `new SubtleCrypto()`,
  ]));

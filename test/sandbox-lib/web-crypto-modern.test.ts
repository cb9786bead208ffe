// The newer algorithms of Web Crypto: Argon2, KMAC, ML-DSA, ML-KEM. Node is the oracle; what is random is compared by what it opens.
import { test } from 'node:test';
import { compareWithNode } from './sandbox-oracle.ts';

const SETUP = `const crypto = require('crypto'), { subtle } = globalThis.crypto; const bytes = (text) => new TextEncoder().encode(text);
const facts = (key) => [key.type, key.extractable, key.algorithm, key.usages];
const fail = (error) => [error.name, error.code, error.message];
const argon = (name, more, length = 256, usages = ['deriveBits']) => subtle.importKey('raw-secret', bytes('password'), name, false, usages)
  .then((key) => subtle.deriveBits({ name, memory: 32, passes: 2, parallelism: 2, nonce: new Uint8Array(16).fill(2), ...more }, key, length)).catch(fail);
const kmac = (name, more, data = bytes('abc'), size = 16) => subtle.importKey('raw-secret', new Uint8Array(size).fill(7), name, true, ['sign', 'verify'])
  .then((key) => subtle.sign({ name, outputLength: 256, ...more }, key, data)).catch(fail);
const pair = (name) => subtle.generateKey(name, true, name.includes('DSA') ? ['sign', 'verify'] : ['encapsulateKey', 'encapsulateBits', 'decapsulateKey', 'decapsulateBits']);
const seeded = (name, usages, size = name.includes('DSA') ? 32 : 64) => subtle.importKey('raw-seed', new Uint8Array(size).fill(5), name, true, usages);
const formats = ['spki', 'raw', 'raw-public', 'raw-seed', 'raw-private', 'jwk', 'pkcs8', 'raw-secret'];`;

const DSA = ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'];
const KEM = ['ML-KEM-512', 'ML-KEM-768', 'ML-KEM-1024'];

test('Argon2 in crypto.subtle', (t) =>
  compareWithNode(t, SETUP, [
    ...['Argon2d', 'argon2i', 'Argon2id'].map((name) => `argon('${name}')`),
    `argon('Argon2id', { secretValue: bytes('s'), associatedData: bytes('a'), version: 0x13 }, 512)`,
    ...[
      'nonce: new Uint8Array(7)',
      'nonce: undefined',
      'memory: 8',
      'passes: 0',
      'version: 16',
      'memory: undefined',
    ].map((more) => `argon('Argon2id', { ${more} })`),
    ...['null', '0', '12', '16'].map((length) => `argon('Argon2id', {}, ${length})`),
    `subtle.importKey('raw', bytes('p'), 'Argon2id', false, ['deriveBits']).catch(fail)`,
    `subtle.importKey('raw-secret', bytes('p'), 'Argon2id', true, ['deriveBits']).catch(fail)`,
    `subtle.importKey('raw-secret', bytes('p'), 'Argon2id', false, ['sign']).catch(fail)`,
    `subtle.importKey('raw-secret', bytes('p'), 'Argon2id', false, ['deriveKey']).then((key) => subtle.deriveKey({ name: 'Argon2id', memory: 8, passes: 1, parallelism: 1, nonce: new Uint8Array(8) }, key, { name: 'KMAC256' }, true, ['sign'])).then((key) => [facts(key), key.algorithm])`,
  ]));

test('KMAC in crypto.subtle', (t) =>
  compareWithNode(t, SETUP, [
    ...[0, 1, 135, 136, 137, 167, 168, 169, 336, 5000].flatMap((size) =>
      ['KMAC128', 'kmac256'].map((name) => `kmac('${name}', {}, new Uint8Array(${size}).fill(1), ${1 + (size % 200)})`),
    ),
    ...[12, 128, 1344, 4096].map(
      (length) => `kmac('KMAC128', { outputLength: ${length}, customization: bytes('My Tag') })`,
    ),
    `kmac('KMAC128', { outputLength: undefined })`,
    `subtle.importKey('raw-secret', new Uint8Array(16), 'KMAC128', true, ['sign', 'verify']).then(async (key) => { const p = { name: 'KMAC128', outputLength: 64 }, s = await subtle.sign(p, key, bytes('a')); return [await subtle.verify(p, key, s, bytes('a')), await subtle.verify(p, key, s, bytes('b')), await subtle.verify(p, key, s.slice(1), bytes('a')), await subtle.exportKey('jwk', key)]; })`,
    `subtle.importKey('raw', new Uint8Array(16), 'KMAC128', true, ['sign']).catch(fail)`,
    ...[120, 121, 128].map(
      (length) =>
        `subtle.importKey('raw-secret', new Uint8Array(16), { name: 'KMAC128', length: ${length} }, true, ['sign']).then(facts, fail)`,
    ),
    ...['{ name: "KMAC128" }', '"KMAC256"', '{ name: "KMAC256", length: 12 }'].map(
      (name) => `subtle.generateKey(${name}, true, ['sign']).then(facts, fail)`,
    ),
    `subtle.generateKey('KMAC128', true, ['sign']).then((key) => subtle.exportKey('raw', key)).catch(fail)`,
  ]));

test('ML-DSA in crypto.subtle', (t) =>
  compareWithNode(t, SETUP, [
    ...DSA.flatMap((name) => [
      `pair('${name}').then(({ publicKey, privateKey }) => [facts(publicKey), facts(privateKey)])`,
      `seeded('${name}', ['sign']).then(async (key) => [facts(key), await subtle.exportKey('jwk', key), await subtle.exportKey('raw-seed', key)])`,
      `seeded('${name}', ['sign']).then(async (key) => { const open = await subtle.getPublicKey(key, ['verify']), s = await subtle.sign('${name}', key, bytes('a')); return [s.byteLength, await subtle.verify('${name}', open, s, bytes('a')), await subtle.verify('${name}', open, s, bytes('b')), crypto.verify(null, bytes('a'), crypto.KeyObject.from(open), Buffer.from(s))]; })`,
    ]),
    `pair('ML-DSA-44').then(async ({ publicKey, privateKey }) => { const p = { name: 'ML-DSA-44', context: bytes('c') }, s = await subtle.sign(p, privateKey, bytes('a')); return [await subtle.verify(p, publicKey, s, bytes('a')), await subtle.verify('ML-DSA-44', publicKey, s, bytes('a'))]; })`,
    `pair('ML-DSA-44').then(({ privateKey }) => subtle.sign({ name: 'ML-DSA-44', context: new Uint8Array(256) }, privateKey, bytes('a'))).catch(fail)`,
    `pair('ML-DSA-44').then(async ({ publicKey }) => { const results = []; for (const f of ['spki', 'raw-public', 'jwk']) results.push(facts(await subtle.importKey(f, await subtle.exportKey(f, publicKey), 'ML-DSA-44', true, ['verify']))); return results; })`,
    `seeded('ML-DSA-44', ['sign'], 31).catch((error) => error.name)`,
    `subtle.generateKey('ML-DSA-44', true, ['encrypt']).catch(fail)`,
  ]));

test('ML-KEM in crypto.subtle', (t) =>
  compareWithNode(t, SETUP, [
    ...KEM.flatMap((name) => [
      `pair('${name}').then(({ publicKey, privateKey }) => [facts(publicKey), facts(privateKey)])`,
      `seeded('${name}', ['decapsulateBits']).then(async (key) => [facts(key), await subtle.exportKey('jwk', key), await subtle.exportKey('pkcs8', key)])`,
      `pair('${name}').then(async ({ publicKey, privateKey }) => { const { sharedKey, ciphertext } = await subtle.encapsulateBits('${name}', publicKey); return [ciphertext.byteLength, Buffer.from(await subtle.decapsulateBits('${name}', privateKey, ciphertext)).equals(Buffer.from(sharedKey))]; })`,
      `pair('${name}').then(async ({ publicKey, privateKey }) => { const { sharedKey, ciphertext } = await subtle.encapsulateKey('${name}', publicKey, 'AES-GCM', true, ['encrypt']); const opened = await subtle.decapsulateKey('${name}', privateKey, ciphertext, 'AES-GCM', true, ['encrypt']); return [facts(opened), Buffer.from(await subtle.exportKey('raw', opened)).equals(Buffer.from(await subtle.exportKey('raw', sharedKey)))]; })`,
    ]),
    `pair('ML-KEM-512').then(async ({ publicKey, privateKey }) => { const results = []; for (const key of [publicKey, privateKey]) for (const f of formats.slice(1, 5)) results.push(await subtle.exportKey(f, key).then((r) => r.byteLength, fail)); return results; })`,
    `pair('ML-KEM-512').then(({ publicKey }) => subtle.decapsulateBits('ML-KEM-512', publicKey, new Uint8Array(768))).catch(fail)`,
    `pair('ML-KEM-512').then(({ privateKey }) => subtle.decapsulateBits('ML-KEM-512', privateKey, new Uint8Array(3))).catch(fail)`,
    `subtle.encapsulateKey('ML-KEM-512').catch(fail)`,
    `subtle.encapsulateBits('AES-GCM', 1).catch(fail)`,
    `[SubtleCrypto.supports('encapsulateBits', 'ML-KEM-512'), SubtleCrypto.supports('sign', 'ML-DSA-44'), SubtleCrypto.supports('sign', 'ML-KEM-512')]`,
  ]));

test('keys are told and compared', (t) =>
  compareWithNode(
    t,
    `${SETUP} const { types, isDeepStrictEqual } = require('util'), assert = require('assert');
const key = (byte, usages = ['sign', 'verify'], extractable = true) => subtle.importKey('raw', new Uint8Array(4).fill(byte), { name: 'HMAC', hash: 'SHA-256' }, extractable, usages);
const object = (byte) => crypto.createSecretKey(Buffer.alloc(4, byte));
const made = async (f) => Promise.all([key(1), object(1), {}, null]).then((all) => all.map(f));`,
    [
      `made((value) => [types.isCryptoKey(value), types.isKeyObject(value)])`,
      `Promise.all([key(1), key(1), key(2), key(1, ['sign']), key(1, undefined, false)]).then(([a, ...rest]) => rest.map((b) => [isDeepStrictEqual(a, b), isDeepStrictEqual({ a }, { a: b })]))`,
      `[[object(1), object(1)], [object(1), object(2)], [object(1), {}]].map(([a, b]) => isDeepStrictEqual(a, b))`,
      `assert.partialDeepStrictEqual({ k: object(1) }, { k: object(2) })`
        .replace(/^/, '(() => { try { ')
        .concat("; return 'equal' } catch (e) { return e.code } })()"),
      `key(1).then((a) => isDeepStrictEqual(crypto.KeyObject.from(a), object(1)))`,
    ],
  ));

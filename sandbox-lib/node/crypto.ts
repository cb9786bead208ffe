// node:crypto. Inside the context. https://nodejs.org/api/crypto.html
// Functions stand between the script and rooms that most scripts never enter; classes are made when they are first asked for.
import { DiffieHellman, DiffieHellmanGroup, diffieHellman, ECDH } from '../internal/crypto/agreement.ts';
import { callHost } from '../internal/crypto/call.ts';
import { Cipheriv, Decipheriv } from '../internal/crypto/cipher.ts';
import { createHash, Hash, hash } from '../internal/crypto/hash.ts';
import { createHmac, Hmac } from '../internal/crypto/hmac.ts';
import { KeyObject } from '../internal/crypto/key-object.ts';
import {
  argon2,
  checkPrime,
  generateKey,
  generateKeyPair,
  generatePrime,
  generatePrimeSync,
  hkdf,
  hkdfSync,
  maybeLater,
  pbkdf2,
  scrypt,
} from '../internal/crypto/later.ts';
import { Mac } from '../internal/crypto/mac.ts';
import {
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  randomUUIDv7,
} from '../internal/crypto/random.ts';
import { Certificate, parsePKCS12, setEngine, setFips } from '../internal/crypto/refused.ts';
import { Sign, sign, Verify, verify } from '../internal/crypto/sign.ts';
import { webcrypto } from '../internal/crypto/web-crypto.ts';
import { X509Certificate } from '../internal/crypto/x509.ts';
import { constants } from '../internal/crypto-constants.ts';
import { deprecate } from '../internal/deprecate.ts';
import { defineOwn, ObjectDefineProperty, ObjectSetPrototypeOf } from '../internal/primordials.ts';
import { isSwitchedOn } from '../internal/start-switches.ts';

type Args = unknown[];

/**
 * What require('crypto') answers: plain and writable, for scripts replace its functions. Made without prototype, which V8 keeps as a
 * dictionary: as many shapes as it has members would cost each context 40 µs.
 */
const crypto = {
  __proto__: null as never,
  argon2: (...args: Args) => argon2(args[0], args[1], args[2]),
  argon2Sync: (...args: Args) => callHost('argon2Sync', ...args),
  checkPrime(candidate: unknown, options?: unknown, callback?: unknown) {
    checkPrime(candidate, options, callback);
  },
  checkPrimeSync: (candidate: unknown, options: unknown = {}) => callHost('checkPrimeSync', candidate, options),
  createCipheriv(cipher: unknown, key: unknown, iv: unknown, options?: unknown) {
    return new Cipheriv(cipher, key, iv, options);
  },
  createDecipheriv(cipher: unknown, key: unknown, iv: unknown, options?: unknown) {
    return new Decipheriv(cipher, key, iv, options);
  },
  createDiffieHellman(...args: Args) {
    return new DiffieHellman(...args);
  },
  createDiffieHellmanGroup(name: unknown) {
    return new DiffieHellmanGroup(name);
  },
  createECDH(curve: unknown) {
    return new ECDH(curve);
  },
  createHash(algorithm: unknown, options?: unknown) {
    return createHash(algorithm, options);
  },
  createHmac(hmac: unknown, key: unknown, options?: unknown) {
    return createHmac(hmac, key, options);
  },
  createMac(algorithm: unknown, key: unknown, options?: unknown) {
    return new Mac(algorithm, key, options);
  },
  createPrivateKey: (key: unknown) => callHost('createPrivateKey', key),
  createPublicKey: (key: unknown) => callHost('createPublicKey', key),
  createSecretKey: (key: unknown, encoding?: unknown) => callHost('createSecretKey', key, encoding),
  createSign(algorithm: unknown, options?: unknown) {
    return new Sign(algorithm, options);
  },
  createVerify(algorithm: unknown, options?: unknown) {
    return new Verify(algorithm, options);
  },
  diffieHellman(options: unknown, callback?: unknown) {
    return diffieHellman(options, callback);
  },
  encapsulate: (...args: Args) => maybeLater('encapsulate', args),
  decapsulate: (...args: Args) => maybeLater('decapsulate', args),
  generatePrime(size: unknown, options?: unknown, callback?: unknown) {
    generatePrime(size, options, callback);
  },
  generatePrimeSync: (size: unknown, options?: unknown) => generatePrimeSync(size, options),
  getCiphers: () => callHost('getCiphers'),
  getCipherInfo: (...args: Args) => callHost('getCipherInfo', ...args),
  getCurves: () => callHost('getCurves'),
  getFips: () => callHost('getFips'),
  getHashes: () => callHost('getHashes'),
  getMacs: () => callHost('getMacs'),
  hash(algorithm: unknown, input: unknown, options?: unknown) {
    return hash(algorithm, input, options);
  },
  hkdf(...args: Args) {
    hkdf(...args);
  },
  hkdfSync: (...args: Args) => hkdfSync(...args),
  pbkdf2(...args: Args) {
    pbkdf2(...args);
  },
  pbkdf2Sync: (...args: Args) => callHost('pbkdf2Sync', ...args),
  generateKey(type: unknown, options: unknown, callback?: unknown) {
    generateKey(type, options, callback);
  },
  generateKeySync: (type: unknown, options: unknown) => callHost('generateKeySync', type, options),
  generateKeyPairSync: (type: unknown, options?: unknown) => callHost('generateKeyPairSync', type, options),
  privateDecrypt: (...args: Args) => callHost('privateDecrypt', ...args),
  privateEncrypt: (...args: Args) => callHost('privateEncrypt', ...args),
  publicDecrypt: (...args: Args) => callHost('publicDecrypt', ...args),
  publicEncrypt: (...args: Args) => callHost('publicEncrypt', ...args),
  randomBytes(size: unknown, callback?: unknown) {
    return randomBytes(size, callback);
  },
  randomFill(buf: unknown, offset: unknown, size?: unknown, callback?: unknown) {
    randomFill(buf, offset, size, callback);
  },
  randomFillSync(buf: unknown, offset: unknown = 0, size?: unknown) {
    return randomFillSync(buf, offset, size);
  },
  randomInt(min: unknown, max?: unknown, callback?: unknown) {
    return randomInt(min, max, callback);
  },
  randomUUID(options?: unknown) {
    return randomUUID(options);
  },
  randomUUIDv7(options?: unknown) {
    return randomUUIDv7(options);
  },
  parsePKCS12: () => parsePKCS12(),
  scrypt(password: unknown, salt: unknown, keylen: unknown, options: unknown, callback?: unknown) {
    scrypt(password, salt, keylen, options, callback);
  },
  scryptSync: (...args: Args) => callHost('scryptSync', ...args),
  secureHeapUsed: () => ({ total: 0, used: 0, utilization: Number.NaN, min: 2 }),
  setEngine: () => setEngine(),
  setFips: () => setFips(),
  sign(algorithm: unknown, data: unknown, key: unknown, callback?: unknown) {
    return sign(algorithm, data, key, callback);
  },
  timingSafeEqual: (...args: Args) => callHost('timingSafeEqual', ...args),
  verify(algorithm: unknown, data: unknown, key: unknown, signature: unknown, callback?: unknown) {
    return verify(algorithm, data, key, signature, callback);
  },
  // Made when they are first asked for.
  get Certificate(): unknown {
    return own('Certificate', Certificate);
  },
  set Certificate(value) {
    own('Certificate', value);
  },
  get Cipheriv(): unknown {
    return own('Cipheriv', Cipheriv);
  },
  set Cipheriv(value) {
    own('Cipheriv', value);
  },
  get constants(): unknown {
    return own('constants', constants);
  },
  set constants(value) {
    own('constants', value);
  },
  get Decipheriv(): unknown {
    return own('Decipheriv', Decipheriv);
  },
  set Decipheriv(value) {
    own('Decipheriv', value);
  },
  get DiffieHellman(): unknown {
    return own('DiffieHellman', DiffieHellman);
  },
  set DiffieHellman(value) {
    own('DiffieHellman', value);
  },
  get DiffieHellmanGroup(): unknown {
    return own('DiffieHellmanGroup', DiffieHellmanGroup);
  },
  set DiffieHellmanGroup(value) {
    own('DiffieHellmanGroup', value);
  },
  get ECDH(): unknown {
    return own('ECDH', ECDH);
  },
  set ECDH(value) {
    own('ECDH', value);
  },
  get generateKeyPair(): unknown {
    return own('generateKeyPair', generateKeyPair);
  },
  set generateKeyPair(value) {
    own('generateKeyPair', value);
  },
  get getDiffieHellman(): unknown {
    return own('getDiffieHellman', crypto.createDiffieHellmanGroup);
  },
  set getDiffieHellman(value) {
    own('getDiffieHellman', value);
  },
  get Hash(): unknown {
    return own('Hash', deprecate(Hash, 'crypto.Hash constructor is deprecated.', 'DEP0179'));
  },
  set Hash(value) {
    own('Hash', value);
  },
  get Hmac(): unknown {
    return own('Hmac', deprecate(Hmac, 'crypto.Hmac constructor is deprecated.', 'DEP0181'));
  },
  set Hmac(value) {
    own('Hmac', value);
  },
  get KeyObject(): unknown {
    return own('KeyObject', KeyObject);
  },
  set KeyObject(value) {
    own('KeyObject', value);
  },
  get Sign(): unknown {
    return own('Sign', Sign);
  },
  set Sign(value) {
    own('Sign', value);
  },
  get Verify(): unknown {
    return own('Verify', Verify);
  },
  set Verify(value) {
    own('Verify', value);
  },
  get X509Certificate(): unknown {
    return own('X509Certificate', X509Certificate);
  },
  set X509Certificate(value) {
    own('X509Certificate', value);
  },
};

function getRandomValues(array: unknown): unknown {
  return webcrypto.getRandomValues(array);
}

function own(name: string, value: unknown): unknown {
  return defineOwn(crypto, name, value);
}

function pseudoRandomBytes(): unknown {
  if (!isSwitchedOn('NODE_PENDING_DEPRECATION')) return crypto.randomBytes;
  return deprecate(crypto.randomBytes, 'crypto.pseudoRandomBytes is deprecated.', 'DEP0115');
}

ObjectSetPrototypeOf(crypto, Object.prototype);
// One descriptor for all of a kind, without prototype, which makes no shapes either.
const fixed: PropertyDescriptor = { __proto__: null, get: () => getRandomValues, enumerable: true };
ObjectDefineProperty(crypto, 'getRandomValues', fixed);
fixed.get = () => webcrypto.subtle;
ObjectDefineProperty(crypto, 'subtle', fixed);
fixed.get = () => webcrypto;
ObjectDefineProperty(crypto, 'webcrypto', fixed);
fixed.get = () => crypto.getFips();
fixed.set = () => setFips();
fixed.enumerable = false;
ObjectDefineProperty(crypto, 'fips', fixed);
const hidden: PropertyDescriptor = { __proto__: null, value: crypto.randomBytes, writable: true, configurable: true };
ObjectDefineProperty(crypto, 'prng', hidden);
ObjectDefineProperty(crypto, 'rng', hidden);
hidden.value = pseudoRandomBytes();
ObjectDefineProperty(crypto, 'pseudoRandomBytes', hidden);
export default crypto;

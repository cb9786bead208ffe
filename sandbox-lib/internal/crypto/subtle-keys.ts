// Keys of Web Crypto: import, export, generation. Inside the context. https://www.w3.org/TR/webcrypto-2/#SubtleCrypto-method-importKey
import { DOMException } from '../../globals/dom-exception.ts';
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { callHost } from './call.ts';
import { type CryptoKey, type CryptoKeyParts, cryptoKeyParts, makeCryptoKey } from './crypto-key.ts';
import { type KeyMaterial, keyMaterial, makeKeyObject } from './key-object.ts';
import { randomFillSync } from './random.ts';
import { blockBits, copyBytes, type Fields, hashOf, normalizeAlgorithm, notSupported } from './subtle-algorithms.ts';
import { jwkAlgorithm } from './subtle-export.ts';
import { allowedUsages, CHACHA, isDerivation, isEdwards, isKmac, isMontgomery, readUsages } from './subtle-usages.ts';

export type Jwk = Readonly<Record<string, unknown>>;

export interface CryptoKeyPair {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

function make(material: KeyMaterial, algorithm: Fields, extractable: unknown, usages: readonly string[]): CryptoKey {
  const allowed = allowedUsages(algorithm, material.type);
  if (usages.some((usage) => !allowed.includes(usage))) {
    const article = isDerivation(algorithm.name) ? 'a ' : ''; // as node has it
    throw new DOMException(`Unsupported key usage for ${article}${algorithm.name} key`, 'SyntaxError');
  }
  if (usages.length === 0 && material.type !== 'public') {
    throw new DOMException(`Usages cannot be empty when importing a ${material.type} key.`, 'SyntaxError');
  }
  const described = describeAlgorithm(algorithm, material);
  return makeCryptoKey({ material, algorithm: described, extractable: Boolean(extractable), usages });
}

/** CryptoKey's `algorithm`. */
function describeAlgorithm(fields: Fields, material: KeyMaterial): Fields {
  const { name, hash, namedCurve } = fields;
  const bits = material.bytes.length * 8;
  if (name.startsWith('AES-')) {
    if (bits !== 128 && bits !== 192 && bits !== 256) throw new DOMException('Invalid key length', 'DataError');
    return { name, length: bits };
  }
  if (name === CHACHA && bits !== 256) throw new DOMException('Invalid key length', 'DataError');
  if (name === 'HMAC') {
    if (bits === 0) throw new DOMException('Zero-length key is not supported', 'DataError');
    hashOf(fields);
    return { name, length: bits, hash };
  }
  if (isKmac(name)) {
    const { length = bits } = fields;
    if (Math.ceil(Number(length) / 8) * 8 !== bits) throw new DOMException('Invalid key length', 'DataError');
    return { name, length };
  }
  if (name.startsWith('RSA')) {
    hashOf(fields);
    const { modulusLength, publicExponent } = material.details as { modulusLength: number; publicExponent: bigint };
    return { name, modulusLength, publicExponent: exponentBytes(publicExponent), hash };
  }
  return namedCurve === undefined ? { name } : { name, namedCurve };
}

function exponentBytes(exponent: bigint): Uint8Array {
  const hex = exponent.toString(16);
  return new Uint8Array(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
}

function secret(bytes: Uint8Array): KeyMaterial {
  return { type: 'secret', bytes };
}

function isSecret({ name }: Fields): boolean {
  return name === 'HMAC' || isKmac(name) || isDerivation(name) || name === CHACHA || name.startsWith('AES-');
}

/** The material of what one of the host's functions made. */
function materialOf(key: unknown): KeyMaterial {
  return keyMaterial(key) as KeyMaterial; // they answer key objects
}

/** An asymmetric key in one of its formats; whatever is wrong with it is a DataError. */
function readAsymmetric(format: string, data: unknown, algorithm: Fields): KeyMaterial {
  try {
    switch (format) {
      case 'spki':
        return materialOf(
          callHost('createPublicKey', { key: copyBytes(data, 'keyData'), format: 'der', type: 'spki' }),
        );
      case 'pkcs8':
        return materialOf(
          callHost('createPrivateKey', { key: copyBytes(data, 'keyData'), format: 'der', type: 'pkcs8' }),
        );
      case 'jwk': {
        const { d = undefined, priv = d } = data as Jwk;
        const create = priv === undefined ? 'createPublicKey' : 'createPrivateKey';
        return materialOf(callHost(create, { key: data, format: 'jwk' }));
      }
      case 'raw-seed':
        return materialOf(
          callHost('createPrivateKey', {
            key: seedToDer(copyBytes(data, 'keyData'), algorithm),
            format: 'der',
            type: 'pkcs8',
          }),
        );
      case 'raw':
      case 'raw-public':
        return materialOf(
          callHost('createPublicKey', { key: pointToJwk(copyBytes(data, 'keyData'), algorithm), format: 'jwk' }),
        );
    }
  } catch (cause) {
    throw new DOMException('Invalid keyData', { name: 'DataError', cause });
  }
  throw notSupported(`Unable to import ${algorithm.name} using ${format} format`);
}

function pointToJwk(bytes: Uint8Array, { name, namedCurve }: Fields): Jwk {
  const part = (from: number, to: number) => Buffer.from(bytes.slice(from, to)).toString('base64url');
  if (name.startsWith('ML-')) return { kty: 'AKP', alg: name, pub: part(0, bytes.length) };
  if (isEdwards(name) || isMontgomery(name)) return { kty: 'OKP', crv: name, x: part(0, bytes.length) };
  const half = (bytes.length - 1) / 2;
  if (bytes[0] !== 4) throw new DOMException('Invalid keyData', 'DataError');
  return { kty: 'EC', crv: namedCurve, x: part(1, 1 + half), y: part(1 + half, bytes.length) };
}

/** The last two arcs of the algorithms' object identifiers, 2.16.840.1.101.3.4.x.y, and the length of their seeds. */
const SEEDS: Readonly<Record<string, readonly [number, number, number]>> = {
  'ML-DSA-44': [3, 17, 32],
  'ML-DSA-65': [3, 18, 32],
  'ML-DSA-87': [3, 19, 32],
  'ML-KEM-512': [4, 1, 64],
  'ML-KEM-768': [4, 2, 64],
  'ML-KEM-1024': [4, 3, 64],
};

/** PKCS#8 with nothing but the seed. RFC 9881, RFC 9935 */
function seedToDer(seed: Uint8Array, { name }: Fields): Uint8Array {
  const [arc, last, size] = SEEDS[name] ?? [0, 0, -1];
  if (seed.length !== size) throw new DOMException('Invalid keyData', 'DataError');
  const head = [0x30, size + 20, 2, 1, 0, 0x30, 11, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, arc, last, 4, size + 2];
  return Uint8Array.of(...head, 0x80, size, ...seed);
}

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

/** The key must be of the kind the algorithm takes. */
function checkType(material: KeyMaterial, { name, namedCurve }: Fields): void {
  const { asymmetricType, details } = material;
  const curve = CURVES[String((details as { namedCurve?: string } | undefined)?.namedCurve)];
  const fits = name.startsWith('RSA')
    ? asymmetricType === 'rsa'
    : name.startsWith('EC')
      ? asymmetricType === 'ec' && (namedCurve === undefined || curve === namedCurve)
      : asymmetricType === name.toLowerCase();
  if (!fits) throw new DOMException('Invalid key type', 'DataError');
}

/** importKey() once the key is read; also KeyObject's toCryptoKey(). */
export function importMaterial(
  material: KeyMaterial,
  algorithm: unknown,
  extractable: unknown,
  usages: unknown,
): CryptoKey {
  const fields = normalizeAlgorithm(algorithm, 'importKey');
  if ((material.type === 'secret') !== isSecret(fields)) throw new DOMException('Invalid key type', 'DataError');
  if (material.type !== 'secret') checkType(material, fields);
  return make(material, fields, extractable, readUsages(usages));
}

function readSecret(format: string, data: unknown, { name }: Fields): Uint8Array {
  const isNew = isKmac(name) || name.startsWith('Argon2'); // not under the old name
  if ((format === 'raw' && !isNew) || format === 'raw-secret') return copyBytes(data, 'keyData');
  if (format !== 'jwk') throw notSupported(`Unable to import ${name} using ${format} format`);
  const { kty, k } = data as Jwk;
  if (kty !== 'oct' || typeof k !== 'string') throw new DOMException('Invalid JWK "kty" Parameter', 'DataError');
  return new Uint8Array(Buffer.from(k, 'base64url'));
}

function checkJwk(data: unknown, extractable: unknown): void {
  if (typeof data !== 'object' || data === null) throw new DOMException('Invalid keyData', 'DataError');
  if ((data as Jwk)['ext'] === false && extractable) {
    throw new DOMException('JWK "ext" Parameter and extractable mismatch', 'DataError');
  }
}

export function importKey(format: unknown, data: unknown, algorithm: unknown, extractable: unknown, usages: unknown) {
  const fields = normalizeAlgorithm(algorithm, 'importKey');
  const kind = String(format);
  if (kind === 'jwk') checkJwk(data, extractable);
  const material = isSecret(fields) ? secret(readSecret(kind, data, fields)) : readAsymmetric(kind, data, fields);
  if (isDerivation(fields.name) && extractable) {
    throw new DOMException(`${fields.name} keys are not extractable`, 'SyntaxError');
  }
  const key = importMaterial(material, fields, extractable, usages);
  if (kind === 'jwk') checkJwkFields(data as Jwk, requireKey(key)); // an object, said checkJwk()
  return key;
}

/** What a JWK says of its own use must agree with what it is imported for. */
function checkJwkFields({ alg, use, key_ops: operations }: Jwk, parts: CryptoKeyParts): void {
  const expected = jwkAlgorithm(parts);
  if (alg !== undefined && expected !== undefined && alg !== expected) {
    throw new DOMException('JWK "alg" does not match the requested algorithm', 'DataError');
  }
  const { usages } = parts;
  const isFor = usages.includes('sign') || usages.includes('verify') ? 'sig' : 'enc';
  if (use !== undefined && use !== isFor && usages.length > 0) {
    throw new DOMException('Invalid JWK "use" Parameter', 'DataError');
  }
  if (Array.isArray(operations) && usages.some((usage) => !operations.includes(usage))) {
    throw new DOMException('Key operations and usage mismatch', 'DataError');
  }
}

export function requireKey(value: unknown): CryptoKeyParts {
  const parts = cryptoKeyParts(value);
  if (parts === undefined) throw nodeError('ERR_INVALID_ARG_TYPE', 'key', 'CryptoKey', value);
  return parts;
}

/** The public half of a private key. */
export function getPublicKey(key: unknown, given: unknown): CryptoKey {
  const { material, algorithm } = requireKey(key);
  const usages = readUsages(given);
  if (material.type !== 'private') {
    const name = material.type === 'secret' ? 'NotSupportedError' : 'InvalidAccessError';
    throw new DOMException('key must be a private key', name);
  }
  const publicKey = materialOf(callHost('createPublicKey', makeKeyObject(material)));
  return make(publicKey, algorithm as Fields, true, usages);
}

/** Bits of a new secret key. */
export function keyBits({ name, length, hash }: Fields): number {
  if (name === CHACHA) return 256;
  if (isKmac(name)) return Number(length ?? name.slice(4));
  if (name === 'HMAC' && length === undefined) return blockBits(hashOf({ hash }));
  if (name === 'HMAC' && Number(length) <= 0) {
    throw new DOMException('HmacKeyGenParams.length cannot be 0', 'OperationError');
  }
  if (name !== 'HMAC' && length !== 128 && length !== 192 && length !== 256) {
    throw new DOMException('AES key length must be 128, 192, or 256 bits', 'OperationError');
  }
  return Number(length);
}

function pairOptions({ name, namedCurve, modulusLength, publicExponent }: Fields): [string, object | undefined] {
  if (name.startsWith('EC')) {
    if (!Object.values(CURVES).includes(String(namedCurve))) throw notSupported('Unrecognized namedCurve');
    return ['ec', { namedCurve }];
  }
  if (!name.startsWith('RSA')) return [name.toLowerCase(), undefined];
  const hex = Buffer.from(copyBytes(publicExponent, 'algorithm.publicExponent')).toString('hex');
  return ['rsa', { modulusLength, publicExponent: Number(`0x${hex}`) }];
}

export function generateKey(algorithm: unknown, extractable: unknown, given: unknown): CryptoKey | CryptoKeyPair {
  const fields = normalizeAlgorithm(algorithm, 'generateKey');
  const usages = readUsages(given);
  if (isSecret(fields)) {
    if (usages.length === 0) throw new DOMException('Usages cannot be empty when creating a key.', 'SyntaxError');
    const length = keyBits(fields);
    const bytes = new Uint8Array(Math.ceil(length / 8));
    randomFillSync(bytes);
    return make(secret(bytes), { ...fields, length }, extractable, usages);
  }
  const [publicUsages, privateUsages] = [allowedUsages(fields, 'public'), allowedUsages(fields, 'private')];
  if (usages.some((usage) => !publicUsages.includes(usage) && !privateUsages.includes(usage))) {
    throw new DOMException(`Unsupported key usage for ${fields.name} key`, 'SyntaxError');
  }
  const wanted = usages.filter((usage) => privateUsages.includes(usage));
  if (wanted.length === 0) throw new DOMException('Usages cannot be empty when creating a key.', 'SyntaxError');
  const pair = callHost('generateKeyPairSync', ...pairOptions(fields)) as Record<'publicKey' | 'privateKey', unknown>;
  const forPublic = usages.filter((usage) => publicUsages.includes(usage));
  return {
    publicKey: make(materialOf(pair.publicKey), fields, true, forPublic),
    privateKey: make(materialOf(pair.privateKey), fields, extractable, wanted),
  };
}

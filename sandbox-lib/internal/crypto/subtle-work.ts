// What Web Crypto does with keys: encrypt, sign, derive. Inside the context.
// https://www.w3.org/TR/webcrypto-2/#algorithm-overview
import { DOMException } from '../../globals/dom-exception.ts';
import { nodeError } from '../errors.ts';
import { host } from '../host.ts';
import { hostError } from '../packing.ts';
import { callHost } from './call.ts';
import type { CryptoKeyParts } from './crypto-key.ts';
import { type KeyMaterial, makeKeyObject } from './key-object.ts';
import { copyBytes, type Fields, hashOf } from './subtle-algorithms.ts';
import { requireKey } from './subtle-keys.ts';
import { argon2, contextOf, kmacOf } from './subtle-modern.ts';
import { isKmac } from './subtle-usages.ts';

const RSA_PKCS1_PADDING = 1;
const RSA_PKCS1_OAEP_PADDING = 4;
const RSA_PKCS1_PSS_PADDING = 6;

export function toArrayBuffer(bytes: unknown): ArrayBuffer {
  return new Uint8Array(bytes as Uint8Array).buffer;
}

export function digest(fields: Fields, data: Uint8Array): ArrayBuffer {
  const result = host('cryptoHash', hashOf({ hash: fields }), data, '');
  if (typeof result === 'number') throw hostError();
  return toArrayBuffer(result);
}

/** OpenSSL says what went wrong; Web Crypto does not. */
function operation(work: () => unknown): ArrayBuffer {
  try {
    return toArrayBuffer(work());
  } catch (cause) {
    throw new DOMException('The operation failed for an operation-specific reason', { name: 'OperationError', cause });
  }
}

function tagBytes({ name, tagLength = 128 }: Fields): number {
  if (![32, 64, 96, 104, 112, 120, 128].includes(Number(tagLength))) {
    throw new DOMException(`${tagLength} is not a valid ${name} tag length`, 'OperationError');
  }
  return Number(tagLength) / 8;
}

/** AES, in either direction. */
function aes(method: 'seal' | 'open', fields: Fields, { material }: CryptoKeyParts, data: Uint8Array): ArrayBuffer {
  const isChacha = fields.name === 'ChaCha20-Poly1305';
  const mode = fields.name.slice(4).toLowerCase();
  const cipher = isChacha ? 'chacha20-poly1305' : `aes-${material.bytes.length * 8}-${mode}`;
  if (mode === 'ctr') return counterMode(fields, cipher, material, data);
  if (mode === 'kw') {
    // RFC 3394: its own initial value takes the place of the vector.
    const name = `id-aes${material.bytes.length * 8}-wrap`;
    return operation(() => callHost(method, name, material.bytes, new Uint8Array(8).fill(0xa6), data, null, 0));
  }
  const iv = required(fields, 'iv');
  if (mode === 'cbc') {
    if (iv.length !== 16) throw new DOMException('algorithm.iv must contain exactly 16 bytes', 'OperationError');
    return operation(() => callHost(method, cipher, material.bytes, iv, data, null, 0));
  }
  const tag = tagBytes(fields);
  const aad = fields['additionalData'] === undefined ? null : copyBytes(fields['additionalData'], 'additionalData');
  if (method === 'open' && data.length < tag)
    throw new DOMException('The provided data is too small', 'OperationError');
  return operation(() => callHost(method, cipher, material.bytes, iv, data, aad, tag));
}

/** The counter is the last `length` bits of the block and wraps within them, where OpenSSL would carry on. */
function counterMode(fields: Fields, cipher: string, material: KeyMaterial, data: Uint8Array): ArrayBuffer {
  const counter = required(fields, 'counter');
  const bits = Number(fields['length']);
  if (counter.length !== 16 || !(bits > 0 && bits <= 128)) {
    throw new DOMException('algorithm.counter must be 16 bytes and algorithm.length 1 to 128', 'OperationError');
  }
  const modulus = 1n << BigInt(bits);
  const block = BigInt(`0x${toHex(counter)}`);
  const untilWrap = (modulus - (block % modulus)) * 16n;
  if (BigInt(data.length) > modulus * 16n) throw new DOMException('The counter would repeat', 'OperationError');
  const run = (iv: Uint8Array, part: Uint8Array) => callHost('seal', cipher, material.bytes, iv, part, null, 0);
  if (BigInt(data.length) <= untilWrap) return operation(() => run(counter, data));
  const wrapped = fromHex((block - (block % modulus)).toString(16).padStart(32, '0'));
  const [head, tail] = [data.slice(0, Number(untilWrap)), data.slice(Number(untilWrap))];
  return operation(() => [
    ...(run(counter, head) as Uint8Array), // sealed bytes
    ...(run(wrapped, tail) as Uint8Array), // sealed bytes
  ]);
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

export function encrypt(fields: Fields, key: CryptoKeyParts, data: Uint8Array): ArrayBuffer {
  return fields.name === 'RSA-OAEP' ? oaep('publicEncrypt', fields, key, data) : aes('seal', fields, key, data);
}

export function decrypt(fields: Fields, key: CryptoKeyParts, data: Uint8Array): ArrayBuffer {
  return fields.name === 'RSA-OAEP' ? oaep('privateDecrypt', fields, key, data) : aes('open', fields, key, data);
}

function oaep(method: string, fields: Fields, { material, algorithm }: CryptoKeyParts, data: Uint8Array): ArrayBuffer {
  const label = fields['label'] === undefined ? {} : { oaepLabel: copyBytes(fields['label'], 'algorithm.label') };
  const key = makeKeyObject(material);
  const options = { key, padding: RSA_PKCS1_OAEP_PADDING, oaepHash: hashOf(algorithm as Fields), ...label };
  return operation(() => callHost(method, options, data));
}

/** Arguments for node's sign() and verify(). */
function signing(fields: Fields, { material, algorithm }: CryptoKeyParts): [hash: string | null, key: object] {
  const key = makeKeyObject(material);
  switch (fields.name) {
    case 'Ed25519':
    case 'Ed448':
      return [null, { key }];
    case 'ML-DSA-44':
    case 'ML-DSA-65':
    case 'ML-DSA-87':
      return [null, { key, ...contextOf(fields) }];
    case 'ECDSA':
      return [hashOf(fields), { key, dsaEncoding: 'ieee-p1363' }];
    case 'RSA-PSS':
      return [
        hashOf(algorithm as Fields),
        { key, padding: RSA_PKCS1_PSS_PADDING, saltLength: Number(fields['saltLength']) },
      ];
    default:
      return [hashOf(algorithm as Fields), { key, padding: RSA_PKCS1_PADDING }];
  }
}

function hmac({ material, algorithm }: CryptoKeyParts, data: Uint8Array): Uint8Array {
  const result = host('cryptoHmac', hashOf(algorithm as Fields), new Uint8Array(material.bytes), data, '');
  if (typeof result === 'number') throw hostError();
  return result as Uint8Array; // asked for without an encoding
}

export function sign(fields: Fields, key: CryptoKeyParts, data: Uint8Array): ArrayBuffer {
  if (fields.name === 'HMAC') return toArrayBuffer(hmac(key, data));
  if (isKmac(fields.name)) return toArrayBuffer(kmacOf(fields, key, data));
  const [hash, options] = signing(fields, key);
  return operation(() => callHost('sign', hash, data, options));
}

export function verify(fields: Fields, key: CryptoKeyParts, signature: Uint8Array, data: Uint8Array): boolean {
  if (fields.name === 'HMAC' || isKmac(fields.name)) {
    const expected = fields.name === 'HMAC' ? hmac(key, data) : kmacOf(fields, key, data);
    return expected.length === signature.length && callHost('timingSafeEqual', expected, signature) === true;
  }
  const [hash, options] = signing(fields, key);
  return callHost('verify', hash, data, options, signature) === true;
}

/** A member of the algorithm that must be there. */
function required(fields: Fields, member: string): Uint8Array {
  if (fields[member] === undefined) throw nodeError('ERR_MISSING_OPTION', `algorithm.${member}`);
  return copyBytes(fields[member], `algorithm.${member}`);
}

function checkBits(length: unknown): number {
  if (length === null || length === undefined) throw new DOMException('length cannot be null', 'OperationError');
  if (typeof length !== 'number' || length % 8 !== 0) {
    throw new DOMException('length must be a multiple of 8', 'OperationError');
  }
  return length / 8;
}

/** Bytes from a shared secret or a password. */
export function deriveBits(fields: Fields, key: CryptoKeyParts, length: unknown): ArrayBuffer {
  const secret = key.material.bytes;
  if (fields.name === 'PBKDF2') {
    const size = checkBits(length);
    const salt = required(fields, 'salt');
    if (Number(fields['iterations']) === 0) throw new DOMException('iterations cannot be zero', 'OperationError');
    return toArrayBuffer(callHost('pbkdf2Sync', secret, salt, fields['iterations'], size, hashOf(fields)));
  }
  if (fields.name === 'HKDF') {
    const size = checkBits(length);
    const [salt, info] = [required(fields, 'salt'), required(fields, 'info')];
    if (size === 0) return new ArrayBuffer(0);
    return operation(() => callHost('hkdfSync', hashOf(fields), secret, salt, info, size));
  }
  return fields.name.startsWith('Argon2') ? argon2(fields, key, length) : agree(fields, key, length);
}

function agree(fields: Fields, key: CryptoKeyParts, length: unknown): ArrayBuffer {
  if (fields['public'] === undefined) throw nodeError('ERR_MISSING_OPTION', 'algorithm.public');
  const other = requireKey(fields['public']);
  if (other.material.type !== 'public' || key.material.type !== 'private') {
    throw new DOMException('algorithm.public must be a public key', 'InvalidAccessError');
  }
  if (other.algorithm['name'] !== fields.name) throw new DOMException('key algorithm mismatch', 'InvalidAccessError');
  if (other.algorithm['namedCurve'] !== key.algorithm['namedCurve']) {
    throw new DOMException('Named curve mismatch', 'InvalidAccessError');
  }
  const [privateKey, publicKey] = [makeKeyObject(key.material), makeKeyObject(other.material)];
  const shared = operation(() => callHost('diffieHellman', { privateKey, publicKey }));
  if (length === null || length === undefined) return shared;
  if (typeof length !== 'number') throw nodeError('ERR_INVALID_ARG_TYPE', 'length', 'number', length);
  const size = Math.ceil(length / 8);
  if (shared.byteLength < size) throw new DOMException('derived bit length is too small', 'OperationError');
  const bits = shared.slice(0, size);
  if (length % 8 !== 0) {
    const last = new Uint8Array(bits, size - 1);
    last[0] = (last[0] as number) & (0xff << (8 - (length % 8)));
  }
  return bits;
}

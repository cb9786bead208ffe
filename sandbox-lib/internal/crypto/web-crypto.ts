// The global `crypto`: Crypto and SubtleCrypto. Inside the context. https://www.w3.org/TR/webcrypto-2/#crypto-interface
import { DOMException } from '../../globals/dom-exception.ts';
import { QuotaExceededError } from '../../globals/quota-exceeded-error.ts';
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { JSONParse, JSONStringify, ObjectDefineProperties } from '../primordials.ts';
import { isTypedArray, typedArrayName } from '../views.ts';
import type { CryptoKeyParts } from './crypto-key.ts';
import { randomFillSync, randomUUID } from './random.ts';
import { copyBytes, type Fields, normalizeAlgorithm, type Operation } from './subtle-algorithms.ts';
import { checkArguments } from './subtle-arguments.ts';
import { exportKey } from './subtle-export.ts';
import { generateKey, getPublicKey, importKey, keyBits, requireKey } from './subtle-keys.ts';
import { decapsulate, encapsulate } from './subtle-modern.ts';
import { decrypt, deriveBits, digest, encrypt, sign, verify } from './subtle-work.ts';

const making = { allowed: false };

function admit(): void {
  if (!making.allowed) throw nodeError('ERR_ILLEGAL_CONSTRUCTOR');
}

/** The key's parts, if it may be used so. */
function use(given: unknown, fields: Fields, usage: string): CryptoKeyParts {
  const parts = requireKey(given);
  if (parts.algorithm['name'] !== fields.name) throw new DOMException('Key algorithm mismatch', 'InvalidAccessError');
  if (!parts.usages.includes(usage)) {
    const isDerivation = usage.startsWith('derive');
    const name = /^(?:en|de)capsulat/.exec(usage)?.[0];
    const holder = name === undefined ? 'baseKey' : `${name}ionKey`;
    const message =
      isDerivation || name !== undefined
        ? `${holder} does not have ${usage} usage`
        : `Unable to use this key to ${usage}`;
    throw new DOMException(message, 'InvalidAccessError');
  }
  return parts;
}

export class SubtleCrypto {
  readonly #isGenuine = true;

  constructor() {
    admit();
  }

  static #check(self: unknown, method: string, args: ArrayLike<unknown>): void {
    const isObject = typeof self === 'object' && self !== null;
    if (!isObject || !(#isGenuine in self)) throw nodeError('ERR_INVALID_THIS', 'SubtleCrypto');
    checkArguments(method, args);
  }

  async digest(algorithm: unknown, data: unknown): Promise<ArrayBuffer> {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'digest', arguments);
    return digest(normalizeAlgorithm(algorithm, 'digest'), copyBytes(data, 'data'));
  }

  async encrypt(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'encrypt', arguments);
    const fields = normalizeAlgorithm(algorithm, 'encrypt');
    return encrypt(fields, use(key, fields, 'encrypt'), copyBytes(data, 'data'));
  }

  async decrypt(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'decrypt', arguments);
    const fields = normalizeAlgorithm(algorithm, 'decrypt');
    return decrypt(fields, use(key, fields, 'decrypt'), copyBytes(data, 'data'));
  }

  async sign(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'sign', arguments);
    const fields = normalizeAlgorithm(algorithm, 'sign');
    return sign(fields, use(key, fields, 'sign'), copyBytes(data, 'data'));
  }

  async verify(algorithm: unknown, key: unknown, signature: unknown, data: unknown): Promise<boolean> {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'verify', arguments);
    const fields = normalizeAlgorithm(algorithm, 'verify');
    return verify(fields, use(key, fields, 'verify'), copyBytes(signature, 'signature'), copyBytes(data, 'data'));
  }

  async deriveBits(algorithm: unknown, key: unknown, length: unknown = null): Promise<ArrayBuffer> {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'deriveBits', arguments);
    const fields = normalizeAlgorithm(algorithm, 'deriveBits');
    return deriveBits(fields, use(key, fields, 'deriveBits'), length);
  }

  async deriveKey(algorithm: unknown, key: unknown, derived: unknown, extractable: unknown, usages: unknown) {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'deriveKey', arguments);
    const fields = normalizeAlgorithm(algorithm, 'deriveBits');
    const target = normalizeAlgorithm(derived, 'importKey');
    const length = /^(?:HKDF|PBKDF2|Argon2)/.test(target.name) ? null : keyBits(target);
    const bits = deriveBits(fields, use(key, fields, 'deriveKey'), length);
    return importKey('raw-secret', bits, target, extractable, usages);
  }

  async generateKey(algorithm: unknown, extractable: unknown, usages: unknown) {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'generateKey', arguments);
    return generateKey(algorithm, extractable, usages);
  }

  async importKey(format: unknown, data: unknown, algorithm: unknown, extractable: unknown, usages: unknown) {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'importKey', arguments);
    return importKey(format, data, algorithm, extractable, usages);
  }

  async exportKey(format: unknown, key: unknown): Promise<unknown> {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'exportKey', arguments);
    return exportKey(format, key);
  }

  async encapsulateBits(algorithm: unknown, key: unknown) {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'encapsulateBits', arguments);
    const fields = normalizeAlgorithm(algorithm, 'encapsulate');
    return encapsulate(use(key, fields, 'encapsulateBits'));
  }

  async encapsulateKey(algorithm: unknown, key: unknown, shared: unknown, extractable: unknown, usages: unknown) {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'encapsulateKey', arguments);
    const fields = normalizeAlgorithm(algorithm, 'encapsulate');
    const { sharedKey, ciphertext } = encapsulate(use(key, fields, 'encapsulateKey'));
    return { sharedKey: importKey('raw-secret', sharedKey, shared, extractable, usages), ciphertext };
  }

  async decapsulateBits(algorithm: unknown, key: unknown, ciphertext: unknown): Promise<ArrayBuffer> {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'decapsulateBits', arguments);
    const fields = normalizeAlgorithm(algorithm, 'decapsulate');
    return decapsulate(use(key, fields, 'decapsulateBits'), copyBytes(ciphertext, 'ciphertext'));
  }

  async decapsulateKey(
    algorithm: unknown,
    key: unknown,
    ciphertext: unknown,
    shared: unknown,
    extractable: unknown,
    usages: unknown,
  ) {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'decapsulateKey', arguments);
    const fields = normalizeAlgorithm(algorithm, 'decapsulate');
    const bits = decapsulate(use(key, fields, 'decapsulateKey'), copyBytes(ciphertext, 'ciphertext'));
    return importKey('raw-secret', bits, shared, extractable, usages);
  }

  async getPublicKey(key: unknown, usages: unknown) {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'getPublicKey', arguments);
    return getPublicKey(key, usages);
  }

  async wrapKey(format: unknown, key: unknown, wrappingKey: unknown, algorithm: unknown): Promise<ArrayBuffer> {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'wrapKey', arguments);
    const fields = normalizeAlgorithm(algorithm, 'wrapKey');
    const parts = use(wrappingKey, fields, 'wrapKey');
    const exported = exportKey(format, key);
    // AES-KW takes whole blocks of eight bytes only.
    const json = format === 'jwk' ? JSONStringify(exported) : '';
    const padded = fields.name === 'AES-KW' ? json.padEnd(Math.ceil(json.length / 8) * 8) : json;
    const bytes = format === 'jwk' ? Buffer.from(padded) : copyBytes(exported, 'key');
    return encrypt(fields, parts, new Uint8Array(bytes));
  }

  async unwrapKey(
    format: unknown,
    wrapped: unknown,
    unwrappingKey: unknown,
    algorithm: unknown,
    keyAlgorithm: unknown,
    extractable: unknown,
    usages: unknown,
  ) {
    // biome-ignore lint/complexity/noArguments: their count is checked
    SubtleCrypto.#check(this, 'unwrapKey', arguments);
    const fields = normalizeAlgorithm(algorithm, 'unwrapKey');
    const bytes = decrypt(fields, use(unwrappingKey, fields, 'unwrapKey'), copyBytes(wrapped, 'wrappedKey'));
    const data = format === 'jwk' ? JSONParse(Buffer.from(bytes).toString()) : bytes;
    return importKey(format, data, keyAlgorithm, extractable, usages);
  }

  /** Whether an operation knows an algorithm. */
  static supports(operation: unknown, algorithm: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: what it was called on is the question
    if (this !== SubtleCrypto) throw nodeError('ERR_INVALID_THIS', 'SubtleCrypto constructor');
    try {
      normalizeAlgorithm(algorithm, operationOf(String(operation)));
      return true;
    } catch {
      return false;
    }
  }
}

/** The operation behind a method. */
function operationOf(method: string): Operation {
  if (method === 'deriveKey') return 'deriveBits';
  return (/^(?:en|de)capsulate/.exec(method)?.[0] ?? method) as Operation; // a name of no operation is none of an algorithm's
}

const MAX_RANDOM_VALUES = 65536;

export class Crypto {
  readonly #subtle = new SubtleCrypto();

  constructor() {
    admit();
  }

  static #check(self: unknown): void {
    if (typeof self !== 'object' || self === null || !(#subtle in self)) throw nodeError('ERR_INVALID_THIS', 'Crypto');
  }

  get subtle(): SubtleCrypto {
    Crypto.#check(this);
    return this.#subtle;
  }

  getRandomValues(array: unknown): unknown {
    Crypto.#check(this);
    const name = isTypedArray(array) ? typedArrayName(array) : undefined;
    if (name === undefined || name.startsWith('Float')) {
      throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    if ((array as Uint8Array).byteLength > MAX_RANDOM_VALUES) {
      throw new QuotaExceededError('The requested length exceeds 65,536 bytes');
    }
    return randomFillSync(array);
  }

  randomUUID(options?: unknown): string {
    Crypto.#check(this);
    return randomUUID(options);
  }
}

function tag(value: object, name: string, members: readonly string[]): void {
  const enumerable = Object.fromEntries(members.map((member) => [member, { __proto__: null, enumerable: true }]));
  ObjectDefineProperties(value, {
    ...enumerable,
    [Symbol.toStringTag]: { __proto__: null, value: name, configurable: true },
  });
}

tag(Crypto.prototype, 'Crypto', ['subtle', 'getRandomValues', 'randomUUID']);
tag(SubtleCrypto.prototype, 'SubtleCrypto', [
  ...['encrypt', 'decrypt', 'sign', 'verify', 'digest', 'generateKey', 'deriveKey', 'deriveBits'],
  ...['importKey', 'exportKey', 'wrapKey', 'unwrapKey', 'getPublicKey'],
  ...['encapsulateBits', 'encapsulateKey', 'decapsulateBits', 'decapsulateKey'],
]);

making.allowed = true;
export const webcrypto = new Crypto();
making.allowed = false;

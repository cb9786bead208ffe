// The algorithms of Web Crypto here, and how a script may name them. Inside the context.
// https://www.w3.org/TR/webcrypto-2/#algorithm-normalization
import { DOMException } from '../../globals/dom-exception.ts';
import { codedError, nodeError } from '../errors.ts';
import { isAnyArrayBuffer, isArrayBufferView } from '../views.ts';

export type Fields = Readonly<Record<string, unknown>> & { readonly name: string };
export type Operation =
  | 'digest'
  | 'generateKey'
  | 'importKey'
  | 'exportKey'
  | 'encrypt'
  | 'decrypt'
  | 'sign'
  | 'verify'
  | 'deriveBits'
  | 'wrapKey'
  | 'unwrapKey'
  | 'encapsulate'
  | 'decapsulate';

const KEY_OPERATIONS: readonly Operation[] = ['generateKey', 'importKey', 'exportKey'];
const SIGNS: readonly Operation[] = [...KEY_OPERATIONS, 'sign', 'verify'];
const ENCRYPTS: readonly Operation[] = [...KEY_OPERATIONS, 'encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
const WRAPS: readonly Operation[] = [...KEY_OPERATIONS, 'wrapKey', 'unwrapKey'];
const AGREES: readonly Operation[] = [...KEY_OPERATIONS, 'deriveBits'];
const ENCAPSULATES: readonly Operation[] = [...KEY_OPERATIONS, 'encapsulate', 'decapsulate'];
const DERIVES: readonly Operation[] = ['importKey', 'deriveBits'];

/** What can be done with each. */
const ALGORITHMS: Readonly<Record<string, readonly Operation[]>> = {
  'SHA-1': ['digest'],
  'SHA-256': ['digest'],
  'SHA-384': ['digest'],
  'SHA-512': ['digest'],
  'SHA3-256': ['digest'],
  'SHA3-384': ['digest'],
  'SHA3-512': ['digest'],
  HMAC: SIGNS,
  'AES-GCM': ENCRYPTS,
  'AES-OCB': ENCRYPTS,
  'ChaCha20-Poly1305': ENCRYPTS,
  'AES-CBC': ENCRYPTS,
  'AES-CTR': ENCRYPTS,
  'AES-KW': WRAPS,
  'RSASSA-PKCS1-v1_5': SIGNS,
  'RSA-PSS': SIGNS,
  'RSA-OAEP': ENCRYPTS,
  ECDSA: SIGNS,
  Ed25519: SIGNS,
  Ed448: SIGNS,
  ECDH: AGREES,
  X25519: AGREES,
  X448: AGREES,
  PBKDF2: DERIVES,
  HKDF: DERIVES,
  Argon2d: DERIVES,
  Argon2i: DERIVES,
  Argon2id: DERIVES,
  KMAC128: SIGNS,
  KMAC256: SIGNS,
  'ML-DSA-44': SIGNS,
  'ML-DSA-65': SIGNS,
  'ML-DSA-87': SIGNS,
  'ML-KEM-512': ENCAPSULATES,
  'ML-KEM-768': ENCAPSULATES,
  'ML-KEM-1024': ENCAPSULATES,
};

export function notSupported(message = 'Unrecognized algorithm name'): DOMException {
  return new DOMException(message, 'NotSupportedError');
}

function canonicalName(name: string): string | undefined {
  const wanted = name.toUpperCase();
  return Object.keys(ALGORITHMS).find((known) => known.toUpperCase() === wanted);
}

/** A name or a dictionary as a dictionary with the proper name; hashes inside of it likewise. */
export function normalizeAlgorithm(given: unknown, operation: Operation): Fields {
  const isObject = (typeof given === 'object' || typeof given === 'function') && given !== null;
  const fields = isObject ? (given as Record<string, unknown>) : { name: given };
  if (fields['name'] === undefined) {
    throw nodeError('ERR_MISSING_OPTION', 'algorithm.name');
  }
  const name = canonicalName(String(fields['name']));
  if (name === undefined || !ALGORITHMS[name]?.includes(operation)) throw notSupported();
  if (fields['hash'] === undefined) return { ...fields, name };
  return { ...fields, name, hash: { name: normalizeAlgorithm(fields['hash'], 'digest').name } };
}

/** node:crypto's name of the hash in a normalized dictionary. */
export function hashOf(fields: Readonly<Record<string, unknown>>): string {
  const { name } = (fields['hash'] ?? {}) as { name?: unknown };
  if (typeof name !== 'string') throw nodeError('ERR_MISSING_OPTION', 'algorithm.hash');
  return name.replace('SHA-', 'sha').toLowerCase();
}

/** The hash's block in bits: the length of an HMAC key nobody gave a length. */
export function blockBits(hash: string): number {
  if (hash.startsWith('sha3-')) return 1600 - 2 * Number(hash.slice(5));
  return hash === 'sha384' || hash === 'sha512' ? 1024 : 512;
}

/** A copy of what a BufferSource holds now. */
export function copyBytes(value: unknown, name: string): Uint8Array<ArrayBuffer> {
  if (isArrayBufferView(value)) return new Uint8Array(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (isAnyArrayBuffer(value)) return new Uint8Array(new Uint8Array(value));
  throw nodeError('ERR_INVALID_ARG_TYPE', name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
}

/** A member of a dictionary that must be there, in the words of Web IDL. */
export function requireMember(fields: Fields, member: string, dictionary: string): unknown {
  const value = fields[member];
  if (value !== undefined) return value;
  const what = `passed algorithm cannot be converted to '${dictionary}' because '${member}' is required in '${dictionary}'.`;
  throw codedError('TypeError', 'ERR_MISSING_OPTION', `Failed to normalize algorithm: ${what}`);
}

// Families of algorithms, and what their keys may be used for. Inside the context.
// https://www.w3.org/TR/webcrypto-2/#cryptokey-interface
import { nodeError } from '../errors.ts';
import type { Fields } from './subtle-algorithms.ts';

const ENCRYPT = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
export const CHACHA = 'ChaCha20-Poly1305';
const DERIVE = ['deriveKey', 'deriveBits'];
const ENCAPSULATE = ['encapsulateKey', 'encapsulateBits'];
const DECAPSULATE = ['decapsulateKey', 'decapsulateBits'];
/** In the order keys list them. */
const ALL = ['encrypt', 'decrypt', 'sign', 'verify', ...DERIVE, 'wrapKey', 'unwrapKey', ...ENCAPSULATE, ...DECAPSULATE];

/** RFC 8032. */
export function isEdwards(name: string): boolean {
  return name === 'Ed25519' || name === 'Ed448';
}

/** RFC 7748. */
export function isMontgomery(name: string): boolean {
  return name === 'X25519' || name === 'X448';
}

export function isDerivation(name: string): boolean {
  return name === 'PBKDF2' || name === 'HKDF' || name.startsWith('Argon2');
}

export function isKmac(name: string): boolean {
  return name.startsWith('KMAC');
}

/** FIPS 203. */
function isKem(name: string): boolean {
  return name.startsWith('ML-KEM');
}

/** What a key of this algorithm may be used for. */
export function allowedUsages({ name }: Fields, type: string): readonly string[] {
  if (name === 'AES-KW') return ['wrapKey', 'unwrapKey'];
  if (name.startsWith('AES-') || name === CHACHA) return ENCRYPT;
  if (isDerivation(name)) return DERIVE;
  if (isKem(name)) return type === 'public' ? ENCAPSULATE : DECAPSULATE;
  if (name === 'HMAC' || isKmac(name)) return ['sign', 'verify'];
  if (name === 'RSA-OAEP') return type === 'public' ? ['encrypt', 'wrapKey'] : ['decrypt', 'unwrapKey'];
  if (name === 'ECDH' || isMontgomery(name)) return type === 'public' ? [] : DERIVE;
  return type === 'public' ? ['verify'] : ['sign'];
}

export function readUsages(given: unknown): string[] {
  if (typeof given !== 'object' || given === null || !(Symbol.iterator in given)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'keyUsages', 'Array', given);
  }
  const wanted = [...(given as Iterable<unknown>)].map(String);
  for (const usage of wanted) {
    if (!ALL.includes(usage)) throw nodeError('ERR_INVALID_ARG_VALUE', 'keyUsages', usage);
  }
  return ALL.filter((usage) => wanted.includes(usage));
}

// The newer algorithms of Web Crypto: Argon2, KMAC, ML-KEM and the contexts of ML-DSA. Inside the context.
// https://wicg.github.io/webcrypto-modern-algos/
import { DOMException } from '../../globals/dom-exception.ts';
import { callHost } from './call.ts';
import type { CryptoKeyParts } from './crypto-key.ts';
import { makeKeyObject } from './key-object.ts';
import { kmac } from './kmac.ts';
import { copyBytes, type Fields, requireMember } from './subtle-algorithms.ts';

const MAX_CONTEXT = 255;
const ARGON2_VERSION = 0x13;

function failure(message: string, cause?: unknown): DOMException {
  return new DOMException(message, cause === undefined ? 'OperationError' : { name: 'OperationError', cause });
}

function optionalBytes(fields: Fields, member: string): Uint8Array | undefined {
  return fields[member] === undefined ? undefined : copyBytes(fields[member], `algorithm.${member}`);
}

/** Bytes from a password. `length`: bits, as in deriveBits(). */
export function argon2(fields: Fields, { material }: CryptoKeyParts, length: unknown): ArrayBuffer {
  const [memory, passes, parallelism] = ['memory', 'passes', 'parallelism'].map((member) =>
    Number(requireMember(fields, member, 'Argon2Params')),
  ) as [number, number, number]; // three for three
  const nonce = copyBytes(requireMember(fields, 'nonce', 'Argon2Params'), 'algorithm.nonce');
  const { version = ARGON2_VERSION } = fields;
  if (nonce.length < 8) throw failure('nonce must be at least 8 bytes');
  if (memory < 8 * parallelism) throw failure('memory must be at least 8 times the degree of parallelism');
  if (passes === 0) throw failure('passes must be > 0');
  if (version !== ARGON2_VERSION) throw failure(`${version} is not a valid Argon2 version`);
  if (length === null || length === undefined) throw failure('length cannot be null');
  if (typeof length !== 'number' || length % 8 !== 0) throw failure('length must be a multiple of 8');
  if (length < 32) throw failure('length must be >= 32');
  const [secret, associatedData] = [optionalBytes(fields, 'secretValue'), optionalBytes(fields, 'associatedData')];
  const bytes = callHost('argon2Sync', fields.name.toLowerCase(), {
    ...{ message: material.bytes, nonce, memory, passes, parallelism, tagLength: length / 8 },
    ...(secret === undefined ? {} : { secret }),
    ...(associatedData === undefined ? {} : { associatedData }),
  });
  return new Uint8Array(bytes as Uint8Array).buffer; // what it derives
}

export function kmacOf(fields: Fields, { material }: CryptoKeyParts, data: Uint8Array): Uint8Array {
  const bits = Number(requireMember(fields, 'outputLength', 'KmacParams'));
  return kmac(fields.name, material.bytes, data, bits, optionalBytes(fields, 'customization') ?? new Uint8Array());
}

/** What sign() and verify() of ML-DSA take beside the key. */
export function contextOf(fields: Fields): { context?: Uint8Array } {
  const context = optionalBytes(fields, 'context');
  if (context === undefined) return {};
  if (context.length > MAX_CONTEXT) throw failure(`ContextParams.context must be at most ${MAX_CONTEXT} bytes`);
  return { context };
}

/** A new shared secret, and its ciphertext for the owner of the key. */
export function encapsulate({ material }: CryptoKeyParts): { sharedKey: ArrayBuffer; ciphertext: ArrayBuffer } {
  const made = callHost('encapsulate', makeKeyObject(material)) as Record<'sharedKey' | 'ciphertext', Uint8Array>;
  return { sharedKey: new Uint8Array(made.sharedKey).buffer, ciphertext: new Uint8Array(made.ciphertext).buffer };
}

export function decapsulate({ material }: CryptoKeyParts, ciphertext: Uint8Array): ArrayBuffer {
  try {
    const shared = callHost('decapsulate', makeKeyObject(material), ciphertext);
    return new Uint8Array(shared as Uint8Array).buffer; // what it opens
  } catch (cause) {
    throw failure('The operation failed for an operation-specific reason', cause);
  }
}

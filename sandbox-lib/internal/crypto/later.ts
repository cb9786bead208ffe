// Functions of node:crypto that come with and without a callback: key derivation, key generation, primes. Inside the context.
// https://nodejs.org/api/crypto.html#cryptopbkdf2password-salt-iterations-keylen-digest-callback
import type { Buffer } from '../buffer.ts';
import { kPromisifyArguments } from '../promisify-symbols.ts';
import { validateFunction } from '../validators.ts';
import { callBack, callHost } from './call.ts';

export function pbkdf2(...args: unknown[]): void {
  const [password, salt, iterations, keylen] = args;
  const [digest, callback] = typeof args[4] === 'function' ? [undefined, args[4]] : [args[4], args[5]];
  callBack(callback, () => callHost('pbkdf2Sync', password, salt, iterations, keylen, digest));
}

export function scrypt(password: unknown, salt: unknown, keylen: unknown, given: unknown, done?: unknown): void {
  const [options, callback] = done === undefined && typeof given === 'function' ? [undefined, given] : [given, done];
  callBack(callback, () => callHost('scryptSync', password, salt, keylen, options));
}

/** An ArrayBuffer, unlike what the others answer. */
export function hkdfSync(...args: unknown[]): ArrayBufferLike {
  const { buffer, byteOffset, length } = callHost('hkdfSync', ...args) as Buffer; // bytes come as a Buffer
  return buffer.slice(byteOffset, byteOffset + length);
}

export function hkdf(...args: unknown[]): void {
  const [digest, key, salt, info, length, callback] = args;
  callBack(callback, () => hkdfSync(digest, key, salt, info, length));
}

export function argon2(algorithm: unknown, options: unknown, callback: unknown): void {
  callBack(callback, () => callHost('argon2Sync', algorithm, options));
}

interface KeyPair {
  readonly publicKey: unknown;
  readonly privateKey: unknown;
}

export const generateKeyPair = Object.assign(
  function generateKeyPair(type: unknown, given: unknown, done?: unknown): void {
    const [options, callback] = typeof given === 'function' ? [undefined, given] : [given, done];
    validateFunction(callback, 'callback');
    callBack(
      callback,
      () => callHost('generateKeyPairSync', type, options),
      (pair) => [(pair as KeyPair).publicKey, (pair as KeyPair).privateKey],
    );
  },
  { [kPromisifyArguments]: ['publicKey', 'privateKey'] },
);

export function generateKey(type: unknown, given: unknown, done?: unknown): void {
  const [options, callback] = typeof given === 'function' ? [undefined, given] : [given, done];
  validateFunction(callback, 'callback');
  callBack(callback, () => callHost('generateKeySync', type, options));
}

export function generatePrime(size: unknown, given: unknown, done?: unknown): void {
  const [options, callback] = typeof given === 'function' ? [{}, given] : [given, done];
  validateFunction(callback, 'callback');
  callBack(callback, () => generatePrimeSync(size, options));
}

/** A bigint or an ArrayBuffer. */
export function generatePrimeSync(size: unknown, options: unknown = {}): unknown {
  const result = callHost('generatePrimeSync', size, options);
  if (typeof result === 'bigint') return result;
  const { buffer, byteOffset, length } = result as Buffer; // the other of the two
  return buffer.slice(byteOffset, byteOffset + length);
}

export function checkPrime(candidate: unknown, given: unknown, done?: unknown): void {
  const [options, callback] = typeof given === 'function' ? [{}, given] : [given, done];
  validateFunction(callback, 'callback');
  const result = callHost('checkPrimeSync', candidate, options); // all that can be wrong is the candidate
  callBack(callback, () => result);
}

/** encapsulate() and decapsulate() call back when their last argument is a function. */
export function maybeLater(operation: string, args: readonly unknown[], names?: readonly string[]): unknown {
  const callback = args.at(-1);
  if (typeof callback !== 'function') return callHost(operation, ...args);
  const work = () => callHost(operation, ...args.slice(0, -1));
  const spread = (result: unknown) => names?.map((name) => (result as Record<string, unknown>)[name]) ?? [result];
  callBack(callback, work, spread);
  return undefined;
}

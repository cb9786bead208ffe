// What one call of node:crypto may cost: nothing can stop it once it has begun, so its arguments say before. Numbers that make no sense
// pass: node words those errors. Worker side.
import type { WorkerSettings } from '../../wire/messages.ts';
import { overLimit } from './failure.ts';

type Check = (args: readonly unknown[], settings: WorkerSettings) => void;

const MIB = 2 ** 20;
const MAX_OUTPUT = 16 * MIB;
/** What a slow core does in a millisecond: rounds of an HMAC, and 128-byte blocks of scrypt. */
const ROUNDS_PER_MS = 1000;
const BLOCKS_PER_MS = 2000;
/** The slowest key that is made in seconds, not minutes. */
const MAX_RSA_BITS = 4096;
const MAX_DSA_BITS = 3072;
const MAX_PRIME_BITS = 4096;
const MAX_SAFE_PRIME_BITS = 1024;
const MAX_CHECKED_BYTES = 1024;
const MAX_CHECKS = 256;
const MAX_INT32 = 2 ** 31 - 1;
const MAX_UINT32 = 2 ** 32 - 1;

/** What is no number of node's own range, node refuses itself. */
function isInRange(value: number, max = MAX_INT32): boolean {
  return Number.isInteger(value) && value >= 0 && value <= max;
}

function refuseOver(value: number, limit: number, what: string, max = Number.MAX_SAFE_INTEGER): void {
  if (value > limit && isInRange(value, max))
    throw overLimit(`Cannot ${what}: ${value} is more than the ${limit} a run may use`);
}

/** A field of an argument that may be anything, as a number; the fallback where it is none. */
function field(options: unknown, names: readonly string[], fallback: number): number {
  for (const name of names) {
    const value = (options as Record<string, unknown> | null | undefined)?.[name];
    if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  }
  return fallback;
}

function num(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function checkScrypt([, , length, options]: readonly unknown[], settings: WorkerSettings): void {
  const cost = field(options, ['N', 'cost'], 16384);
  const blockSize = field(options, ['r', 'blockSize'], 8);
  const parallel = field(options, ['p', 'parallelization'], 1);
  refuseOver(num(length), MAX_OUTPUT, 'derive so many bytes with scrypt', MAX_INT32);
  // Node itself refuses what is over `maxmem`.
  const memory = 128 * blockSize * (cost + 2 + parallel);
  if (memory > field(options, ['maxmem'], 32 * MIB)) return;
  refuseOver(memory, settings.memory * MIB, 'give scrypt so many bytes of memory');
  refuseOver(cost * blockSize * parallel, settings.timeout * BLOCKS_PER_MS, 'run scrypt over so many blocks');
}

function checkArgon2([, options]: readonly unknown[], settings: WorkerSettings): void {
  const memory = field(options, ['memory'], 0);
  if (!isInRange(memory, MAX_UINT32) || !isInRange(field(options, ['passes'], 1), MAX_UINT32)) return;
  refuseOver(memory * 1024, settings.memory * MIB, 'give argon2 so many bytes of memory');
  refuseOver(memory * field(options, ['passes'], 1), settings.timeout * ROUNDS_PER_MS, 'run argon2 over so many KiB');
  refuseOver(field(options, ['tagLength'], 0), MAX_OUTPUT, 'derive so many bytes with argon2', MAX_UINT32);
  refuseOver(field(options, ['parallelism'], 1), 64, 'run so many lanes of argon2', 2 ** 24 - 1);
}

function checkKeyPair([type, options]: readonly unknown[]): void {
  const bits = field(options, ['modulusLength'], 0);
  refuseOver(bits, type === 'dsa' ? MAX_DSA_BITS : MAX_RSA_BITS, 'generate a key of so many bits', MAX_UINT32);
  refuseOver(field(options, ['primeLength'], 0), MAX_SAFE_PRIME_BITS, 'generate a prime of so many bits', MAX_INT32);
  const prime = (options as { prime?: { byteLength?: unknown } } | null | undefined)?.prime;
  refuseOver(num(prime?.byteLength), MAX_CHECKED_BYTES, 'use a prime of so many bytes');
}

/** By the name of the operation, or of the kind of object to make. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  [
    'pbkdf2Sync',
    ([, , iterations, length], settings) => {
      const blocks = Math.max(1, Math.ceil(num(length) / 16));
      refuseOver(num(length), MAX_OUTPUT, 'derive so many bytes with pbkdf2', MAX_INT32);
      if (!isInRange(num(iterations)) || !isInRange(num(length))) return;
      refuseOver(num(iterations) * blocks, settings.timeout * ROUNDS_PER_MS, 'run pbkdf2 for so many rounds');
    },
  ],
  ['scryptSync', checkScrypt],
  ['argon2Sync', checkArgon2],
  ['generateKeyPairSync', checkKeyPair],
  [
    'generateKeySync',
    ([, options]) => refuseOver(field(options, ['length'], 0), MIB, 'generate a key of so many bits', MAX_INT32),
  ],
  [
    'generatePrimeSync',
    ([size, options]) => {
      const { safe, add } = (options ?? {}) as { safe?: unknown; add?: unknown };
      const limit = safe || add !== undefined ? MAX_SAFE_PRIME_BITS : MAX_PRIME_BITS;
      refuseOver(num(size), limit, 'generate a prime of so many bits', MAX_INT32);
    },
  ],
  [
    'checkPrimeSync',
    ([candidate, options]) => {
      const bits = typeof candidate === 'bigint' ? candidate.toString(16).length / 2 : 0;
      const bytes = (candidate as { byteLength?: unknown } | null | undefined)?.byteLength;
      refuseOver(Math.max(bits, num(bytes)), MAX_CHECKED_BYTES, 'check a candidate of so many bytes', 2 ** 26 - 1);
      refuseOver(field(options, ['checks'], 0), MAX_CHECKS, 'check a prime so many times', MAX_INT32);
    },
  ],
  [
    'mac',
    ([, , options]) =>
      refuseOver(field(options, ['outputLength'], 0), MAX_OUTPUT, 'make a digest of so many bytes', MAX_UINT32),
  ],
  [
    'hash',
    ([, options]) =>
      refuseOver(field(options, ['outputLength'], 0), MAX_OUTPUT, 'make a digest of so many bytes', MAX_UINT32),
  ],
  [
    'oneShotHash',
    ([, , options]) =>
      refuseOver(field(options, ['outputLength'], 0), MAX_OUTPUT, 'make a digest of so many bytes', MAX_UINT32),
  ],
  [
    'dh',
    ([size]) => {
      refuseOver(num(size), MAX_SAFE_PRIME_BITS, 'generate a prime of so many bits', MAX_INT32);
      refuseOver(
        num((size as { byteLength?: unknown } | null)?.byteLength),
        MAX_CHECKED_BYTES,
        'use a prime of so many bytes',
      );
    },
  ],
]);

/** Throws for a call that would cost more than a run may use. */
export function checkCost(operation: string, args: readonly unknown[], settings: WorkerSettings): void {
  CHECKS.get(operation)?.(args, settings);
}

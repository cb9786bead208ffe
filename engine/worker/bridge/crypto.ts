// node:crypto for the context: digests and random bytes in one crossing, everything else by packed arguments. Worker side; the other
// end is sandbox-lib/internal/crypto.
import { createHmac, getFips, hash, randomFillSync } from 'node:crypto';
import type { CryptoBridge, DigestEncoding } from '../../../sandbox-lib/bridge.ts';
import type { Run } from '../run.ts';
import { checkCost } from './crypto-costs.ts';
import { MAKERS, METHODS, OPERATIONS } from './crypto-operations.ts';
import { fail, invalid } from './failure.ts';
import { type Handler, type Result, toBytes } from './handler.ts';
import { ownBytes, pack, unpack } from './packed.ts';

// What a script does that is deprecated is the library's to say, in the run.
process.noDeprecation = true;

const MAX_RANDOM = 1 << 20;
/** Roughly what OpenSSL allocates for one hash, cipher or key exchange. */
const WEIGHT = 4096;
const ENCODINGS: ReadonlySet<unknown> = new Set<DigestEncoding>(['', 'hex', 'base64', 'base64url', 'latin1']);

/** An object the host keeps: of a maker's kind, with `update` where that kind has it. */
type Kept = object & { update?(data: string | Uint8Array, encoding?: 'utf8'): unknown };

function isEncoding(value: unknown): value is DigestEncoding {
  return ENCODINGS.has(value);
}

function toData(value: unknown): string | Uint8Array | undefined {
  return typeof value === 'string' ? value : toBytes(value);
}

function keep(run: Run, object: object, weight: number): number {
  const refusal = run.objects.refusal(weight);
  return refusal === undefined ? run.objects.add(object, weight) : fail(run, refusal);
}

export const cryptoHandlers: Readonly<Record<keyof CryptoBridge, Handler>> = {
  cryptoHash(run, [algorithm, given, encoding]) {
    const data = toData(given);
    if (typeof algorithm !== 'string' || data === undefined || !isEncoding(encoding)) return invalid(run);
    try {
      return encoding === '' ? ownBytes(hash(algorithm, data, 'buffer')) : hash(algorithm, data, encoding);
    } catch (error) {
      return fail(run, error);
    }
  },
  cryptoHmac(run, [algorithm, key, given, encoding]) {
    const data = toData(given);
    const secret = toData(key);
    if (typeof algorithm !== 'string' || secret === undefined || data === undefined || !isEncoding(encoding))
      return invalid(run);
    try {
      const hmac = createHmac(algorithm, secret).update(data);
      return encoding === '' ? ownBytes(hmac.digest()) : hmac.digest(encoding);
    } catch (error) {
      return fail(run, error);
    }
  },
  cryptoRandom(run, [size]) {
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size > MAX_RANDOM) return invalid(run);
    return randomFillSync(new Uint8Array(size));
  },
  cryptoCall(run, [name, packed, ...bytes]) {
    const args = unpack(packed, bytes);
    const operation = OPERATIONS.get(name);
    if (args === undefined) return invalid(run);
    if (operation === undefined) return fail(run, unavailable(name));
    return attempt(run, () => {
      checkCost(String(name), args, run.settings);
      return pack(Reflect.apply(operation, undefined, args));
    });
  },
  cryptoOpen(run, [kind, packed, ...bytes]) {
    const args = unpack(packed, bytes);
    const make = MAKERS.get(kind);
    if (args === undefined) return invalid(run);
    if (make === undefined) return fail(run, unavailable(kind));
    return attempt(run, () => {
      checkCost(String(kind), args, run.settings);
      return keep(run, Reflect.apply(make, undefined, args) as object, WEIGHT); // every maker answers an object
    });
  },
  cryptoUpdate(run, [id, given]) {
    const object = run.objects.get(id) as Kept | undefined;
    const data = toData(given);
    if (typeof object?.update !== 'function' || data === undefined) return invalid(run);
    return attempt(run, () => {
      const output = object.update?.(data, 'utf8');
      return output instanceof Uint8Array ? ownBytes(output) : new Uint8Array(0);
    });
  },
  cryptoUse(run, [id, method, packed, ...bytes]) {
    const object = run.objects.get(id);
    const args = unpack(packed, bytes);
    if (object === undefined || args === undefined) return invalid(run);
    if (method === 'verifyError') return Number(Reflect.get(object, 'verifyError'));
    const call = METHODS.has(method) ? Reflect.get(object, method as string) : undefined;
    if (typeof call !== 'function') return invalid(run);
    return attempt(run, () => {
      if (method === 'copy') checkCost('hash', [undefined, args[0]], run.settings);
      const result = Reflect.apply(call, object, args);
      if (method === 'copy') return keep(run, result as object, WEIGHT); // a copy of the object
      return result === object ? '' : pack(result);
    });
  },
  cryptoClose(run, [id]) {
    run.objects.release(id);
    return 0;
  },
};

/**
 * Whatever node:crypto throws is the library's to throw again. OpenSSL keeps a list of errors per thread of which node leaves some behind
 * (equals() of two kinds of keys, scrypt over its memory), and the next key, of another run perhaps, would fail for them: to ask for
 * the FIPS mode empties it, the least there is that does.
 */
function attempt(run: Run, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    return fail(run, error);
  } finally {
    getFips();
  }
}

function unavailable(name: unknown): Error {
  const message = `Cannot use crypto's ${String(name).slice(0, 100)}: this Node ${process.version} has no such function`;
  return Object.assign(new Error(message), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' });
}

// Hash, createHash() and hash(). Inside the context. https://nodejs.org/api/crypto.html#class-hash
import type { DigestEncoding } from '../../bridge.ts';
import type { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { host } from '../host.ts';
import { toBuffer } from '../packing.ts';
import { ObjectSetPrototypeOf } from '../primordials.ts';
import { validateString, validateUint32 } from '../validators.ts';
import { isArrayBufferView } from '../views.ts';
import { emitWarning } from '../warning.ts';
import { callHost } from './call.ts';
import { _flush, _transform, Digest, type Digesting, isCommon, kDigest, openObject, update } from './digest.ts';
import { LazyTransform } from './lazy-transform.ts';
import { encodingOf } from './pending.ts';

export interface Hash extends Digesting {
  copy(options?: unknown): Hash;
}

interface HashConstructor {
  new (algorithm: unknown, options?: unknown): Hash;
  readonly prototype: Hash;
}

// A function, not a class: old scripts call it without `new`.
export const Hash = function Hash(this: Hash, algorithm: unknown, options?: unknown): Hash | undefined {
  if (!new.target) return new (Hash as unknown as HashConstructor)(algorithm, options);
  this[kDigest] = algorithm instanceof Digest ? algorithm.copy(digestOptions(options)) : start(algorithm, options);
  LazyTransform.call(this, options);
  return undefined;
} as unknown as HashConstructor;

function digestOptions(options: unknown): object | undefined {
  const isObject = typeof options === 'object' && options !== null;
  if (!isObject) return undefined;
  const { outputLength, functionName, customization } = options as Record<string, unknown>;
  if (outputLength === undefined && functionName === undefined && customization === undefined) return undefined;
  if (outputLength !== undefined) validateUint32(outputLength, 'options.outputLength');
  return { outputLength, functionName, customization };
}

function start(algorithm: unknown, options: unknown): Digest {
  if (typeof algorithm !== 'string') validateString(algorithm, 'algorithm');
  const chosen = digestOptions(options);
  const source = {
    whole: (data: string | Uint8Array, encoding: DigestEncoding) => host('cryptoHash', algorithm, data, encoding),
    open: () => openObject('hash', [algorithm]),
  };
  const length = chosen === undefined ? defaultLength(algorithm) : undefined;
  if (length !== undefined) return new Digest(source, openObject('hash', [algorithm, { outputLength: length }]));
  if (chosen === undefined && isCommon(algorithm)) return new Digest(source);
  return new Digest(source, openObject('hash', chosen === undefined ? [algorithm] : [algorithm, chosen]));
}

/** Bytes of a SHAKE digest when the script names none, which is deprecated. */
function defaultLength(algorithm: string): number | undefined {
  const length = /^shake(?:128|256)$/i.test(algorithm) ? Number(algorithm.slice(5)) / 8 : undefined;
  if (length !== undefined && !warned) {
    warned = true;
    const message = 'Creating SHAKE128/256 digests without an explicit options.outputLength is deprecated.';
    emitWarning(message, 'DeprecationWarning', 'DEP0198');
  }
  return length === 32 || length === 16 ? length : undefined;
}
let warned = false;

Hash.prototype.copy = function copy(this: Hash, options?: unknown): Hash {
  if (this[kDigest].isFinalized) throw nodeError('ERR_CRYPTO_HASH_FINALIZED');
  return new Hash(this[kDigest], options);
};

Hash.prototype._transform = _transform;
Hash.prototype._flush = _flush;
Hash.prototype.update = update;

Hash.prototype.digest = function digest(this: Hash, outputEncoding?: unknown): string | Buffer {
  if (this[kDigest].isFinalized) throw nodeError('ERR_CRYPTO_HASH_FINALIZED');
  return this[kDigest].digest(outputEncoding);
};

// Last: to assign to an object behind LazyTransform would look its name up in Transform and instantiate that.
Hash.prototype[kDigest] = undefined as never; // every instance has its own
ObjectSetPrototypeOf(Hash.prototype, LazyTransform.prototype);
ObjectSetPrototypeOf(Hash, LazyTransform);

export function createHash(algorithm: unknown, options?: unknown): Hash {
  return new Hash(algorithm, options);
}

/** The options of hash() with the length that a SHAKE digest needs. */
function withLength(algorithm: unknown, options: unknown): unknown {
  const isObject = typeof options === 'object' && options !== null;
  const named = isObject && (options as { outputLength?: unknown }).outputLength !== undefined;
  const length = typeof algorithm === 'string' && !named ? defaultLength(algorithm) : undefined;
  if (length === undefined) return options;
  return { ...(isObject ? options : { outputEncoding: options }), outputLength: length };
}

/** crypto.hash(): a digest in one go. */
export function hash(algorithm: unknown, input: unknown, options: unknown = 'hex'): unknown {
  const plain = typeof algorithm === 'string' && isCommon(algorithm) && typeof options === 'string';
  const encoding = plain && options !== 'buffer' ? encodingOf(options) : '';
  const known = encoding === '' || encoding === 'hex' || encoding === 'base64' || encoding === 'base64url';
  if (
    !plain ||
    !known ||
    (options !== 'buffer' && encoding === '') ||
    !(typeof input === 'string' || isArrayBufferView(input))
  ) {
    return callHost('oneShotHash', algorithm, input, withLength(algorithm, options));
  }
  const digest = new Hash(algorithm)[kDigest];
  digest.update(input, 'utf8');
  const result = digest.digest(encoding);
  return typeof result === 'string' ? result : toBuffer(result);
}

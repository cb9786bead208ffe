// Hmac and createHmac(). Inside the context. https://nodejs.org/api/crypto.html#class-hmac
import type { DigestEncoding } from '../../bridge.ts';
import { Buffer } from '../buffer.ts';
import { host } from '../host.ts';
import { ownView } from '../own-view.ts';
import { ObjectSetPrototypeOf } from '../primordials.ts';
import { validateString } from '../validators.ts';
import { isArrayBufferView } from '../views.ts';
import { _flush, _transform, Digest, type Digesting, isCommon, kDigest, openObject, update } from './digest.ts';
import { LazyTransform } from './lazy-transform.ts';
import { encodingOf } from './pending.ts';

export type Hmac = Digesting;

interface HmacConstructor {
  new (hmac: unknown, key: unknown, options?: unknown): Hmac;
  readonly prototype: Hmac;
}

export const Hmac = function Hmac(this: Hmac, hmac: unknown, key: unknown, options?: unknown): Hmac | undefined {
  if (!(this instanceof Hmac)) return new (Hmac as unknown as HmacConstructor)(hmac, key, options);
  this[kDigest] = start(hmac, key, options);
  LazyTransform.call(this, options);
  return undefined;
} as unknown as HmacConstructor;

function start(hmac: unknown, key: unknown, options: unknown): Digest {
  if (typeof hmac !== 'string') validateString(hmac, 'hmac');
  const encoding = (options as { encoding?: unknown } | null | undefined)?.encoding;
  if (encoding !== undefined) validateString(encoding, 'options.encoding');
  const secret = isCommon(hmac) ? secretOf(key, encoding) : undefined;
  // Key objects, rare digests and everything that is wrong: node's own constructor knows.
  if (secret === undefined) {
    const open = () => openObject('hmac', encoding === undefined ? [hmac, key] : [hmac, key, { encoding }]);
    return new Digest({ whole: () => -1, open }, open());
  }
  return new Digest({
    whole: (data: string | Uint8Array, output: DigestEncoding) => host('cryptoHmac', hmac, secret, data, output),
    open: () => openObject('hmac', [hmac, secret]),
  });
}

/** A key that is text or bytes, which are copied. Text crosses as it is, where that says the same: it makes no Buffer then. */
function secretOf(key: unknown, encoding: unknown): string | Uint8Array | undefined {
  if (typeof key === 'string' && encoding === undefined && key.isWellFormed()) return key;
  if (typeof key === 'string') return ownView(Buffer.from(key, encodingOf(encoding)));
  if (!isArrayBufferView(key)) return undefined;
  const { buffer, byteOffset, byteLength } = key;
  return new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength));
}

Hmac.prototype.update = update;

Hmac.prototype.digest = function digest(this: Hmac, outputEncoding?: unknown): string | Buffer {
  if (!this[kDigest].isFinalized) return this[kDigest].digest(outputEncoding);
  return outputEncoding && outputEncoding !== 'buffer' ? '' : Buffer.from('');
};

Hmac.prototype._transform = _transform;
Hmac.prototype._flush = _flush;

// Last: to assign to an object behind LazyTransform would look its name up in Transform and instantiate that.
Hmac.prototype[kDigest] = undefined as never; // every instance has its own
ObjectSetPrototypeOf(Hmac.prototype, LazyTransform.prototype);
ObjectSetPrototypeOf(Hmac, LazyTransform);

export function createHmac(hmac: unknown, key: unknown, options?: unknown): Hmac {
  return new Hmac(hmac, key, options);
}

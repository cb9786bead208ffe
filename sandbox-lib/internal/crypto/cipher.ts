// Cipheriv and Decipheriv. Inside the context. https://nodejs.org/api/crypto.html#class-cipheriv
import { Buffer } from '../buffer.ts';
import { normalizeEncoding } from '../encodings/names.ts';
import { codedError, nodeError } from '../errors.ts';
import { ownView } from '../own-view.ts';
import { ObjectSetPrototypeOf } from '../primordials.ts';
import type { TransformDone } from '../streams/types.ts';
import { StringDecoder } from '../string-decoder.ts';
import { HostObject } from './host-object.ts';
import { LazyTransform } from './lazy-transform.ts';
import { encodingOf, validateData } from './pending.ts';

const kHost = Symbol('kHost');
const kTag = Symbol('kTag');
const AUTHENTICATED = /gcm|ccm|ocb|siv|poly1305/i;

interface Cipher extends LazyTransform {
  [kHost]: HostObject;
  /** The tag once the last block is out; null: none yet; undefined: this cipher has none. */
  [kTag]: Buffer | null | undefined;
  _decoder?: StringDecoder;
  update(data: unknown, inputEncoding?: unknown, outputEncoding?: unknown): unknown;
  final(outputEncoding?: unknown): unknown;
  setAutoPadding(autoPadding?: unknown): this;
  setAAD(data: unknown, options?: unknown): this;
}

export interface Cipheriv extends Cipher {
  getAuthTag(): Buffer;
}

export interface Decipheriv extends Cipher {
  setAuthTag(tag: unknown, encoding?: unknown): this;
}

interface CipherConstructor<T> {
  new (cipher: unknown, key: unknown, iv: unknown, options?: unknown): T;
  readonly prototype: T;
}

function start(self: Cipher, kind: 'cipher' | 'decipher', args: readonly unknown[]): void {
  const [name, , , options] = args;
  self[kHost] = new HostObject(kind, ...args);
  self[kTag] = kind === 'cipher' && AUTHENTICATED.test(String(name)) ? null : undefined;
  LazyTransform.call(self, options);
}

export const Cipheriv = function Cipheriv(
  this: Cipheriv,
  cipher: unknown,
  key: unknown,
  iv: unknown,
  options?: unknown,
): Cipheriv | undefined {
  if (!(this instanceof Cipheriv)) {
    return new (Cipheriv as unknown as CipherConstructor<Cipheriv>)(cipher, key, iv, options);
  }
  start(this, 'cipher', [cipher, key, iv, options]);
  return undefined;
} as unknown as CipherConstructor<Cipheriv>;

export const Decipheriv = function Decipheriv(
  this: Decipheriv,
  cipher: unknown,
  key: unknown,
  iv: unknown,
  options?: unknown,
): Decipheriv | undefined {
  if (!(this instanceof Decipheriv)) {
    return new (Decipheriv as unknown as CipherConstructor<Decipheriv>)(cipher, key, iv, options);
  }
  start(this, 'decipher', [cipher, key, iv, options]);
  return undefined;
} as unknown as CipherConstructor<Decipheriv>;

function requireOpen(self: Cipher, operation: string): HostObject {
  if (self[kHost].isClosed) throw nodeError('ERR_CRYPTO_INVALID_STATE', operation);
  return self[kHost];
}

/** As text, when the script wants it so. */
function output(self: Cipher, bytes: Buffer, encoding: unknown, isLast: boolean): unknown {
  if (!encoding || encoding === 'buffer') return bytes;
  self._decoder ??= new (StringDecoder as unknown as new (encoding: unknown) => StringDecoder)(encoding);
  const known = typeof encoding === 'symbol' ? undefined : normalizeEncoding(encoding);
  if (known === undefined) throw nodeError('ERR_UNKNOWN_ENCODING', encoding);
  const { encoding: before } = self._decoder;
  if (known !== before) {
    throw nodeError('ERR_INVALID_ARG_VALUE', 'outputEncoding', encoding, `cannot be changed from '${before}'`);
  }
  return isLast ? self._decoder.end(bytes) : self._decoder.write(bytes);
}

function update(this: Cipher, data: unknown, inputEncoding?: unknown, outputEncoding?: unknown): unknown {
  validateData(update, data, inputEncoding);
  if (this[kHost].isClosed) throw new Error('Trying to add data in unsupported state');
  const bytes =
    typeof data === 'string'
      ? Buffer.from(data, encodingOf(inputEncoding))
      : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return output(this, this[kHost].update(ownView(bytes)), outputEncoding, false);
}

function final(this: Cipher, outputEncoding?: unknown): unknown {
  if (this[kHost].isClosed) throw codedError('Error', 'ERR_CRYPTO_INVALID_STATE', 'Invalid state');
  let bytes: Buffer;
  try {
    bytes = this[kHost].use('final') as Buffer; // without an encoding it is bytes
    if (this[kTag] === null) this[kTag] = this[kHost].use('getAuthTag') as Buffer; // as said
  } finally {
    this[kHost].close();
  }
  return output(this, bytes, outputEncoding, true);
}

const METHODS = {
  update,
  final,
  _transform(this: Cipher, chunk: unknown, encoding: string, done: TransformDone): void {
    this.push(this.update(chunk, encoding));
    done();
  },
  _flush(this: Cipher, done: TransformDone): void {
    try {
      this.push(this.final());
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  },
  setAutoPadding(this: Cipher, autoPadding?: unknown): unknown {
    requireOpen(this, 'setAutoPadding').use('setAutoPadding', autoPadding);
    return this;
  },
  setAAD(this: Cipher, data: unknown, options?: unknown): unknown {
    requireOpen(this, 'setAAD').use('setAAD', data, options);
    return this;
  },
};

function getAuthTag(this: Cipheriv): Buffer {
  const tag = this[kTag];
  if (tag === null || tag === undefined) throw nodeError('ERR_CRYPTO_INVALID_STATE', 'getAuthTag');
  return Buffer.from(tag);
}

function setAuthTag(this: Decipheriv, tag: unknown, encoding?: unknown): Decipheriv {
  requireOpen(this, 'setAuthTag').use('setAuthTag', tag, encoding);
  return this;
}

// The chain comes last: to assign to an object behind LazyTransform would look its name up in Transform and instantiate that.
const fields = { [kHost]: undefined, [kTag]: undefined, _decoder: undefined };
Object.assign(Cipheriv.prototype, METHODS, fields, { getAuthTag });
ObjectSetPrototypeOf(Cipheriv.prototype, LazyTransform.prototype);
ObjectSetPrototypeOf(Cipheriv, LazyTransform);
Object.assign(Decipheriv.prototype, METHODS, fields, { setAuthTag });
ObjectSetPrototypeOf(Decipheriv.prototype, LazyTransform.prototype);
ObjectSetPrototypeOf(Decipheriv, LazyTransform);

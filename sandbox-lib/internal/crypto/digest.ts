// What Hash and Hmac share: data gathers here and crosses once, with the digest; only what is long, or of a rare algorithm, has an object
// on the host. Inside the context.
import type { DigestEncoding } from '../../bridge.ts';
import type { Buffer } from '../buffer.ts';
import { normalizeEncoding } from '../encodings/names.ts';
import { nodeError } from '../errors.ts';
import { host } from '../host.ts';
import { hostError, pack, toBuffer, unpack } from '../packing.ts';
import type { TransformDone } from '../streams/types.ts';
import type { LazyTransform } from './lazy-transform.ts';
import { Pending, validateData } from './pending.ts';

/** Digests the host has for certain: nothing can be wrong with their name. */
const COMMON: Readonly<Record<string, true>> = {
  __proto__: null as never,
  md5: true,
  sha1: true,
  sha224: true,
  sha256: true,
  sha384: true,
  sha512: true,
};

export function isCommon(algorithm: string): boolean {
  return COMMON[algorithm] || COMMON[algorithm.toLowerCase()] || false;
}

export const kDigest = Symbol('kDigest');

/** What Hash and Hmac both are. */
export interface Digesting extends LazyTransform {
  [kDigest]: Digest;
  update(data: unknown, encoding?: unknown): this;
  digest(encoding?: unknown): string | Buffer;
}

/** How to make the digest of one piece, and how to make the object that takes several. */
export interface DigestSource {
  whole(data: string | Uint8Array, encoding: DigestEncoding): string | Uint8Array | number;
  open(): number;
}

export class Digest {
  isFinalized = false;
  #pending = new Pending();
  #id: number | undefined;
  #result: Buffer | undefined;
  readonly #source: DigestSource;

  constructor(source: DigestSource, id?: number) {
    this.#source = source;
    this.#id = id;
  }

  update(data: string | ArrayBufferView, encoding: unknown): void {
    this.#pending.add(data, encoding);
    if (this.#pending.isEnough) this.#hand(this.#id ?? this.#source.open());
  }

  #hand(id: number): number {
    this.#id = id;
    const data = this.#pending.peek();
    this.#pending.clear();
    if (data.length > 0 && typeof host('cryptoUpdate', id, data) === 'number') throw hostError();
    return id;
  }

  /** The digest for a stream's end; the script may still ask for it. */
  finish(): Buffer {
    this.#result ??= this.digest(undefined) as Buffer; // without an encoding it is bytes
    this.isFinalized = false;
    return this.#result;
  }

  digest(outputEncoding: unknown): string | Buffer {
    if (this.#result !== undefined) {
      this.isFinalized = true;
      const known = outputEncoding ? normalizeEncoding(`${outputEncoding}`) : undefined;
      return known === undefined ? this.#result : this.#result.toString(known);
    }
    const encoding = outputEncoding ? normalizeEncoding(`${outputEncoding}`) : undefined;
    const direct = encoding === 'hex' || encoding === 'base64' || encoding === 'base64url' || encoding === 'latin1';
    if (this.#id === undefined) {
      const result = this.#source.whole(this.#pending.peek(), direct ? encoding : '');
      this.#end();
      if (typeof result === 'number') throw hostError();
      if (typeof result === 'string') return result;
      return encoding === undefined ? toBuffer(result) : toBuffer(result).toString(encoding);
    }
    const id = this.#hand(this.#id);
    const bytes = unpack(host('cryptoUse', id, 'digest', '[]')) as Buffer; // a digest without encoding is bytes
    host('cryptoClose', id);
    this.#end();
    return encoding === undefined ? bytes : bytes.toString(encoding);
  }

  #end(): void {
    this.isFinalized = true;
    this.#pending.clear();
  }

  /** Another digest that has seen the same data. */
  copy(options: unknown): Digest {
    if (this.#id === undefined && options === undefined) {
      const twin = new Digest(this.#source);
      twin.#pending = this.#pending.copy();
      return twin;
    }
    const id = this.#hand(this.#id ?? this.#source.open());
    const { text, bytes } = pack([options]);
    return new Digest(this.#source, accept(host('cryptoUse', id, 'copy', text, ...bytes)));
  }
}

/** update() of both. */
export function update<T extends Digesting>(this: T, data: unknown, encoding?: unknown): T {
  if (this[kDigest].isFinalized) throw nodeError('ERR_CRYPTO_HASH_FINALIZED');
  validateData(update, data, encoding);
  this[kDigest].update(data, encoding);
  return this;
}

/** _transform() of both. */
export function _transform(this: Digesting, chunk: unknown, encoding: string, done: TransformDone): void {
  this[kDigest].update(chunk as Uint8Array, encoding); // a stream's chunk is text or bytes
  done();
}

/** _flush() of both. */
export function _flush(this: Digesting, done: TransformDone): void {
  this.push(this[kDigest].finish());
  done();
}

/** The number of a new object on the host. */
export function openObject(kind: string, args: readonly unknown[]): number {
  const { text, bytes } = pack(args);
  return accept(host('cryptoOpen', kind, text, ...bytes));
}

function accept(id: unknown): number {
  if (typeof id !== 'number' || id < 0) throw hostError();
  return id;
}

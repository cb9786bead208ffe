// Mac, which createMac() answers: CMAC, KMAC, Poly1305 and the like. Inside the context. https://nodejs.org/api/crypto.html#cryptocreatemacalgorithm-key-options
import type { Buffer } from '../buffer.ts';
import { normalizeEncoding } from '../encodings/names.ts';
import { codedError, nodeError } from '../errors.ts';
import { ObjectSetPrototypeOf } from '../primordials.ts';
import type { TransformDone } from '../streams/types.ts';
import { HostObject } from './host-object.ts';
import { LazyTransform } from './lazy-transform.ts';
import { Pending, validateData } from './pending.ts';

const kHost = Symbol('kHost');
const kPending = Symbol('kPending');

export interface Mac extends LazyTransform {
  [kHost]: HostObject;
  [kPending]: Pending;
  update(data: unknown, encoding?: unknown): this;
  final(encoding?: unknown): string | Buffer;
}

interface MacConstructor {
  new (algorithm: unknown, key: unknown, options?: unknown): Mac;
  readonly prototype: Mac;
}

export const Mac = function Mac(this: Mac, algorithm: unknown, key: unknown, options?: unknown): Mac | undefined {
  if (!new.target) return new (Mac as unknown as MacConstructor)(algorithm, key, options);
  this[kHost] = new HostObject('mac', algorithm, key, options);
  this[kPending] = new Pending();
  LazyTransform.call(this, options);
  return undefined;
} as unknown as MacConstructor;

function hand(mac: Mac): HostObject {
  const data = mac[kPending].peek();
  mac[kPending].clear();
  if (data.length > 0) mac[kHost].update(data);
  return mac[kHost];
}

function checkOpen(mac: Mac): void {
  if (mac[kHost].isClosed) throw codedError('Error', 'ERR_CRYPTO_MAC_FINALIZED', 'MAC already finalized');
}

Mac.prototype.update = function update(this: Mac, data: unknown, encoding?: unknown): Mac {
  checkOpen(this);
  validateData(update, data, encoding);
  this[kPending].add(data, encoding);
  if (this[kPending].isEnough) hand(this);
  return this;
} as Mac['update']; // answers the very object

Mac.prototype.final = function final(this: Mac, outputEncoding?: unknown): string | Buffer {
  checkOpen(this);
  const isText = outputEncoding !== undefined && outputEncoding !== 'buffer';
  if (isText && normalizeEncoding(`${outputEncoding}`) === undefined) {
    throw nodeError('ERR_INVALID_ARG_VALUE', 'outputEncoding', outputEncoding);
  }
  const host = hand(this);
  try {
    const bytes = host.use('final') as Buffer; // without an encoding it is bytes
    return isText ? bytes.toString(`${outputEncoding}`) : bytes;
  } finally {
    host.close();
  }
};

Mac.prototype._transform = function _transform(this: Mac, chunk: unknown, encoding: string, done: TransformDone): void {
  this.update(chunk, encoding);
  done();
};

Mac.prototype._flush = function _flush(this: Mac, done: TransformDone): void {
  this.push(this.final());
  done();
};

// Last, as in hash.ts; every instance has its own.
Mac.prototype[kHost] = Mac.prototype[kPending] = undefined as never;
ObjectSetPrototypeOf(Mac.prototype, LazyTransform.prototype);
ObjectSetPrototypeOf(Mac, LazyTransform);

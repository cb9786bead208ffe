// Sign and Verify, and sign() and verify(). Inside the context. https://nodejs.org/api/crypto.html#class-sign
import streamModule from '../../node/stream.ts';
import type { Buffer } from '../buffer.ts';
import { codedError, nodeError } from '../errors.ts';
import { ObjectSetPrototypeOf } from '../primordials.ts';
import type { Done, Writable } from '../streams/types.ts';
import { validateFunction, validateString } from '../validators.ts';
import { callBack, callHost } from './call.ts';
import { HostObject } from './host-object.ts';
import { Pending, validateData } from './pending.ts';

const kHost = Symbol('kHost');
const kPending = Symbol('kPending');

interface Signer extends Writable {
  [kHost]: HostObject;
  [kPending]: Pending;
  update(data: unknown, encoding?: unknown): this;
}

export interface Sign extends Signer {
  sign(options: unknown, encoding?: unknown): unknown;
}

export interface Verify extends Signer {
  verify(options: unknown, signature: unknown, encoding?: unknown): unknown;
}

interface SignerConstructor<T> {
  new (algorithm: unknown, options?: unknown): T;
  readonly prototype: T;
}

function start(self: Signer, kind: 'sign' | 'verify', algorithm: unknown, options: unknown): void {
  validateString(algorithm, 'algorithm');
  self[kHost] = new HostObject(kind, algorithm);
  self[kPending] = new Pending();
  streamModule.Writable.call(self, options as object | undefined);
}

export const Sign = function Sign(this: Sign, algorithm: unknown, options?: unknown): Sign | undefined {
  if (!(this instanceof Sign)) return new (Sign as unknown as SignerConstructor<Sign>)(algorithm, options);
  start(this, 'sign', algorithm, options);
  return undefined;
} as unknown as SignerConstructor<Sign>;

export const Verify = function Verify(this: Verify, algorithm: unknown, options?: unknown): Verify | undefined {
  if (!(this instanceof Verify)) return new (Verify as unknown as SignerConstructor<Verify>)(algorithm, options);
  start(this, 'verify', algorithm, options);
  return undefined;
} as unknown as SignerConstructor<Verify>;

function hand(self: Signer): HostObject {
  if (self[kHost].isClosed) throw codedError('Error', 'ERR_CRYPTO_INVALID_STATE', 'Not initialised');
  const data = self[kPending].peek();
  self[kPending].clear();
  if (data.length > 0) self[kHost].update(data);
  return self[kHost];
}

/** The last call: whatever comes of it, the object is used up. */
function finish(self: Signer, method: string, args: readonly unknown[]): unknown {
  const object = hand(self);
  try {
    return object.use(method, ...args);
  } finally {
    object.close();
  }
}

function update(this: Signer, data: unknown, encoding?: unknown): Signer {
  validateData(update, data, encoding);
  if (this[kHost].isClosed) throw codedError('Error', 'ERR_CRYPTO_INVALID_STATE', 'Not initialised');
  this[kPending].add(data, encoding);
  if (this[kPending].isEnough) hand(this);
  return this;
}

function write(this: Signer, chunk: unknown, encoding: string, done: Done): void {
  this.update(chunk, encoding);
  done();
}

ObjectSetPrototypeOf(Sign.prototype, streamModule.Writable.prototype);
ObjectSetPrototypeOf(Sign, streamModule.Writable);
Object.assign(Sign.prototype, {
  _write: write,
  update,
  sign(this: Sign, options: unknown, encoding?: unknown): unknown {
    if (!options) throw nodeError('ERR_CRYPTO_SIGN_KEY_REQUIRED');
    const signature = finish(this, 'sign', [options]) as Buffer; // without an encoding it is bytes
    return encoding && encoding !== 'buffer' ? signature.toString(encoding as 'hex') : signature;
  },
});

ObjectSetPrototypeOf(Verify.prototype, streamModule.Writable.prototype);
ObjectSetPrototypeOf(Verify, streamModule.Writable);
Object.assign(Verify.prototype, {
  _write: write,
  update,
  verify(this: Verify, options: unknown, signature: unknown, encoding?: unknown): unknown {
    return finish(this, 'verify', [options, signature, encoding]);
  },
});

export function sign(algorithm: unknown, data: unknown, key: unknown, callback?: unknown): unknown {
  if (algorithm != null) validateString(algorithm, 'algorithm');
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (callback === undefined) return callHost('sign', algorithm, data, key);
  callBack(callback, () => callHost('sign', algorithm, data, key));
  return undefined;
}

export function verify(
  algorithm: unknown,
  data: unknown,
  key: unknown,
  signature: unknown,
  callback?: unknown,
): unknown {
  if (algorithm != null) validateString(algorithm, 'algorithm');
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (callback === undefined) return callHost('verify', algorithm, data, key, signature);
  callBack(callback, () => callHost('verify', algorithm, data, key, signature));
  return undefined;
}

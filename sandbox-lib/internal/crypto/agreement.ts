// ECDH, DiffieHellman and DiffieHellmanGroup, which live on the host. Inside the context.
// https://nodejs.org/api/crypto.html#class-diffiehellman
import { deprecate } from '../deprecate.ts';
import { nodeError } from '../errors.ts';
import { ObjectDefineProperty } from '../primordials.ts';
import { validateFunction, validateObject, validateString } from '../validators.ts';
import { isAnyArrayBuffer, isArrayBufferView } from '../views.ts';
import { callBack, callHost } from './call.ts';
import { HostObject } from './host-object.ts';

const kHost = Symbol('kHost');

export interface Agreement {
  [kHost]: HostObject;
}

export interface AgreementConstructor {
  new (...args: unknown[]): Agreement;
  readonly prototype: Record<string, unknown>;
}

/** Methods that only hand on what they get. */
function method(name: string, isSetter: boolean): (this: Agreement, ...args: unknown[]) => unknown {
  return {
    [name](this: Agreement, ...args: unknown[]): unknown {
      const result = this[kHost].use(name, ...args);
      return isSetter ? this : result;
    },
  }[name] as never; // the one member
}

function addMethods(target: AgreementConstructor, names: readonly string[]): void {
  for (const name of names) target.prototype[name] = method(name, name.startsWith('set'));
}

export const ECDH = function ECDH(this: Agreement, curve: unknown): Agreement | undefined {
  if (!(this instanceof ECDH)) return new (ECDH as unknown as AgreementConstructor)(curve);
  validateString(curve, 'curve');
  this[kHost] = new HostObject('ecdh', curve);
  return undefined;
} as unknown as AgreementConstructor;

const PARTS = ['generateKeys', 'computeSecret', 'getPublicKey', 'getPrivateKey'];
addMethods(ECDH, [...PARTS, 'setPrivateKey']);
ECDH.prototype['setPublicKey'] = deprecate(
  method('setPublicKey', true),
  'ecdh.setPublicKey() is deprecated.',
  'DEP0031',
);
Object.assign(ECDH, {
  convertKey(...args: unknown[]): unknown {
    return callHost('convertKey', ...args);
  },
});

const SIZES = ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

function addVerifyError(self: Agreement): void {
  ObjectDefineProperty(self, 'verifyError', {
    __proto__: null,
    value: self[kHost].verifyError,
    enumerable: true,
    writable: false,
  });
}

export const DiffieHellman = function DiffieHellman(
  this: Agreement,
  sizeOrKey: unknown,
  keyEncoding?: unknown,
  generator?: unknown,
  genEncoding?: unknown,
): Agreement | undefined {
  if (!(this instanceof DiffieHellman)) {
    const Class = DiffieHellman as unknown as AgreementConstructor;
    return new Class(sizeOrKey, keyEncoding, generator, genEncoding);
  }
  const isBytes = isArrayBufferView(sizeOrKey) || isAnyArrayBuffer(sizeOrKey);
  if (typeof sizeOrKey !== 'number' && typeof sizeOrKey !== 'string' && !isBytes) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'sizeOrKey', SIZES, sizeOrKey);
  }
  this[kHost] = new HostObject('dh', sizeOrKey, keyEncoding, generator, genEncoding);
  addVerifyError(this);
  return undefined;
} as unknown as AgreementConstructor;

export const DiffieHellmanGroup = function DiffieHellmanGroup(this: Agreement, name: unknown): Agreement | undefined {
  if (!(this instanceof DiffieHellmanGroup)) {
    return new (DiffieHellmanGroup as unknown as AgreementConstructor)(name);
  }
  this[kHost] = new HostObject('dhGroup', name);
  addVerifyError(this);
  return undefined;
} as unknown as AgreementConstructor;

addMethods(DiffieHellmanGroup, [...PARTS, 'getPrime', 'getGenerator']);
addMethods(DiffieHellman, [...PARTS, 'getPrime', 'getGenerator', 'setPublicKey', 'setPrivateKey']);

export function diffieHellman(options: unknown, callback?: unknown): unknown {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (callback === undefined) return callHost('diffieHellman', options);
  callBack(callback, () => callHost('diffieHellman', options));
  return undefined;
}

// KeyObject. No key lives on the host: a key object has its bytes (the secret, SPKI or PKCS#8) and sends them along with each use.
// Inside the context. https://nodejs.org/api/crypto.html#class-keyobject
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { setKeyKind } from '../key-kinds.ts';
import { ownView } from '../own-view.ts';
import { ObjectDefineProperty } from '../primordials.ts';
import { validateObject, validateOneOf } from '../validators.ts';
import { callHost } from './call.ts';
import { cryptoKeyMaterial, toCryptoKey } from './crypto-key.ts';

export type KeyType = 'secret' | 'public' | 'private';

/** What a key is made of. */
export interface KeyMaterial {
  readonly type: KeyType;
  readonly bytes: Uint8Array;
  readonly asymmetricType?: string | undefined;
  readonly details?: object | undefined;
}

/** Proof that a material comes from here. */
class Handle {
  readonly material: KeyMaterial;
  constructor(material: KeyMaterial) {
    this.material = material;
  }
}

let materialOf: (value: object) => KeyMaterial | undefined;

export class KeyObject {
  readonly #handle: Handle;

  constructor(type: unknown, handle: unknown) {
    if (type !== 'secret' && type !== 'public' && type !== 'private') {
      throw nodeError('ERR_INVALID_ARG_VALUE', 'type', type);
    }
    if (!(handle instanceof Handle)) throw nodeError('ERR_INVALID_ARG_TYPE', 'handle', 'object', handle);
    this.#handle = handle;
  }

  get type(): KeyType {
    return this.#handle.material.type;
  }

  static from(key: unknown): KeyObject {
    const material = typeof key === 'object' && key !== null ? cryptoKeyMaterial(key) : undefined;
    if (material === undefined) throw nodeError('ERR_INVALID_ARG_TYPE', 'key', 'CryptoKey', key);
    return makeKeyObject(material);
  }

  toCryptoKey(algorithm: unknown, extractable: unknown, usages: unknown): unknown {
    return toCryptoKey(this.#handle.material, algorithm, extractable, usages);
  }

  equals(other: unknown): boolean {
    const theirs = keyMaterial(other);
    if (theirs === undefined) throw nodeError('ERR_INVALID_ARG_TYPE', 'otherKeyObject', 'KeyObject', other);
    return this.type === theirs.type && callHost('keyEquals', this, other) === true;
  }

  static {
    materialOf = (value) => (#handle in value ? value.#handle.material : undefined);
  }
}

setKeyKind('keyObject', {
  is: (value) => materialOf(value) !== undefined,
  equal: (a, b) => (a as KeyObject).equals(b), // both are
});
ObjectDefineProperty(KeyObject.prototype, Symbol.toStringTag, {
  __proto__: null,
  value: 'KeyObject',
  configurable: true,
});

export class SecretKeyObject extends KeyObject {
  get symmetricKeySize(): number {
    return known(this).bytes.length;
  }

  export(options?: unknown): unknown {
    if (options !== undefined) {
      validateObject(options, 'options');
      const { format } = options as { format?: unknown };
      validateOneOf(format, 'options.format', [undefined, 'buffer', 'jwk']);
      if (format === 'jwk') return callHost('exportKey', this, { format });
    }
    return Buffer.from(known(this).bytes);
  }
}

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType(): string | undefined {
    return known(this).asymmetricType;
  }

  get asymmetricKeyDetails(): object | undefined {
    const { details } = known(this);
    return details === undefined ? undefined : { ...details };
  }

  export(options?: unknown): unknown {
    return callHost('exportKey', this, options);
  }
}

export class PublicKeyObject extends AsymmetricKeyObject {}
export class PrivateKeyObject extends AsymmetricKeyObject {}

function known(key: KeyObject): KeyMaterial {
  return materialOf(key) as KeyMaterial; // every KeyObject has one
}

/** The material of a KeyObject; undefined for anything else. */
export function keyMaterial(value: unknown): KeyMaterial | undefined {
  return typeof value === 'object' && value !== null ? materialOf(value) : undefined;
}

/** The key object on this material. */
export function makeKeyObject(material: KeyMaterial): KeyObject {
  const { type } = material;
  const handle = new Handle(material);
  if (type === 'secret') return new SecretKeyObject(type, handle);
  return type === 'public' ? new PublicKeyObject(type, handle) : new PrivateKeyObject(type, handle);
}

/** What crosses for a KeyObject or a CryptoKey; undefined for anything else. */
export function packKey(value: object): KeyMaterial | undefined {
  const material = materialOf(value) ?? cryptoKeyMaterial(value);
  return material === undefined ? undefined : { ...material, bytes: ownView(material.bytes) };
}

/** The key object on what the host says of a key. */
export function unpackKey(type: KeyType, bytes: Uint8Array, asymmetricType?: string, details?: object): KeyObject {
  return makeKeyObject({ type, bytes: new Uint8Array(bytes), asymmetricType, details });
}

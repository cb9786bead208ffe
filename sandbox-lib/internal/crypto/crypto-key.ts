// CryptoKey: the keys of Web Crypto. Inside the context. https://www.w3.org/TR/webcrypto-2/#cryptokey-interface
import { isDeepStrictEqual } from '../comparisons.ts';
import { nodeError } from '../errors.ts';
import { setKeyKind } from '../key-kinds.ts';
import { ObjectDefineProperties } from '../primordials.ts';
import type { KeyMaterial } from './key-object.ts';
import { importMaterial } from './subtle-keys.ts';

export interface CryptoKeyParts {
  readonly material: KeyMaterial;
  readonly algorithm: Readonly<Record<string, unknown>>;
  readonly extractable: boolean;
  readonly usages: readonly string[];
}

/** Proof that the parts come from here. */
const making: { parts: CryptoKeyParts | undefined } = { parts: undefined };
let partsOf: (value: object) => CryptoKeyParts | undefined;

const kInspect = Symbol.for('nodejs.util.inspect.custom');

export class CryptoKey {
  readonly #parts: CryptoKeyParts;
  readonly #algorithm: object;
  readonly #usages: string[];

  constructor() {
    const { parts } = making;
    if (parts === undefined) throw nodeError('ERR_ILLEGAL_CONSTRUCTOR');
    making.parts = undefined;
    this.#parts = parts;
    this.#algorithm = { ...parts.algorithm };
    this.#usages = [...parts.usages];
  }

  get type(): string {
    return this.#parts.material.type;
  }

  get extractable(): boolean {
    return this.#parts.extractable;
  }

  get algorithm(): object {
    return this.#algorithm;
  }

  get usages(): string[] {
    return this.#usages;
  }

  [kInspect](depth: number, options: object, inspect: (value: object, options: object) => string): string {
    if (depth < 0) return 'CryptoKey';
    const { material, extractable, algorithm, usages } = this.#parts;
    return `CryptoKey ${inspect({ type: material.type, extractable, algorithm: { ...algorithm }, usages: [...usages] }, options)}`;
  }

  static {
    partsOf = (value) => (#parts in value ? value.#parts : undefined);
  }
}

setKeyKind('cryptoKey', { is: (value) => partsOf(value) !== undefined, equal: hasEqualParts });
ObjectDefineProperties(CryptoKey.prototype, {
  type: { __proto__: null, enumerable: true },
  extractable: { __proto__: null, enumerable: true },
  algorithm: { __proto__: null, enumerable: true },
  usages: { __proto__: null, enumerable: true },
  [Symbol.toStringTag]: { __proto__: null, value: 'CryptoKey', configurable: true },
});

function hasEqualParts(a: object, b: object): boolean {
  const [one, other] = [partsOf(a), partsOf(b)] as [CryptoKeyParts, CryptoKeyParts]; // both are keys
  const { type, bytes } = one.material;
  if (type !== other.material.type || one.extractable !== other.extractable) return false;
  return (
    isDeepStrictEqual(bytes, other.material.bytes) &&
    isDeepStrictEqual(one.algorithm, other.algorithm) &&
    isDeepStrictEqual(one.usages, other.usages)
  );
}

export function makeCryptoKey(parts: CryptoKeyParts): CryptoKey {
  making.parts = parts;
  return new CryptoKey();
}

/** What a CryptoKey is made of; undefined for anything else. */
export function cryptoKeyParts(value: unknown): CryptoKeyParts | undefined {
  return typeof value === 'object' && value !== null ? partsOf(value) : undefined;
}

export function cryptoKeyMaterial(value: object): KeyMaterial | undefined {
  return partsOf(value)?.material;
}

/** KeyObject's toCryptoKey(). */
export function toCryptoKey(
  material: KeyMaterial,
  algorithm: unknown,
  extractable: unknown,
  usages: unknown,
): CryptoKey {
  return importMaterial(material, algorithm, extractable, usages);
}

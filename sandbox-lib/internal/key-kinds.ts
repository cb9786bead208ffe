// How keys of node:crypto and Web Crypto are told and compared, for rooms that must not instantiate those to find out that a value is no
// key: before they are instantiated there are none. Inside the context.

export interface KeyKind {
  is(value: object): boolean;
  /** Both are of the kind. */
  equal(a: object, b: object): boolean;
}

const kinds: { keyObject?: KeyKind; cryptoKey?: KeyKind } = {};

export function setKeyKind(name: 'keyObject' | 'cryptoKey', kind: KeyKind): void {
  kinds[name] = kind;
}

function isOfKind(value: unknown, kind: KeyKind | undefined): value is object {
  return kind !== undefined && typeof value === 'object' && value !== null && kind.is(value);
}

export function isKeyObject(value: unknown): boolean {
  return isOfKind(value, kinds.keyObject);
}

export function isCryptoKey(value: unknown): boolean {
  return isOfKind(value, kinds.cryptoKey);
}

/** False for two keys that differ, and for a key beside anything else. */
export function areSameKeys(a: object, b: object): boolean {
  for (const kind of [kinds.keyObject, kinds.cryptoKey]) {
    if (isOfKind(a, kind)) return isOfKind(b, kind) && kind?.equal(a, b) === true;
  }
  return true;
}

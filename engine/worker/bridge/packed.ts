// Opens what sandbox-lib/internal/packing.ts packs: arguments of Node's own functions, which then check them themselves and word the
// errors. What cannot cross arrives as a stand-in of the same kind and class name. Worker side; the text is whatever a script sent.
import { createPrivateKey, createPublicKey, createSecretKey, KeyObject } from 'node:crypto';
import { toBytes } from './handler.ts';

const MAX_TEXT = 1 << 22;
const MAX_DEPTH = 8;
const MAX_NAME = 100;

/** A host call's arguments from `packed` on; undefined for what no library would send. */
export function unpack(packed: unknown, bytes: readonly unknown[]): unknown[] | undefined {
  if (typeof packed !== 'string' || packed.length > MAX_TEXT) return undefined;
  const views: Uint8Array[] = [];
  for (const item of bytes) {
    const view = toBytes(item);
    if (view === undefined) return undefined;
    views.push(view);
  }
  let items: unknown;
  try {
    items = JSON.parse(packed);
  } catch {
    return undefined;
  }
  return Array.isArray(items) ? items.map((item) => revive(item, views, 0)) : undefined;
}

function revive(item: unknown, views: readonly Uint8Array[], depth: number): unknown {
  if (!Array.isArray(item)) return typeof item === 'object' ? null : item;
  if (depth > MAX_DEPTH) return undefined;
  const [tag, first, second] = item as unknown[];
  switch (tag) {
    case 'n':
      return Number(first);
    case 'i':
      return typeof first === 'string' && /^-?\d{1,5000}$/.test(first) ? BigInt(first) : 0n;
    case 's':
      return Symbol(shortName(first));
    case 'f':
      return standInFunction(first);
    case 'b':
      return reviveBytes(views[first as number], second);
    case 'k':
      return reviveKey(first, views[second as number]);
    case 'a':
      return item.slice(1).map((one) => revive(one, views, depth + 1));
    case 'o':
      return reviveObject(first, second, views, depth + 1);
    default:
      return undefined;
  }
}

function shortName(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_NAME) : '';
}

function standInFunction(name: unknown): () => void {
  const standIn = () => {};
  Object.defineProperty(standIn, 'name', { value: shortName(name) });
  return standIn;
}

function reviveObject(name: unknown, fields: unknown, views: readonly Uint8Array[], depth: number): object {
  const pairs = typeof fields === 'object' && fields !== null ? Object.entries(fields) : [];
  const object = Object.fromEntries(pairs.map(([key, value]) => [key, revive(value, views, depth)]));
  if (name === 'Object') return object;
  const proto =
    name === null ? null : Object.create(Object.prototype, { constructor: { value: standInFunction(name) } });
  return Object.setPrototypeOf(object, proto);
}

type ViewConstructor = { new (buffer: ArrayBufferLike): ArrayBufferView; readonly BYTES_PER_ELEMENT?: number };
const ALL_VIEWS: Readonly<Record<string, ViewConstructor>> = {
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView: DataView as ViewConstructor, // takes no shared memory by its type; toBytes() refused that
};
const VIEWS: ReadonlyMap<unknown, ViewConstructor> = new Map(Object.entries(ALL_VIEWS));

function reviveBytes(view: Uint8Array | undefined, type: unknown): unknown {
  if (view === undefined) return undefined;
  const own = view.byteLength === view.buffer.byteLength ? view : view.slice();
  if (type === 'ArrayBuffer') return own.buffer;
  const View = VIEWS.get(type);
  if (View === undefined) return Buffer.from(own.buffer, 0, own.byteLength);
  return own.byteLength % (View.BYTES_PER_ELEMENT ?? 1) === 0 ? new View(own.buffer) : own;
}

/** A key object by what it is and its bytes: the secret itself, SPKI or PKCS#8. */
function reviveKey(type: unknown, view: Uint8Array | undefined): unknown {
  if (view === undefined) return undefined;
  const key = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  try {
    if (type === 'secret') return createSecretKey(key);
    if (type === 'public') return createPublicKey({ key, format: 'der', type: 'spki' });
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } catch {
    return undefined;
  }
}

/** The result of one of Node's functions as it crosses: bytes as they are, everything else as JSON. */
export function pack(result: unknown): string | Uint8Array {
  if (result instanceof Uint8Array) return ownBytes(result);
  if (result instanceof ArrayBuffer) return new Uint8Array(result);
  return JSON.stringify(toPlain(result)) ?? 'null';
}

/** Never a pooled Buffer, which would be cloned with the whole pool. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength
    ? new Uint8Array(bytes.buffer, 0, bytes.byteLength)
    : new Uint8Array(bytes);
}

function toPlain(value: unknown): unknown {
  if (value === undefined) return ['u'];
  if (typeof value === 'bigint') return ['i', String(value)];
  if (value instanceof KeyObject) return describeKey(value);
  if (value instanceof Uint8Array) return ['b', Buffer.from(value).toString('base64')];
  if (value instanceof ArrayBuffer) return ['r', Buffer.from(value).toString('base64')];
  if (Array.isArray(value)) return ['a', ...value.map(toPlain)];
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toPlain(item)]));
  return Object.getPrototypeOf(value) === null ? ['o', fields, null] : ['o', fields];
}

/** What the library keeps of a key: it is made anew from these bytes at each use, so that no key lives on the host. */
function describeKey(key: KeyObject): unknown {
  if (key.type === 'secret') return ['k', key.type, key.export().toString('base64')];
  const bytes =
    key.type === 'public' ? key.export({ type: 'spki', format: 'der' }) : key.export({ type: 'pkcs8', format: 'der' });
  return ['k', key.type, bytes.toString('base64'), key.asymmetricKeyType, toPlain(key.asymmetricKeyDetails)];
}

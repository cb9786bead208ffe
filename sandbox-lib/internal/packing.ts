// Arguments for functions of the host's node:crypto and node:zlib as JSON text and bytes, and their results and errors back. The host
// passes the arguments on to node, which checks them and words the errors: so everything must arrive as what it is, or as a stand-in
// of the same kind and class name. Inside the context; the other end is engine/worker/bridge/packed.ts.
import { Buffer } from './buffer.ts';
import { packKey, unpackKey } from './crypto/key-object.ts';
import { codedError, type ErrorBase, nodeErrorWorded } from './errors.ts';
import { host } from './host.ts';
import { ownView } from './own-view.ts';
import { ArrayIsArray, JSONParse, JSONStringify, ObjectCreate, ObjectKeys } from './primordials.ts';
import { isAnyArrayBuffer, typedArrayName } from './views.ts';

const MAX_DEPTH = 6;

export interface Packed {
  readonly text: string;
  readonly bytes: Uint8Array[];
}

/** What crosses for these arguments. */
export function pack(args: readonly unknown[]): Packed {
  const bytes: Uint8Array[] = [];
  return { text: JSONStringify(args.map((value) => packValue(value, bytes, 0))), bytes };
}

function packValue(value: unknown, bytes: Uint8Array[], depth: number): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : ['n', Object.is(value, -0) ? '-0' : String(value)];
    case 'undefined':
      return ['u'];
    case 'bigint':
      return ['i', String(value)];
    case 'symbol':
      return ['s', value.description];
    case 'function':
      return ['f', value.name];
    default:
      return value === null ? null : packObject(value as object, bytes, depth); // the one kind that is left
  }
}

function packObject(value: object, bytes: Uint8Array[], depth: number): unknown {
  const view = viewOf(value);
  if (view !== undefined) {
    bytes.push(ownView(view[1]));
    return ['b', bytes.length - 1, view[0]];
  }
  const key = packKey(value);
  if (key !== undefined) {
    bytes.push(key.bytes);
    return ['k', key.type, bytes.length - 1];
  }
  if (depth > MAX_DEPTH) return ['o', 'Object', {}];
  if (ArrayIsArray(value)) return ['a', ...value.map((item) => packValue(item, bytes, depth + 1))];
  const fields: Record<string, unknown> = ObjectCreate(null);
  for (const name in value) fields[name] = packValue((value as Record<string, unknown>)[name], bytes, depth + 1);
  return ['o', className(value), fields];
}

/** The class node would name in an error: the nearest one by prototype; null for an object without any. */
function className(value: object): string | null {
  const proto: object | null = Object.getPrototypeOf(value);
  if (proto === null) return null;
  return (value as { constructor?: { name?: string } }).constructor?.name || 'Object';
}

/** Class name and bytes of whatever has bytes. */
function viewOf(value: object): readonly [string, Uint8Array] | undefined {
  if (ArrayBuffer.isView(value)) {
    const name = typedArrayName(value) ?? 'DataView';
    const { buffer, byteOffset, byteLength } = value;
    return [name === 'Uint8Array' ? 'Buffer' : name, new Uint8Array(buffer, byteOffset, byteLength)];
  }
  return isAnyArrayBuffer(value) ? ['ArrayBuffer', new Uint8Array(value)] : undefined;
}

/** A Buffer on memory the host has just handed over. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A result of the host as the value it stands for. */
export function unpack(result: string | number | Uint8Array): unknown {
  if (typeof result === 'number') throw hostError();
  return typeof result === 'string' ? (result === '' ? undefined : revive(JSONParse(result))) : toBuffer(result);
}

function revive(item: unknown): unknown {
  if (!ArrayIsArray(item)) return item;
  const [tag, first] = item as [string, never];
  switch (tag) {
    case 'b':
      return Buffer.from(first as string, 'base64');
    case 'r': {
      const { buffer, byteOffset, length } = Buffer.from(first as string, 'base64');
      return buffer.slice(byteOffset, byteOffset + length);
    }
    case 'k':
      return unpackKey(item[1], Buffer.from(item[2], 'base64'), item[3], revive(item[4]) as object | undefined);
    case 'i':
      return BigInt(first);
    case 'a':
      return item.slice(1).map(revive);
    case 'o': {
      const object: Record<string, unknown> = item[2] === null ? ObjectCreate(null) : {};
      for (const name of ObjectKeys(first)) object[name] = revive(first[name]);
      return object;
    }
    default:
      return undefined;
  }
}

interface ErrorDetail {
  readonly name: string;
  readonly shown: boolean;
  readonly more: Record<string, unknown>;
}

/** The error behind the last negative result, as node throws it. */
export function hostError(): Error {
  const [code = '', message = '', detail = ''] = host('lastError').split('\0');
  if (detail === '') return codedError('Error', 'ERR_SANDBOX_LIMIT', 'Cannot use the host: the call was refused');
  const { name, shown, more } = JSONParse(detail) as ErrorDetail;
  const base: ErrorBase = name === 'TypeError' || name === 'RangeError' || name === 'SyntaxError' ? name : 'Error';
  if (shown) return nodeErrorWorded(base, code, message, more);
  const error: { code?: string } & Error = codedError(base, code, message);
  delete error.code; // as in node it comes last, or not at all
  return Object.assign(error, more, code === '' ? undefined : { code });
}

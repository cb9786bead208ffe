// The copying of structuredClone. Inside the context. https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializeinternal
import { cloneBlob } from '../globals/blob.ts';
import { DOMException } from '../globals/dom-exception.ts';
import { isMessagePort } from '../globals/message-channel.ts';
import { QuotaExceededError } from '../globals/quota-exceeded-error.ts';
import { cloneKnown } from './cloneables.ts';
import { cryptoKeyParts, makeCryptoKey } from './crypto/crypto-key.ts';
import { keyMaterial, makeKeyObject } from './crypto/key-object.ts';
import { isOfClass } from './platform-kind.ts';
import {
  defineHidden,
  defineOwn,
  ObjectGetOwnPropertyDescriptor,
  ObjectKeys,
  ReflectGetPrototypeOf,
  uncurry,
} from './primordials.ts';
import { proxyRecord } from './proxy-records.ts';
import { SafeMap } from './safe-collections.ts';
import { isMarkedAsUncloneable } from './transfer-marks.ts';
import { isTransferableSignal } from './transfer-signals.ts';
import * as types from './types.ts';
import { isArrayBuffer, isArrayBufferView, isSharedArrayBuffer, typedArrayName } from './views.ts';

const builtinTag = uncurry(Object.prototype.toString);
const sourceOf = uncurry(Function.prototype.toString);
const mapForEach = uncurry(Map.prototype.forEach);
const setForEach = uncurry(Set.prototype.forEach);

/** Built-ins that are not data: they hold what cannot be looked at, or a place in something else. */
const NOT_DATA =
  /^(?:Promise|Weak(?:Map|Set|Ref)|FinalizationRegistry|Arguments|Symbol|(?:Async)?Generator|.*Iterator|Iterator Helper|Intl\..+|(?:Async)?DisposableStack|WebAssembly\..+)$/;
const NOT_LISTED = 'Object that needs transfer was found in message but not listed in transferList';
/** These are copied whatever they are marked as. */
const CONTAINERS =
  /^\[object (?:Array|(?:Shared)?ArrayBuffer|DataView|Map|Set|Date|RegExp|.*Error|Boolean|Number|String|BigInt|.*Array)\]$/;
const ERRORS = /^(?:Eval|Range|Reference|Syntax|Type|URI)Error$/;

function refuse(message: string): never {
  throw new DOMException(message, 'DataCloneError');
}

/** One call of structuredClone: what was copied once is referred to afterwards. */
export class StructuredCloner {
  readonly #copies = new SafeMap<object, unknown>();

  /** `moved`: what stands for each object that is transferred. */
  constructor(moved: ReadonlyMap<object, object>) {
    for (const [original, copy] of moved) this.#copies.set(original, copy);
  }

  clone(value: unknown): unknown {
    if (typeof value === 'symbol') refuse(`${String(value)} could not be cloned.`);
    if (typeof value === 'function') refuse(`${sourceOf(value)} could not be cloned.`);
    if (typeof value !== 'object' || value === null) return value;
    if (this.#copies.has(value)) return this.#copies.get(value);
    if (proxyRecord(value) !== undefined) refuse(`${describe(value)} could not be cloned.`);
    if (Array.isArray(value)) return this.#cloneMembers(value, new Array<unknown>(value.length));
    const name = typedArrayName(value);
    if (name !== undefined) return this.#cloneTypedArray(value as Uint8Array, name);
    const tag = builtinTag(value).slice(8, -1);
    if (isMarkedAsUncloneable(value) && !CONTAINERS.test(builtinTag(value)))
      refuse('Cannot clone object of unsupported type.');
    const known = cloneKnown(value);
    if (known !== undefined) return this.#remember(value, known);
    // The tag can be made up by the value, but only 'Object' is taken at its word.
    return tag === 'Object' ? this.#cloneMembers(value, {}) : this.#cloneTagged(value, tag);
  }

  #remember<T>(value: object, copy: T): T {
    this.#copies.set(value, copy);
    return copy;
  }

  #cloneMembers(value: object, copy: object): object {
    this.#remember(value, copy);
    for (const key of ObjectKeys(value)) {
      if (ObjectGetOwnPropertyDescriptor(value, key) === undefined) continue; // removed by a getter meanwhile
      defineOwn(copy, key, this.clone(Reflect.get(value, key)));
    }
    return copy;
  }

  #cloneTypedArray(view: Uint8Array, name: string): unknown {
    const { buffer, byteOffset, byteLength, length } = view;
    const memory = this.clone(buffer) as ArrayBuffer; // memory is copied as memory
    const Type = Reflect.get(globalThis, name) as Uint8ArrayConstructor; // or one of its kin
    const tracks = memory.resizable && byteOffset + byteLength === memory.byteLength;
    return this.#remember(view, tracks ? new Type(memory, byteOffset) : new Type(memory, byteOffset, length));
  }

  #cloneTagged(value: object, tag: string): unknown {
    if (isArrayBuffer(value)) return this.#remember(value, copyMemory(value));
    if (isSharedArrayBuffer(value)) return value;
    if (isArrayBufferView(value)) {
      const memory = this.clone(value.buffer) as ArrayBuffer; // as above
      return this.#remember(value, new DataView(memory, value.byteOffset, value.byteLength));
    }
    if (types.isMap(value)) return this.#cloneMap(value);
    if (types.isSet(value)) return this.#cloneSet(value);
    if (types.isNativeError(value)) return this.#cloneError(value, tag);
    if (types.isDate(value)) return this.#remember(value, new Date(value.getTime()));
    if (types.isRegExp(value)) return this.#remember(value, new RegExp(value.source, value.flags));
    if (types.isBoxedPrimitive(value) && !types.isSymbolObject(value)) {
      return this.#remember(value, Object((value as { valueOf(): unknown }).valueOf()));
    }
    if (tag === 'Blob' || tag === 'File') {
      const copy = cloneBlob(value);
      if (copy !== undefined) return this.#remember(value, copy);
    }
    if (tag === 'CryptoKey' || tag === 'KeyObject') {
      const copy = cloneKey(value);
      if (copy !== undefined) return this.#remember(value, copy);
    }
    if (!Object.hasOwn(value, Symbol.toStringTag)) {
      if (tag === 'WebAssembly.Module') return value; // nothing about it can change
      if (NOT_DATA.test(tag)) refuse(`${describe(value)} could not be cloned.`);
      if (isMessagePort(value) || isTransferableSignal(value)) refuse(NOT_LISTED);
      if (isOfClass(value, tag))
        refuse(tag.endsWith('Stream') ? NOT_LISTED : 'Cannot clone object of unsupported type.');
    }
    return this.#cloneMembers(value, {});
  }

  #cloneMap(map: Map<unknown, unknown>): Map<unknown, unknown> {
    const copy = this.#remember(map, new Map<unknown, unknown>());
    const entries: unknown[] = []; // first all of them: a getter may change the map
    mapForEach(map, (item, key) => entries.push(key, item));
    for (let i = 0; i < entries.length; i += 2) copy.set(this.clone(entries[i]), this.clone(entries[i + 1]));
    return copy;
  }

  #cloneSet(set: Set<unknown>): Set<unknown> {
    const copy = this.#remember(set, new Set<unknown>());
    const items: unknown[] = []; // as above
    setForEach(set, (item) => items.push(item));
    for (const item of items) copy.add(this.clone(item));
    return copy;
  }

  #cloneError(error: Error, tag: string): Error {
    const { stack } = error;
    if ((tag === 'DOMException' || tag === 'QuotaExceededError') && DOMException.isDOMException(error)) {
      const copy = this.#remember(error, cloneDOMException(error));
      defineHidden(copy, 'stack', stack);
      return copy;
    }
    const name = `${error.name}`;
    const message = ObjectGetOwnPropertyDescriptor(error, 'message');
    const cause = ObjectGetOwnPropertyDescriptor(error, 'cause');
    const Type = (ERRORS.test(name) ? Reflect.get(globalThis, name) : Error) as ErrorConstructor;
    const copy = this.#remember(error, new Type());
    defineHidden(copy, 'stack', typeof stack === 'string' ? stack : undefined);
    if (message !== undefined && 'value' in message) defineHidden(copy, 'message', `${message.value}`);
    if (cause !== undefined && 'value' in cause) defineHidden(copy, 'cause', this.clone(cause.value));
    return copy;
  }
}

function cloneDOMException(error: DOMException): DOMException {
  if (error.name !== 'QuotaExceededError' || !(error instanceof QuotaExceededError)) {
    return new DOMException(error.message, error.name);
  }
  const { quota, requested } = error;
  return new QuotaExceededError(error.message, {
    ...(quota === null ? {} : { quota }),
    ...(requested === null ? {} : { requested }),
  });
}

function cloneKey(value: object): object | undefined {
  const parts = cryptoKeyParts(value);
  if (parts !== undefined) return makeCryptoKey(parts);
  const material = keyMaterial(value);
  return material === undefined ? undefined : makeKeyObject(material);
}

function copyMemory(memory: ArrayBuffer): ArrayBuffer {
  if (memory.detached) refuse('An ArrayBuffer is detached and could not be cloned.');
  const { byteLength, maxByteLength } = memory;
  const copy = memory.resizable ? new ArrayBuffer(byteLength, { maxByteLength }) : new ArrayBuffer(byteLength);
  new Uint8Array(copy).set(new Uint8Array(memory));
  return copy;
}

/** What V8 calls a value in its messages: it runs no getters for them. */
function describe(value: object): string {
  const made = dataProperty(value, 'constructor');
  const isPlain = dataProperty(value, 'toString') === Object.prototype.toString;
  return isPlain && typeof made === 'function' && made.name !== '' ? `#<${made.name}>` : builtinTag(value);
}

function dataProperty(value: object, name: string): unknown {
  for (let at: object | null = value; at !== null; at = ReflectGetPrototypeOf(at)) {
    const descriptor = ObjectGetOwnPropertyDescriptor(at, name);
    if (descriptor !== undefined) return descriptor.value;
  }
  return undefined;
}

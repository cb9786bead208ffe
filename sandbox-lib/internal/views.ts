// Brand checks on bytes that look at internal slots, not at prototypes a script may have changed. Inside the context.
import { uncurry } from './primordials.ts';

/** The accessor all typed arrays share: the name of the real class, undefined for everything else. */
const nameGetter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)
  ?.get as (this: unknown) => string | undefined; // every engine has it
const nameOf = uncurry(nameGetter);
const { isView } = ArrayBuffer;

/** 'Uint8Array' and the like for a typed array, undefined for any other value. */
export function typedArrayName(value: unknown): string | undefined {
  return nameOf(value);
}

export function isTypedArray(value: unknown): value is Uint8Array {
  return nameOf(value) !== undefined;
}

const prototypeOfAll = Object.getPrototypeOf(Uint8Array.prototype);

/** The real length, whatever a script has defined on the array. */
export function lengthOf(bytes: Uint8Array): number {
  return Reflect.get(prototypeOfAll, 'length', bytes);
}

/** Buffers included. */
export function isUint8Array(value: unknown): value is Uint8Array {
  return nameOf(value) === 'Uint8Array';
}

export function isArrayBufferView(value: unknown): value is ArrayBufferView {
  return isView(value);
}

export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return has(value, ArrayBuffer);
}

export function isSharedArrayBuffer(value: unknown): value is SharedArrayBuffer {
  return has(value, SharedArrayBuffer);
}

export function isAnyArrayBuffer(value: unknown): value is ArrayBufferLike {
  return has(value, ArrayBuffer) || has(value, SharedArrayBuffer);
}

/** The accessor throws for everything that has no such slot; the cheap test in front of it spares most values the throw. */
function has(value: unknown, type: typeof ArrayBuffer | typeof SharedArrayBuffer): boolean {
  if (typeof value !== 'object' || value === null || !(value instanceof type || tagged(value))) return false;
  try {
    Reflect.get(type.prototype, 'byteLength', value);
    return true;
  } catch {
    return false;
  }
}

function tagged(value: object): boolean {
  return Object.prototype.toString.call(value).endsWith('ArrayBuffer]');
}

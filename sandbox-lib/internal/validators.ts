// Node's argument checks, with Node's errors; the stack of each begins at the caller of the check. Inside the context.
import { nodeErrorAbove } from './errors.ts';

type Check = (...args: never[]) => unknown;

function failType(check: Check, name: string, expected: string | readonly string[], value: unknown): never {
  throw nodeErrorAbove(check, 'ERR_INVALID_ARG_TYPE', name, expected, value);
}

function failRange(check: Check, name: string, range: string, value: unknown): never {
  throw nodeErrorAbove(check, 'ERR_OUT_OF_RANGE', name, range, value);
}

function failValue(check: Check, name: string, value: unknown, reason: string): never {
  throw nodeErrorAbove(check, 'ERR_INVALID_ARG_VALUE', name, value, reason);
}

function checkInteger(check: Check, value: unknown, name: string, min: number, max: number): asserts value is number {
  if (typeof value !== 'number') failType(check, name, 'number', value);
  if (!Number.isInteger(value)) failRange(check, name, 'an integer', value);
  if (value < min || value > max) failRange(check, name, `>= ${min} && <= ${max}`, value);
}

export function isInt32(value: unknown): value is number {
  return typeof value === 'number' && value === (value | 0);
}

export function validateInteger(
  value: unknown,
  name: string,
  min: number = Number.MIN_SAFE_INTEGER,
  max: number = Number.MAX_SAFE_INTEGER,
): asserts value is number {
  checkInteger(validateInteger, value, name, min, max);
}

export function validateInt32(
  value: unknown,
  name: string,
  min = -2147483648,
  max = 2147483647,
): asserts value is number {
  checkInteger(validateInt32, value, name, min, max);
}

export function validateUint32(value: unknown, name: string, positive = false): asserts value is number {
  checkInteger(validateUint32, value, name, positive ? 1 : 0, 4294967295);
}

export function validateNumber(
  value: unknown,
  name: string,
  min?: number | null,
  max?: number | null,
): asserts value is number {
  if (typeof value !== 'number') failType(validateNumber, name, 'number', value);
  const low = min ?? undefined;
  const high = max ?? undefined;
  if (low === undefined && high === undefined) return;
  if ((low !== undefined && value < low) || (high !== undefined && value > high) || Number.isNaN(value)) {
    const bounds = [low === undefined ? '' : `>= ${low}`, high === undefined ? '' : `<= ${high}`];
    failRange(validateNumber, name, bounds.filter((bound) => bound !== '').join(' && '), value);
  }
}

/** False for undefined and NaN, true for a finite number, an error for everything else. */
export function validateFiniteNumber(value: unknown, name: string): value is number {
  if (value === undefined || Number.isNaN(value)) return false;
  if (Number.isFinite(value)) return true;
  if (typeof value !== 'number') failType(validateFiniteNumber, name, 'number', value);
  failRange(validateFiniteNumber, name, 'a finite number', value);
}

/** The number if it is one within the bounds, the default if it is undefined or NaN. */
export function checkRangesOrGetDefault<T>(
  value: unknown,
  name: string,
  lower: number,
  upper: number,
  fallback: T,
): number | T {
  if (!validateFiniteNumber(value, name)) return fallback;
  if (value < lower || value > upper) {
    failRange(checkRangesOrGetDefault, name, `>= ${lower} and <= ${upper}`, value);
  }
  return value;
}

export function validateString(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') failType(validateString, name, 'string', value);
}

export function validateBoolean(value: unknown, name: string): asserts value is boolean {
  if (typeof value !== 'boolean') failType(validateBoolean, name, 'boolean', value);
}

export function validateOneOf<T>(value: unknown, name: string, allowed: readonly T[]): asserts value is T {
  if ((allowed as readonly unknown[]).includes(value)) return;
  const list = allowed.map((one) => (typeof one === 'string' ? `'${one}'` : String(one))).join(', ');
  failValue(validateOneOf, name, value, `must be one of: ${list}`);
}

export function validateUnion<T>(value: unknown, name: string, union: readonly T[]): asserts value is T {
  if ((union as readonly unknown[]).includes(value)) return;
  failType(validateUnion, name, `('${union.join('|')}')`, value);
}

/** Bits for validateObject(): what it takes beside plain objects. */
export const kValidateObjectNone = 0;
export const kValidateObjectAllowNullable = 1;
export const kValidateObjectAllowArray = 2;
export const kValidateObjectAllowFunction = 4;
export const kValidateObjectAllowObjects = 6;
export const kValidateObjectAllowObjectsAndNull = 7;

export function validateObject(value: unknown, name: string, options = kValidateObjectNone): asserts value is object {
  const allowed =
    value === null
      ? (options & kValidateObjectAllowNullable) !== 0
      : Array.isArray(value)
        ? (options & kValidateObjectAllowArray) !== 0
        : typeof value === 'object' || (typeof value === 'function' && (options & kValidateObjectAllowFunction) !== 0);
  if (!allowed) failType(validateObject, name, 'Object', value);
}

/** Web IDL's dictionary: undefined, null or any object, functions included. */
export function validateDictionary(value: unknown, name: string): asserts value is object | null | undefined {
  if (value !== undefined && value !== null && typeof value !== 'object' && typeof value !== 'function') {
    failType(validateDictionary, name, 'a dictionary', value);
  }
}

function checkArray(check: Check, value: unknown, name: string, minLength: number): asserts value is unknown[] {
  if (!Array.isArray(value)) failType(check, name, 'Array', value);
  if (value.length < minLength) failValue(check, name, value, `must have a length of at least ${minLength}`);
}

function checkItems(check: Check, value: unknown, name: string, type: 'string' | 'boolean'): void {
  checkArray(check, value, name, 0);
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] !== type) failType(check, `${name}[${i}]`, type, value[i]);
  }
}

export function validateArray(value: unknown, name: string, minLength = 0): asserts value is unknown[] {
  checkArray(validateArray, value, name, minLength);
}

export function validateStringArray(value: unknown, name: string): asserts value is string[] {
  checkItems(validateStringArray, value, name, 'string');
}

export function validateBooleanArray(value: unknown, name: string): asserts value is boolean[] {
  checkItems(validateBooleanArray, value, name, 'boolean');
}

// biome-ignore lint/complexity/noBannedTypes: any function at all is what it asserts
export function validateFunction(value: unknown, name: string): asserts value is Function {
  if (typeof value !== 'function') failType(validateFunction, name, 'Function', value);
}

/** Anything with an `aborted` property passes, and undefined. */
export function validateAbortSignal(value: unknown, name: string): void {
  const isOne = value === undefined || (typeof value === 'object' && value !== null && 'aborted' in value);
  if (!isOne) failType(validateAbortSignal, name, 'AbortSignal', value);
}

export function validateBuffer(value: unknown, name = 'buffer'): asserts value is ArrayBufferView {
  if (!ArrayBuffer.isView(value)) failType(validateBuffer, name, ['Buffer', 'TypedArray', 'DataView'], value);
}

/** Refuses an odd number of hex digits. */
export function validateEncoding(data: string, encoding: unknown): void {
  if (String(encoding).toLowerCase() === 'hex' && data.length % 2 !== 0) {
    failValue(validateEncoding, 'encoding', encoding, `is invalid for data of length ${data.length}`);
  }
}

/** A mode as fs takes it: an unsigned integer, or its octal digits. */
export function parseFileMode(value: unknown, name: string, fallback?: number): number {
  let mode = value ?? fallback;
  if (typeof mode === 'string') {
    if (!/^[0-7]+$/.test(mode)) {
      failValue(parseFileMode, name, mode, 'must be a 32-bit unsigned integer or an octal string');
    }
    mode = Number.parseInt(mode, 8);
  }
  checkInteger(parseFileMode, mode, name, 0, 4294967295);
  return mode === 0 ? 0 : mode;
}

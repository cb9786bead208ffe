// Random bytes, numbers and UUIDs. Small amounts come from a pool: a host call costs more than they do. Inside the context.
// https://nodejs.org/api/crypto.html#cryptorandombytessize-callback
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { host } from '../host.ts';
import { nextTick, queueMacrotask } from '../loop.ts';
import { hostError } from '../packing.ts';
import { validateBoolean, validateFunction, validateNumber, validateObject } from '../validators.ts';
import { isAnyArrayBuffer, isArrayBufferView } from '../views.ts';

const POOL = 512;
const PIECE = 1 << 20;
const MAX_RANDOM_INT = 2 ** 48 - 1;
const MAX_SIZE = 2 ** 31 - 1;

let pool = new Uint8Array(0);
let used = 0;

function fetch(size: number): Uint8Array {
  const bytes = host('cryptoRandom', size);
  if (typeof bytes === 'number') throw hostError();
  return bytes;
}

/** A few bytes of the pool, to be read at once. */
function take(size: number): Uint8Array {
  if (used + size > pool.length) {
    pool = fetch(POOL) as Uint8Array<ArrayBuffer>; // a copy of the host's
    used = 0;
  }
  used += size;
  return pool.subarray(used - size, used);
}

function fill(bytes: Uint8Array): void {
  if (bytes.length <= POOL / 4) {
    bytes.set(take(bytes.length));
    return;
  }
  for (let at = 0; at < bytes.length; at += PIECE) bytes.set(fetch(Math.min(PIECE, bytes.length - at)), at);
}

function assertOffset(given: unknown, elementSize: number, length: number): number {
  validateNumber(given, 'offset');
  const offset = given * elementSize;
  const max = Math.min(length, MAX_SIZE);
  if (Number.isNaN(offset) || offset > max || offset < 0) {
    throw nodeError('ERR_OUT_OF_RANGE', 'offset', `>= 0 && <= ${max}`, offset);
  }
  return offset >>> 0;
}

function assertSize(given: unknown, elementSize: number, offset: number, length: number): number {
  validateNumber(given, 'size');
  const size = given * elementSize;
  if (Number.isNaN(size) || size > MAX_SIZE || size < 0) {
    throw nodeError('ERR_OUT_OF_RANGE', 'size', `>= 0 && <= ${MAX_SIZE}`, size);
  }
  if (size + offset > length) throw nodeError('ERR_OUT_OF_RANGE', 'size + offset', `<= ${length}`, size + offset);
  return size >>> 0;
}

type Target = { byteLength: number; length?: number; BYTES_PER_ELEMENT?: number } & (ArrayBuffer | ArrayBufferView);

function assertTarget(buf: unknown): asserts buf is Target {
  if (!isAnyArrayBuffer(buf) && !isArrayBufferView(buf)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'buf', ['ArrayBuffer', 'ArrayBufferView'], buf);
  }
}

/** The part of the target that is to be filled. */
function part(buf: Target, offset: unknown, size: unknown): Uint8Array {
  const elementSize = buf.BYTES_PER_ELEMENT || 1;
  const from = assertOffset(offset, elementSize, buf.byteLength);
  const length = size === undefined ? buf.byteLength - from : assertSize(size, elementSize, from, buf.byteLength);
  return isArrayBufferView(buf)
    ? new Uint8Array(buf.buffer, buf.byteOffset + from, length)
    : new Uint8Array(buf as ArrayBuffer, from, length);
}

export function randomFillSync(buf: unknown, offset: unknown = 0, size?: unknown): unknown {
  assertTarget(buf);
  fill(part(buf, offset, size));
  return buf;
}

type Callback = (error: null, result: unknown) => void;

export function randomFill(buf: unknown, offset: unknown, size?: unknown, callback?: unknown): void {
  assertTarget(buf);
  let [from, length, done] = [offset, size, callback];
  if (typeof offset === 'function') {
    [from, length, done] = [0, buf.length, offset];
  } else if (typeof size === 'function') {
    [length, done] = [(buf.length as number) - (offset as number), size];
  } else {
    validateFunction(callback, 'callback');
  }
  const target = part(buf, from, length);
  if (target.length === 0) {
    (done as Callback)(null, buf);
    return;
  }
  queueMacrotask(() => {
    fill(target);
    (done as Callback)(null, buf);
  }, 'RANDOMBYTESREQUEST');
}

export function randomBytes(size: unknown, callback?: unknown): Buffer | undefined {
  const length = assertSize(size, 1, 0, Number.POSITIVE_INFINITY);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = Buffer.alloc(length);
  if (callback === undefined) {
    fill(bytes);
    return bytes;
  }
  queueMacrotask(() => {
    fill(bytes);
    (callback as unknown as Callback)(null, bytes);
  }, 'RANDOMBYTESREQUEST');
  return undefined;
}

function draw(range: number): number {
  // An unbiased number below `range` comes from one below a multiple of it.
  const limit = MAX_RANDOM_INT - (MAX_RANDOM_INT % range);
  for (;;) {
    const bytes = take(6);
    let x = 0;
    for (const byte of bytes) x = x * 256 + byte;
    if (x < limit) return x % range;
  }
}

export function randomInt(min: unknown, max?: unknown, callback?: unknown): number | undefined {
  const minNotSpecified = typeof max === 'undefined' || typeof max === 'function';
  const [low, high, done] = minNotSpecified ? [0, min, max] : [min, max, callback];
  if (done !== undefined) validateFunction(done, 'callback');
  if (!Number.isSafeInteger(low)) throw nodeError('ERR_INVALID_ARG_TYPE', 'min', 'a safe integer', low);
  if (!Number.isSafeInteger(high)) throw nodeError('ERR_INVALID_ARG_TYPE', 'max', 'a safe integer', high);
  const [from, to] = [low as number, high as number];
  if (to <= from) throw nodeError('ERR_OUT_OF_RANGE', 'max', `greater than the value of "min" (${from})`, to);
  const range = to - from;
  if (!(range <= MAX_RANDOM_INT)) {
    throw nodeError('ERR_OUT_OF_RANGE', `max${minNotSpecified ? '' : ' - min'}`, `<= ${MAX_RANDOM_INT}`, range);
  }
  const number = draw(range) + from;
  if (done === undefined) return number;
  nextTick(() => (done as (error: undefined, result: number) => void)(undefined, number));
  return undefined;
}

const HEX = '0123456789abcdef';

function formatUuid(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < 16; i++) {
    const byte = bytes[i] as number;
    text += (i === 4 || i === 6 || i === 8 || i === 10 ? '-' : '') + HEX[byte >> 4] + HEX[byte & 15];
  }
  return text;
}

function checkUuidOptions(options: unknown): void {
  if (options !== undefined) validateObject(options, 'options');
  const { disableEntropyCache = false } = (options ?? {}) as { disableEntropyCache?: unknown };
  validateBoolean(disableEntropyCache, 'options.disableEntropyCache');
}

/** RFC 9562, version 4. */
export function randomUUID(options?: unknown): string {
  checkUuidOptions(options);
  const bytes = take(16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return formatUuid(bytes);
}

/** RFC 9562, version 7: 48 bits of the time in front. */
export function randomUUIDv7(options?: unknown): string {
  checkUuidOptions(options);
  const bytes = take(16);
  let time = Date.now();
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return formatUuid(bytes);
}

// gzip(), gzipSync() and their kin: a whole buffer in one crossing. Inside the context.
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { host } from '../host.ts';
import { queueMacrotask } from '../loop.ts';
import { ownView } from '../own-view.ts';
import { hostError, toBuffer } from '../packing.ts';
import { validateFunction } from '../validators.ts';
import { isAnyArrayBuffer, isArrayBufferView, isUint8Array } from '../views.ts';
import type { ZlibBase } from './base.ts';
import { classOf } from './classes.ts';
import { Engine, packOptions } from './engine.ts';
import type { KindName } from './kinds.ts';

const INPUTS = ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'];

/** What crosses of text or bytes; undefined for anything else. */
function toInput(value: unknown): string | Uint8Array | undefined {
  if (typeof value === 'string') return value;
  if (isArrayBufferView(value)) return ownView(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  return isAnyArrayBuffer(value) ? ownView(new Uint8Array(value)) : undefined;
}

function run(kind: KindName, input: string | Uint8Array, options: unknown): { output: Buffer; bytesRead: number } {
  const { text, bytes } = packOptions(options);
  const result = host('zlibRun', kind, input, text, ...bytes);
  if (typeof result === 'number') throw hostError();
  const bytesRead = new DataView(result.buffer, result.byteOffset, 4).getUint32(0, true);
  return { output: toBuffer(result.subarray(4)), bytesRead };
}

export function runSync(kind: KindName, buffer: unknown, options: unknown): unknown {
  const input = toInput(buffer);
  if (input === undefined) {
    new Engine(kind, options).close(); // the errors of the options come first
    throw nodeError('ERR_INVALID_ARG_TYPE', 'buffer', INPUTS, buffer);
  }
  const { output, bytesRead } = run(kind, input, options);
  return isInfo(options) ? { buffer: output, engine: ended(kind, options, bytesRead) } : output;
}

function isInfo(options: unknown): boolean {
  return Boolean(options && (options as { info?: unknown }).info);
}

/** The engine `info` asks for: it has done its work. */
function ended(kind: KindName, options: unknown, bytesRead: number): ZlibBase {
  const engine = new (classOf(kind))(options);
  engine.bytesWritten = bytesRead;
  engine._handle?.close();
  engine._handle = null;
  return engine;
}

type Callback = (error: unknown, result?: unknown) => void;

/** Errors of the data are node's `Z_…` and the like; all others are of the arguments. */
function isOfTheData(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return (
    typeof code === 'string' &&
    (/^(?:Z_|ZSTD_|ERR__|ERR_BUFFER_|ERR_TRAILING_)/.test(code) || /BROTLI_DECODER/.test(code))
  );
}

export function runAsync(kind: KindName, buffer: unknown, given: unknown, done: unknown): void {
  const [options, callback] = typeof given === 'function' ? [{}, given] : [given, done];
  const input = toInput(buffer);
  if (input === undefined || isInfo(options)) {
    streamAll(kind, buffer, options, callback);
    return;
  }
  let outcome: [unknown, unknown?];
  try {
    outcome = [null, run(kind, input, options).output];
  } catch (error) {
    if (!isOfTheData(error)) throw error;
    outcome = [error];
  }
  validateFunction(callback, 'callback');
  queueMacrotask(() => (callback as unknown as Callback)(...outcome));
}

/** As node does it: the stream itself, which is part of the answer or words the error. */
function streamAll(kind: KindName, buffer: unknown, options: unknown, callback: unknown): void {
  const stream = new (classOf(kind))(options);
  validateFunction(callback, 'callback');
  const done = callback as unknown as Callback;
  const pieces: Buffer[] = [];
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  stream.on('error', (error: Error) => done(error));
  stream.on('end', () => {
    const whole = Buffer.concat(pieces);
    stream.close();
    done(null, stream._info ? { buffer: whole, engine: stream } : whole);
  });
  const isOtherView = isArrayBufferView(buffer) && !isUint8Array(buffer);
  stream.end(isOtherView ? Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength) : toBytes(buffer));
}

function toBytes(buffer: unknown): unknown {
  return isAnyArrayBuffer(buffer) ? Buffer.from(buffer as ArrayBuffer) : buffer;
}

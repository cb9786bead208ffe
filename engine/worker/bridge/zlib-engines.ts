// Makes node:zlib's engines from what a script asked for: the fields they read, within what a run may use. Worker side.
import * as zlib from 'node:zlib';
import type { WorkerSettings } from '../../wire/messages.ts';
import { overLimit } from './failure.ts';

const MIB = 2 ** 20;
const MAX_CHUNK = MIB;
const MAX_LENGTH = Number.MAX_SAFE_INTEGER;
/** A window beyond what every decoder takes; 27 is zstd's own limit for strangers. */
const MAX_BROTLI_WINDOW = 24;
const MAX_ZSTD_LOG = 27;
const { BROTLI_PARAM_LGWIN, BROTLI_DECODER_PARAM_LARGE_WINDOW, BROTLI_PARAM_LARGE_WINDOW } = zlib.constants;
const FIELDS = [
  ...['chunkSize', 'flush', 'finishFlush', 'windowBits', 'level', 'memLevel', 'strategy', 'dictionary', 'params'],
  ...['maxOutputLength', 'rejectGarbageAfterEnd', 'pledgedSrcSize'],
];

export type Options = Readonly<Record<string, unknown>>;

/** The part of node's engines that works synchronously and step by step; node's own pako, pngjs and minizlib users reach for it, too. */
export interface Engine {
  readonly _writeState: Uint32Array;
  readonly _handle: {
    onerror: (message: string, errno: number, code: string) => void;
    writeSync(
      ...step: [flush: number, input: Uint8Array, at: number, size: number, out: Uint8Array, to: number, room: number]
    ): void;
    params(level: number, strategy: number): void;
    reset(): void;
    close(): void;
  };
  readonly bytesWritten: number;
}

interface Kind {
  make(options: Options): Engine;
  /** gzipSync and the like; answers the engine as well. */
  run(data: string | Uint8Array, options: Options): { buffer: Uint8Array; engine: Engine };
  /** The highest flush value of its native part, which aborts on others. */
  readonly maxFlush: number;
  weigh(options: Options): number;
}

function kind(name: string, runner: string, maxFlush: number, weigh: Kind['weigh']): [string, Kind][] {
  const Engine = Reflect.get(zlib, name) as (new (options: Options) => Engine) | undefined; // zstd came with Node 22.15
  const run = Reflect.get(zlib, runner) as Kind['run'];
  if (Engine === undefined) return [];
  const weight = (options: Options) => weigh(options) + dictionaryBytes(options);
  return [[name, { make: (options) => new Engine(options), run, maxFlush, weigh: weight }]];
}

/** Each engine has a copy of its own. */
function dictionaryBytes({ dictionary }: Options): number {
  return ArrayBuffer.isView(dictionary) || dictionary instanceof ArrayBuffer ? dictionary.byteLength : 0;
}

const MAX_FLUSH = zlib.constants.Z_BLOCK;
const MAX_BROTLI_FLUSH = zlib.constants.BROTLI_OPERATION_EMIT_METADATA;
const MAX_ZSTD_FLUSH = 2;
const deflateWeight = () => MIB / 2;
const inflateWeight = () => MIB / 8;

export const KINDS: ReadonlyMap<unknown, Kind> = new Map([
  ...kind('Gzip', 'gzipSync', MAX_FLUSH, deflateWeight),
  ...kind('Deflate', 'deflateSync', MAX_FLUSH, deflateWeight),
  ...kind('DeflateRaw', 'deflateRawSync', MAX_FLUSH, deflateWeight),
  ...kind('Gunzip', 'gunzipSync', MAX_FLUSH, inflateWeight),
  ...kind('Inflate', 'inflateSync', MAX_FLUSH, inflateWeight),
  ...kind('InflateRaw', 'inflateRawSync', MAX_FLUSH, inflateWeight),
  ...kind('Unzip', 'unzipSync', MAX_FLUSH, inflateWeight),
  ...kind('BrotliCompress', 'brotliCompressSync', MAX_BROTLI_FLUSH, brotliWeight),
  ...kind('BrotliDecompress', 'brotliDecompressSync', MAX_BROTLI_FLUSH, unbrotliWeight),
  ...kind('ZstdCompress', 'zstdCompressSync', MAX_ZSTD_FLUSH, zstdWeight),
  ...kind('ZstdDecompress', 'zstdDecompressSync', MAX_ZSTD_FLUSH, () => 8 * MIB),
]);

/** A parameter by its number: node reads '1.01e2' as 101, too. */
function parameter(options: Options, name: number): number {
  const entries = Object.entries(options['params'] ?? {});
  return Number(entries.find(([key]) => Number(key) === name)?.[1] ?? 0);
}

function brotliWeight(options: Options): number {
  const large = parameter(options, BROTLI_PARAM_LARGE_WINDOW) !== 0;
  if (large || parameter(options, BROTLI_PARAM_LGWIN) > MAX_BROTLI_WINDOW) throw wideWindow();
  return 16 * MIB;
}

function unbrotliWeight(options: Options): number {
  if (parameter(options, BROTLI_DECODER_PARAM_LARGE_WINDOW) !== 0) throw wideWindow();
  return 8 * MIB;
}

function wideWindow(): Error {
  return overLimit(`Cannot use a brotli window of more than ${MAX_BROTLI_WINDOW} bits`);
}

/** By zstd's table of levels: window, hash and chain table, and the hash table of long distances, whose entries are larger. */
function zstdWeight(options: Options): number {
  const level = parameter(options, zlib.constants.ZSTD_c_compressionLevel);
  const { ZSTD_c_windowLog, ZSTD_c_hashLog, ZSTD_c_chainLog, ZSTD_c_ldmHashLog } = zlib.constants;
  let weight = 0;
  for (const name of [ZSTD_c_windowLog, ZSTD_c_hashLog, ZSTD_c_chainLog, ZSTD_c_ldmHashLog]) {
    const log = parameter(options, name);
    if (log > MAX_ZSTD_LOG) throw overLimit(`Cannot use a zstd table of more than ${MAX_ZSTD_LOG} bits`);
    if (log > 0) weight += (name === ZSTD_c_ldmHashLog ? 8 : 4) * 2 ** log;
  }
  return weight + (level > 19 ? 900 : level > 15 ? 100 : level > 9 ? 40 : 8) * MIB;
}

/** The fields an engine reads, from whatever a script sent. */
export function readOptions(given: unknown, settings: WorkerSettings): Options {
  const options: Record<string, unknown> = {};
  for (const name of FIELDS) {
    const value = (given as Options | null | undefined)?.[name];
    if (value !== undefined) options[name] = value;
  }
  const { chunkSize, maxOutputLength } = options;
  // Only how often the host's loop turns depends on it.
  if (typeof chunkSize === 'number' && chunkSize > MAX_CHUNK && Number.isFinite(chunkSize))
    options['chunkSize'] = MAX_CHUNK;
  const cap = (settings.memory * MIB) / 2;
  // Node takes NaN for its own default, and refuses what is larger than any buffer.
  const isOver = typeof maxOutputLength === 'number' && !(maxOutputLength <= cap) && !(maxOutputLength > MAX_LENGTH);
  if (maxOutputLength === undefined || isOver) options['maxOutputLength'] = cap;
  return options;
}

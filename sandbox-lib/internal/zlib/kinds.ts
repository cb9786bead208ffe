// The engines of node:zlib and what tells them apart. Inside the context. https://nodejs.org/api/zlib.html#class-zlibzlibbase

export type KindName =
  | 'Deflate'
  | 'Inflate'
  | 'Gzip'
  | 'Gunzip'
  | 'DeflateRaw'
  | 'InflateRaw'
  | 'Unzip'
  | 'BrotliCompress'
  | 'BrotliDecompress'
  | 'ZstdCompress'
  | 'ZstdDecompress';

/** Flush values of one format: what a write, the end and flush() use, and the highest one. */
export interface Flushes {
  readonly write: number;
  readonly finish: number;
  readonly full: number;
  readonly max: number;
}

const ZLIB: Flushes = { write: 0, finish: 4, full: 3, max: 5 };
const BROTLI: Flushes = { write: 0, finish: 2, full: 1, max: 3 };
const ZSTD: Flushes = { write: 0, finish: 2, full: 1, max: 2 };

/** node:zlib's numbers of the modes. */
const MODES: Readonly<Record<KindName, number>> = {
  Deflate: 1,
  Inflate: 2,
  Gzip: 3,
  Gunzip: 4,
  DeflateRaw: 5,
  InflateRaw: 6,
  Unzip: 7,
  BrotliDecompress: 8,
  BrotliCompress: 9,
  ZstdCompress: 10,
  ZstdDecompress: 11,
};

export function modeOf(kind: KindName): number {
  return MODES[kind];
}

export function flushesOf(kind: KindName): Flushes {
  const mode = MODES[kind];
  return mode < 8 ? ZLIB : mode < 10 ? BROTLI : ZSTD;
}

/** From the weakest to the strongest: Z_NO_FLUSH, Z_BLOCK, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH. */
const STRENGTH = [0, 2, 3, 4, 5, 1];

export function strongerFlush(one: number, other: number): number {
  return (STRENGTH[one] as number) > (STRENGTH[other] as number) ? one : other;
}

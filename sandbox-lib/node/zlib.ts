// node:zlib. Inside the context. https://nodejs.org/api/zlib.html
import { publishedMaxLength } from '../internal/buffer-limits.ts';
import { nodeError, refused } from '../internal/errors.ts';
import { host } from '../internal/host.ts';
import { addLazyMembers } from '../internal/lazy-members.ts';
import { ownView } from '../internal/own-view.ts';
import {
  ObjectDefineProperties,
  ObjectDefineProperty,
  ObjectSetPrototypeOf,
  PlainProxy,
} from '../internal/primordials.ts';
import { validateUint32 } from '../internal/validators.ts';
import { isArrayBufferView } from '../internal/views.ts';
import type { ZlibBase } from '../internal/zlib/base.ts';
import { classOf } from '../internal/zlib/classes.ts';
import { codes, constants } from '../internal/zlib/constants.ts';
import type { KindName } from '../internal/zlib/kinds.ts';
import { runAsync, runSync } from '../internal/zlib/whole.ts';

/** As node does: read once, from what the script may have changed. */
export const outputLimit: number = publishedMaxLength();

function crc32(data: unknown, value: unknown = 0): number {
  if (typeof data !== 'string' && !isArrayBufferView(data)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'data', ['Buffer', 'TypedArray', 'DataView', 'string'], data);
  }
  validateUint32(value, 'value');
  if (typeof data === 'string') return host('crc32', data, value);
  return host('crc32', ownView(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)), value);
}

function make(kind: KindName, options: unknown): ZlibBase {
  return new (classOf(kind))(options);
}

const KINDS: readonly (readonly [kind: KindName, verb: string])[] = [
  ['Deflate', 'deflate'],
  ['Inflate', 'inflate'],
  ['Gzip', 'gzip'],
  ['Gunzip', 'gunzip'],
  ['DeflateRaw', 'deflateRaw'],
  ['InflateRaw', 'inflateRaw'],
  ['Unzip', 'unzip'],
  ['BrotliCompress', 'brotliCompress'],
  ['BrotliDecompress', 'brotliDecompress'],
  ['ZstdCompress', 'zstdCompress'],
  ['ZstdDecompress', 'zstdDecompress'],
];

/** What require('zlib') answers. Its parts are assigned, as in node, so that scripts may replace most of them. */
const zlib: Record<string, unknown> = {
  __proto__: null, // a dictionary until it is complete: as many shapes as it has members would cost each context 30 µs
  crc32,
  createDeflate: (options?: unknown) => make('Deflate', options),
  createInflate: (options?: unknown) => make('Inflate', options),
  createGzip: (options?: unknown) => make('Gzip', options),
  createGunzip: (options?: unknown) => make('Gunzip', options),
  createDeflateRaw: (options?: unknown) => make('DeflateRaw', options),
  createInflateRaw: (options?: unknown) => make('InflateRaw', options),
  createUnzip: (options?: unknown) => make('Unzip', options),
  createBrotliCompress: (options?: unknown) => make('BrotliCompress', options),
  createBrotliDecompress: (options?: unknown) => make('BrotliDecompress', options),
  createZstdCompress: (options?: unknown) => make('ZstdCompress', options),
  createZstdDecompress: (options?: unknown) => make('ZstdDecompress', options),
};
const makers: Record<string, () => unknown> = { __proto__: null as never };

for (const [kind, verb] of KINDS) {
  makers[kind] = () => classOf(kind);
  zlib[verb] = function asyncBufferWrapper(buffer: unknown, options?: unknown, callback?: unknown): void {
    runAsync(kind, buffer, options, callback);
  };
  zlib[`${verb}Sync`] = function syncBufferWrapper(buffer: unknown, options?: unknown): unknown {
    return runSync(kind, buffer, options);
  };
}

const ZIP = [
  ...['ZipEntry', 'ZipFile', 'ZipBuffer', 'createZipArchive', 'createZipArchiveSync', 'zipFiles'],
  ...['getMaxZipContentSize', 'setMaxZipContentSize'],
];
for (const name of ZIP) zlib[name] = makeRefusal(name);

/** A function that can be called with `new`, too, as some of them are. */
function makeRefusal(name: string): unknown {
  function refuse(): never {
    throw refused(`zlib.${name}()`, 'ZIP archives are not part of this sandbox', 'use a ZIP package from npm');
  }
  ObjectDefineProperty(refuse, 'name', { __proto__: null, value: name });
  return refuse;
}

addLazyMembers(zlib, makers);
ObjectDefineProperties(zlib, {
  constants: { __proto__: null, get: () => constants, enumerable: true },
  codes: { __proto__: null, get: () => codes, enumerable: true },
});

/** Old scripts read the constants from the module itself. To define them all would make every require() pay. */
ObjectSetPrototypeOf(
  zlib,
  new PlainProxy(Object.prototype, {
    get: (target, name, receiver) =>
      typeof name === 'string' && /^(?:Z_|ZLIB|ZSTD_|[A-Z]+$)/.test(name) && name in constants
        ? constants[name]
        : Reflect.get(target, name, receiver),
    set: (target, name, value, receiver) =>
      typeof name === 'string' && /^(?:Z_|ZLIB)/.test(name) && name in constants
        ? false
        : Reflect.set(target, name, value, receiver),
  }),
);

export default zlib;

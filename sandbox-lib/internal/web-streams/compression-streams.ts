// CompressionStream and DecompressionStream over zlib's streams. Inside the context. https://compression.spec.whatwg.org
import zlib from '../../node/zlib.ts';
import { codedError } from '../errors.ts';
import { inspect } from '../inspect.ts';
import type { InspectOptions } from '../inspect-types.ts';
import { duplexToWeb } from '../streams/to-web.ts';
import type { Duplex } from '../streams/types.ts';
import { toInterface } from '../web-class.ts';

type Pair = ReturnType<typeof duplexToWeb>;
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

function makePair(
  format: unknown,
  makers: Readonly<Record<string, string>>,
  className: string,
  options?: object,
): Pair {
  const maker = Object.hasOwn(makers, `${format}`) ? makers[`${format}`] : undefined;
  if (maker === undefined) {
    const message = `Failed to construct '${className}': 1st argument '${format}' is not a valid enum value of type CompressionFormat.`;
    throw codedError('TypeError', 'ERR_INVALID_ARG_VALUE', message);
  }
  // The names below are those of zlib's functions.
  return duplexToWeb((zlib[maker] as (options?: object) => Duplex)(options), {}, true);
}

export class CompressionStream {
  readonly #pair: Pair;

  constructor(format: unknown) {
    const makers = {
      deflate: 'createDeflate',
      'deflate-raw': 'createDeflateRaw',
      gzip: 'createGzip',
      brotli: 'createBrotliCompress',
    };
    this.#pair = makePair(format, makers, 'CompressionStream');
  }

  get readable(): Pair['readable'] {
    return this.#pair.readable;
  }

  get writable(): Pair['writable'] {
    return this.#pair.writable;
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    return `CompressionStream ${inspect({ readable: this.readable, writable: this.writable }, options)}`;
  }
}
toInterface(CompressionStream);

export class DecompressionStream {
  readonly #pair: Pair;

  constructor(format: unknown) {
    const makers = {
      deflate: 'createInflate',
      'deflate-raw': 'createInflateRaw',
      gzip: 'createGunzip',
      brotli: 'createBrotliDecompress',
    };
    this.#pair = makePair(format, makers, 'DecompressionStream', { rejectGarbageAfterEnd: true });
  }

  get readable(): Pair['readable'] {
    return this.#pair.readable;
  }

  get writable(): Pair['writable'] {
    return this.#pair.writable;
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    return `DecompressionStream ${inspect({ readable: this.readable, writable: this.writable }, options)}`;
  }
}
toInterface(DecompressionStream);

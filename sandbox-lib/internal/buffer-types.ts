// What a Buffer and its constructor look like to the compiler. Inside the context. https://nodejs.org/api/buffer.html
import type { NumberMethods } from './buffer-numbers.ts';

/** Its memory may be shared all the same: Buffer.from() takes a SharedArrayBuffer. The compiler would keep the two apart. */
export interface Buffer extends Uint8Array<ArrayBuffer>, NumberMethods {
  readonly parent: ArrayBufferLike | undefined;
  readonly offset: number | undefined;
  copy(target: Uint8Array, targetStart?: number, sourceStart?: number, sourceEnd?: number): number;
  toString(encoding?: string, start?: number, end?: number): string;
  toLocaleString(encoding?: string | string[], start?: unknown, end?: number): string;
  equals(otherBuffer: Uint8Array): boolean;
  inspect(recurseTimes?: number, ctx?: object): string;
  compare(
    target: Uint8Array,
    targetStart?: number,
    targetEnd?: number,
    sourceStart?: number,
    sourceEnd?: number,
  ): -1 | 0 | 1;
  indexOf(
    value: string | number | Uint8Array,
    byteOffset?: number | string,
    end?: number | string,
    encoding?: string,
  ): number;
  lastIndexOf(
    value: string | number | Uint8Array,
    byteOffset?: number | string,
    end?: number | string,
    encoding?: string,
  ): number;
  includes(
    value: string | number | Uint8Array,
    byteOffset?: number | string,
    end?: number | string,
    encoding?: string,
  ): boolean;
  fill(value: string | number | Uint8Array, offset?: number | string, end?: number | string, encoding?: string): this;
  write(text: string, encoding?: string): number;
  write(text: string, offset: number, encoding?: string): number;
  write(text: string, offset: number, length?: number, encoding?: string): number;
  toJSON(): { type: 'Buffer'; data: number[] };
  subarray(start?: number, end?: number): Buffer;
  slice(start?: number, end?: number): Buffer;
  swap16(): this;
  swap32(): this;
  swap64(): this;
}

/** What Buffer.from() takes beside text. */
export type BufferSource =
  | ArrayBufferLike
  | ArrayLike<number>
  | { valueOf(): unknown }
  | { type: 'Buffer'; data: number[] };

export interface BufferConstructor {
  readonly prototype: Buffer;
  poolSize: number;
  /** @deprecated Buffer.from() and Buffer.alloc() say what they do. */
  new (value: number | string | BufferSource, encodingOrOffset?: string | number, length?: number): Buffer;
  /** @deprecated */
  (value: number | string | BufferSource, encodingOrOffset?: string | number, length?: number): Buffer;
  from(value: string | BufferSource, encodingOrOffset?: string | number, length?: number): Buffer;
  copyBytesFrom(view: ArrayBufferView, offset?: number, length?: number): Buffer;
  of(...items: number[]): Buffer;
  alloc(size: number, fill?: string | number | Uint8Array, encoding?: string): Buffer;
  allocUnsafe(size: number, alignment?: number): Buffer;
  allocUnsafeSlow(size: number, alignment?: number): Buffer;
  isBuffer(value: unknown): value is Buffer;
  compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1;
  isEncoding(encoding: unknown): encoding is string;
  concat(list: readonly Uint8Array[], length?: number): Buffer;
  byteLength(value: string | ArrayBufferView | ArrayBufferLike, encoding?: string): number;
}

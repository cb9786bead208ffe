// Blob and File. Inside the context: their bytes are memory of the run. https://w3c.github.io/FileAPI/
import { encodeText, sliceText } from '../internal/encodings/codec.ts';
import { codedError, nodeError, nodeErrorAs } from '../internal/errors.ts';
import { inspect } from '../internal/inspect.ts';
import type { InspectOptions } from '../internal/inspect-types.ts';
import { joinBytes } from '../internal/join-bytes.ts';
import { SafeWeakMap } from '../internal/safe-collections.ts';
import { validateDictionary } from '../internal/validators.ts';
import { isAnyArrayBuffer, isArrayBufferView } from '../internal/views.ts';
import { toInterface } from '../internal/web-class.ts';
import { ReadableStream, type TransformStream } from '../internal/web-streams/standard.ts';
import { TextDecoderStream } from '../internal/web-streams/text-streams.ts';
import { DOMException } from './dom-exception.ts';

export interface BlobOptions {
  type?: unknown;
  endings?: unknown;
}

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
/** Bytes of one chunk of stream(). */
const CHUNK = 65_536;

/** The bytes of a Blob; undefined for any other value. */
export let bytesOfBlob: (value: unknown) => Uint8Array<ArrayBuffer> | undefined;
/** Whether what a Blob was read from is still the same. */
type Check = () => boolean;
let checkOf: (blob: Blob) => Check | undefined;
let makeBlob: (bytes: Uint8Array<ArrayBuffer>, type: string, check?: Check) => Blob;

export class Blob {
  #bytes: Uint8Array<ArrayBuffer>;
  #type: string;
  /** Of a Blob that a file, or a part of one, is in. */
  #check: Check | undefined = undefined;

  static {
    bytesOfBlob = (value) =>
      typeof value === 'object' && value !== null && #bytes in value ? value.#bytes : undefined;
    checkOf = (blob) => blob.#check;
    makeBlob = (bytes, type, check) => {
      const blob = new Blob();
      blob.#bytes = bytes;
      blob.#type = type;
      blob.#check = check;
      return blob;
    };
  }

  constructor(sources: unknown = [], options: BlobOptions | null = {}) {
    if (typeof sources !== 'object' || sources === null || !(Symbol.iterator in sources)) {
      throw codedError('TypeError', 'ERR_INVALID_ARG_TYPE', 'Value cannot be converted to sequence.');
    }
    const checks: Check[] = [];
    const parts = Array.from(sources as Iterable<unknown>, (source) => toPart(source, checks)); // it is one, as seen; read before the options
    validateDictionary(options, 'options');
    const { endings: given = 'transparent', type = '' } = (options ?? {}) as BlobOptions;
    const endings = `${given}`;
    if (endings !== 'transparent' && endings !== 'native') {
      throw nodeError('ERR_INVALID_ARG_VALUE', 'options.endings', endings);
    }
    const name = `${type}`;
    this.#bytes = joinBytes(parts.map((part) => toBytes(part, endings === 'native')));
    this.#type = normalizeType(name);
    if (checks.length > 0) this.#check = () => checks.every((check) => check());
  }

  get size(): number {
    return own(this).length;
  }

  get type(): string {
    own(this);
    return this.#type;
  }

  slice(start = 0, end = this.size, contentType: unknown = ''): Blob {
    return makeBlob(own(this).slice(clamp(start), clamp(end)), normalizeType(contentType), this.#check);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return readable(this).slice().buffer;
  }

  async bytes(): Promise<Uint8Array> {
    return readable(this).slice();
  }

  async text(): Promise<string> {
    const bytes = readable(this);
    const text = sliceText(bytes, 'utf8', 0, bytes.length);
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  }

  stream(): ReadableStream<Uint8Array> {
    const bytes = own(this);
    const isOfFile = this.#check !== undefined;
    let at = 0;
    return new ReadableStream({
      type: 'bytes',
      pull: (controller) => {
        readable(this);
        if (at < bytes.length) {
          controller.enqueue(bytes.slice(at, at + CHUNK));
          at += CHUNK;
          // A file may still change after the last chunk.
          if (at < bytes.length || isOfFile) return;
        }
        controller.close();
        controller.byobRequest?.respond(0);
      },
    });
  }

  /** The text in pieces. */
  textStream(): ReadableStream<string> {
    return this.stream().pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>);
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    return `Blob ${inspect({ size: this.size, type: this.type }, options)}`;
  }
}
toInterface(Blob);

function own(blob: unknown): Uint8Array<ArrayBuffer> {
  const bytes = bytesOfBlob(blob);
  if (bytes === undefined) throw nodeError('ERR_INVALID_THIS', 'Blob');
  return bytes;
}

/** The same, to be read: not if the file is another one by now. */
function readable(blob: Blob): Uint8Array<ArrayBuffer> {
  const bytes = own(blob);
  if (checkOf(blob)?.() === false) throw new DOMException('The blob could not be read', 'NotReadableError');
  return bytes;
}

export class File extends Blob {
  readonly #name: string;
  readonly #lastModified: number;

  constructor(fileBits: unknown, fileName: unknown, options: (BlobOptions & { lastModified?: unknown }) | null = {}) {
    // biome-ignore lint/complexity/noArguments: undefined is a name
    if (arguments.length < 2) throw nodeError('ERR_MISSING_ARGS', 'fileBits', 'fileName');
    super(fileBits, options);
    const given = options?.lastModified;
    const modified = given === undefined ? Date.now() : +(given as number); // a bigint throws, as it must
    this.#name = `${fileName}`.toWellFormed();
    this.#lastModified = Number.isFinite(modified) ? modified : 0;
  }

  get name(): string {
    if (!(#name in this)) throw nodeError('ERR_INVALID_THIS', 'File');
    return this.#name;
  }

  get lastModified(): number {
    if (!(#name in this)) throw nodeError('ERR_INVALID_THIS', 'File');
    return this.#lastModified;
  }

  override [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    const { size, type, name, lastModified } = this;
    return `File ${inspect({ size, type, name, lastModified }, options)}`;
  }
}
toInterface(File);

function normalizeType(type: unknown): string {
  const text = `${type}`;
  return /[^\x20-\x7e]/.test(text) ? '' : text.toLowerCase();
}

/** Web IDL's [Clamp]: the nearest whole number, the even one of two. */
function clamp(place: number): number {
  const number = Number(place);
  const rounded = Math.round(number);
  return rounded - number === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function toPart(source: unknown, checks: Check[]): Uint8Array | string {
  const check = bytesOfBlob(source) === undefined ? undefined : checkOf(source as Blob);
  if (check !== undefined) checks.push(check);
  if (isAnyArrayBuffer(source)) return new Uint8Array(source);
  if (isArrayBufferView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  return bytesOfBlob(source) ?? `${source}`.toWellFormed();
}

function toBytes(part: Uint8Array | string, nativeEndings: boolean): Uint8Array {
  if (typeof part !== 'string') return part;
  return encodeText(nativeEndings ? part.replace(/\r\n?/g, '\n') : part, 'utf8');
}

/** A copy as structuredClone makes it: the bytes never change, so they are shared. */
export function cloneBlob(value: object): Blob | undefined {
  const bytes = bytesOfBlob(value);
  if (bytes === undefined) return undefined;
  if (ofFiles.has(value)) throw nodeErrorAs('TypeError', 'ERR_INVALID_STATE', 'File-backed Blobs are not cloneable');
  if (value instanceof File) {
    const { name, type, lastModified } = value;
    return new File([bytes], name, { type, lastModified });
  }
  return makeBlob(bytes, (value as Blob).type);
}

const ofFiles = new SafeWeakMap<object, true>();

/** fs.openAsBlob(): readable for as long as `check` says that the file has not changed. */
export function makeFileBlob(bytes: Uint8Array, type: string, check: Check): Blob {
  const blob = makeBlob(new Uint8Array(bytes), type, check);
  ofFiles.set(blob, true);
  return blob;
}

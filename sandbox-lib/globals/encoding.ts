// TextEncoder and TextDecoder. Inside the context. https://encoding.spec.whatwg.org/#api
import { encodeText, sliceText, writeText } from '../internal/encodings/codec.ts';
import { type Decoding, encodingName, isSingleByte, makeDecoding } from '../internal/encodings/text-decodings.ts';
import { codedError, nodeError } from '../internal/errors.ts';
import { inspect } from '../internal/inspect.ts';
import type { InspectOptions } from '../internal/inspect-types.ts';
import { kValidateObjectAllowObjectsAndNull, validateObject, validateString } from '../internal/validators.ts';
import { isAnyArrayBuffer, isArrayBufferView, isUint8Array } from '../internal/views.ts';

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

/** Text to UTF-8. */
export class TextEncoder {
  readonly #encoding = 'utf-8';

  get encoding(): string {
    return this.#encoding;
  }

  encode(input: unknown = ''): Uint8Array<ArrayBuffer> {
    void this.#encoding; // throws for a receiver of another class
    return encodeText(`${input}`, 'utf8');
  }

  /** Writes whole characters as long as they fit. Counts UTF-16 units read and bytes written. */
  encodeInto(src: string, dest: Uint8Array): { read: number; written: number } {
    validateString(src, 'src');
    if (!isUint8Array(dest)) throw nodeError('ERR_INVALID_ARG_TYPE', 'dest', 'Uint8Array', dest);
    void this.#encoding;
    const written = writeText(dest, src, 'utf8', 0, dest.length);
    return { read: sliceText(dest, 'utf8', 0, written).length, written };
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    return inspect({ encoding: this.#encoding }, options);
  }
}

export interface TextDecoderOptions {
  fatal?: boolean;
  ignoreBOM?: boolean;
}

/** Labels of encodings that are an attack on whoever decodes them. Encoding standard, section 14.1 */
const REFUSED = /^[\t\n\f\r ]*(?:replacement|hz-gb-2312|iso-2022-cn(?:-ext)?|iso-2022-kr|csiso2022kr)[\t\n\f\r ]*$/i;

/** Bytes to text, in one piece or as a stream. */
export class TextDecoder {
  readonly #encoding: string;
  readonly #fatal: boolean;
  readonly #ignoreBOM: boolean;
  readonly #decoding: Decoding;
  /** Nothing of this stream has been read yet: a byte order mark would come now. */
  #atStart = true;

  constructor(encoding: unknown = 'utf-8', options: TextDecoderOptions | null = {}) {
    const label = `${encoding}`;
    validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
    const name = encodingName(label);
    if (name === undefined) throw nodeError('ERR_ENCODING_NOT_SUPPORTED', REFUSED.test(label) ? 'replacement' : label);
    this.#encoding = name;
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
    this.#decoding = makeDecoding(name, this.#fatal);
  }

  get encoding(): string {
    requireDecoder(#encoding in this);
    return this.#encoding;
  }

  get fatal(): boolean {
    requireDecoder(#encoding in this);
    return this.#fatal;
  }

  get ignoreBOM(): boolean {
    requireDecoder(#encoding in this);
    return this.#ignoreBOM;
  }

  decode(input: unknown = new Uint8Array(), options: { stream?: boolean } | null = {}): string {
    requireDecoder(#encoding in this);
    validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
    const stream = Boolean(options?.stream);
    const text = this.#decoding.decode(toBytes(input, this.#encoding), stream);
    const atStart = this.#atStart;
    this.#atStart = !stream || (atStart && text === '');
    if (text === undefined) {
      const message = `The encoded data was not valid for encoding ${this.#encoding}`;
      throw codedError('TypeError', 'ERR_ENCODING_INVALID_ENCODED_DATA', message);
    }
    const hasMark = atStart && !this.#ignoreBOM && text.startsWith('\ufeff') && this.#encoding.startsWith('utf-');
    return hasMark ? text.slice(1) : text;
  }

  [inspectCustom](depth: number | undefined): unknown {
    requireDecoder(#encoding in this);
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = { encoding: this.#encoding, fatal: this.#fatal, ignoreBOM: this.#ignoreBOM };
    return `${this.constructor.name} ${inspect(shown)}`;
  }
}

function requireDecoder(ours: boolean): void {
  if (!ours) throw nodeError('ERR_INVALID_THIS', 'TextDecoder');
}

function toBytes(input: unknown, encoding: string): Uint8Array {
  if (isArrayBufferView(input)) {
    return input.byteLength === 0 ? new Uint8Array() : new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  }
  if (isAnyArrayBuffer(input)) return input.byteLength === 0 ? new Uint8Array() : new Uint8Array(input);
  if (isSingleByte(encoding)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'input', ['ArrayBuffer', 'ArrayBufferView'], input);
  }
  // The native part's words, which leave out what it got.
  const name = encoding === 'utf-8' ? 'list' : 'input';
  const message = `The "${name}" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.`;
  throw codedError('TypeError', 'ERR_INVALID_ARG_TYPE', message);
}

for (const [prototype, names] of [
  [TextEncoder.prototype, ['encoding', 'encode', 'encodeInto']],
  [TextDecoder.prototype, ['encoding', 'fatal', 'ignoreBOM', 'decode']],
] as const) {
  for (const name of names) Object.defineProperty(prototype, name, { __proto__: null, enumerable: true });
  Object.defineProperty(prototype, Symbol.toStringTag, {
    __proto__: null,
    value: prototype.constructor.name,
    configurable: true,
  });
}

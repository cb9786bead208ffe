// TextEncoderStream and TextDecoderStream. Inside the context. https://encoding.spec.whatwg.org/#interface-textdecoderstream
import { TextDecoder, type TextDecoderOptions, TextEncoder } from '../../globals/encoding.ts';
import { nodeError } from '../errors.ts';
import { inspect } from '../inspect.ts';
import type { InspectOptions } from '../inspect-types.ts';
import { isAnyArrayBuffer, isArrayBufferView } from '../views.ts';
import { toInterface } from '../web-class.ts';
import { type ReadableStream, TransformStream, type WritableStream } from './standard.ts';

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

export class TextEncoderStream {
  readonly #transform: TransformStream<unknown, Uint8Array>;

  constructor() {
    const encoder = new TextEncoder();
    /** The first half of a pair whose second half comes with the next chunk. */
    let half = '';
    this.#transform = new TransformStream<unknown, Uint8Array>({
      transform(chunk, controller) {
        const text = `${half}${chunk}`;
        half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? '';
        const whole = text.slice(0, text.length - half.length);
        if (whole !== '') controller.enqueue(encoder.encode(whole));
      },
      flush(controller) {
        if (half !== '') controller.enqueue(encoder.encode(half));
      },
    });
  }

  get encoding(): string {
    void this.#transform; // throws for a receiver of another class
    return 'utf-8';
  }

  get readable(): ReadableStream<Uint8Array> {
    return this.#transform.readable;
  }

  get writable(): WritableStream<unknown> {
    return this.#transform.writable;
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (!isObject(this) || !(#transform in this)) throw nodeError('ERR_INVALID_THIS', 'TextEncoderStream');
    if (typeof depth === 'number' && depth < 0) return this;
    const { encoding, readable, writable } = this;
    return `${this.constructor.name} ${inspect({ encoding, readable, writable }, options)}`;
  }
}
toInterface(TextEncoderStream);

export class TextDecoderStream {
  readonly #decoder: TextDecoder;
  readonly #transform: TransformStream<unknown, string>;

  constructor(encoding: unknown = 'utf-8', options: TextDecoderOptions | null = {}) {
    const decoder = new TextDecoder(encoding, options);
    this.#decoder = decoder;
    this.#transform = new TransformStream<unknown, string>({
      transform(chunk, controller) {
        if (!isAnyArrayBuffer(chunk) && !isArrayBufferView(chunk)) {
          throw nodeError('ERR_INVALID_ARG_TYPE', 'input', ['ArrayBuffer', 'ArrayBufferView'], chunk);
        }
        const text = decoder.decode(chunk, { stream: true });
        if (text !== '') controller.enqueue(text);
      },
      flush(controller) {
        const text = decoder.decode();
        if (text !== '') controller.enqueue(text);
      },
    });
  }

  get encoding(): string {
    return this.#decoder.encoding;
  }

  get fatal(): boolean {
    return this.#decoder.fatal;
  }

  get ignoreBOM(): boolean {
    return this.#decoder.ignoreBOM;
  }

  get readable(): ReadableStream<string> {
    return this.#transform.readable;
  }

  get writable(): WritableStream<unknown> {
    return this.#transform.writable;
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (!isObject(this) || !(#transform in this)) throw nodeError('ERR_INVALID_THIS', 'TextDecoderStream');
    if (typeof depth === 'number' && depth < 0) return this;
    const { encoding, fatal, ignoreBOM, readable, writable } = this;
    return `${this.constructor.name} ${inspect({ encoding, fatal, ignoreBOM, readable, writable }, options)}`;
  }
}
toInterface(TextDecoderStream);

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

// The body of a Request or Response. Inside the context. https://fetch.spec.whatwg.org/#body-mixin
import { Blob, bytesOfBlob } from '../../globals/blob.ts';
import { type FormData, isFormData } from '../../globals/form-data.ts';
import type { Headers } from '../../globals/headers.ts';
import { Buffer } from '../buffer.ts';
import { encodeText, sliceText } from '../encodings/codec.ts';
import { codedError } from '../errors.ts';
import { joinBytes } from '../join-bytes.ts';
import { MIMEType } from '../mime.ts';
import { defineOwn, ObjectDefineProperty } from '../primordials.ts';
import { URLSearchParams } from '../url-search-params.ts';
import { isArrayBuffer, isArrayBufferView, isUint8Array } from '../views.ts';
import { ReadableStream, TransformStream } from '../web-streams/standard.ts';
import { TextDecoderStream } from '../web-streams/text-streams.ts';
import { encodeForm, parseFormBody } from './form-body.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export class Body {
  /** The Content-Type that goes with it. */
  readonly type: string | undefined;
  /** Made of a stream: its size is not known. */
  readonly isStreamed: boolean;
  #bytes: Bytes | undefined;
  #stream: ReadableStream<Uint8Array> | undefined;
  #used = false;

  constructor(content: Bytes | ReadableStream<Uint8Array>, type?: string) {
    this.type = type;
    this.isStreamed = content instanceof ReadableStream;
    if (content instanceof ReadableStream) this.#stream = content;
    else this.#bytes = content;
  }

  /** Made when it is first asked for: most bodies are read whole. */
  get stream(): ReadableStream<Uint8Array> {
    if (this.#stream === undefined) {
      this.#stream = new Blob([this.#bytes ?? new Uint8Array()]).stream();
      this.#bytes = undefined;
    }
    return this.#stream;
  }

  get used(): boolean {
    return this.#used || isDisturbed(this.#stream);
  }

  /** Neither to be read nor to be copied. */
  get isUnusable(): boolean {
    return this.used || this.#stream?.locked === true;
  }

  /** All of it, once. */
  async read(): Promise<Bytes> {
    if (this.isUnusable) {
      throw new TypeError('Body is unusable: Body has already been read');
    }
    this.#used = true;
    const bytes = this.#bytes;
    if (bytes !== undefined) {
      this.#bytes = new Uint8Array();
      return bytes;
    }
    return readAll(this.stream);
  }

  /** A body with the content of this one, which is used up by that. */
  takeOver(): Body {
    if (this.#stream?.locked) throw new TypeError('Body is locked');
    this.#used = true;
    const bytes = this.#bytes;
    if (bytes === undefined) return new Body(this.stream.pipeThrough(new TransformStream()), this.type);
    this.#bytes = new Uint8Array();
    return new Body(bytes, this.type);
  }

  /** A second body with the same content. */
  clone(): Body {
    if (this.#bytes !== undefined) return new Body(this.#bytes, this.type);
    const [one, two] = this.stream.tee();
    this.#stream = one;
    return new Body(two, this.type);
  }
}

function isDisturbed(stream: ReadableStream | undefined): boolean {
  return (stream as { _disturbed?: boolean } | undefined)?._disturbed === true;
}

async function readAll(stream: ReadableStream<Uint8Array>): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) {
    if (!isUint8Array(chunk)) throw new TypeError('Received non-Uint8Array chunk');
    chunks.push(chunk);
  }
  return joinBytes(chunks);
}

/** Anything a Request or Response may be made of. */
export function toBody(value: unknown): Body | undefined {
  if (value === undefined || value === null) return undefined;
  if (value instanceof ReadableStream) {
    if (value.locked || isDisturbed(value))
      throw new TypeError('Response body object should not be disturbed or locked');
    return new Body(value);
  }
  const blob = bytesOfBlob(value);
  if (blob !== undefined) return new Body(blob, (value as Blob).type || undefined);
  if (isArrayBuffer(value)) return new Body(new Uint8Array(value).slice());
  if (isArrayBufferView(value)) {
    return new Body(new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice());
  }
  if (isFormData(value)) return new Body(...encodeForm(value));
  if (value instanceof URLSearchParams) {
    return new Body(toUtf8(String(value)), 'application/x-www-form-urlencoded;charset=UTF-8');
  }
  if (isAsyncIterable(value)) return new Body(streamOf(value));
  return new Body(toUtf8(`${value}`), 'text/plain;charset=UTF-8');
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Texts count as UTF-8. */
function streamOf(source: AsyncIterable<unknown>): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    type: 'bytes',
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) {
        controller.close();
        controller.byobRequest?.respond(0);
        return;
      }
      const bytes = Buffer.from(value as string); // or bytes: it throws for anything else
      if (bytes.length > 0) controller.enqueue(new Uint8Array(bytes));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

function toUtf8(text: string): Bytes {
  return encodeText(text.toWellFormed(), 'utf8').slice();
}

interface Holder {
  readonly headers: Headers;
}

/** Puts the methods that read a body on a class's prototype. */
export function addBodyMethods<T extends Holder>(
  Class: { readonly prototype: T; new (...args: never[]): T },
  bodyOf: (holder: T) => Body | undefined,
): void {
  const method = (name: string, read: (bytes: Bytes, holder: T) => unknown): void => {
    const value = {
      async [name](this: T): Promise<unknown> {
        if (!(this instanceof Class)) throw codedError('TypeError', 'ERR_INVALID_THIS', 'Illegal invocation');
        return read((await bodyOf(this)?.read()) ?? new Uint8Array(), this);
      },
    }[name];
    defineOwn(Class.prototype, name, value);
  };
  method('arrayBuffer', (bytes) => bytes.slice().buffer);
  method('bytes', (bytes) => bytes.slice());
  method('blob', (bytes, holder) => new Blob([bytes], { type: typeOf(holder.headers) }));
  method('text', toText);
  method('json', (bytes) => JSON.parse(toText(bytes)));
  method('formData', (bytes, holder): FormData => parseFormBody(bytes, holder.headers.get('content-type')));
  defineOwn(Class.prototype, 'textStream', function textStream(this: T): ReadableStream<string> {
    const body = bodyOf(this);
    if (body?.isUnusable) throw new TypeError('Body is unusable');
    const stream = body?.stream ?? new Blob([]).stream();
    return stream.pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>);
  });
  ObjectDefineProperty(Class.prototype, 'body', {
    __proto__: null,
    get(this: T): unknown {
      return bodyOf(this)?.stream ?? null;
    },
    configurable: true,
    enumerable: true,
  });
  ObjectDefineProperty(Class.prototype, 'bodyUsed', {
    __proto__: null,
    get(this: T): boolean {
      return bodyOf(this)?.used ?? false;
    },
    configurable: true,
    enumerable: true,
  });
}

/** The media type as a Blob has it. */
function typeOf(headers: Headers): string {
  const type = headers.get('content-type');
  return type === null ? '' : String(MIMEType.parse(type) ?? '');
}

function toText(bytes: Bytes): string {
  const text = sliceText(bytes, 'utf8', 0, bytes.length);
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

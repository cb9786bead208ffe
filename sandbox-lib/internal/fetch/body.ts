// The body of a Request or Response. Inside the context. https://fetch.spec.whatwg.org/#body-mixin
import { Blob, bytesOfBlob } from '../../globals/blob.ts';
import { type FormData, isFormData } from '../../globals/form-data.ts';
import type { Headers } from '../../globals/headers.ts';
import { encodeText, sliceText } from '../encodings/codec.ts';
import { ObjectDefineProperty } from '../primordials.ts';
import { URLSearchParams } from '../url-search-params.ts';
import { isAnyArrayBuffer, isArrayBufferView, isUint8Array } from '../views.ts';
import { ReadableStream } from '../web-streams/standard.ts';
import { encodeForm, parseFormBody } from './form-body.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export class Body {
  /** The Content-Type that goes with it. */
  readonly type: string | undefined;
  #bytes: Bytes | undefined;
  #stream: ReadableStream<Uint8Array> | undefined;
  #used = false;

  constructor(content: Bytes | ReadableStream<Uint8Array>, type?: string) {
    this.type = type;
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

  /** All of it, once. */
  async read(): Promise<Bytes> {
    if (this.used || this.#stream?.locked) {
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
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
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
  if (isAnyArrayBuffer(value)) return new Body(new Uint8Array(value).slice());
  if (isArrayBufferView(value)) {
    return new Body(new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice());
  }
  if (isFormData(value)) return new Body(...encodeForm(value));
  if (value instanceof URLSearchParams) {
    return new Body(toUtf8(String(value)), 'application/x-www-form-urlencoded;charset=UTF-8');
  }
  return new Body(toUtf8(`${value}`), 'text/plain;charset=UTF-8');
}

function toUtf8(text: string): Bytes {
  return encodeText(text.toWellFormed(), 'utf8').slice();
}

interface Holder {
  readonly headers: Headers;
}

/** Puts the methods that read a body on a class's prototype. */
export function addBodyMethods<T extends Holder>(
  Class: { readonly prototype: T },
  bodyOf: (holder: T) => Body | undefined,
): void {
  const method = (name: string, read: (bytes: Bytes, holder: T) => unknown): void => {
    const value = {
      async [name](this: T): Promise<unknown> {
        return read((await bodyOf(this)?.read()) ?? new Uint8Array(), this);
      },
    }[name];
    ObjectDefineProperty(Class.prototype, name, { value, writable: true, configurable: true, enumerable: true });
  };
  method('arrayBuffer', (bytes) => bytes.slice().buffer);
  method('bytes', (bytes) => bytes.slice());
  method('blob', (bytes, holder) => new Blob([bytes], { type: holder.headers.get('content-type') ?? '' }));
  method('text', toText);
  method('json', (bytes) => JSON.parse(toText(bytes)));
  method('formData', (bytes, holder): FormData => parseFormBody(bytes, holder.headers.get('content-type')));
  ObjectDefineProperty(Class.prototype, 'body', {
    get(this: T): unknown {
      return bodyOf(this)?.stream ?? null;
    },
    configurable: true,
    enumerable: true,
  });
  ObjectDefineProperty(Class.prototype, 'bodyUsed', {
    get(this: T): boolean {
      return bodyOf(this)?.used ?? false;
    },
    configurable: true,
    enumerable: true,
  });
}

function toText(bytes: Bytes): string {
  const text = sliceText(bytes, 'utf8', 0, bytes.length);
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

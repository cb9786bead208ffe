// node:stream/consumers. Inside the context. https://nodejs.org/api/webstreams.html#utility-consumers
import { Buffer } from '../../internal/buffer.ts';
import { nodeError, refused } from '../../internal/errors.ts';
import { StringDecoder } from '../../internal/string-decoder.ts';

type Source = AsyncIterable<unknown> | Iterable<unknown>;

/** One chunk as bytes, as Blob takes it: what is neither bytes nor text becomes text. */
function toBytes(chunk: unknown): Buffer {
  if (ArrayBuffer.isView(chunk)) return Buffer.from(chunk.buffer as ArrayBuffer, chunk.byteOffset, chunk.byteLength);
  if (chunk instanceof ArrayBuffer) return Buffer.from(chunk);
  return Buffer.from(String(chunk));
}

/** Memory of its own: that of a small Buffer is shared. */
export async function arrayBuffer(stream: Source): Promise<ArrayBuffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(toBytes(chunk));
  return new Uint8Array(Buffer.concat(chunks)).buffer;
}

export async function buffer(stream: Source): Promise<Buffer> {
  return Buffer.from(await arrayBuffer(stream));
}

export async function bytes(stream: Source): Promise<Uint8Array> {
  return new Uint8Array(await arrayBuffer(stream));
}

export async function blob(stream: Source): Promise<unknown> {
  const { Blob } = globalThis as { Blob?: new (parts: unknown[]) => unknown };
  if (Blob === undefined) throw refused('a Blob', 'this context has none', 'collect the bytes with buffer()');
  const chunks: unknown[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return new Blob(chunks);
}

export async function text(stream: Source): Promise<string> {
  const decoder = new StringDecoder('utf8');
  let result = '';
  for await (const chunk of stream) {
    if (typeof chunk === 'string') result += chunk;
    else if (ArrayBuffer.isView(chunk) || chunk instanceof ArrayBuffer) result += decoder.write(toBytes(chunk));
    else
      throw nodeError('ERR_INVALID_ARG_TYPE', 'list', ['SharedArrayBuffer', 'ArrayBuffer', 'ArrayBufferView'], chunk);
  }
  result += decoder.end();
  return result.startsWith('\ufeff') ? result.slice(1) : result;
}

export async function json(stream: Source): Promise<unknown> {
  return JSON.parse(await text(stream));
}

const consumers = { arrayBuffer, blob, buffer, bytes, text, json };
export default consumers;

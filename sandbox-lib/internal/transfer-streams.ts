// Web streams in a transfer list: the original is locked, its chunks go through structured clones. Inside the context.
// https://streams.spec.whatwg.org/#rs-transfer
import { DOMException } from '../globals/dom-exception.ts';
import { structuredClone } from '../globals/structured-clone.ts';
import { isOfClass } from './platform-kind.ts';
import { ObjectDefineProperty } from './primordials.ts';
import type { Move } from './transfer.ts';
import {
  ReadableStream,
  type ReadableStreamDefaultReader,
  TransformStream,
  WritableStream,
} from './web-streams/standard.ts';

const KINDS = ['ReadableStream', 'WritableStream', 'TransformStream'];

/** The name of a stream's class, or undefined. */
export function streamKind(value: object): string | undefined {
  return KINDS.find((kind) => isOfClass(value, kind));
}

/** `taken`: the streams that move already; a TransformStream takes its two. */
export function prepareStream(stream: object, taken: Map<object, true>): Move {
  const kind = streamKind(stream);
  if (kind === 'ReadableStream') return prepareReadable(stream as ReadableStream, taken); // as just found
  if (kind === 'WritableStream') return prepareWritable(stream as WritableStream, taken); // as above
  const { readable, writable } = stream as TransformStream; // the third kind
  const moves = [prepareReadable(readable, taken), prepareWritable(writable, taken)] as const;
  const copy = new TransformStream();
  ObjectDefineProperty(copy, 'readable', { __proto__: null, value: moves[0].copy });
  ObjectDefineProperty(copy, 'writable', { __proto__: null, value: moves[1].copy });
  return { copy, commit: () => void moves.map((move) => move.commit()) };
}

function take(stream: { readonly locked: boolean }, kind: string, taken: Map<object, true>): void {
  const isTaken = stream.locked || taken.has(stream);
  taken.set(stream, true);
  if (isTaken) throw new DOMException(`Cannot transfer a locked ${kind}`, 'DataCloneError');
}

function prepareReadable(stream: ReadableStream, taken: Map<object, true>): Move {
  take(stream, 'ReadableStream', taken);
  const reader = Promise.withResolvers<ReadableStreamDefaultReader>();
  const copy = new ReadableStream(
    {
      async pull(controller) {
        const from = await reader.promise;
        const { done, value } = await from.read();
        if (done) {
          from.releaseLock(); // as the end of a pipe does
          return controller.close();
        }
        try {
          controller.enqueue(structuredClone(value));
        } catch (error) {
          void from.cancel(error).catch(() => {});
          throw error;
        }
      },
      cancel: async (reason) => (await reader.promise).cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { copy, commit: () => reader.resolve(stream.getReader()) };
}

function prepareWritable(stream: WritableStream, taken: Map<object, true>): Move {
  take(stream, 'WritableStream', taken);
  const writer = Promise.withResolvers<ReturnType<typeof stream.getWriter>>();
  const copy = new WritableStream({
    write: async (chunk) => (await writer.promise).write(structuredClone(chunk)),
    close: async () => (await writer.promise).close(),
    abort: async (reason) => (await writer.promise).abort(reason),
  });
  return { copy, commit: () => writer.resolve(stream.getWriter()) };
}

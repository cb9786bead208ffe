// Moves the values of an iterable into a stream, with back-pressure. Inside the context.
import { aggregateTwoErrors } from '../errors.ts';
import { eos } from './finished.ts';
import { isTransformStream } from './stream-kind.ts';
import type { Writable } from './types.ts';

export type Values = AsyncIterable<unknown> | Iterable<unknown>;
type Finish = (error?: Error | null) => void;

/** Into a stream of node's kind; `end` ends it after the last value. */
export async function pumpToNode(values: Values, writable: Writable, finish: Finish, end: boolean): Promise<void> {
  let error: Error | null | undefined;
  let wake: (() => void) | null = null;
  const resume = (failure?: Error | null): void => {
    if (failure) error = failure;
    const woken = wake;
    wake = null;
    woken?.();
  };
  const wait = (): Promise<void> =>
    new Promise((resolve, reject) => {
      if (error) {
        reject(error);
        return;
      }
      wake = () => {
        if (error) reject(error);
        else resolve();
      };
    });

  writable.on('drain', resume);
  const stopWatching = eos(writable, { readable: false }, resume);
  try {
    if (writable.writableNeedDrain) await wait();
    for await (const value of values) {
      if (!writable.write(value)) await wait();
    }
    if (end) {
      writable.end();
      await wait();
    }
    finish();
  } catch (failure) {
    finish(error === failure ? error : aggregateTwoErrors(error, failure as Error));
  } finally {
    stopWatching();
    writable.off('drain', resume);
  }
}

/** What of a WritableStream is used. */
interface WebWritable {
  getWriter(): {
    readonly ready: Promise<void>;
    write(chunk: unknown): Promise<void>;
    close(): Promise<void>;
    abort(reason: unknown): Promise<void>;
  };
}

/** Into a WritableStream, or the writable side of a TransformStream. */
export async function pumpToWeb(values: Values, stream: unknown, finish: Finish, end: boolean): Promise<void> {
  const target = isTransformStream(stream) ? (stream as { writable: unknown }).writable : stream;
  const writer = (target as WebWritable).getWriter();
  try {
    for await (const value of values) {
      await writer.ready;
      writer.write(value).catch(() => {}); // the next `ready` tells
    }
    await writer.ready;
    if (end) await writer.close();
    finish();
  } catch (error) {
    let reason = error;
    try {
      await writer.abort(error);
    } catch (another) {
      reason = another;
    }
    finish(reason as Error);
  }
}

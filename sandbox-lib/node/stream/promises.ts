// node:stream/promises. Inside the context. https://nodejs.org/api/stream.html#streams-promises-api
import type { AbortSignal } from '../../globals/abort-controller.ts';
import { type FinishedOptions, finished as finish } from '../../internal/streams/finished.ts';
import { pipelineImpl } from '../../internal/streams/pipeline.ts';
import { isIterable, isNodeStream, isWebStream } from '../../internal/streams/stream-kind.ts';

interface PipelineOptions {
  signal?: AbortSignal;
  end?: boolean;
}

function isOptions(value: unknown): value is PipelineOptions {
  return (
    Boolean(value) && typeof value === 'object' && !isNodeStream(value) && !isIterable(value) && !isWebStream(value)
  );
}

export function pipeline(...streams: unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const last = streams.at(-1);
    const options = isOptions(last) ? last : {};
    pipelineImpl(
      isOptions(last) ? streams.slice(0, -1) : streams,
      (error, value) => {
        if (error) reject(error);
        else resolve(value);
      },
      options,
    );
  });
}

export function finished(stream: unknown, options?: (FinishedOptions & { cleanup?: boolean }) | null): Promise<void> {
  return finish(stream, options);
}

const promises = { finished, pipeline };
export default promises;

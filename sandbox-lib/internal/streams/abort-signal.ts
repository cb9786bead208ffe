// addAbortSignal(): an abort destroys the stream. Inside the context.
// https://nodejs.org/api/stream.html#streamaddabortsignalsignal-stream
import type { AbortSignal } from '../../globals/abort-controller.ts';
import { addAbortListener } from '../abort-listener.ts';
import { AbortError, nodeError } from '../errors.ts';
import { eos } from './finished.ts';
import { isNodeStream, isWebStream, kControllerErrorFunction } from './stream-kind.ts';

interface Abortable {
  destroy(error: Error): void;
  [kControllerErrorFunction](error: Error): void;
}

function isSignal(signal: unknown): signal is AbortSignal {
  return typeof signal === 'object' && signal !== null && 'aborted' in signal;
}

export function addAbortSignal<T>(signal: AbortSignal, stream: T): T {
  if (!isSignal(signal)) throw nodeError('ERR_INVALID_ARG_TYPE', 'signal', 'AbortSignal', signal);
  if (!isNodeStream(stream) && !isWebStream(stream)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  return addSignal(signal, stream);
}

/** The same for arguments that were checked. */
export function addSignal<T>(signal: AbortSignal, stream: T): T {
  if (!isSignal(signal)) return stream;
  const abortable = stream as unknown as Abortable; // the caller has checked it
  const onAbort = (): void => {
    const error = new AbortError(undefined, { cause: signal.reason });
    if (isNodeStream(stream)) abortable.destroy(error);
    else abortable[kControllerErrorFunction](error);
  };
  if (signal.aborted) {
    onAbort();
  } else {
    const listening = addAbortListener(signal, onAbort);
    eos(stream, () => listening[Symbol.dispose]());
  }
  return stream;
}

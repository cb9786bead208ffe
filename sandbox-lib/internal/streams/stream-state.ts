// What both sides of a stream keep: where it is in its life. The names are node's, for packages read them. Inside the context.
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { getDefaultHighWaterMark, highWaterMarkOf } from './high-water-mark.ts';
import type { DuplexOptions } from './types.ts';

type Side = 'readable' | 'writable';

export class StreamState {
  objectMode: boolean;
  highWaterMark: number;
  /** Bytes, characters or objects that are buffered. */
  length = 0;
  /** True while code of the stream itself is on the stack: an event must then wait for the next tick. */
  sync = true;
  /** False between the start and the end of _construct(). */
  constructed = true;
  emitClose: boolean;
  /** Call destroy() after an error and at the end. */
  autoDestroy: boolean;
  errored: Error | null = null;
  errorEmitted = false;
  destroyed = false;
  /** _destroy() is done. */
  closed = false;
  closeEmitted = false;
  defaultEncoding: string;

  constructor(options: DuplexOptions<never> | undefined, side: Side, isDuplex: boolean) {
    this.objectMode = Boolean(options?.objectMode || (isDuplex && options?.[`${side}ObjectMode`]));
    this.highWaterMark = options
      ? highWaterMarkOf(options, this.objectMode, isDuplex ? `${side}HighWaterMark` : undefined)
      : getDefaultHighWaterMark(false);
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    this.defaultEncoding = encodingOf(options?.defaultEncoding);
  }
}

function encodingOf(given: string | null | undefined): string {
  if (given == null || given === 'utf8' || given === 'utf-8') return 'utf8';
  if (!Buffer.isEncoding(given)) throw nodeError('ERR_UNKNOWN_ENCODING', given);
  return given;
}

/** Notes an error in each state that has none yet. */
export function noteError(error: Error | null | undefined, ...states: (StreamState | undefined)[]): void {
  if (!error) return;
  for (const state of states) {
    if (state !== undefined && !state.errored) state.errored = error;
  }
}

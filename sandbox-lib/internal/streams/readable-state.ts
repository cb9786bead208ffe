// The state of a readable side and its buffer. The names are node's, for packages read them. Inside the context.
import { Buffer } from '../buffer.ts';
import type { EventEmitter } from '../event-emitter.ts';
import { StringDecoder } from '../string-decoder.ts';
import type { Piece } from './chunk.ts';
import { StreamState } from './stream-state.ts';
import type { DuplexOptions } from './types.ts';

export class ReadableState extends StreamState {
  /** Chunks from `bufferIndex` on; those before were taken. */
  buffer: unknown[] = [];
  bufferIndex = 0;
  pipes: EventEmitter[] = [];
  /** True: 'data' is emitted as it comes. False: paused. Null: nobody has said. */
  flowing: boolean | null = null;
  /** push(null) was called. */
  ended = false;
  endEmitted = false;
  endScheduled = false;
  /** _read() was called and has pushed nothing yet. */
  reading = false;
  /** A read() found too little: 'readable' must be emitted when there is more. */
  needReadable = false;
  /** 'readable' is scheduled, or being emitted. */
  emittedReadable = false;
  readableListening = false;
  dataListening = false;
  resumeScheduled = false;
  /** The end came while nobody listened: a later 'readable' listener is told. */
  eofReadablePending = false;
  /** What pause() and resume() said last; null when neither was called. */
  pausedByCall: boolean | null = null;
  readingMore = false;
  dataEmitted = false;
  /** The one destination that must drain, or, once there are several, the set of those. */
  awaitDrainWriters: EventEmitter | Set<EventEmitter> | null = null;
  decoder: StringDecoder | null = null;
  encoding: string | null = null;
  /** Of a duplex: false when it was made without this side. */
  declare readable?: boolean;

  constructor(options?: DuplexOptions<never>, _stream?: unknown, isDuplex = false) {
    super(options, 'readable', isDuplex);
    if (options?.encoding) {
      this.decoder = new StringDecoder(options.encoding);
      this.encoding = options.encoding;
    }
  }

  get paused(): boolean {
    return this.pausedByCall === true;
  }

  set paused(value: boolean) {
    this.pausedByCall = Boolean(value);
  }

  get pipesCount(): number {
    return this.pipes.length;
  }

  get multiAwaitDrain(): boolean {
    return this.awaitDrainWriters instanceof Set;
  }
}

/** The part of a state that fromList() works on. */
type Buffered = Pick<ReadableState, 'buffer' | 'bufferIndex' | 'length' | 'objectMode' | 'decoder'>;

/**
 * Takes `n` bytes or characters off the buffer, all of it for no `n`, one chunk in object mode. The caller corrects `length`.
 */
export function fromList(n: number | undefined, state: Buffered): unknown {
  if (state.length === 0) return null;
  if (state.objectMode) return compact(state, takeChunk(state));
  const size = !n || n >= state.length ? state.length : n;
  const first = state.buffer[state.bufferIndex] as Piece | undefined; // only object mode has other chunks
  if (first === undefined) return Buffer.alloc(0);
  if (first.length === size) return compact(state, takeChunk(state));
  if (first.length > size) {
    state.buffer[state.bufferIndex] = first.slice(size);
    return first.slice(0, size);
  }
  return compact(state, state.decoder ? takeText(state, size) : takeBytes(state, size));
}

function takeChunk(state: Buffered): unknown {
  const chunk = state.buffer[state.bufferIndex];
  state.buffer[state.bufferIndex++] = null;
  return chunk;
}

/** Takes the next chunk, or of a larger one its first `room`. */
function takePart(state: Buffered, room: number): Piece {
  const piece = state.buffer[state.bufferIndex] as Piece;
  if (piece.length <= room) return takeChunk(state) as Piece;
  state.buffer[state.bufferIndex] = piece.slice(room);
  return piece.slice(0, room);
}

function takeText(state: Buffered, size: number): string {
  let text = '';
  while (text.length < size && state.bufferIndex < state.buffer.length) text += takePart(state, size - text.length);
  return text;
}

function takeBytes(state: Buffered, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size && state.bufferIndex < state.buffer.length) {
    const part = takePart(state, size - filled) as Buffer;
    bytes.set(part, filled);
    filled += part.length;
  }
  return bytes;
}

/** Drops the emptied front of the buffer now and then. */
function compact<T>(state: Buffered, taken: T): T {
  if (state.bufferIndex === state.buffer.length) {
    state.buffer.length = 0;
    state.bufferIndex = 0;
  } else if (state.bufferIndex > 1024) {
    state.buffer.splice(0, state.bufferIndex);
    state.bufferIndex = 0;
  }
  return taken;
}

// The state of a writable side and its buffer. The names are node's, for packages read them. Inside the context.
import { StreamState } from './stream-state.ts';
import type { BufferedWrite, Done, DuplexOptions, Writable } from './types.ts';
import { onWritten } from './writable-write.ts';

/** The callback of a write that was given none. */
export function noCallback(): void {}

/** Writes that ended in the call of _write(), whose callbacks wait for the next tick: mostly it is one function many times. */
export interface AfterWrite {
  count: number;
  readonly callback: Done;
}

export class WritableState extends StreamState {
  decodeStrings: boolean;
  /** A write() answered false: 'drain' must be emitted. */
  needDrain = false;
  /** end() was called. */
  ending = false;
  /** end() was called and has returned. */
  ended = false;
  finalCalled = false;
  prefinished = false;
  finished = false;
  corked = 0;
  /** _write() was called and has not called back. */
  writing = false;
  expectCallback = false;
  writelen = 0;
  writecb: Done = noCallback;
  /** Passed to _write() as its callback. */
  readonly onwrite: Done;
  buffered: BufferedWrite[] = [];
  bufferedIndex = 0;
  bufferProcessing = false;
  /** Whether everything buffered is a Buffer, and without a callback. */
  allBuffers = true;
  allNoop = true;
  afterWriteTickInfo: AfterWrite | null = null;
  afterWritePending = false;
  /** Callbacks that are due before 'finish' may be emitted. */
  pendingcb = 0;
  /** Callbacks of end(). */
  onFinished: Done[] = [];
  /** Of a duplex: false when it was made without this side. */
  declare writable?: boolean;

  constructor(options: DuplexOptions<never> | undefined, stream: Writable, isDuplex = false) {
    super(options, 'writable', isDuplex);
    this.decodeStrings = options?.decodeStrings !== false;
    this.onwrite = (error) => onWritten(stream, error);
  }

  getBuffer(): BufferedWrite[] {
    return this.buffered.slice(this.bufferedIndex);
  }

  get bufferedRequestCount(): number {
    return this.buffered.length - this.bufferedIndex;
  }

  resetBuffer(): void {
    this.buffered = [];
    this.bufferedIndex = 0;
    this.allBuffers = true;
    this.allNoop = true;
  }
}

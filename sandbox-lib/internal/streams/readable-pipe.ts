// Readable's pipe() and unpipe(). Inside the context. https://nodejs.org/api/stream.html#readablepipedestination-options
import type { EventEmitter } from '../event-emitter.ts';
import { nextTick } from '../loop.ts';
import { errorOrDestroy } from './destroy.ts';
import { prependListener } from './legacy.ts';
import type { ReadableState } from './readable-state.ts';
import type { PipeOptions, Readable, StreamBase } from './types.ts';

/** What is written to: a Writable, or something old that is like one. */
interface Destination extends EventEmitter {
  write(chunk: unknown): boolean;
  end(): void;
  destroy(error?: unknown): void;
  writableNeedDrain?: boolean;
  _isStdio?: boolean;
}

/** Passed with 'unpipe', so that a pipe made twice to one destination is taken off once. */
interface UnpipeInfo {
  hasUnpiped: boolean;
}

export function pipe(this: Readable, destination: Destination, options?: PipeOptions): Destination {
  const state = this._readableState;
  if (state.pipes.length === 1 && !(state.awaitDrainWriters instanceof Set)) {
    state.awaitDrainWriters = new Set(state.awaitDrainWriters ? [state.awaitDrainWriters] : []);
  }
  state.pipes.push(destination);
  new Pipe(this, destination).start(options?.end !== false && destination._isStdio !== true);
  return destination;
}

/** One source, one destination, and the listeners that keep them together. */
class Pipe {
  readonly #source: Readable;
  readonly #state: ReadableState;
  readonly #destination: Destination;
  #atEnd = (): void => this.#unpipe();
  #drainListening = false;
  #cut = false;

  constructor(source: Readable, destination: Destination) {
    this.#source = source;
    this.#state = source._readableState;
    this.#destination = destination;
  }

  start(endDestination: boolean): void {
    const source = this.#source;
    const destination = this.#destination;
    if (endDestination) this.#atEnd = () => destination.end();
    if (this.#state.endEmitted) nextTick(this.#atEnd);
    else source.once('end', this.#atEnd);
    destination.on('unpipe', this.#onUnpipe);
    source.on('data', this.#onData);
    prependListener(destination, 'error', this.#onError);
    destination.once('close', this.#onClose);
    destination.once('finish', this.#onFinish);
    destination.emit('pipe', source);
    if (destination.writableNeedDrain === true) this.#pause();
    else if (!this.#state.flowing) source.resume();
  }

  readonly #onData = (chunk: unknown): void => {
    try {
      if (this.#destination.write(chunk) === false) this.#pause();
    } catch (error) {
      this.#destination.destroy(error);
    }
  };

  /** Waits for the destination, unless it was unpiped in the very write. */
  #pause(): void {
    const state = this.#state;
    const destination = this.#destination;
    if (!this.#cut) {
      if (state.pipes.length === 1 && state.pipes[0] === destination) state.awaitDrainWriters = destination;
      else if (state.pipes.length > 1 && state.pipes.includes(destination) && state.awaitDrainWriters instanceof Set) {
        state.awaitDrainWriters.add(destination);
      }
      this.#source.pause();
    }
    if (this.#drainListening) return;
    this.#drainListening = true;
    destination.on('drain', this.#onDrain);
  }

  readonly #onDrain = (): void => {
    const state = this.#state;
    if (state.awaitDrainWriters === this.#destination) state.awaitDrainWriters = null;
    else if (state.awaitDrainWriters instanceof Set) state.awaitDrainWriters.delete(this.#destination);
    const waits = state.awaitDrainWriters instanceof Set ? state.awaitDrainWriters.size > 0 : state.awaitDrainWriters;
    if (!waits && state.dataListening) this.#source.resume();
  };

  readonly #onUnpipe = (source: Readable, info?: UnpipeInfo): void => {
    if (source !== this.#source || info?.hasUnpiped !== false) return;
    info.hasUnpiped = true;
    this.#cleanUp();
  };

  #cleanUp(): void {
    const source = this.#source;
    const destination = this.#destination;
    destination.removeListener('close', this.#onClose);
    destination.removeListener('finish', this.#onFinish);
    if (this.#drainListening) destination.removeListener('drain', this.#onDrain);
    destination.removeListener('error', this.#onError);
    destination.removeListener('unpipe', this.#onUnpipe);
    source.removeListener('end', this.#atEnd);
    source.removeListener('data', this.#onData);
    this.#cut = true;
    // The source may be paused for this very destination; other ones must not starve for it.
    if (this.#drainListening && this.#state.awaitDrainWriters) this.#onDrain();
  }

  #unpipe(): void {
    this.#source.unpipe(this.#destination);
  }

  /** Takes the pipe off, and passes the error on where nobody else would see it. */
  readonly #onError = (error: Error): void => {
    const destination = this.#destination;
    this.#unpipe();
    destination.removeListener('error', this.#onError);
    if (destination.listenerCount('error') > 0) return;
    const stream = destination as EventEmitter as StreamBase; // or it has neither state
    const state = stream._writableState || stream._readableState;
    if (state && !state.errorEmitted) errorOrDestroy(stream, error);
    else destination.emit('error', error);
  };

  readonly #onClose = (): void => {
    this.#destination.removeListener('finish', this.#onFinish);
    this.#unpipe();
  };

  readonly #onFinish = (): void => {
    this.#destination.removeListener('close', this.#onClose);
    this.#unpipe();
  };
}

export function unpipe(this: Readable, destination?: EventEmitter): Readable {
  const state = this._readableState;
  if (state.pipes.length === 0) return this;
  if (!destination) {
    const all = state.pipes;
    state.pipes = [];
    this.pause();
    for (const each of all) each.emit('unpipe', this, { hasUnpiped: false });
    return this;
  }
  const index = state.pipes.indexOf(destination);
  if (index === -1) return this;
  state.pipes.splice(index, 1);
  if (state.pipes.length === 0) this.pause();
  destination.emit('unpipe', this, { hasUnpiped: false });
  return this;
}

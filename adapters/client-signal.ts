// Tells the engine that the client of a node:http answer has left. Parent process. An AbortController would do the same: making one
// for every request, to be asked for one time in a thousand, costs more than building the environment of a run.
import type { ServerResponse } from 'node:http';
import type { CancelSignal } from '../engine/index.ts';

export class ClientSignal implements CancelSignal {
  readonly #outgoing: ServerResponse;
  readonly #listeners: Array<() => void> = [];
  #isListening = false;

  constructor(outgoing: ServerResponse) {
    this.#outgoing = outgoing;
  }

  get aborted(): boolean {
    return this.#outgoing.destroyed && !this.#outgoing.writableFinished;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.push(listener);
    if (this.#isListening) return;
    this.#isListening = true;
    this.#outgoing.on('close', () => {
      if (this.aborted) for (const left of [...this.#listeners]) left();
    });
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const place = this.#listeners.indexOf(listener);
    if (place >= 0) this.#listeners.splice(place, 1);
  }
}

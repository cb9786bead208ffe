// Which run the parent wants to have stopped. It says so on a pipe of its own, which the event loop reads: the loop only turns while a run
// sleeps or yields, and then nobody reads the pipe that the runs come by. Worker side.
import type { Readable } from 'node:stream';
import { RECORD, RecordReader } from '../wire/records.ts';

export class Aborts {
  #current = 0;
  /** The last wish. It may have come when its run was over, or before the worker has read of it. */
  #wanted: number | undefined;
  #wake: (() => void) | undefined;

  constructor(input: Readable) {
    const reader = new RecordReader((type, id) => {
      if (type !== RECORD.ABORT) throw new Error(`Cannot take record ${type} on the pipe of aborts`);
      this.#wanted = id;
      if (id === this.#current) this.#wake?.();
    });
    input.on('data', (chunk: Buffer) => reader.push(chunk));
  }

  /** This run is the current one: whatever was wanted of others is done with. Numbers of runs come again. */
  begin(run: number): void {
    this.#current = run;
    if (this.#wanted !== run) this.#wanted = undefined;
  }

  /** Lets the event loop turn for some milliseconds. Comes back at once, and with true, if the current run is to be aborted. */
  async pause(ms: number): Promise<boolean> {
    if (this.#wanted !== this.#current) await this.#wait(ms);
    return this.#wanted === this.#current;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms > 0 ? setTimeout(resolve, ms) : undefined;
      // A run that has more to do only lets the loop look at the pipe.
      if (ms <= 0) setImmediate(resolve);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

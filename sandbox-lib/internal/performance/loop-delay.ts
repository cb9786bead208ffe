// monitorEventLoopDelay(): how long the turns of the run take, measured by a timer that keeps it alive no longer. Inside the context.
// https://nodejs.org/api/perf_hooks.html#perf_hooksmonitoreventloopdelayoptions
import { clearInterval, setInterval, type Timeout } from '../timers.ts';
import { validateInteger, validateNumber, validateObject } from '../validators.ts';
import { now } from './clock.ts';
import { Histogram, makeParts, nanoseconds, type Tally } from './histogram.ts';

interface DelayOptions {
  resolution?: number;
}

export class ELDHistogram extends Histogram {
  readonly #resolution: number;
  readonly #tally: Tally;
  #timer: Timeout | undefined;
  #last = 0;

  constructor(resolution: number) {
    const { proof, tally } = makeParts();
    super(proof, tally);
    this.#resolution = resolution;
    this.#tally = tally;
  }

  /** Whether it was not enabled before. */
  enable(): boolean {
    if (this.#timer !== undefined) return false;
    this.#last = now();
    this.#timer = setInterval(() => this.#record(), this.#resolution).unref();
    return true;
  }

  #record(): void {
    const before = this.#last;
    this.#last = now();
    this.#tally.add(nanoseconds(this.#last - before));
  }

  /** Whether it was enabled before. */
  disable(): boolean {
    if (this.#timer === undefined) return false;
    clearInterval(this.#timer);
    this.#timer = undefined;
    return true;
  }

  [Symbol.dispose](): void {
    this.disable();
  }
}

export function monitorEventLoopDelay(options: DelayOptions = {}): ELDHistogram {
  validateObject(options, 'options');
  const { resolution = 10 } = options;
  validateNumber(resolution, 'options.resolution');
  validateInteger(resolution, 'options.resolution', 1);
  return new ELDHistogram(resolution);
}

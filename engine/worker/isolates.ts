// The isolate that runs are done in, and the change to the next one. Worker side.
import type { Isolate } from './isolate.ts';
import { forgetLibraryCode } from './library.ts';

/**
 * The next isolate is made a step at a time after the last runs of the current one: made at once, a request in fifty would wait 2.4 ms for it
 * (of hello.js, all that the worker does between two answers: p99 2.8 → 1.3 ms).
 */
const STEPS = 3;

export class Isolates {
  readonly #create: () => Isolate;
  readonly #maxContexts: number;
  #current: Isolate;
  #next: Isolate | undefined;
  /** How many were begun in the place of one that ended well. */
  #begun = 0;

  /** `maxContexts`: how many an isolate makes before it is replaced. */
  constructor(create: () => Isolate, maxContexts: number) {
    this.#create = create;
    this.#maxContexts = maxContexts;
    this.#current = create();
  }

  get current(): Isolate {
    return this.#current;
  }

  /** What the next run needs is made after each run. `isBad`: no other run is done in this isolate. */
  afterRun(isBad: boolean): void {
    const left = this.#maxContexts - this.#current.contexts;
    if (isBad || left <= 0 || this.#current.isFull) this.renew();
    else if (left <= STEPS) this.#makeNext();
    this.#current.prepare();
  }

  renew(): void {
    this.#current.dispose();
    this.#current = this.#next ?? this.#create();
    this.#next = undefined;
  }

  #makeNext(): void {
    if (this.#next === undefined) this.#next = this.#begin();
    else if (!this.#next.isCompiled) this.#next.compile();
    else this.#next.prepare();
  }

  /**
   * What the library's code holds compiled is first of all what the build has guessed. The second isolate begins without that: what is compiled
   * in it at its end is what the scripts of this site call (of `stream`, 6 % of a run's CPU). Later ones add to it, ever more seldom.
   */
  #begin(): Isolate {
    this.#begun++;
    if (this.#begun === 1) forgetLibraryCode();
    else if (isPowerOfTwo(this.#begun)) this.#current.keepLibraryCode();
    return this.#create();
  }
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0;
}

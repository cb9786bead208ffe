// When a new worker process may be started: a rate for all of them, and a pause after deaths nobody asked for. Parent side, pure.
// Killing is cheap for the one who makes us kill (an aborting client); starting costs 100 ms of CPU, so it is what must be bounded.

/** Starts that may happen at once, and how many come back per second. */
const BURST = 12;
const PER_SECOND = 4;
/** Deaths nobody asked for within the window that count as a crash loop, and the pauses after it. */
const CRASHES = 5;
const WINDOW_MS = 10_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

export class Respawn {
  readonly #now: () => number;
  #tokens = BURST;
  #refilledAt: number;
  #crashes: number[] = [];
  #pause = FIRST_PAUSE_MS;
  #pausedUntil = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#refilledAt = now();
  }

  /** Milliseconds until a worker may be started; 0 takes one start. */
  next(): number {
    const now = this.#now();
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#refilledAt) / 1000) * PER_SECOND);
    this.#refilledAt = now;
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    if (this.#tokens < 1) return ((1 - this.#tokens) / PER_SECOND) * 1000;
    this.#tokens--;
    return 0;
  }

  /** A worker died by itself. One that hung at its start counts as a loop: what waits has waited for it all that time. */
  crashed(hasHung = false): void {
    const now = this.#now();
    this.#crashes = this.#crashes.filter((at) => now - at < WINDOW_MS);
    this.#crashes.push(now);
    if (this.#crashes.length < CRASHES && !hasHung) return;
    this.#crashes = [];
    this.#pausedUntil = now + this.#pause;
    this.#pause = Math.min(LONGEST_PAUSE_MS, this.#pause * 2);
  }

  /** A worker became ready and served a run: the loop, if there was one, is over. */
  recovered(): void {
    this.#pause = FIRST_PAUSE_MS;
  }

  /** Milliseconds left of the pause after a crash loop. */
  get pauseMs(): number {
    return Math.max(0, this.#pausedUntil - this.#now());
  }
}

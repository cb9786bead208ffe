// The wall clock of one run: time in which the parent did not take what was written does not count. Worker side.
import type { WorkerReport } from '../wire/messages.ts';
import type { Outbox } from './outbox.ts';

/** isolated-vm refuses a limit of 2^31 milliseconds or more; its own is a little later than what is asked for here (entry-timeout.ts). */
const LONGEST_MS = 2 ** 31 - 1000;

export class RunClock {
  readonly #startedAt = performance.now();
  readonly #timeout: number;
  readonly #outbox: Outbox;
  /** What runs before have waited is none of this one's time. */
  readonly #blockedBefore: number;

  constructor(timeout: number, outbox: Outbox) {
    this.#timeout = timeout;
    this.#outbox = outbox;
    this.#blockedBefore = outbox.blockedMs;
  }

  /** What the report says of a run that has used up its time. */
  get breach(): Required<Pick<WorkerReport, 'code' | 'limit'>> {
    const measured = Math.round(performance.now() - this.#startedAt);
    return { code: 'WALL_LIMIT', limit: { name: 'wall ms', measured, limit: this.#timeout } };
  }

  /** Whole milliseconds until the run's limit, at least 1 and as many as isolated-vm takes. */
  get remaining(): number {
    const blockedMs = this.#outbox.blockedMs - this.#blockedBefore;
    const remaining = this.#timeout - (performance.now() - this.#startedAt) + blockedMs;
    return Math.min(LONGEST_MS, Math.max(1, Math.ceil(remaining)));
  }
}

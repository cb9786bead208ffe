// The wall clock of one run: time in which the parent did not take what was written does not count. Worker side.
import type { WorkerReport } from '../wire/messages.ts';
import type { Outbox } from './outbox.ts';

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

  /** Whole milliseconds until the run's limit, at least 1. */
  get remaining(): number {
    const blockedMs = this.#outbox.blockedMs - this.#blockedBefore;
    const remaining = this.#timeout - (performance.now() - this.#startedAt) + blockedMs;
    return Math.max(1, Math.ceil(remaining));
  }
}

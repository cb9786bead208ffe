// The one-at-a-time queue: bounded, first in first out, in front of the workers. Parent side, pure.

/** A place in the queue. */
export interface Ticket {
  /** What must not overlap itself under serialize: 'script'. */
  readonly key: string;
  /** When it came, by the clock of performance.now(). */
  readonly queuedAt: number;
}

export class Queue<T extends Ticket> {
  readonly limit: number;
  readonly #waiting: T[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  get size(): number {
    return this.#waiting.length;
  }

  get first(): T | undefined {
    return this.#waiting[0];
  }

  add(ticket: T): void {
    this.#waiting.push(ticket);
  }

  /** Takes the first ticket whose key may start now. */
  take(mayStart: (key: string) => boolean): T | undefined {
    const index = this.#waiting.findIndex((ticket) => mayStart(ticket.key));
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  /** It was taken, and did not start: before all that came later. */
  putBack(ticket: T): void {
    const index = this.#waiting.findIndex(({ queuedAt }) => queuedAt > ticket.queuedAt);
    this.#waiting.splice(index < 0 ? this.#waiting.length : index, 0, ticket);
  }

  /** Takes a ticket out; false if it was not waiting any more. */
  remove(ticket: T): boolean {
    const index = this.#waiting.indexOf(ticket);
    if (index >= 0) this.#waiting.splice(index, 1);
    return index >= 0;
  }

  /** Empties the queue. */
  clear(): T[] {
    return this.#waiting.splice(0);
  }
}

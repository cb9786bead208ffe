// The run that waits in a worker's pipe for the end of the current one. It can be taken back as long as it is certain that the worker has not
// begun it and will not: the worker begins it only before `until`, and only after it has sent the end of the run before. Parent side, pure.
import type { Ticket } from './queue.ts';

/** A run that was handed over. */
export interface Waiting<T extends Ticket> {
  readonly id: number;
  readonly key: string;
  /** See Order. */
  readonly until: number;
  /** Undefined when nobody wants it any more. */
  task: T | undefined;
}

export class NextRun<T extends Ticket> {
  #waiting: Waiting<T> | undefined;
  /** It was its turn, and it may have come too late. */
  #turn: Waiting<T> | undefined;
  /** Number of the one that was taken back: the worker still has to say that it has not begun it. */
  #takenBack: number | undefined;

  /** Whether one can be handed over. */
  get isFree(): boolean {
    return this.#waiting === undefined && this.#takenBack === undefined;
  }

  get isWaiting(): boolean {
    return this.#waiting !== undefined;
  }

  put(id: number, task: T, until: number): void {
    this.#waiting = { id, key: task.key, until, task };
  }

  /** Nobody wants this run any more. False if it does not wait here. */
  forget(task: T): boolean {
    if (this.#waiting?.task !== task) return false;
    this.#waiting.task = undefined;
    return true;
  }

  /** The end of the run before has been read: it is its turn. */
  take(): Waiting<T> | undefined {
    this.#turn = this.#waiting;
    this.#waiting = undefined;
    return this.#turn;
  }

  /** The run, if it was to begin before `now` and it is not its turn yet, though all that the worker had sent by `now` was read. */
  takeBack(now: number): T | undefined {
    if (this.#waiting === undefined || this.#waiting.until >= now) return undefined;
    const { id, task } = this.#waiting;
    this.#waiting = undefined;
    this.#takenBack = id;
    return task;
  }

  /** The worker says that it has not begun this run: undefined if that is known, otherwise the run whose turn it was. Throws on nonsense. */
  refused(id: number): Waiting<T> | undefined {
    if (id === this.#takenBack) {
      this.#takenBack = undefined;
      return undefined;
    }
    const turn = this.#turn;
    if (turn?.id !== id) throw new Error(`Cannot take run ${id} back: it is not one that waited`);
    this.#turn = undefined;
    return turn;
  }
}

// A phase of the event loop: callbacks that run in rounds. What a callback adds to its own queue waits for the next round. Inside the context.

/** A callback that runs once, in its phase. */
export interface LoopTask {
  /** Keeps the run alive. */
  refed: boolean;
  /** Empty once it ran or was cancelled. */
  run: (() => void) | undefined;
}

export class TaskQueue {
  #round: LoopTask[] = [];
  #next = 0;
  #incoming: LoopTask[] = [];
  /** Tasks that sit one more round out; absent where none do. */
  #maturing: LoopTask[] | undefined;
  /** Tasks that keep the run alive. */
  refed = 0;

  /** `matures`: what is added begins in the round after the next one. */
  constructor(matures = false) {
    if (matures) this.#maturing = [];
  }

  add(task: LoopTask): void {
    this.#incoming[this.#incoming.length] = task;
    if (task.refed) this.refed++;
  }

  /** Adds a task to the next round. */
  addReady(task: LoopTask): void {
    if (this.#maturing === undefined) return this.add(task);
    this.#maturing[this.#maturing.length] = task;
    if (task.refed) this.refed++;
  }

  cancel(task: LoopTask): void {
    if (task.run === undefined) return;
    task.run = undefined;
    if (task.refed) this.refed--;
  }

  /** Says whether the task keeps the run alive. */
  ref(task: LoopTask, refed: boolean): void {
    if (task.refed === refed) return;
    task.refed = refed;
    if (task.run !== undefined) this.refed += refed ? 1 : -1;
  }

  beginRound(): void {
    if (this.#next < this.#round.length) return;
    this.#round = this.#maturing ?? this.#incoming;
    if (this.#maturing !== undefined) this.#maturing = this.#incoming;
    this.#next = 0;
    this.#incoming = [];
  }

  /** Whether something is left of this round. */
  hasMore(): boolean {
    for (let at = this.#next; at < this.#round.length; at++) if (this.#round[at]?.run !== undefined) return true;
    return false;
  }

  /** The next callback of this round. */
  take(): (() => void) | undefined {
    while (this.#next < this.#round.length) {
      const task = this.#round[this.#next++] as LoopTask; // the index is below the length
      const { run } = task;
      this.cancel(task);
      if (run !== undefined) return run;
    }
    return undefined;
  }
}

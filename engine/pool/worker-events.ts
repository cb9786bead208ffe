// What a worker process tells its pool. Parent side.
import type { Task, WorkerProcess } from './worker-process.ts';

export interface WorkerEvents {
  /** It takes a run: at its start and after each run. */
  idle(worker: WorkerProcess): void;
  /** It goes on with the run that waited in it. */
  next(worker: WorkerProcess): void;
  /** It has not begun that run: too late. Undefined if nobody wants the run any more. */
  late(task: Task | undefined): void;
  /** The script has done a run, in so many milliseconds; undefined if the run did not end well. */
  done(script: string, ms: number | undefined): void;
  dead(worker: WorkerProcess, death: Death): void;
}

export interface Death {
  /** It was killed for what its run did, or is not needed any more. */
  readonly wanted: boolean;
  /** It did not start in the time there is for that. */
  readonly isHung: boolean;
  readonly lastWords: string;
}

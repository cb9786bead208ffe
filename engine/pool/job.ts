// A run as the pool knows it: what a worker process is sent, and whom it tells what becomes of it. Parent side.
import type { ErrorCode } from '../errors.ts';
import type { Order, WorkerReport } from '../wire/messages.ts';
import type { Ticket } from './queue.ts';

/** A run that waits for its turn. `W` is the worker. */
export interface PoolTask<W> extends Ticket {
  /** Nothing of it is lost when a worker that has not begun it loses it: what it is made of is only copied to the worker. */
  readonly isCopied: boolean;
  /** What the worker is sent. */
  job(worker: W): Job;
  /** It is the worker's turn to run it. */
  begin(worker: W): RunEvents;
  /** It will never run. */
  refuse(error: unknown): void;
}

export interface Job {
  readonly order: Order;
  /** NUL-joined names and values. */
  readonly environment: string;
  readonly files?: Readonly<Record<string, string>> | undefined;
  readonly body?: readonly Uint8Array[] | undefined;
}

/** What happens to a run, in order: output, once the header of the response may be sent `settle`, at last `end`. */
export interface RunEvents {
  stdout(chunk: Uint8Array): void;
  stderr(chunk: Uint8Array): void;
  /** Everything that arrived together was handed over. */
  settle(): void;
  end(outcome: Outcome): void;
}

/** Nobody hears of it: for a run that is not wanted any more. */
export const NOBODY: RunEvents = { stdout() {}, stderr() {}, settle() {}, end() {} };

/** How a run ended: with the worker's report, or with the code it was killed for. */
export type Outcome =
  | { readonly report: WorkerReport }
  | { readonly code: ErrorCode; readonly message: string; readonly limit?: WorkerReport['limit'] };

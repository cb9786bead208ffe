// A run as a worker process takes it, and what becomes of it. Parent side.
import type { ErrorCode } from '../errors.ts';
import type { Order, WorkerReport } from '../wire/messages.ts';

export interface Job {
  readonly order: Order;
  /** NUL-joined names and values. */
  readonly environment: string;
  readonly files?: Readonly<Record<string, string>> | undefined;
  readonly body?: readonly Uint8Array[] | undefined;
  readonly events: RunEvents;
}

/** What happens to a run, in order: output, once the header of the response may be sent `settle`, at last `end`. */
export interface RunEvents {
  stdout(chunk: Uint8Array): void;
  stderr(chunk: Uint8Array): void;
  /** Everything that arrived together was handed over. */
  settle(): void;
  end(outcome: Outcome): void;
}

/** How a run ended: with the worker's report, or with the code it was killed for. */
export type Outcome =
  | { readonly report: WorkerReport }
  | { readonly code: ErrorCode; readonly message: string; readonly limit?: WorkerReport['limit'] };

// What the records of one run mean: the order the parent sends, the report the worker sends back, the settings of a worker. Both ends.
import type { ErrorCode } from '../errors.ts';
import type { Reload } from '../options.ts';
import type { Touched } from '../types.ts';

/** Settings of a worker process for its whole life, as JSON in its arguments. */
export interface WorkerSettings {
  readonly root: string;
  readonly reload: Reload;
  readonly timeout: number;
  readonly memory: number;
  readonly maxStderr: number;
  readonly maxTimers: number;
  readonly codeGeneration: boolean;
  readonly trace: boolean;
  readonly maxHostCalls: number;
  readonly runsPerIsolate: number;
  readonly allowRead: readonly string[];
  readonly allowWrite: readonly string[];
  /** Granted folders that were given by a name with a link in it: that name and the real one; or a folder and its stand-in. */
  readonly aliases: ReadonlyArray<readonly [given: string, real: string, isStandIn?: true]>;
  /** Bodies too long to travel with their request are files in this folder, which belongs to this worker alone. */
  readonly spoolFolder: string;
  /** Process id of the parent: without it a worker ends. */
  readonly parent: number;
  /** Descriptors that came with the process and are none of its business. */
  readonly inherited: readonly InheritedDescriptor[];
}

/** An open file of the parent that every child gets, recognised by what is behind its number. */
export interface InheritedDescriptor {
  readonly fd: number;
  readonly dev: number;
  readonly ino: number;
}

/** Content of BEGIN (see order.ts): one run to do. Environment (PARAMS), in-memory files (DATA) and body (STDIN) follow as records. */
export interface Order {
  /** Absolute real path of the script, or the path an in-memory one pretends to have. */
  readonly script: string;
  /** What the parent saw when it looked for the script (see freshness.ts): a worker that knows this text need not look again. */
  readonly freshness?: string | undefined;
  /** Of a run that waits in the worker for its turn: when it must have begun (see monotonic.ts). Later it is another worker's. */
  readonly until?: number | undefined;
  /** Arguments after the script: the words of an indexed query (RFC 3875 4.4). */
  readonly args: readonly string[];
  /** Name of the spooled body in the worker's spool folder; without it the body comes as STDIN records. */
  readonly spooled?: string | undefined;
  /** Sizes of the pieces in which stdin hands the body over; what is left comes as it is asked for. */
  readonly pieces?: readonly number[] | undefined;
  /** JavaScript to be run in the context before the script. */
  readonly prelude?: string | undefined;
  /** DATA records follow: a JSON object of in-memory files by absolute path. */
  readonly inMemory?: true | undefined;
}

/** What a worker may say of the end of a run: of all else the parent knows better. */
export const REPORT_CODES = [
  'ok',
  'CLIENT_GONE',
  'HOST_CALL_LIMIT',
  'MEMORY_LIMIT',
  'TIMER_LIMIT',
  'WALL_LIMIT',
] as const satisfies ReadonlyArray<'ok' | ErrorCode>;
export type ReportCode = (typeof REPORT_CODES)[number];

/** Content of REPORT: what only the worker can know. The parent checks every field. */
export interface WorkerReport {
  readonly code: ReportCode;
  readonly exitCode: number;
  readonly error?: string | undefined;
  /** First bytes of stdout that were still in the context when a time limit ended the run. */
  readonly unsent?: string | undefined;
  readonly limit?: { readonly name: string; readonly measured: number; readonly limit: number } | undefined;
  readonly cpuMs: number;
  readonly compiled: number;
  readonly stderrBytes: number;
  readonly touched?: Touched | undefined;
  /** A sentence for the log. */
  readonly notice?: string | undefined;
}

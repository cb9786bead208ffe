// What a run leaves behind, as a standard Response with the rest beside it. Parent process.
import type { CgiError, RunReport } from '../../engine/index.ts';
import type { Changes } from './changing-copy.ts';
import type { WrittenFile } from './overlay.ts';

/** What is known of a run beside its answer. */
export interface RunDetails {
  /** Everything the script wrote to stdout, header block included, as UTF-8. */
  readonly stdout: string;
  readonly stderr: string;
  /** null where the script was never run or was stopped. */
  readonly exitCode: number | null;
  /** The environment the script was given. */
  readonly env: Readonly<Record<string, string>>;
  readonly report: RunReport;
  /** Files the run made or changed, in copies of the folders it may write. */
  readonly written: readonly WrittenFile[];
  /** Real names of the files, folders and links it removed there. */
  readonly removed: readonly string[];
  /** Why there is no answer of the script's own: the status is then the one a client would get. */
  readonly error: CgiError | null;
}

/** A standard Response and all that is known of the run. */
export type ScriptResult = Response & RunDetails;

const states = new WeakMap<Response, Changes>();
const bodies = new WeakMap<Response, string>();

export async function makeResult(response: Response, details: RunDetails, state: Changes): Promise<ScriptResult> {
  const body = await response.clone().text();
  // Own properties of this one object: clone() gives a plain Response.
  const result = Object.defineProperties(
    response,
    Object.fromEntries(Object.entries(details).map(([name, value]) => [name, { value, enumerable: true }])),
  ) as ScriptResult; // which it is now
  states.set(result, state);
  bodies.set(result, body);
  return result;
}

/** The text of a result's body, without waiting for it; undefined of any other Response. */
export function knownBody(response: Response): string | undefined {
  return bodies.get(response);
}

/** The folders as this run left them, against the real ones. */
export function stateOf(result: Response | undefined): Changes {
  return (result && states.get(result)) ?? new Map();
}

/** Whether something is what a run has answered with. */
export function hasState(result: Response): boolean {
  return states.has(result);
}

/** A report for a request that never reached a worker. */
export function noReport(script: string, code: RunReport['code'], warning: string): RunReport {
  return {
    ...{ requestId: '', script, code, exitCode: null, stderr: '', stderrBytes: 0, stdoutBytes: 0, warnings: [warning] },
    ...{ queuedMs: 0, wallMs: 0, cpuMs: 0, worker: 0, compiled: 0 },
  };
}

// What a function of the bridge is on the host's side. Worker side.
import type ivm from 'isolated-vm';
import type { Run } from '../run.ts';

/** What may cross into the context; a Dereference is how a compiled function of the same isolate does. */
export type Result = string | number | Uint8Array | ivm.Dereference<unknown>;

/** Answers one host call of a run. The arguments are whatever a script sent. */
export type Handler = (run: Run, args: readonly unknown[]) => Result;

/** Bytes a script may hand over: a copy of plain memory, never shared memory, which it could change after the check. */
export function toBytes(value: unknown): Uint8Array | undefined {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? value : undefined;
}

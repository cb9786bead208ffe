// The host half of the bridge: every function of sandbox-lib/bridge.ts by name. Worker side.
// Rules: validate every argument (the caller may be the script), never throw, answer strings, numbers and bytes only.
import type { Bridge, FilesBridge } from '../../../sandbox-lib/bridge.ts';
import type { Run } from '../run.ts';
import { cryptoHandlers } from './crypto.ts';
import { encodingHandlers } from './encoding.ts';
import { EINVAL, EIO } from './errno.ts';
import { FILE_OPERATIONS } from './files.ts';
import type { Handler, Result } from './handler.ts';
import { moduleHandlers } from './modules.ts';
import { processHandlers } from './process.ts';
import { stdioHandlers } from './stdio.ts';
import { urlHandlers } from './url.ts';
import { zlibHandlers } from './zlib.ts';

const ENOSYS = -38;

/** Files keep state per run, made at the first call: their functions belong to the run. */
const fileHandlers = Object.fromEntries(
  FILE_OPERATIONS.map((name): [string, Handler] => [
    name,
    (run, args) => {
      run.touched?.addCall(name, args);
      return run.fileHandlers[name](...args);
    },
  ]),
) as Readonly<Record<keyof FilesBridge, Handler>>; // one for each name of FILE_OPERATIONS

const table: Readonly<Record<keyof Bridge, Handler>> = {
  ...stdioHandlers,
  ...processHandlers,
  ...moduleHandlers,
  ...encodingHandlers,
  ...fileHandlers,
  ...urlHandlers,
  ...cryptoHandlers,
  ...zlibHandlers,
};
/** A map: a name sent by a script must not find a member of Object.prototype. */
const HANDLERS: ReadonlyMap<unknown, Handler> = new Map(Object.entries(table));

/** Answers one host call of a run. */
export function callHost(run: Run, name: unknown, args: readonly unknown[]): Result {
  if (!run.admitCall()) return EINVAL;
  const handler = HANDLERS.get(name);
  if (handler === undefined) return ENOSYS;
  try {
    return handler(run, args);
  } catch (error) {
    // An error that crossed would carry the host's paths in its stack.
    run.fault = error;
    return EIO;
  }
}

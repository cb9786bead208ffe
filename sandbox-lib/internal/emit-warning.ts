// process.emitWarning: the 'warning' event, and node's line on stderr when nobody silenced it. Inside the context.
import { nodeError } from './errors.ts';
import { hostConstants } from './host.ts';
import { nextTick } from './loop.ts';
import { emitProcess } from './process-events.ts';
import { writeStdio } from './stdio.ts';
import { validateString } from './validators.ts';
import type { WarningOptions } from './warning.ts';

interface Warning extends Error {
  code?: string;
  detail?: string;
}

/** Switches of `process` that a script may set. */
export interface WarningSwitches {
  noDeprecation?: unknown;
  throwDeprecation?: unknown;
  traceDeprecation?: unknown;
}

let hinted = false;

/** Emits a warning in the next tick. */
export function emitProcessWarning(
  switches: WarningSwitches,
  given: string | Error,
  typeOrOptions?: string | WarningOptions | ((...args: never[]) => unknown),
  codeGiven?: string,
): void {
  const options = typeof typeOrOptions === 'object' && typeOrOptions !== null ? typeOrOptions : {};
  const type = options.type ?? (typeof typeOrOptions === 'string' ? typeOrOptions : 'Warning');
  const code = options.code ?? (typeof codeGiven === 'string' ? codeGiven : undefined);
  validateString(type, 'type');
  if (typeof given !== 'string' && !(given instanceof Error)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'warning', ['Error', 'string'], given);
  }
  const warning: Warning = typeof given === 'string' ? makeWarning(given, type, code, options.detail) : given;
  if (warning.name === 'DeprecationWarning') {
    if (switches.noDeprecation) return;
    if (switches.throwDeprecation) {
      nextTick(() => {
        throw warning;
      });
      return;
    }
  }
  nextTick(() => {
    emitProcess('warning', warning);
    if (warning.name !== 'DeprecationWarning' || !switches.noDeprecation) print(warning);
  });
}

function makeWarning(message: string, type: string, code: string | undefined, detail: string | undefined): Warning {
  const warning: Warning = new Error(message);
  warning.name = String(type || 'Warning');
  if (code !== undefined) warning.code = code;
  if (detail !== undefined) warning.detail = detail;
  Error.captureStackTrace(warning, emitProcessWarning);
  return warning;
}

function print(warning: Warning): void {
  const { name, message, code, detail } = warning;
  const label = code === undefined ? '' : `[${code}] `;
  const hint = name === 'DeprecationWarning' ? 'trace-deprecation' : 'trace-warnings';
  let text = `(node:${hostConstants().pid}) ${label}${name}: ${message}\n`;
  if (typeof detail === 'string') text += `${detail}\n`;
  if (!hinted) text += `(Use \`node --${hint} ...\` to show where the warning was created)\n`;
  hinted = true;
  writeStdio(2, text);
}

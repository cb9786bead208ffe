// process.emitWarning: the 'warning' event, and node's line on stderr when nobody silenced it. Inside the context.
import { nodeError } from './errors.ts';
import { hostConstants } from './host.ts';
import { nextTick } from './loop.ts';
import { ReflectApply } from './primordials.ts';
import { emitProcess, hasEmitter } from './process-events.ts';
import { isSwitchedOn } from './start-switches.ts';
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

type Maker = (...args: never[]) => unknown;

/** Emits a warning in the next tick. `above`: where the warning's stack begins. */
export function emitProcessWarning(
  switches: WarningSwitches,
  given: string | Error,
  typeOrOptions?: string | WarningOptions | Maker | null,
  codeOrMaker?: string | Maker,
  maker?: Maker,
): void {
  const { type, code, detail, above } = readArguments(typeOrOptions, codeOrMaker, maker);
  if (typeof given !== 'string' && !(given instanceof Error)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'warning', ['string', 'Error'], given);
  }
  const warning: Warning = typeof given === 'string' ? makeWarning(given, type, code, detail, above) : given;
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
    if (hasEmitter()) emitProcess('warning', warning);
    else if (!isSwitchedOn('NODE_NO_WARNINGS')) tellWarning(warning, switches);
  });
}

/** What node's own listener of 'warning' does. */
export function tellWarning(warning: unknown, switches: WarningSwitches): void {
  if (!(warning instanceof Error)) return;
  if (warning.name !== 'DeprecationWarning' || !switches.noDeprecation) print(warning, switches);
}

interface WarningArguments {
  type: string;
  code: string | undefined;
  detail: string | undefined;
  above: Maker;
}

/** (type, code, maker), (type, maker), (maker), or (options). */
function readArguments(second: unknown, third: unknown, maker: Maker | undefined): WarningArguments {
  let type = second;
  let code = third;
  let above = maker;
  let detail: string | undefined;
  if (typeof second === 'object' && second !== null && !Array.isArray(second)) {
    const options = second as WarningOptions & { ctor?: Maker };
    type = options.type;
    code = options.code;
    above = options.ctor;
    if (typeof options.detail === 'string') detail = options.detail;
  } else if (typeof second === 'function') {
    above = second as Maker;
    type = code = undefined;
  } else if (typeof third === 'function') {
    above = third as Maker;
    code = undefined;
  }
  if (type !== undefined) validateString(type, 'type');
  if (code !== undefined) validateString(code, 'code');
  return { type: type || 'Warning', code, detail, above: above ?? emitProcessWarning };
}

function makeWarning(
  message: string,
  type: string,
  code: string | undefined,
  detail: string | undefined,
  above: Maker,
): Warning {
  const warning: Warning = new Error(message);
  warning.name = type;
  if (code !== undefined) warning.code = code;
  if (detail !== undefined) warning.detail = detail;
  Error.captureStackTrace(warning, above);
  return warning;
}

function print(warning: Warning, switches: WarningSwitches): void {
  const { name, code, detail, stack } = warning;
  const isDeprecation = name === 'DeprecationWarning';
  const traced = isDeprecation && Boolean(switches.traceDeprecation);
  const label = code === undefined ? '' : `[${code}] `;
  const hint = isDeprecation ? 'trace-deprecation' : 'trace-warnings';
  const shown = traced && stack ? stack : describe(warning);
  let text = `(node:${hostConstants().pid}) ${label}${shown}\n`;
  if (typeof detail === 'string') text += `${detail}\n`;
  if (!traced && !hinted) text += `(Use \`node --${hint} ...\` to show where the warning was created)\n`;
  if (!traced) hinted = true;
  writeStdio(2, text);
}

/** As Error.prototype.toString says it, unless the warning says it otherwise. */
function describe(warning: Warning): string {
  return typeof warning.toString === 'function' ? `${warning.toString()}` : ErrorToString(warning);
}

function ErrorToString(warning: Warning): string {
  return ReflectApply(Error.prototype.toString, warning, []);
}

// What a test in plain JavaScript gets wrong: the compiler does not see it, and a test that ignores it tests something else. Parent process.
import { CgiError, type MemoryScript } from '../../engine/index.ts';
import { hasState } from './result.ts';
import type { RunInit } from './run-script.ts';

/** The compiler asks for each name; the record is for looking them up. */
const NAMES: Readonly<Record<keyof RunInit, true>> = {
  ...{ method: true, headers: true, body: true, query: true, form: true, json: true, files: true, cookies: true },
  ...{ pathInfo: true, remoteAddr: true, scheme: true, env: true, aborted: true, signal: true },
  ...{ clock: true, seed: true, after: true },
  ...{ root: true, allowRead: true, allowWrite: true, timeout: true, cpu: true, memory: true, maxBody: true },
  ...{ maxOutput: true, maxHeaderBlock: true, maxStderr: true, maxTimers: true, maxHostCalls: true },
  ...{ onMalformed: true, reload: true, trace: true },
};

/** @throws CgiError BAD_OPTION */
export function checkInit(script: string | URL | MemoryScript, init: RunInit): void {
  const isPath = typeof script === 'string' || script instanceof URL;
  if (!isPath && typeof script?.source !== 'string') {
    throw new CgiError('BAD_OPTION', `Cannot run ${show(script)}: a script is a path, a URL or { source: '…' }`);
  }
  for (const name of Object.keys(init)) if (!Object.hasOwn(NAMES, name)) throw badOption(name, 'it is not an option');
  const { seed, cookies, env, after } = init;
  if (seed !== undefined && !Number.isFinite(seed)) throw badOption('seed', `it must be a number: ${show(seed)}`);
  checkTexts('cookies', cookies);
  checkTexts('env', env);
  if (after !== undefined && !hasState(after)) throw badOption('after', 'it must be what runScript() answered with');
}

/** An object whose members are texts. */
function checkTexts(option: string, given: Readonly<Record<string, unknown>> | undefined): void {
  if (given === undefined) return;
  if (typeof given !== 'object') throw badOption(option, `it must be an object of texts: ${show(given)}`);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== 'string') throw badOption(option, `"${name}" must be a text: ${show(value)}`);
  }
}

function badOption(name: string, why: string): CgiError {
  return new CgiError('BAD_OPTION', `Cannot use option "${name}": ${why}`);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

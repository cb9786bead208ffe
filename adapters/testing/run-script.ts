// runScript(): one script, one request, everything that came of it. Parent process.
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CgiError,
  type Engine,
  isCgiError,
  type MemoryScript,
  type RunReport,
  type ScriptRequest,
  type ScriptResponse,
} from '../../engine/index.ts';
import { toResponse } from '../http.ts';
import { type BenchOptions, benchFor } from './bench.ts';
import { checkInit } from './check-init.ts';
import { writtenFiles } from './overlay.ts';
import { makePrelude } from './prelude.ts';
import { scriptRequest, type TestRequest } from './request.ts';
import { makeResult, noReport, type ScriptResult, stateOf } from './result.ts';

/** A request and the conditions the script runs under. */
export interface RunInit extends TestRequest, BenchOptions {
  /** The time that Date says in the script, which then stands still. @default the real time */
  readonly clock?: Date | string | number;
  /** Makes Math.random and the random numbers, bytes and UUIDs of crypto the same every time. @default none */
  readonly seed?: number;
  /** The run that this one follows: it finds the folders it may write as that one left them. @default none */
  readonly after?: ScriptResult;
}

/**
 * Runs a script as a server would and resolves at its very end. A script that fails is an answer, too: its status is the one a
 * client would see, `error` says why. Folders of `allowWrite` are copied for the run: nothing real is changed.
 *
 * @param script a path below `root` (without one: a path from here, or below ./cgi-bin), a file URL, or a script as text
 * @throws CgiError BAD_OPTION or SCRIPT_NOT_FOUND
 * @example
 * const response = await runScript('cgi-bin/guestbook.js', { form: { name: 'Ada', text: 'Hello' }, allowWrite: ['data'] });
 * assertRedirect(response, '/guestbook.js');
 */
export async function runScript(script: string | URL | MemoryScript, init: RunInit = {}): Promise<ScriptResult> {
  checkInit(script, init);
  const { root, name } = placeScript(script, init.root);
  const prelude = makePrelude({ clock: clockOf(init.clock), seed: init.seed });
  const request = { ...(await scriptRequest(init)), ...(prelude !== undefined && { prelude }) };
  const bench = benchFor({ ...benchOptions(init), ...(root !== undefined && { root }) });
  const before = stateOf(init.after);
  const { value, changes } = await bench.run((engine) => answer(engine, name, request), before);
  const { response, ...details } = value;
  const removed = [...changes].filter(([, change]) => change === null).map(([path]) => path);
  const state = new Map([...before, ...changes]);
  return makeResult(response, { ...details, written: writtenFiles(changes), removed: removed.sort() }, state);
}

function benchOptions(init: RunInit): BenchOptions {
  const options: Record<string, unknown> = {};
  for (const name of BENCH_OPTIONS) if (init[name] !== undefined) options[name] = init[name];
  return options;
}
const BENCH_OPTIONS = [
  ...([
    'root',
    'allowRead',
    'allowWrite',
    'timeout',
    'cpu',
    'memory',
    'maxBody',
    'maxOutput',
    'maxHeaderBlock',
  ] as const),
  ...(['maxStderr', 'maxTimers', 'maxHostCalls', 'onMalformed', 'reload', 'trace'] as const),
] satisfies ReadonlyArray<keyof BenchOptions>;

/** Without a root, a file's own folder is the root. */
function placeScript(
  script: string | URL | MemoryScript,
  root: string | undefined,
): { readonly root: string | undefined; readonly name: string | MemoryScript } {
  if (!(script instanceof URL) && typeof script !== 'string') return { root, name: script };
  const given = script instanceof URL ? fileURLToPath(script) : script;
  if (root !== undefined) {
    const real = existsSync(root) ? realpathSync(root) : resolve(root);
    return { root, name: given.startsWith(`${real}/`) ? given.slice(real.length + 1) : given };
  }
  const path = resolve(given);
  if (existsSync(path)) return { root: dirname(path), name: basename(path) };
  if (existsSync(resolve('cgi-bin', given))) return { root: resolve('cgi-bin'), name: given };
  throw new CgiError('SCRIPT_NOT_FOUND', `Cannot run "${given}": it is neither a file nor a script in "./cgi-bin"`);
}

function clockOf(clock: RunInit['clock']): number | undefined {
  if (clock === undefined) return undefined;
  const ms = new Date(clock).getTime();
  if (Number.isFinite(ms)) return ms;
  throw new CgiError('BAD_OPTION', `Cannot use option "clock": it must be a date: ${JSON.stringify(clock)}`);
}

async function answer(engine: Engine, script: string | MemoryScript, request: ScriptRequest) {
  const output: Uint8Array[] = [];
  let env: Readonly<Record<string, string>> = {};
  let report: RunReport | undefined;
  const observer: ScriptRequest['observer'] = {
    environment: (variables) => {
      env = variables;
    },
    stdout: (chunk) => output.push(chunk.slice()),
    report: (made) => {
      report = made;
    },
  };
  const name = typeof script === 'string' ? script : (script.filename ?? 'script.js');
  let response: Response;
  let error: CgiError | null = null;
  try {
    const answered = await engine.execute(script, { ...request, observer });
    const { bytes, failure } = await bodyOf(answered);
    error = failure;
    await answered.report;
    response = toResponse(
      { ...answered, headerPairs: answered.headerPairs, wholeBody: bytes },
      request.method ?? 'GET',
    );
  } catch (thrown) {
    if (!isCgiError(thrown) || thrown.fault === 'configuration' || thrown.code === 'SCRIPT_NOT_FOUND') throw thrown;
    error = thrown;
    response = new Response(`${thrown.sentence}\n`, { status: thrown.status, headers: { ...thrown.headers } });
  }
  report ??= noReport(name, error?.code ?? 'ok', error?.message ?? '');
  const stdout = Buffer.concat(output).toString();
  return { response, stdout, stderr: report.stderr, exitCode: report.exitCode, env, report, error };
}

/** What came of the body, also when the run failed in the middle of it. */
async function bodyOf(response: ScriptResponse): Promise<{ bytes: Uint8Array; failure: CgiError | null }> {
  if (response.wholeBody !== null) return { bytes: response.wholeBody, failure: null };
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of response.body) chunks.push(chunk);
  } catch (failure) {
    if (!isCgiError(failure)) throw failure;
    return { bytes: Buffer.concat(chunks), failure };
  }
  return { bytes: Buffer.concat(chunks), failure: null };
}

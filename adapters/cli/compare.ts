// `freshcgi compare`: each case in the sandbox and as a real node process, and every difference between the two.
import { availableParallelism } from 'node:os';
import { type Engine, type EngineOptions, isCgiError } from '../../engine/index.ts';
import { answerLines, writeBody } from '../golden/case.ts';
import { type CaseFile, CaseFolder } from '../golden/case-folder.ts';
import { compareLines, isSame, type Step } from '../golden/difference.ts';
import { maskLine, matchesLine } from '../golden/placeholders.ts';
import { type Played, play } from '../golden/play.ts';
import { Bench } from '../testing/bench.ts';
import type { Changes } from '../testing/changing-copy.ts';
import type { CompareCommand } from './case-options.ts';
import { CopiedTree } from './copied-tree.ts';
import { exitOnSignal } from './exit-on-signal.ts';
import { type NativeRun, runNatively } from './native-process.ts';
import { requireFolder } from './require-folder.ts';
import { createReport, type Outcome, unplayed } from './test-report.ts';

export async function compare(command: CompareCommand): Promise<number> {
  const { dir, filter, engine } = command;
  requireFolder('compare scripts in', dir);
  exitOnSignal();
  const cases = new CaseFolder(command.cases);
  const names = cases.names(filter);
  const report = createReport('text', names, process);
  const wanted = typeof engine.workers === 'number' ? engine.workers : Math.ceil(availableParallelism() / 2);
  const startedAt = performance.now();
  const queue = names.values();
  const lanes = Array.from({ length: Math.min(wanted, names.length) }, async () => {
    const lane = new Lane(command, cases);
    try {
      for (const name of queue) report.add(await lane.outcomeOf(name));
    } finally {
      await lane.close();
    }
  });
  await Promise.all(lanes);
  return report.end(performance.now() - startedAt);
}

/**
 * One case after the other. Both sides see the same copy of the scripts and of the folders they may write, under the same names, and get
 * the same environment. The real process may do whatever a program may: only its copies are made new, nothing holds it back.
 */
class Lane {
  readonly #tree: CopiedTree;
  readonly #bench: Bench;
  readonly #cases: CaseFolder;
  readonly #mount: string;
  /** Of the cases that others go on from. */
  readonly #left = new Map<string, Left>();

  constructor({ dir, mount, engine: { allowWrite = [], env = {}, ...engine } }: CompareCommand, cases: CaseFolder) {
    const tree = new CopiedTree([dir, ...allowWrite]);
    tree.prepare(NOTHING);
    const options: EngineOptions = {
      ...engine,
      root: tree.at(dir),
      allowWrite: allowWrite.map((folder) => tree.at(folder)),
      env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, tree.translate(value)])),
    };
    this.#tree = tree;
    this.#bench = new Bench({ ...options, workers: 1 });
    this.#cases = cases;
    this.#mount = mount;
  }

  async outcomeOf(name: string): Promise<Outcome> {
    try {
      return await this.#play(this.#cases.read(name));
    } catch (error) {
      if (!isCgiError(error) || error.code !== 'BAD_OPTION') throw error;
      return unplayed(name, error);
    }
  }

  async #play(file: CaseFile): Promise<Outcome> {
    const { missing, known } = this.#cases.since(file, this.#left);
    let left = known ?? { sandbox: NOTHING, native: NOTHING };
    for (const previous of missing) {
      left = (await this.#playBoth(previous, left)).left;
      this.#left.set(previous.name, left);
    }
    const { sandbox, native } = await this.#playBoth(file, left);
    const outcome = judge(file, sandbox, native);
    const steps = outcome.steps.map(({ sign, line }) => ({ sign, line: this.#tree.original(line) }));
    return { ...outcome, steps };
  }

  /** Each side goes on from what it has left itself. */
  async #playBoth(
    file: CaseFile,
    before: Left,
  ): Promise<{ readonly sandbox: Watched; readonly native: NativeRun | undefined; readonly left: Left }> {
    // What the process before has changed must not be in the sandbox's copies.
    this.#tree.prepare(NOTHING);
    const played = await this.#bench.run((engine) => playWatched(engine, file, this.#mount), before.sandbox);
    const { value: sandbox, changes } = played;
    const left = { ...before, sandbox: new Map([...before.sandbox, ...changes]) };
    const script = sandbox.env['SCRIPT_FILENAME'];
    if (script === undefined) return { sandbox, native: undefined, left };
    this.#tree.prepare(before.native);
    const native = await runNatively(script, sandbox.env, file.case.request.body);
    return { sandbox, native, left: { ...left, native: new Map([...before.native, ...this.#tree.collect()]) } };
  }

  async close(): Promise<void> {
    await this.#bench.close();
    this.#tree.close();
  }
}

/** What a case has changed, on either side. */
interface Left {
  readonly sandbox: Changes;
  readonly native: Changes;
}

const NOTHING: Changes = new Map();

/** What came of a case, what its script was given and what it wrote. */
interface Watched extends Played {
  readonly env: Readonly<Record<string, string>>;
  readonly stdout: Uint8Array;
}

async function playWatched(engine: Engine, file: CaseFile, mount: string): Promise<Watched> {
  let env: Watched['env'] = {};
  const output: Uint8Array[] = [];
  const played = await play(engine, file.case, mount, {
    stdout: (chunk) => output.push(chunk.slice()),
    environment: (given) => {
      env = given;
    },
  });
  return { ...played, env, stdout: Buffer.concat(output) };
}

function judge(file: CaseFile, sandbox: Watched, native: NativeRun | undefined): Outcome {
  const { name } = file;
  if (native === undefined) return unreached(file, sandbox);
  const now = Date.now();
  // What the case has placeholders for may differ between any two runs.
  const masked = answerLinesOf(file).filter((line) => line.includes('{{'));
  const mask = (line: string) => masked.find((one) => matchesLine(one, line)) ?? maskLine(line, now);
  const { header: nativeHeader, body: nativeBody } = take(native.stdout);
  const { header, body } = take(sandbox.stdout);
  const parts: ReadonlyArray<readonly [name: string, native: readonly string[], sandbox: readonly string[]]> = [
    ['exit code', [`exit code ${native.exitCode}`], [`exit code ${sandbox.exitCode}`]],
    ['header', nativeHeader, header],
    ['body', nativeBody, body],
    ['stderr', errorLines(native.stderr), errorLines(sandbox.stderr)],
  ];
  const differing = parts
    .map(([part, one, other]) => [part, compareLines(one.map(mask), other.map(mask))] as const)
    .filter(([, steps]) => !isSame(steps));
  if (differing.length === 0)
    return { name, verdict: 'passed', steps: [], reason: undefined, stderr: '', ms: sandbox.ms };
  const steps: Step[] = differing.flatMap(([, one]) => one);
  const reason = `${differing.map(([part]) => part).join(', ')}: - in node, + in the sandbox`;
  return { name, verdict: 'failed', steps, reason, stderr: '', ms: sandbox.ms };
}

/** No script, no process, nothing to compare: all right where the case expects that answer, and no proof of anything. */
function unreached({ name, case: { request, expected } }: CaseFile, { answer, ms }: Played): Outcome {
  if (expected?.status === answer.status)
    return { name, verdict: 'skipped', steps: [], reason: undefined, stderr: '', ms };
  const reason = `nothing to compare: ${request.method} ${request.target} reaches no script (${answer.status})`;
  return { name, verdict: 'failed', steps: [], reason, stderr: '', ms };
}

function answerLinesOf({ case: { expected } }: CaseFile): readonly string[] {
  return expected === undefined ? [] : answerLines(expected);
}

/** stdout as the script wrote it, at the empty line behind the header block. */
function take(stdout: Uint8Array): { readonly header: readonly string[]; readonly body: readonly string[] } {
  const bytes = Buffer.from(stdout);
  const end = /\r?\n\r?\n/.exec(bytes.toString('latin1'));
  const at = end === null ? bytes.length : end.index;
  const { text } = writeBody(bytes.subarray(at + (end?.[0].length ?? 0)));
  return { header: bytes.toString('latin1', 0, at).split(/\r?\n/), body: text.split('\n') };
}

/** Without the stack frames below the script's own, which are node's on one side and the library's on the other. */
function errorLines(stderr: string): string[] {
  return stderr.split('\n').filter((line) => !/^\s+at .*(?:\(?node:|<anonymous>\)?$)/.test(line));
}

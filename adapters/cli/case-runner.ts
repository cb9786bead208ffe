// Plays cases over the workers of one machine, each on its own copy of the folders that scripts may write. Parent process.
import { availableParallelism } from 'node:os';
import { type CgiError, type EngineOptions, isCgiError } from '../../engine/index.ts';
import type { CaseFile, CaseFolder } from '../golden/case-folder.ts';
import { type Played, play } from '../golden/play.ts';
import { Bench } from '../testing/bench.ts';
import type { Changes } from '../testing/changing-copy.ts';

/** Cases under way per worker, where they share nothing: while one runs, the next is on its way. */
const AHEAD = 3;
/** More than under the engine's own default: what is tested is one's own, and making an isolate costs what many contexts do. */
const RUNS_PER_ISOLATE = 200;

const NOTHING: Changes = new Map();

/** Where cases are played. */
export interface RunnerOptions {
  readonly root: string;
  readonly cases: CaseFolder;
  readonly mount: string;
  readonly engine: EngineOptions;
  /** How many cases there are: more workers than that would only be started. */
  readonly count: number;
}

/** Called for each case once, in the order in which they end. */
export interface OnEnd {
  played(file: CaseFile, played: Played): void;
  /** It cannot be read, or does not know what it comes after. */
  unplayed(name: string, error: CgiError): void;
}

export class CaseRunner {
  readonly #options: RunnerOptions;
  readonly #benches: readonly Bench[];
  readonly #lanes: number;
  /** What the cases that others go on from have left. */
  readonly #left = new Map<string, Promise<Changes>>();

  constructor(options: RunnerOptions) {
    this.#options = options;
    const { engine, root, count } = options;
    const wanted = engine.workers === undefined || engine.workers === 'cores' ? availableParallelism() : engine.workers;
    const workers = Math.max(1, Math.min(wanted, count));
    const settings = { ...engine, root, runsPerIsolate: RUNS_PER_ISOLATE };
    const hasCopies = (engine.allowWrite ?? []).length > 0;
    const isShared = engine.serialize === 'script' && !hasCopies;
    // An engine for each worker: all of them start at once, where an engine of several starts them one by one.
    this.#benches = isShared
      ? [new Bench({ ...settings, workers })]
      : Array.from({ length: workers }, () => new Bench({ ...settings, workers: 1 }));
    this.#lanes = hasCopies ? workers : workers * AHEAD;
  }

  /** Reads and plays each case: the others do not wait until all are read. */
  async playAll(names: readonly string[], onEnd: OnEnd): Promise<void> {
    const queue = names.values();
    const lane = async (_: unknown, i: number): Promise<void> => {
      // Lanes that share nothing take turns at a bench.
      const bench = this.#benches[i % this.#benches.length] as Bench;
      for (const name of queue) {
        try {
          const file = this.#options.cases.read(name);
          onEnd.played(file, await this.#play(bench, file));
        } catch (error) {
          if (!isCgiError(error) || error.code !== 'BAD_OPTION') throw error;
          onEnd.unplayed(name, error);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.#lanes, names.length) }, lane));
  }

  async #play(bench: Bench, file: CaseFile): Promise<Played> {
    return (await this.#playOn(bench, file, this.#before(bench, file))).value;
  }

  async #playOn(
    bench: Bench,
    file: CaseFile,
    given: Changes | Promise<Changes> | undefined,
  ): Promise<{ value: Played; changes: Changes }> {
    const before = (await given) ?? NOTHING;
    const { value, changes } = await bench.run((engine) => play(engine, file.case, this.#options.mount), before);
    return { value, changes: new Map([...before, ...changes]) };
  }

  /** The folders as the case before this one leaves them. It is played once for all that go on from it. */
  #before(bench: Bench, file: CaseFile): Changes | Promise<Changes> {
    const { missing, known } = this.#options.cases.since(file, this.#left);
    let left = known;
    for (const previous of missing) {
      const before = left;
      left = this.#playOn(bench, previous, before).then(({ changes }) => changes);
      this.#left.set(previous.name, left);
    }
    return left ?? NOTHING;
  }

  async close(): Promise<void> {
    await Promise.all(this.#benches.map((bench) => bench.close()));
  }
}

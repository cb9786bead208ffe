// Plays cases over the workers of one machine, each on its own copy of the folders that scripts may write. Parent process.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { CgiError, type EngineOptions } from '../../engine/index.ts';
import { type Played, play } from '../golden/play.ts';
import { Bench } from '../testing/bench.ts';
import type { Changes } from '../testing/overlay.ts';
import { type CaseFile, readCase } from './case-files.ts';

/** Cases under way per worker, where they share nothing: while one runs, the next is on its way. */
const AHEAD = 3;

/** Where cases are played. */
export interface RunnerOptions {
  readonly root: string;
  readonly cases: string;
  readonly mount: string;
  readonly engine: EngineOptions;
}

export class CaseRunner {
  readonly #options: RunnerOptions;
  readonly #benches: readonly Bench[];
  readonly #lanes: number;
  /** What the cases that others go on from have left. */
  readonly #left = new Map<string, Promise<Changes>>();

  constructor(options: RunnerOptions) {
    this.#options = options;
    const { engine, root } = options;
    const workers =
      engine.workers === undefined || engine.workers === 'cores' ? availableParallelism() : engine.workers;
    const hasCopies = (engine.allowWrite ?? []).length > 0;
    this.#benches = hasCopies
      ? Array.from({ length: workers }, () => new Bench({ ...engine, root, workers: 1 }))
      : [new Bench({ ...engine, root, workers })];
    this.#lanes = hasCopies ? workers : workers * AHEAD;
  }

  /** Plays each case and hands over what came of it, in the order in which they end. */
  async playAll(
    files: readonly CaseFile[],
    onPlayed: (file: CaseFile, played: Played) => void | Promise<void>,
  ): Promise<void> {
    const queue = files.values();
    const lane = async (_: unknown, i: number): Promise<void> => {
      // As many benches as lanes, or one for all.
      const bench = this.#benches[i % this.#benches.length] as Bench;
      for (const file of queue) {
        const { value } = await this.#play(bench, file, []);
        await onPlayed(file, value);
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.#lanes, files.length) }, lane));
  }

  async #play(bench: Bench, file: CaseFile, trail: readonly string[]): Promise<{ value: Played; changes: Changes }> {
    const before = await this.#before(bench, file, trail);
    const { value, changes } = await bench.run((engine) => play(engine, file.case, this.#options.mount), before);
    return { value, changes: new Map([...before, ...changes]) };
  }

  /** The folders as the case before this one leaves them. It is played once for all that go on from it. */
  async #before(bench: Bench, file: CaseFile, trail: readonly string[]): Promise<Changes> {
    const { after } = file.case;
    if (after === undefined) return new Map();
    const { cases } = this.#options;
    const name = relative(cases, join(cases, dirname(file.name), after));
    if (name === file.name || trail.includes(name)) {
      throw new CgiError('BAD_OPTION', `Cannot play case "${file.name}": it comes after itself`);
    }
    if (!existsSync(join(cases, name))) {
      throw new CgiError(
        'BAD_OPTION',
        `Cannot play case "${file.name}": there is no case "${after}" for it to come after`,
      );
    }
    let left = this.#left.get(name);
    if (left === undefined) {
      left = this.#play(bench, readCase(cases, name), [...trail, file.name]).then(({ changes }) => changes);
      this.#left.set(name, left);
    }
    return left;
  }

  async close(): Promise<void> {
    await Promise.all(this.#benches.map((bench) => bench.close()));
  }
}

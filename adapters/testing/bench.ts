// The place where tests run scripts: an engine and the copies of the folders its scripts may write, one run at a time where there are any.
// Parent process. Runs with the same options share it; idle workers do not keep a process alive.
import { createEngine, type Engine, type EngineOptions } from '../../engine/index.ts';
import type { Changes } from './changing-copy.ts';
import { Overlay } from './overlay.ts';

/** The options of an engine that concern one script; everything else is no matter of a test. */
export type BenchOptions = Pick<
  EngineOptions,
  | 'root'
  | 'allowRead'
  | 'allowWrite'
  | 'timeout'
  | 'cpu'
  | 'memory'
  | 'maxBody'
  | 'maxOutput'
  | 'maxHeaderBlock'
  | 'maxStderr'
  | 'maxTimers'
  | 'maxHostCalls'
  | 'onMalformed'
  | 'reload'
  | 'trace'
>;

/** Benches that are kept: a test process that varies its options has that many workers, and no more. */
const KEPT = 4;
/** A test may start thousands of runs at once: none of them is refused. */
const MAX_WAITING = 1_000_000;
const benches = new Map<string, Bench>();

export class Bench {
  readonly engine: Engine;
  readonly #overlay: Overlay;
  readonly #hasCopies: boolean;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: EngineOptions) {
    const { allowWrite = [], ...rest } = options;
    this.#overlay = new Overlay(allowWrite);
    this.#hasCopies = allowWrite.length > 0;
    this.engine = createEngine({
      spare: false,
      ...rest,
      root: options.root ?? this.#overlay.emptyRoot,
      standIns: this.#overlay.standIns,
      queue: MAX_WAITING,
    });
  }

  /** Does the work on fresh copies, when all that uses them is done, and tells what it changed there. */
  run<T>(
    work: (engine: Engine) => Promise<T>,
    before: Changes,
  ): Promise<{ readonly value: T; readonly changes: Changes }> {
    if (!this.#hasCopies) return work(this.engine).then((value) => ({ value, changes: new Map() }));
    const turn = this.#last.then(async () => {
      this.#overlay.prepare(before);
      const value = await work(this.engine);
      return { value, changes: this.#overlay.collect() };
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.engine.drain();
    await this.engine.close();
    this.#overlay.close();
  }
}

/** The bench for these options, made at the first use. */
export function benchFor(options: BenchOptions): Bench {
  const key = JSON.stringify(Object.entries(options).sort());
  const bench = benches.get(key) ?? new Bench({ trace: true, ...options });
  // The one used last stands last.
  benches.delete(key);
  benches.set(key, bench);
  for (const [oldKey, old] of [...benches].slice(0, -KEPT)) {
    benches.delete(oldKey);
    void old.close();
  }
  return bench;
}

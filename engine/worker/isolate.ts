// One V8 heap with the compiled library in it, and the contexts made from it. Worker side.
import { writeSync } from 'node:fs';
import ivm from 'isolated-vm';
import type { Enter } from '../../sandbox-lib/bridge.ts';
import { callHost } from './bridge/handlers.ts';
import { Compiler } from './compile.ts';
import { compileLibrary, keepLibraryCode } from './library.ts';
import { canDefer } from './modules/defer.ts';
import type { Run } from './run.ts';

/** A context with the library booted in it, for exactly one run. */
export interface PreparedContext {
  readonly context: ivm.Context;
  readonly enter: ivm.Reference<Enter>;
  release(): void;
}

interface Prepared {
  readonly context: PreparedContext;
  /** Whose calls the context's host function answers. */
  readonly slot: { run: Run | undefined };
}

export class Isolate {
  readonly compiler: Compiler;
  readonly #isolate: ivm.Isolate;
  readonly #library: ivm.Script;
  readonly #constants: string;
  #next: Prepared | undefined;
  /** Contexts given to runs so far. */
  runs = 0;

  constructor(memory: number, constants: string) {
    this.#isolate = new ivm.Isolate({ memoryLimit: memory, onCatastrophicError: die });
    this.#library = compileLibrary(this.#isolate);
    this.#constants = constants;
    this.compiler = new Compiler(this.#isolate);
  }

  /** Whether V8 has `import defer`, see modules/defer.ts. */
  get canDefer(): boolean {
    return canDefer(this.#isolate);
  }

  get isDisposed(): boolean {
    return this.#isolate.isDisposed;
  }

  /** Makes the next context ahead of its run. */
  prepare(): void {
    this.#next ??= this.#create();
  }

  /** The prepared context, now belonging to this run. */
  take(run: Run): PreparedContext {
    const { context, slot } = this.#next ?? this.#create();
    this.#next = undefined;
    slot.run = run;
    this.runs++;
    return context;
  }

  /** Keeps the library's code as compiled so far for the isolates to come. */
  keepLibraryCode(): void {
    keepLibraryCode(this.#isolate);
  }

  heapStatistics(): ivm.HeapStatistics {
    return this.#isolate.getHeapStatisticsSync();
  }

  dispose(): void {
    if (!this.#isolate.isDisposed) this.#isolate.dispose();
  }

  #create(): Prepared {
    const slot: Prepared['slot'] = { run: undefined };
    const context = this.#isolate.createContextSync();
    // A released context can still run a left-over reaction (isolated-vm): without a run every call is refused.
    const host = new ivm.Callback((name: unknown, ...args: unknown[]) =>
      slot.run === undefined ? -1 : callHost(slot.run, name, args),
    );
    const boot = this.#library.runSync(context, { reference: true });
    const enter = boot.applySync(undefined, [host, this.#constants], {
      result: { reference: true },
    }) as ivm.Reference<Enter>;
    boot.release();
    const release = () => {
      slot.run = undefined;
      if (this.#isolate.isDisposed) return;
      enter.release();
      context.release();
    };
    return { context: { context, enter, release }, slot };
  }
}

/** V8 is out of memory or does not stop: nothing in this process can be trusted, and a normal exit would hang. */
function die(message: string): void {
  // The parent tells a run that exhausted its memory from a crash by these words.
  writeSync(2, `isolate lost: ${message}`);
  process.kill(process.pid, 'SIGKILL');
}

// One V8 heap with the compiled library in it, and the contexts made from it. Worker side.
import { writeSync } from 'node:fs';
import ivm from 'isolated-vm';
import type { Connection, Enter, HostCall, ModuleFunction, Reset, StartArguments } from '../../sandbox-lib/bridge.ts';
import type { Reload } from '../options.ts';
import { callHost } from './bridge/handlers.ts';
import { Compiler, fillOf } from './compile.ts';
import { entryTimeout } from './entry-timeout.ts';
import { compileLibrary, keepLibraryCode } from './library.ts';
import { canDefer } from './modules/defer.ts';
import { KeptFunctions } from './modules/kept-functions.ts';
import type { KeptModules } from './modules/kept-modules.ts';
import { runPrelude } from './prelude.ts';
import type { Run } from './run.ts';
import { WarmContexts } from './warm-contexts.ts';
import { withRoom } from './young-generation.ts';

/** For the library to look at what a run has left. */
const RESET_MS = 1000;

/** Looking at the heap takes 4 µs, at the process 8; within this time no run fills more than a tenth of what it may. */
const LOOK_EVERY_MS = 5;
const MIB = 1_048_576;
const { rss } = process.memoryUsage;

/** A context with the library booted in it: for one run, or, kept warm, for one after the other. */
export interface PreparedContext {
  readonly context: ivm.Context;
  readonly enter: ivm.Reference<Enter>;
  /** Until it was entered. */
  connection: Connection | undefined;
  /** Whose calls its host function answers. Without a run every call is refused: a left-over reaction may still make one. */
  run: Run | undefined;
  /** What runs before have left in a warm context. */
  kept: KeptModules | undefined;
  /** In a context that may be kept warm. */
  readonly functions: KeptFunctions | undefined;
  release(): void;
}

export class Isolate {
  readonly compiler: Compiler;
  readonly #isolate: ivm.Isolate;
  #library: ivm.Script | undefined;
  readonly #constants: string;
  readonly #reload: Reload;
  /** Bytes by which the process may have grown: half of what a run may use. */
  readonly #room: number;
  readonly #rssAtStart = rss();
  readonly #warm = new WarmContexts();
  #next: PreparedContext | undefined;
  /** When its heap was last looked at. */
  #lookedAt = performance.now();
  /** Contexts made for runs and by them so far. */
  contexts = 0;

  constructor(memory: number, constants: string, reload: Reload) {
    this.#reload = reload;
    this.#room = (memory * MIB) / 2;
    this.#isolate = withRoom(() => new ivm.Isolate({ memoryLimit: memory, onCatastrophicError: die }));
    this.#constants = constants;
    this.compiler = new Compiler(this.#isolate);
  }

  /** Whether V8 has `import defer`, see modules/defer.ts. */
  get canDefer(): boolean {
    return canDefer(this.#isolate);
  }

  /**
   * The runs before have taken half of the memory: what the next one may use must not depend on them. They leave kept contexts, and what outlives
   * a context: symbols of the registry, say, and native memory until the next collection. Looked at after runs that together had time to take much.
   */
  get isFull(): boolean {
    if (this.isDisposed) return true;
    const now = performance.now();
    if (now - this.#lookedAt < LOOK_EVERY_MS) return false;
    this.#lookedAt = now;
    return fillOf(this.#isolate) > 0.5 || rss() - this.#rssAtStart > this.#room;
  }

  /** What becomes of a script's modules in a kept context. */
  get #modules(): 'keep' | 'forget' {
    return this.#reload === 'never' ? 'keep' : 'forget';
  }

  get isDisposed(): boolean {
    return this.#isolate.isDisposed;
  }

  /** Whether it has the library. */
  get isCompiled(): boolean {
    return this.#library !== undefined;
  }

  /** The library's script, compiled at the first call. */
  compile(): ivm.Script {
    this.#library ??= compileLibrary(this.#isolate);
    return this.#library;
  }

  /** Makes the next context ahead of its run. */
  prepare(): void {
    this.#next ??= this.#create();
  }

  /** A context for this run: the one that its script has left warm, or the prepared one. */
  take(run: Run, script: string): PreparedContext {
    const warm = this.#warm.take(script);
    const isFresh = warm !== undefined && (warm.kept?.isUnchanged(run) ?? true);
    if (!isFresh) warm?.release();
    const context = isFresh ? warm : (this.#next ?? this.#create());
    if (!isFresh) {
      this.#next = undefined;
      this.contexts++;
    }
    context.run = run;
    return context;
  }

  /**
   * Takes a context back after a run that ended well. In the fast reload modes it is kept for the script's next run, unless this one has
   * left something behind: the answer says what.
   */
  giveBack(context: PreparedContext, script: string): string {
    context.run = undefined;
    let leftover = '';
    if (this.#reload === 'context') {
      context.release();
      return leftover;
    }
    try {
      const reset = context.enter as unknown as ivm.Reference<Reset>; // the same function, see bridge.ts
      leftover = reset.applySync(undefined, ['reset', this.#modules], { timeout: entryTimeout(RESET_MS) });
    } catch {
      leftover = 'something that cannot be looked at';
    }
    if (leftover === '') this.#warm.keep(script, context);
    else context.release();
    return leftover;
  }

  /** A context without the library, for node:vm: it wears the isolate as one for a run does. The caller releases it. */
  createBare(): ivm.Context {
    this.contexts++;
    return this.#isolate.createContextSync();
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

  #create(): PreparedContext {
    const library = this.compile();
    const context = this.#isolate.createContextSync();
    const host = new ivm.Callback((name: unknown, ...args: unknown[]) => {
      const { run } = prepared;
      return run === undefined ? -1 : callHost(run, name, args);
    });
    const enter = library.runSync(context, { reference: true }) as ivm.Reference<Enter>; // see boot.ts
    const functions = this.#reload === 'context' ? undefined : new KeptFunctions();
    const release = () => {
      prepared.run = undefined;
      if (this.#isolate.isDisposed) return;
      prepared.kept?.release();
      functions?.release();
      enter.release();
      context.release();
    };
    const connection: Connection = [host as unknown as HostCall, this.#constants]; // what a Callback is inside
    const prepared: PreparedContext = {
      context,
      enter,
      connection,
      run: undefined,
      kept: undefined,
      functions,
      release,
    };
    if (this.#reload !== 'context') {
      enter.applySync(undefined, ['watch', ...connection, this.#modules]);
      prepared.connection = undefined;
    }
    return prepared;
  }
}

/** In a context that was entered before. */
const CONNECTED = [undefined, undefined] as const;

/** The entry that runs the script, with the connection if it is the first one. `code`: the script's function, if it is known ahead. */
export function startEntry(
  prepared: PreparedContext,
  start: StartArguments,
  code: ivm.Reference<unknown> | undefined,
  prelude?: string,
): Parameters<Enter> {
  if (prelude !== undefined) runPrelude(prepared, prelude);
  const { connection } = prepared;
  prepared.connection = undefined;
  const main = code?.derefInto() as ModuleFunction | undefined; // what it is inside
  return ['start', ...start, ...(connection ?? CONNECTED), main];
}

/** V8 is out of memory or does not stop: nothing in this process can be trusted, and a normal exit would hang. */
function die(message: string): void {
  // The parent tells a run that exhausted its memory from a crash by these words.
  writeSync(2, `isolate lost: ${message}`);
  process.kill(process.pid, 'SIGKILL');
}

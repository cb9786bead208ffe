// The modules of one run: what the library asks of the host about them. Throws a ModuleFault where node throws an error. Worker side.
import type ivm from 'isolated-vm';
import { IS_ES_MODULE } from '../../../sandbox-lib/bridge.ts';
import type { Compiler } from '../compile.ts';
import type { TouchedRecorder } from '../touched.ts';
import type { KeptFunctions } from './kept-functions.ts';
import type { KeptModules } from './kept-modules.ts';
import type { ReadingRun } from './module-files.ts';
import { type DriveMode, type Failure, ModuleGraph } from './module-graph.ts';
import { ModuleSources } from './module-sources.ts';
import { resolveHinted } from './resolve-hint.ts';
import { type ImportTarget, resolvedUrlOf, resolveImport } from './resolve-import.ts';
import { DEFAULT_EXTENSIONS, resolveRequire } from './resolve-require.ts';
import type { Source } from './source.ts';
import { isLibraryModule } from './specifier.ts';
import { commonJsSyntaxFault } from './syntax-fault.ts';
import { javaScriptOf } from './typescript.ts';
import { unchangedScript } from './unchanged-script.ts';
import { commonJsUnit, type FunctionUnit, functionUnit, urlOf } from './units.ts';
import { type BareContexts, VmContexts } from './vm-contexts.ts';
import { compileVmScript, ScriptLimits, type TimedRun, type VmScript } from './vm-script.ts';

/** What modules need of the isolate. */
export interface ModuleIsolate extends BareContexts {
  readonly compiler: Compiler;
  /** Whether V8 has `import defer`. */
  readonly canDefer: boolean;
}

/** What the modules of a run are made with. */
export interface ModuleHost {
  readonly run: ReadingRun & TimedRun & { readonly touched?: TouchedRecorder | undefined };
  readonly isolate: ModuleIsolate;
  readonly context: ivm.Context;
  /** The script: its own module is never kept. */
  readonly script: string;
  /** What the parent saw when it looked for the script on disk. */
  readonly freshness: string | undefined;
  /** Where modules are kept for the next run of the same context; undefined if they are not. */
  readonly kept: KeptModules | undefined;
  /** The same of their functions. */
  readonly functions: KeptFunctions | undefined;
  /** What the run releases at its end. */
  readonly handles: Array<{ release(): void }>;
}

export class RunModules {
  readonly #host: ModuleHost;
  #graph: ModuleGraph | undefined;
  /** For the first look at the script: it may write itself and load itself again. */
  #freshness: string | undefined;
  /** The script, where it was known ahead. */
  #unchanged: Source | undefined;
  #madeSources: ModuleSources | undefined;
  #leftover = '';
  #contexts: VmContexts | undefined;
  #scriptLimits: ScriptLimits | undefined;

  constructor(host: ModuleHost) {
    this.#host = host;
    const { kept, script, run } = host;
    this.#freshness = run.files === undefined ? host.freshness : undefined;
    this.#graph = kept?.graph;
    this.#graph?.forget(urlOf(script));
  }

  /** Where require() leads. Empty lists stand for the defaults. */
  resolve(specifier: string, parent: string, folders: readonly string[], extensions: readonly string[]): string {
    const { files, packages } = this.#sources;
    files.lookAgain();
    const request = {
      specifier,
      parent,
      folders: folders.length === 0 ? undefined : folders,
      extensions: extensions.length === 0 ? DEFAULT_EXTENSIONS : extensions,
    };
    return resolveRequire(request, files, packages);
  }

  /** Where import leads, or with `metaOnly` what import.meta.resolve() says, which asks for no file. */
  resolveImport(specifier: string, parent: string, metaOnly: boolean): string {
    const parentUrl = parent.startsWith('/') ? urlOf(parent) : parent;
    this.#sources.files.lookAgain();
    if (!metaOnly) return resolveHinted(specifier, parentUrl, this.#sources).url;
    try {
      return resolveImport(specifier, parentUrl, this.#sources.files, this.#sources.packages).url;
    } catch (error) {
      const url = resolvedUrlOf(error);
      if (url !== undefined) return url;
      throw error;
    }
  }

  /** The function of the script, if nothing has changed since a run before: then this one need not ask for it. */
  loadUnchanged(): ivm.Reference<unknown> | undefined {
    const freshness = this.#freshness;
    const script = freshness && unchangedScript(this.#host.script, freshness);
    if (!script) return undefined;
    try {
      const made = this.#function(commonJsUnit(script), javaScriptOf(script));
      this.#freshness = undefined;
      this.#unchanged = script;
      this.#onRead(script.path, script.hash);
      return made;
    } catch {
      return undefined; // the library asks for it and is told why it cannot be had
    }
  }

  /** A resolved path for require(): its compiled function, JSON text, or the sign that it is an ES module. */
  load(path: string): ivm.Reference<unknown> | string | typeof IS_ES_MODULE {
    const freshness = path === this.#host.script ? this.#freshness : undefined;
    this.#freshness = undefined;
    const seen = freshness && this.#sources.seenScript(path, freshness);
    const source = seen || this.#sources.read(path);
    const format = this.#sources.requiredFormat(source);
    if (format === 'json') return source.text;
    if (format === 'module') return IS_ES_MODULE;
    this.#sources.remember(path, source.text);
    const made = this.#function(commonJsUnit(source), javaScriptOf(source));
    if (seen) this.#sources.notePackages(source);
    return made;
  }

  /** Made when something else than an unchanged script is asked for. */
  get #sources(): ModuleSources {
    if (this.#madeSources !== undefined) return this.#madeSources;
    const { run, isolate } = this.#host;
    const made = new ModuleSources(run, isolate.compiler, (path, hash) => this.#onRead(path, hash));
    if (this.#unchanged !== undefined) made.adopt(this.#unchanged);
    this.#madeSources = made;
    return made;
  }

  #onRead(path: string, hash: string): void {
    const { run, script, kept } = this.#host;
    run.touched?.add('modules', path);
    if (path !== script) kept?.add(path, hash);
  }

  /** The text of a file as it is compiled: TypeScript without its types. */
  text(path: string): string {
    return javaScriptOf(this.#sources.read(path));
  }

  /** A text as the function of a CommonJS module. */
  compile(text: string, path: string): ivm.Reference<unknown> {
    this.#sources.remember(path, text);
    return this.#function(functionUnit(path, text), text);
  }

  /** See ModuleGraph.link. */
  link(url: string, type: string | undefined): string[] {
    this.#sources.files.lookAgain();
    this.#graph ??= new ModuleGraph(this.#host.isolate.compiler, this.#host.context);
    if (this.#host.kept !== undefined) this.#host.kept.graph = this.#graph;
    this.#graph.openBridge();
    const attributes = type === undefined ? [] : ([['type', type]] as const);
    return this.#graph.link(targetOf(url), attributes, this.#sources);
  }

  setBuiltinNames(name: string, names: readonly string[]): void {
    this.#graph?.setBuiltinNames(name, names);
  }

  /** See ModuleGraph.drive. Whether the evaluation was put off. */
  drive(url: string, id: number, mode: DriveMode): boolean {
    // A deferred module lets those it imports and that wait at their top level go first: that would be another order.
    const defers = mode === 'defer' && this.#host.isolate.canDefer && this.#graph?.awaits(url) === false;
    this.#graph?.drive(url, id, mode === 'defer' && !defers ? 'now' : mode);
    return defers;
  }

  awaits(url: string): boolean {
    return this.#graph?.awaits(url) === true;
  }

  done(id: number): void {
    this.#graph?.done(id);
  }

  /** See ModuleGraph.failures. */
  failures(): Failure[] {
    return this.#graph?.failures() ?? [];
  }

  /** See compileVmScript. */
  checkScript(script: VmScript): void {
    compileVmScript(this.#host.isolate.compiler, script).release();
  }

  /** Runs a script of node:vm, see ScriptLimits.run. `context`: the number of one that the run has made, 0 for its own. */
  runScript(script: VmScript, timeout: number, context: number): ivm.Reference<unknown> {
    const where = context === 0 ? this.#host.context : this.#openContexts().context(context);
    const compiled = compileVmScript(this.#host.isolate.compiler, script);
    if (context === 0) this.#leftover = 'names that a script of node:vm has declared';
    try {
      this.#sources.remember(script.filename, script.code);
      return this.#limits.run(timeout, (options) =>
        this.#keep(compiled.runSync(where, { reference: true, ...options })),
      );
    } finally {
      compiled.release();
    }
  }

  /** See VmContexts.open. */
  openContext(id: number, code: string): ivm.Reference<unknown> {
    const script = compileVmScript(this.#host.isolate.compiler, {
      code,
      filename: 'node:internal/vm',
      line: 0,
      column: 0,
    });
    this.#leftover = 'contexts of node:vm';
    try {
      return this.#openContexts().open(id, script);
    } finally {
      script.release();
    }
  }

  /** See VmContexts.enter. */
  enterContext(id: number, timeout: number): void {
    const contexts = this.#openContexts();
    this.#limits.run(timeout, (options) => contexts.enter(id, options));
  }

  line(name: string, line: number): string | undefined {
    return this.#sources.line(name, line);
  }

  /** The end of the run. */
  release(): void {
    if (this.#host.kept === undefined) this.#graph?.release();
    else this.#graph?.releaseDrivers();
  }

  /** What node:vm may have left in the context that no look at the global object shows; empty if nothing. */
  get leftover(): string {
    return this.#leftover;
  }

  #openContexts(): VmContexts {
    this.#contexts ??= new VmContexts(this.#host.isolate, this.#host.handles);
    return this.#contexts;
  }

  get #limits(): ScriptLimits {
    this.#scriptLimits ??= new ScriptLimits(this.#host.run);
    return this.#scriptLimits;
  }

  #keep<T extends { release(): void }>(handle: T): T {
    this.#host.handles.push(handle);
    return handle;
  }

  /** A function unit as a function of the context; one that takes `import` comes inside of a function that takes it. */
  #function(unit: FunctionUnit, text: string): ivm.Reference<unknown> {
    const { isolate, context, kept, functions, script: main } = this.#host;
    const before = functions?.find(unit);
    if (before !== undefined) return before;
    let script: ivm.Script;
    try {
      script = isolate.compiler.script(unit);
    } catch (error) {
      throw error instanceof SyntaxError ? commonJsSyntaxFault(unit.filename, text, error) : error;
    }
    const made = script.runSync(context, { reference: true });
    if (unit.hash === undefined) script.release();
    // A module that stays is not evaluated again.
    const isAgain = kept === undefined || unit.filename === main;
    return isAgain && functions?.keep(unit, made) ? made : this.#keep(made);
  }
}

/** A URL that `resolveImport` gave. */
function targetOf(url: string): ImportTarget {
  if (url.startsWith('node:') || isLibraryModule(url)) return { kind: 'builtin', url };
  if (url.startsWith('data:')) return { kind: 'data', url };
  return { kind: 'file', url, path: decodeURIComponent(new URL(url).pathname) };
}

// Compiles sources in one isolate and reuses what was compiled while the source is unchanged. Worker side.
import ivm from 'isolated-vm';
import { CodeCache, type CodeKey } from './code-cache.ts';
import { hashText } from './modules/source.ts';

/** A text to compile. What stands before its first line is undone by a column offset: positions are those of the file. */
export interface Unit {
  /** Name in stacks. */
  readonly filename: string;
  /** Identity of the text, wrapping included; undefined for text that is not worth keeping. */
  readonly hash: string | undefined;
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

type Compiled = (ivm.Script | ivm.Module) & ivm.CachedDataResult & { cachedDataRejected?: boolean }; // the typings name it otherwise

/** Scripts an isolate holds on to: more than the files of any one site. */
const MAX_SCRIPTS = 4096;

/** A heap with so much in it is left alone: what is saved is made in it. */
const FULL = 0.75;

/** Code of all isolates of this worker. */
const codeCache = new CodeCache();

export class Compiler {
  readonly #isolate: ivm.Isolate;
  readonly #scripts = new Map<string, { readonly hash: string; readonly script: ivm.Script }>();
  /** Code this isolate has taken from the cache, checked once. */
  readonly #taken = new Map<string, { readonly source: string; readonly data: ivm.ExternalCopy<ArrayBuffer> }>();
  /** Compiled here, not yet in the cache: after a run they hold the functions it used, too. */
  readonly #unsaved = new Map<string, { readonly key: CodeKey; readonly unit: Unit }>();
  /** Sources compiled so far; neither reused ones nor those whose code came out of the cache. */
  count = 0;

  constructor(isolate: ivm.Isolate) {
    this.#isolate = isolate;
  }

  /** A script, good for any context of the isolate. Throws V8's SyntaxError. */
  script(unit: Unit): ivm.Script {
    const kept = this.#scripts.get(unit.filename);
    if (kept !== undefined && kept.hash === unit.hash) return kept.script;
    kept?.script.release();
    this.#scripts.delete(unit.filename);
    const script = this.#compile('script', unit) as ivm.Script; // by its kind
    if (unit.hash === undefined) return script;
    if (this.#scripts.size >= MAX_SCRIPTS) this.#releaseScripts();
    this.#scripts.set(unit.filename, { hash: unit.hash, script });
    return script;
  }

  /** A module, good for the first context it is instantiated in. The caller releases it. Throws V8's SyntaxError. */
  module(unit: Unit): ivm.Module {
    return this.#compile('module', unit) as ivm.Module; // by its kind
  }

  /** A text as a script, kept nowhere. The caller releases it. */
  compilePlain(code: string, origin: ivm.ScriptOrigin): ivm.Script {
    return this.#isolate.compileScriptSync(code, origin);
  }

  /** Whether V8 takes a text as a script. */
  compiles(text: string): boolean {
    try {
      this.#isolate.compileScriptSync(text).release();
      return true;
    } catch (error) {
      if (error instanceof SyntaxError) return false;
      throw error;
    }
  }

  /**
   * Saves code that was compiled in this isolate for those to come, as far as it can be done within some milliseconds. The run before may have
   * left the heap at its limit, where that ends the isolate: then nothing is saved.
   */
  saveCode(budgetMs: number): void {
    const until = performance.now() + budgetMs;
    for (const [name, { key, unit }] of this.#unsaved) {
      if (performance.now() > until || fillOf(this.#isolate) > FULL) return;
      this.#unsaved.delete(name);
      try {
        this.#save(key, unit);
      } catch (error) {
        if (this.#isolate.isDisposed) return;
        throw error;
      }
    }
  }

  #save(key: CodeKey, unit: Unit): void {
    // V8 finds the code it already has for this text and serialises that, with all functions compiled so far.
    const compiled = this.#run(key.kind, unit, { produceCachedData: true });
    const data = compiled.cachedData;
    if (data !== undefined) codeCache.put(key, new Uint8Array(data.copy()));
    data?.release();
    compiled.release();
  }

  #compile(kind: CodeKey['kind'], unit: Unit): Compiled {
    if (unit.hash === undefined) return this.#runFirst(kind, unit);
    const key: CodeKey = { kind, filename: unit.filename, source: unit.hash };
    const cachedData = this.#takeCode(key);
    const compiled = cachedData === undefined ? this.#runFirst(kind, unit) : this.#run(kind, unit, { cachedData });
    if (cachedData === undefined || compiled.cachedDataRejected) {
      this.count++;
      this.#unsaved.set(`${kind}\0${unit.filename}`, { key, unit });
    }
    return compiled;
  }

  /**
   * A text that closes the function put around it and opens another (`}); …; (function () {`) compiles, yet is no text of its own:
   * node does not take it. As a method it does not compile either way.
   */
  #runFirst(kind: CodeKey['kind'], unit: Unit): Compiled {
    const compiled = this.#run(kind, unit, {});
    if (unit.after === '' || this.compiles(`({m(){${withoutShebang(unit.text)}\n}})`)) return compiled;
    compiled.release();
    throw new SyntaxError("Unexpected token '}'");
  }

  #takeCode(key: CodeKey): ivm.ExternalCopy<ArrayBuffer> | undefined {
    const name = `${key.kind}\0${key.filename}`;
    const taken = this.#taken.get(name);
    if (taken?.source === key.source) return taken.data;
    taken?.data.release();
    this.#taken.delete(name);
    const bytes = codeCache.take(key);
    if (bytes === undefined) return undefined;
    const data = new ivm.ExternalCopy(bytes.buffer as ArrayBuffer); // made by saveCode: plain memory, used whole
    this.#taken.set(name, { source: key.source, data });
    return data;
  }

  #run(kind: CodeKey['kind'], unit: Unit, code: ivm.CachedDataOptions): Compiled {
    const { filename, before, text, after } = unit;
    const options = { filename, columnOffset: before === '' ? 0 : -before.length, ...code };
    const whole = before + withoutShebang(text) + after;
    return (
      kind === 'script'
        ? this.#isolate.compileScriptSync(whole, options)
        : this.#isolate.compileModuleSync(whole, options)
    ) as Compiled; // the result of both carries the code, if it was asked for
  }

  #releaseScripts(): void {
    for (const { script } of this.#scripts.values()) script.release();
    this.#scripts.clear();
  }
}

/** What part of the memory of a heap is taken. */
export function fillOf(isolate: ivm.Isolate): number {
  const { used_heap_size, heap_size_limit } = isolate.getHeapStatisticsSync();
  return used_heap_size / heap_size_limit;
}

/** A shebang is only allowed as the very first characters of a file; as a comment it keeps its line. */
function withoutShebang(text: string): string {
  return text.startsWith('#!') ? `//${text.slice(2)}` : text;
}

/** The hash of a text inside of what is put around it. */
export function unitHash(sourceHash: string, before: string): string {
  return before === '' ? sourceHash : hashText(`${sourceHash}\0${before}`);
}

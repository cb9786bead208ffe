// Compiles sources in one isolate and keeps what it compiled while the source is unchanged. Worker side.
import type ivm from 'isolated-vm';
import type { Source } from './modules/source.ts';

/** On line 1 and undone by the column offset: lines and columns in stacks are those of the file. */
const WRAPPER = '(function (exports, require, module, __filename, __dirname) { ';

interface Compiled {
  readonly hash: string;
  readonly script: ivm.Script;
}

interface CodeCache {
  readonly hash: string;
  readonly data: ivm.ExternalCopy<ArrayBuffer>;
}

/**
 * V8's code caches of scripts, by path: they carry compiled code over to the next isolate of this worker and never leave it. V8 itself
 * would accept the cache of another source of the same length, so the hash of the source decides.
 */
const caches = new Map<string, CodeCache>();

export class Compiler {
  readonly #isolate: ivm.Isolate;
  readonly #compiled = new Map<string, Compiled>();
  /** Sources compiled so far; neither reused ones nor those a code cache was accepted for. */
  count = 0;

  constructor(isolate: ivm.Isolate) {
    this.#isolate = isolate;
  }

  /** The compiled module function of this source. Throws V8's SyntaxError. */
  compile(source: Source): ivm.Script {
    const kept = this.#compiled.get(source.path);
    if (kept !== undefined && kept.hash === source.hash) return kept.script;
    kept?.script.release();
    const script = this.#compileText(source);
    this.#compiled.set(source.path, { hash: source.hash, script });
    return script;
  }

  #compileText(source: Source): ivm.Script {
    const cache = caches.get(source.path);
    const cachedData = cache?.hash === source.hash ? cache.data : undefined;
    const compiled = this.#isolate.compileScriptSync(wrap(source.text), {
      filename: source.path,
      columnOffset: -WRAPPER.length,
      ...(cachedData === undefined ? { produceCachedData: true } : { cachedData }),
    }) as ivm.Script & ivm.CachedDataResult & { cachedDataRejected?: boolean }; // the typings name it otherwise
    if (cachedData === undefined || compiled.cachedDataRejected) this.count++;
    if (compiled.cachedData !== undefined) {
      caches.get(source.path)?.data.release();
      caches.set(source.path, { hash: source.hash, data: compiled.cachedData });
    }
    return compiled;
  }
}

function wrap(text: string): string {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  // A shebang is only allowed as the very first characters of a script; as a comment it keeps its line.
  return `${WRAPPER}${body.startsWith('#!') ? `//${body.slice(2)}` : body}\n})`;
}

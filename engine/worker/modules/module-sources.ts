// The sources one run has loaded, and what kind of module each is. Worker side.
import type { Compiler } from '../compile.ts';
import { gone, outOfBounds } from './fault.ts';
import { type Format, formatForImport, formatForRequire } from './format.ts';
import { ModuleFiles, type ReadingRun } from './module-files.ts';
import { Packages } from './package-config.ts';
import { knownSource, readSource, type Source } from './source.ts';
import { moduleHint } from './syntax-fault.ts';
import { hasTopLevelAwait } from './top-level-await.ts';
import { javaScriptOf } from './typescript.ts';
import { commonJsUnit, moduleUnit, urlOf } from './units.ts';

export class ModuleSources {
  readonly files: ModuleFiles;
  readonly packages: Packages;
  readonly #compiler: Compiler;
  /** Texts by the name they have in stacks, for the line above an uncaught error. */
  readonly #texts = new Map<string, string>();

  readonly #onRead: (path: string, hash: string) => void;

  constructor(run: ReadingRun, compiler: Compiler, onRead: (path: string, hash: string) => void) {
    this.#onRead = onRead;
    this.files = new ModuleFiles(run);
    this.packages = new Packages(this.files);
    this.#compiler = compiler;
  }

  /** The file as it is now. Throws a ModuleFault. */
  read(path: string): Source {
    // Whoever calls may be the script itself, with the name of a link that leads elsewhere.
    const real = this.files.realPath(path);
    if (real === undefined) throw this.files.kind(path) === undefined ? gone(path) : outOfBounds(path);
    const source = readSource(real, this.files);
    this.#onRead(real, source.hash);
    return source;
  }

  /**
   * The script at its real path, as it was when the parent looked at it: its request was still to be answered then. Undefined if that text
   * is not known.
   */
  seenScript(path: string, freshness: string): Source | undefined {
    const { files } = this;
    // With a stand-in for its folder the parent has looked at another file.
    if (files.memoryText(path) !== undefined || files.placeOf(path) !== path || !files.isReadable(path))
      return undefined;
    const source = knownSource(path, freshness);
    if (source === undefined) return undefined;
    files.trust(path);
    this.#onRead(path, source.hash);
    return source;
  }

  /** The script as unchangedScript() has found it: what this run would have found out about it. */
  adopt({ path, text, packagePlaces = [] }: Source): void {
    this.files.trust(path);
    for (const place of packagePlaces) this.packages.adopt(place);
    this.remember(path, text);
  }

  /** How require() takes this source, and how the script itself is run. Throws a ModuleFault. */
  requiredFormat(source: Source): Format {
    return this.#settle(source, formatForRequire(source.path, this.packages));
  }

  /** Notes for unchangedScript() what has made this a CommonJS module. */
  notePackages(source: Source): void {
    source.packagePlaces = this.packages.placesFor(source.path);
  }

  /** How import takes it. Throws a ModuleFault. */
  importedFormat(source: Source): Format {
    return this.#settle(source, formatForImport(source.path, this.packages));
  }

  /** Whether an ES module waits at its top level. */
  awaits(source: Source): boolean {
    source.awaits ??= hasTopLevelAwait(javaScriptOf(source), (script) => this.#compiler.compiles(script));
    return source.awaits;
  }

  remember(name: string, text: string): void {
    this.#texts.set(name, text);
  }

  /** One line, from 1. */
  line(name: string, line: number): string | undefined {
    return this.#texts.get(name)?.split('\n')[line - 1]?.replace(/\r$/, '');
  }

  #settle(source: Source, format: Format): Format {
    if (format !== 'detect') return format;
    source.isModuleBySyntax ??= this.#isModule(source);
    return source.isModuleBySyntax ? 'module' : 'commonjs';
  }

  /** CommonJS unless its syntax says otherwise, as node finds out: by compiling it. */
  #isModule(source: Source): boolean {
    try {
      this.#compiler.script(commonJsUnit(source));
      return false;
    } catch (error) {
      const hint = moduleHint(error);
      return hint === 'yes' || (hint === 'maybe' && this.#compilesAsModule(source));
    }
  }

  #compilesAsModule(source: Source): boolean {
    try {
      this.#compiler.module(moduleUnit(source, urlOf(source.path))).release();
      return true;
    } catch {
      return false;
    }
  }
}

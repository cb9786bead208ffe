// The modules that a warm context keeps from one run to the next (reload mode `never`): their graph, and which sources they came from, so
// that an edit is seen. Worker side.
import { ModuleFault } from './fault.ts';
import { ModuleFiles, type ReadingRun } from './module-files.ts';
import type { ModuleGraph } from './module-graph.ts';
import { readSource } from './source.ts';

export class KeptModules {
  graph: ModuleGraph | undefined;
  /** Hashes of sources by path. */
  readonly #sources = new Map<string, string>();

  add(path: string, hash: string): void {
    this.#sources.set(path, hash);
  }

  /** Whether every source is still what it was when it was evaluated. */
  isUnchanged(run: ReadingRun): boolean {
    const files = new ModuleFiles(run);
    try {
      for (const [path, hash] of this.#sources) {
        if (readSource(path, files).hash !== hash) return false;
      }
      return true;
    } catch (error) {
      if (error instanceof ModuleFault) return false;
      throw error;
    }
  }

  release(): void {
    this.graph?.release();
  }
}

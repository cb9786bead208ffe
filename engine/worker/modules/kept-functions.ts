// The functions of CommonJS modules that a warm context keeps (reload modes `modules` and `never`): a module is evaluated again by calling
// its function again, which V8 has learned to run. What a run leaves on one the library looks for (sandbox-lib/internal/leftovers.ts). Worker side.
import type ivm from 'isolated-vm';
import type { FunctionUnit } from './units.ts';

export class KeptFunctions {
  readonly #functions = new Map<string, { readonly hash: string; readonly made: ivm.Reference<unknown> }>();

  /** The function of this very source. */
  find({ filename, hash }: FunctionUnit): ivm.Reference<unknown> | undefined {
    const entry = this.#functions.get(filename);
    return entry !== undefined && entry.hash === hash ? entry.made : undefined;
  }

  /** Owns the reference from here on, if its source has an identity. The answer is whether it has. */
  keep({ filename, hash }: FunctionUnit, made: ivm.Reference<unknown>): boolean {
    if (hash === undefined) return false;
    this.#functions.get(filename)?.made.release();
    this.#functions.set(filename, { hash, made });
    return true;
  }

  release(): void {
    for (const { made } of this.#functions.values()) made.release();
    this.#functions.clear();
  }
}

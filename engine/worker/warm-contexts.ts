// Contexts that wait for the next run of their script (reload modes `modules` and `never`), the longest unused leaving first. Worker side.
import type { PreparedContext } from './isolate.ts';

/** Contexts an isolate keeps; each holds a library and what the script's built-ins take. */
const MAX_WARM = 32;

export class WarmContexts {
  readonly #contexts = new Map<string, PreparedContext>();

  /** The context that last ran this script; it is no longer kept. */
  take(script: string): PreparedContext | undefined {
    const context = this.#contexts.get(script);
    this.#contexts.delete(script);
    return context;
  }

  keep(script: string, context: PreparedContext): void {
    this.#contexts.get(script)?.release();
    this.#contexts.set(script, context);
    if (this.#contexts.size <= MAX_WARM) return;
    const [oldest] = this.#contexts.keys();
    if (oldest !== undefined) this.take(oldest)?.release();
  }
}

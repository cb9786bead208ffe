// Holds a module to node's by what happens, and in which order: one scenario runs against both, what it logs is compared.
import assert from 'node:assert/strict';
import test from 'node:test';

export type Log = (...entry: unknown[]) => void;
export type Scenario<T> = (module: T, log: Log) => unknown;

/** Errors, also those in lists, as what they show of themselves: those of two libraries then compare. */
export function shown(error: unknown): unknown {
  if (Array.isArray(error)) return error.map(shown);
  if (!(error instanceof Error)) return error;
  const { name, message, code, context, cause } = error as Error & { code?: unknown; context?: unknown };
  return { name, message, code, context, cause: shown(cause) };
}

async function trace<T>(module: T, scenario: Scenario<T>): Promise<unknown[]> {
  const entries: unknown[] = [];
  await scenario(module, (...entry) => entries.push(shown(entry)));
  return entries;
}

/** One test per scenario. */
export function assertSameTraces<T>(name: string, ours: T, node: T, scenarios: Record<string, Scenario<T>>): void {
  for (const [title, scenario] of Object.entries(scenarios)) {
    test(`${name}: ${title}`, async () => {
      const expected = await trace(node, scenario);
      assert.ok(expected.length > 0, 'the scenario logs something');
      assert.deepEqual(await trace(ours, scenario), expected);
    });
  }
}

/** Two turns of the event loop: everything that was scheduled by ticks and promises has happened. */
export async function settled(): Promise<void> {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}

// Compares one of our modules with Node's own, call by call: results, and class, code and message of errors.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';

export type Call = readonly [method: string, ...args: unknown[]];

/** The answer of a call, or what it threw, in a form that compares. */
export function answer(call: () => unknown): unknown {
  try {
    return { value: call() };
  } catch (error) {
    const { name, message, code } = error as Error & { code?: unknown };
    return { threw: `${name}: ${message}`, text: String(error), code };
  }
}

/** Asserts that both modules answer each call alike. */
export function assertSameAnswers(ours: object, node: object, calls: Iterable<Call>): void {
  for (const [method, ...args] of calls) {
    const call = (module: object) =>
      answer(() => (module as Record<string, (...args: unknown[]) => unknown>)[method]?.(...args));
    assert.deepEqual(call(ours), call(node), `${method}(${args.map((value) => inspect(value)).join(', ')})`);
  }
}

/** Values of every type, for argument checks. */
export const ODD_VALUES: readonly unknown[] = [
  ...[undefined, null, true, 0, Number.NaN, 5n, '', {}, [], new Map(), () => {}, Symbol('odd')],
];

// Runs one expression on our Buffer and on Node's and demands the same: result, or class, code and message of the error.
import assert from 'node:assert/strict';
import { Buffer as NodeBuffer } from 'node:buffer';
import { Buffer } from '../../sandbox-lib/internal/buffer.ts';

/** Node's type describes both: ours is compared with it member by member. */
export type AnyBuffer = typeof NodeBuffer;

function plain(value: unknown): unknown {
  if (!ArrayBuffer.isView(value)) return value;
  const own = value instanceof Buffer || value instanceof NodeBuffer ? 'Buffer' : value.constructor.name;
  return `${own} ${NodeBuffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
}

function outcome(run: (buffer: AnyBuffer) => unknown, buffer: AnyBuffer): unknown {
  try {
    const result = run(buffer);
    return Array.isArray(result) ? result.map(plain) : plain(result);
  } catch (error) {
    const { name, code, message } = error as Error & { code?: string };
    return { name, code, message };
  }
}

export function sameAsNode(run: (buffer: AnyBuffer) => unknown, label = run.toString()): void {
  assert.deepEqual(outcome(run, Buffer as unknown as AnyBuffer), outcome(run, NodeBuffer), label);
}

/** Calls a method with every combination of these arguments. */
export function combinations(...lists: readonly unknown[][]): unknown[][] {
  return lists.reduce<unknown[][]>((all, list) => all.flatMap((one) => list.map((item) => [...one, item])), [[]]);
}

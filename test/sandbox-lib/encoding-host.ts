// Connects the library, in a test's own process, with the worker's half of the encoding bridge.
import assert from 'node:assert/strict';
import '../../engine/worker/bridge/handlers.ts'; // first: the table and its rooms import each other
import { encodingHandlers } from '../../engine/worker/bridge/encoding.ts';
import type { HostCall } from '../../sandbox-lib/bridge.ts';
import { connectHost } from '../../sandbox-lib/internal/host.ts';

/** What isolated-vm does to bytes: a copy of the whole memory behind them. */
function cross(value: unknown): unknown {
  assert.ok(
    !(value instanceof Uint8Array) || value.length === value.buffer.byteLength,
    'a small view of a large memory',
  );
  return structuredClone(value);
}

/** Returns how often each function has been called so far. */
export function connectEncodingHost(): Readonly<Record<string, number>> {
  const calls: Record<string, number> = {};
  connectHost(
    ((name: string, ...args: unknown[]): unknown => {
      calls[name] = (calls[name] ?? 0) + 1;
      const handler = encodingHandlers[name as keyof typeof encodingHandlers];
      return cross(handler(undefined as never, args.map(cross))); // these handlers have no use for the run
    }) as HostCall,
    '{}',
  );
  return calls;
}

// Buffer's encodings once more, with the worker's half of the bridge connected: long texts and bytes take the way of the host.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import '../../engine/worker/bridge/handlers.ts'; // first: the table and its rooms import each other
import { encodingHandlers } from '../../engine/worker/bridge/encoding.ts';
import type { HostCall } from '../../sandbox-lib/bridge.ts';
import { connectHost } from '../../sandbox-lib/internal/host.ts';

const calls: Record<string, number> = {};

/** What isolated-vm does to bytes: a copy of the whole memory behind them. */
function cross(value: unknown): unknown {
  assert.ok(
    !(value instanceof Uint8Array) || value.length === value.buffer.byteLength,
    'a small view of a large memory',
  );
  return structuredClone(value);
}

function call(name: string, ...args: unknown[]): unknown {
  calls[name] = (calls[name] ?? 0) + 1;
  const handler = encodingHandlers[name as keyof typeof encodingHandlers];
  return cross(handler(undefined as never, args.map(cross))); // these handlers have no use for the run
}

connectHost(call as HostCall, '{}');
await import('./buffer-encodings.test.ts');

after(() => {
  for (const name of ['encodeText', 'decodeText', 'utf8Length'])
    assert.ok((calls[name] ?? 0) > 10, `${name} was called`);
});

// Connects the library to the host half of its URL bridge, as the worker does.
import { urlHandlers } from '../../engine/worker/bridge/url.ts';
import type { UrlBridge } from '../../sandbox-lib/bridge.ts';
import { connectHost } from '../../sandbox-lib/internal/host.ts';

export function connectUrlHost(): void {
  const call = (name: string, ...args: unknown[]) => {
    const run = undefined as never; // these handlers keep nothing per run
    return urlHandlers[name as keyof UrlBridge](run, args);
  };
  connectHost(call as never, JSON.stringify({ platform: process.platform }));
}

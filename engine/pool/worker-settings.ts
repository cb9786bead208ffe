// What a worker process is told of the engine's options. Parent side.
import type { ResolvedOptions } from '../options.ts';
import type { WorkerSettings } from '../wire/messages.ts';
import { inheritedDescriptors } from './inherited.ts';

/** Settings of a worker that is started now. */
export function workerSettings(options: ResolvedOptions, spoolFolder: string): WorkerSettings {
  const { root, reload, timeout, memory, maxStderr, maxTimers, codeGeneration, trace } = options;
  const { allowRead, allowWrite, aliases } = options;
  return {
    ...{ root, reload, timeout, memory, maxStderr, maxTimers, codeGeneration, trace },
    ...{ allowRead, allowWrite, aliases, spoolFolder },
    maxHostCalls: finite(options.maxHostCalls),
    runsPerIsolate: finite(options.runsPerIsolate),
    parent: process.pid,
    inherited: inheritedDescriptors(),
  };
}

/** They travel as JSON, which makes null of Infinity. */
function finite(limit: number): number {
  return Math.min(limit, Number.MAX_SAFE_INTEGER);
}

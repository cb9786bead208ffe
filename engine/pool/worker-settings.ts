// What a worker process is told of the engine's options. Parent side.
import type { ResolvedOptions } from '../options.ts';
import type { WorkerSettings } from '../wire/messages.ts';
import { inheritedDescriptors } from './inherited.ts';

/** Settings of a worker that is started now. */
export function workerSettings(options: ResolvedOptions, spoolFolder: string): WorkerSettings {
  const { root, reload, timeout, memory, maxStderr, maxTimers, codeGeneration, trace, maxHostCalls } = options;
  const { runsPerIsolate, allowRead, allowWrite, aliases } = options;
  return {
    ...{ root, reload, timeout, memory, maxStderr, maxTimers, codeGeneration, trace, maxHostCalls },
    ...{ runsPerIsolate, allowRead, allowWrite, aliases, spoolFolder },
    parent: process.pid,
    inherited: inheritedDescriptors(),
  };
}

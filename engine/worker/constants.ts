// What the library is told about the process it runs in. Worker side.
import type { LibraryConstants } from '../../sandbox-lib/bridge.ts';
import type { WorkerSettings } from '../wire/messages.ts';

/** As JSON: that is how it crosses into a context. */
export function constantsOf(settings: Pick<WorkerSettings, 'maxTimers' | 'codeGeneration' | 'trace'>): string {
  return JSON.stringify({
    nodeVersion: process.version,
    versions: process.versions as Record<string, string>,
    platform: process.platform,
    arch: process.arch,
    execPath: process.execPath,
    pid: process.pid,
    maxTimers: settings.maxTimers,
    codeGeneration: settings.codeGeneration,
    trace: settings.trace,
  } satisfies LibraryConstants);
}

// Ends a worker whose parent died while the main thread sits in a long built-in and cannot notice. Worker side, a thread of its own.
import { Worker } from 'node:worker_threads';

/** How long an orphan may live, at most. */
const POLL_MS = 500;

/**
 * Starts the guard, then gives up the right to start threads and to load addons: from here on the process has what it needs.
 *
 * @param parent its process id as it knows it: asking here could already name whoever adopted an orphan.
 */
export function startGuard(parent: number): void {
  const watch = `setInterval(() => { if (process.ppid !== ${parent}) process.kill(process.pid, 'SIGKILL'); }, ${POLL_MS});`;
  const thread = new Worker(watch, {
    eval: true,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  });
  thread.unref();
  // The first releases of Node 24 cannot drop.
  process.permission?.drop?.('worker');
  process.permission?.drop?.('addon');
}

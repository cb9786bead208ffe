// Ends a worker whose parent died while the main thread sits in a long built-in and cannot notice. Worker side, a thread of its own.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** How long an orphan may live, at most. */
const POLL_MS = 500;

/**
 * Starts the guard. Resolves when the thread runs: while it starts it asks for the working directory, which a run may leave in a folder that
 * is then removed.
 *
 * @param parent its process id as it knows it: asking here could already name whoever adopted an orphan.
 */
export function startGuard(parent: number): Promise<unknown> {
  const watch = `setInterval(() => { if (process.ppid !== ${parent}) process.kill(process.pid, 'SIGKILL'); }, ${POLL_MS});`;
  const thread = new Worker(watch, {
    eval: true,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  });
  return once(thread, 'online').then(() => thread.unref());
}

// What the death of a worker means for the run it had. Parent side, pure.
import type { Verdict } from './current-run.ts';

/**
 * What V8 says before it gives up for want of memory: isolated-vm's limit came too late. The heading comes first; an assertion of isolated-vm's
 * may end the process in the middle of the rest. Or what C++ says in their place when there is no room left for their own.
 */
const OUT_OF_MEMORY =
  /<--- Last few GCs --->|std::bad_alloc|out of memory|allocation failed|invalid (?:array|string|table) (?:length|size)/i;

/** `how` it ended, what it had said on its stderr, and the heap in MiB that it was given. */
export function verdictOfDeath(how: string, stderr: string, memory: number): Verdict {
  const lastWords = stderr === '' ? how : `${how}: ${stderr}`;
  if (!OUT_OF_MEMORY.test(stderr))
    return { code: 'WORKER_DIED', message: `the worker died during the run (${lastWords})` };
  // It killed itself, but the script drove it to that: a limit, no crash.
  const limit = { name: 'heap MiB', measured: memory, limit: memory };
  return { code: 'MEMORY_LIMIT', message: `the heap was exhausted (${lastWords})`, limit };
}

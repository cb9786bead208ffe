// How large the young generation of a V8 heap is. V8 takes that from flags of the whole process, at the moment it makes an isolate. Worker side.
import { setFlagsFromString } from 'node:v8';

/**
 * Room for the contexts of a whole isolate (50 × 0.25 MB): it is disposed of before its first collection. isolated-vm's own 2 MB made V8 copy
 * live contexts every few requests (a run: 448 → 370 µs).
 */
export const ROOMY = ['--min-semi-space-size=16', '--max-semi-space-size=16'] as const;
/** As whoever makes the isolate asks for it: the guard's thread has a limit of its own. */
const AS_ASKED_FOR = ['--min-semi-space-size=0', '--max-semi-space-size=0'] as const;

/**
 * Makes an isolate that has room for contexts. Only for isolates that are disposed of in time: in the worker's own one, which is not, the
 * garbage of a thousand runs would lie (30 MB of a worker).
 */
export function withRoom<T>(make: () => T): T {
  ROOMY.forEach(setFlagsFromString);
  try {
    return make();
  } finally {
    AS_ASKED_FOR.forEach(setFlagsFromString);
  }
}

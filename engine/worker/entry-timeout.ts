// The time limit of one entry as isolated-vm is told. Worker side.

/** Far below the grace of the parent's watchdog, which holds the same limit from outside (engine/pool/watchdog.ts). */
const MARK_MS = 50;

/**
 * Milliseconds until the next common mark after the limit. isolated-vm keeps the timer of an entry that is over until its time has come, and
 * wakes a thread for it: thousands of them a second, 8 µs of CPU each. Those of one mark share a few wakes.
 */
export function entryTimeout(remainingMs: number): number {
  const now = performance.now();
  return Math.ceil(Math.ceil((now + Math.max(0, remainingMs)) / MARK_MS) * MARK_MS - now) || 1;
}

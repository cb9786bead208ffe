// The clock that all processes of a machine share: CLOCK_MONOTONIC, which Node's process.hrtime() reads. Both ends.

/** Milliseconds since a moment that is the same for the parent and its workers; performance.now() counts from the start of each. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1_000_000;
}

// The clock of performance.now(): milliseconds since the run began. Inside the context.
import { readClock, resetHostClock } from '../host-clock.ts';
import { process } from '../process.ts';

let origin: number | undefined;

/** Where the run began on the host's clock. */
function originOnClock(): number {
  origin ??= readClock() - process.uptime() * 1000;
  return origin;
}

/** For the next run of a kept context. */
export function resetClock(): void {
  origin = undefined;
  resetHostClock();
}

export function now(): number {
  const start = originOnClock(); // first: at the first call it reads the clock, too
  return readClock() - start;
}

/** When the run began, in milliseconds since 1970. */
export function timeOrigin(): number {
  return Date.now() - now();
}

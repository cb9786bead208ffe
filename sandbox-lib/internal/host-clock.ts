// The host's monotonic clock for what a script may read in a loop: a run may make a limited number of host calls, and a script that waits
// by looking at the time would use them up. Inside the context.
import { host } from './host.ts';

/** Readings that are exact. Those after them go on from the last one by Date.now(), to the millisecond. */
const PATIENCE = 200_000;
const { now: dateNow } = Date;

let readings = 0;
let last = 0;
let lastDate = 0;

/** Milliseconds with fractions; never less than before. */
export function readClock(): number {
  if (readings >= PATIENCE) {
    last += passed();
    return last;
  }
  last = host('clock');
  if (++readings === PATIENCE) lastDate = dateNow();
  return last;
}

/** Milliseconds since the call before; none when the date was set back. */
function passed(): number {
  const before = lastDate;
  lastDate = dateNow();
  return Math.max(0, lastDate - before);
}

/** The next run has host calls of its own. */
export function resetHostClock(): void {
  readings = 0;
}

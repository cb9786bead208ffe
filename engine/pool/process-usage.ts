// CPU time and memory of a worker, seen from outside: what a stuck or hostile worker cannot misreport. Parent side; Linux's /proc.
import { readFileSync } from 'node:fs';

export interface ProcessUsage {
  /** User and system time since the start of the process. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/** Linux counts in ticks of 10 ms on every architecture Node runs on (USER_HZ). */
const TICK_MS = 10;
const PAGE = 4096;

/** Undefined where the process is gone or the system has no /proc: then only the wall limit ends a run from outside. */
export function readUsage(pid: number): ProcessUsage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold spaces; what follows it is fixed: state is field 3, utime 14, stime 15, rss 24.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { cpuMs: ticks * TICK_MS, rssBytes: Number(fields[21]) * PAGE };
  } catch {
    return undefined;
  }
}

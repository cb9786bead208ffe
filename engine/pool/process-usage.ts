// CPU time and memory of a worker, seen from outside: what a stuck or hostile worker cannot misreport. Parent side; Linux's /proc.
import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';

export interface ProcessUsage {
  /** User and system time since the start of the process. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/** Linux counts in ticks of 10 ms on every architecture Node runs on (USER_HZ). */
const TICK_MS = 10;
/** In the list that the kernel gives every process (getauxval(3)): pairs of words, 64 bits each wherever Node 24 runs. */
const AT_PAGESZ = 6n;
const PAIR = 16;
const USUAL_PAGE = 4096;
let page: number | undefined;

/** Undefined where the process is gone or the system has no /proc: then only the wall limit ends a run from outside. */
export function readUsage(pid: number): ProcessUsage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold spaces; what follows it is fixed: state is field 3, utime 14, stime 15, rss 24.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return {
      cpuMs: ticks * TICK_MS,
      rssBytes: Number(fields[21]) * ownPageSize(),
    };
  } catch {
    return undefined;
  }
}

function ownPageSize(): number {
  try {
    page ??= pageSize(readFileSync('/proc/self/auxv'));
  } catch {
    page = USUAL_PAGE; // not for a process that has changed its user
  }
  return page;
}

/** Bytes of a page, which is what memory is counted in: 4 KiB on x64, up to 64 on others. */
export function pageSize(auxv: Buffer): number {
  const word = (at: number) => (endianness() === 'LE' ? auxv.readBigUInt64LE(at) : auxv.readBigUInt64BE(at));
  for (let at = 0; at + PAIR <= auxv.length; at += PAIR) if (word(at) === AT_PAGESZ) return Number(word(at + 8));
  return USUAL_PAGE;
}

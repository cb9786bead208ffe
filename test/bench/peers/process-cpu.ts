// CPU time of a server's own process and of its workers, out of /proc.
import { readFileSync } from 'node:fs';

/** Microseconds since the start. */
export interface Cpu {
  readonly user: number;
  readonly kernel: number;
}

export interface ServerCpu {
  readonly parent: Cpu;
  readonly workers: Cpu;
}

/** A tick of /proc, as every Linux has it. */
const TICK_US = 10_000;

/** Workers that ended in between stay counted: their parent inherits what they used. */
export function cpuOf(pid: number): ServerCpu {
  const own = fields(pid);
  const workers = childrenOf(pid).map(fields);
  return {
    parent: { user: at(own, 14), kernel: at(own, 15) },
    workers: {
      user: at(own, 16) + workers.reduce((sum, worker) => sum + at(worker, 14), 0),
      kernel: at(own, 17) + workers.reduce((sum, worker) => sum + at(worker, 15), 0),
    },
  };
}

/** What children took that have ended. */
export function endedCpuOf(pid: number): Cpu {
  const own = fields(pid);
  return { user: at(own, 16), kernel: at(own, 17) };
}

export function childrenOf(pid: number): number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return list.trim().split(' ').filter(Boolean).map(Number);
}

/** Fields of /proc/PID/stat from the third on; the second, a name, may hold anything. */
function fields(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return []; // it has ended since it was listed
  }
}

/** A field by its number in proc(5), in microseconds. */
function at(stat: readonly string[], number: number): number {
  return Number(stat[number - 3] ?? 0) * TICK_US;
}

/** What was used between two looks. */
export function cpuBetween(before: ServerCpu, after: ServerCpu): ServerCpu {
  const less = (a: Cpu, b: Cpu): Cpu => ({ user: b.user - a.user, kernel: b.kernel - a.kernel });
  return { parent: less(before.parent, after.parent), workers: less(before.workers, after.workers) };
}

export function totalOf({ user, kernel }: Cpu): number {
  return user + kernel;
}

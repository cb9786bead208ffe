// The spool folders that processes leave behind when they are killed, and how they are told from those in use. Parent side.
import { lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const NAME = /^freshcgi-(\d+)-(\d+)-/;

/** What the name of this process's spool folder starts with. */
export function spoolPrefix(): string {
  return `freshcgi-${process.pid}-${startOf(process.pid)}-`;
}

/**
 * Removes the folders of parents that died without closing. A name says which process it belongs to: its id, and when that was started,
 * since ids are given out again (in a container it is 1 every time). The temp folder is everybody's: what is not ours stays.
 */
export function sweepSpools(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, pid, start] = NAME.exec(name) ?? [];
    if (pid === undefined || (start !== '0' && startOf(Number(pid)) === start) || (start === '0' && isRunning(pid)))
      continue;
    const path = join(parent, name);
    try {
      const stats = lstatSync(path);
      if (stats.isDirectory() && stats.uid === (process.getuid?.() ?? stats.uid)) rmSync(path, { recursive: true });
    } catch {
      // Somebody else is sweeping, or it cannot be removed: no reason not to start.
    }
  }
}

/** When a process was started, in ticks since the system was; '' if there is none, '0' where the system does not say. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return process.platform === 'linux' ? '' : '0';
  }
}

function isRunning(pid: string): boolean {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it lives but belongs to another user
  }
}

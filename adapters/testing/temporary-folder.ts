// A folder of this process's own in the system's temp folder, removed at its end. Parent process. Test runners that end their workers
// without an 'exit' event (vitest, jest) leave it behind: the next process that makes one removes those of processes that are gone.
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'freshcgi-copies-';
let isSwept = false;

export class TemporaryFolder {
  readonly path: string;

  constructor() {
    if (!isSwept) sweep();
    isSwept = true;
    this.path = realpathSync(mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`)));
    process.once('exit', this.#remove);
  }

  close(): void {
    process.off('exit', this.#remove);
    this.#remove();
  }

  readonly #remove = (): void => rmSync(this.path, { recursive: true, force: true });
}

function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : 0;
    if (!(pid > 0) || isAlive(pid)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's, or another process is faster.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

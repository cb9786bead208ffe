// A server under measurement: started on its cores, ended with its whole process group, also when the bench is interrupted.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accepts, whereIs } from '../../servers/listening.ts';

const START_MS = 20_000;
const STOP_MS = 5000;

const running = new Set<ServerProcess>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const server of running) server.kill();
    process.exit(1);
  });
}
process.once('exit', () => {
  for (const server of running) server.kill();
});

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Throws away what it says: others write no access log either. */
  readonly isQuiet?: true;
}

export class ServerProcess {
  readonly #child: ChildProcess;
  #said = '';

  /** Runs a program in a process group of its own. */
  constructor({ program, args, isQuiet }: Command, cores: string) {
    this.#child = spawn('taskset', ['-c', cores, program, ...args], {
      stdio: ['ignore', 'pipe', isQuiet ? 'ignore' : 'pipe'],
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        if (this.#said.length < 4096) this.#said += chunk;
      });
    }
    running.add(this);
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error("Cannot start taskset: it is part of Debian's util-linux");
    return pid;
  }

  /** Resolves when it accepts connections. */
  async accepts(where: number | string): Promise<void> {
    const end = performance.now() + START_MS;
    while (!(await accepts(where))) {
      if (this.#child.exitCode !== null || performance.now() > end)
        throw new Error(`it said ${JSON.stringify(this.#said)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async stop(): Promise<void> {
    running.delete(this);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const killer = setTimeout(() => this.kill(), STOP_MS);
    await exited;
    clearTimeout(killer);
  }

  /** The whole group, at once. */
  kill(): void {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // It has already ended.
    }
  }
}

/** The first number with points in what a program prints about itself. */
export function versionOf(program: string, flag: string): string {
  const { stdout, stderr } = spawnSync(whereIs(program) ?? program, [flag], { encoding: 'utf8' });
  return /\d+(?:\.\d+)+/.exec(`${stdout}${stderr}`)?.[0] ?? '?';
}

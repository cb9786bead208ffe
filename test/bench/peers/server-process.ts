// A server under measurement: started on its cores, ended with its whole process group, also when the bench is interrupted.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';

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

function accepts(where: number | string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(typeof where === 'number' ? { port: where, host: '127.0.0.1' } : { path: where }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo; // it listens on TCP
      server.close(() => resolve(port));
    });
  });
}

/** Debian keeps servers where a plain user's PATH does not look. */
export function whereIs(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** The first number with points in what a program prints about itself. */
export function versionOf(program: string, flag: string): string {
  const { stdout, stderr } = spawnSync(whereIs(program) ?? program, [flag], { encoding: 'utf8' });
  return /\d+(?:\.\d+)+/.exec(`${stdout}${stderr}`)?.[0] ?? '?';
}

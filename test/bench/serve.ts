// Starts `freshcgi serve` as users do, or what it is compared with, and says where it listens.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const LAUNCHER = join(import.meta.dirname, '..', '..', 'adapters', 'cli', 'freshcgi.cjs');

export interface Served {
  readonly port: number;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** `freshcgi serve` on any free port. */
export function serve(folder: string, ...args: string[]): Promise<Served> {
  return start(LAUNCHER, 'serve', folder, '--port', '0', ...args);
}

/** The same with workers that are no processes and run nothing. */
export function serveWithoutProcesses(folder: string): Promise<Served> {
  return start('--import', join(import.meta.dirname, 'no-processes.ts'), LAUNCHER, 'serve', folder, '--port', '0');
}

/** A server in a file of this folder that says where it listens. */
export function serveFile(name: 'hono-alone.ts' | 'answer-at-once.ts'): Promise<Served> {
  return start(join(import.meta.dirname, name));
}

async function start(...args: string[]): Promise<Served> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    const port = /listening on http:\/\/127\.0\.0\.1:(\d+)\//.exec(printed)?.[1];
    if (port === undefined) continue;
    return {
      port: Number(port),
      child,
      async stop() {
        child.kill('SIGTERM');
        if (child.exitCode === null) await once(child, 'exit');
      },
    };
  }
  throw new Error(`Cannot start ${args[0]}: it printed ${JSON.stringify(printed)}`);
}

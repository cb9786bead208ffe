// Starts `freshcgi serve` as users do and says where it listens.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const LAUNCHER = join(import.meta.dirname, '..', '..', 'adapters', 'cli', 'freshcgi.cjs');

export interface Served {
  readonly port: number;
  readonly child: ChildProcess;
  /** CPU seconds of the server's parent process and of its workers so far. */
  stop(): Promise<void>;
}

export async function serve(folder: string, ...args: string[]): Promise<Served> {
  const child = spawn(process.execPath, [LAUNCHER, 'serve', folder, '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
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
  throw new Error(`Cannot start freshcgi: it printed ${JSON.stringify(printed)}`);
}

// Way in (c): a real socket to the `freshcgi serve` command as a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Site } from '../site.ts';
import type { Door } from './door.ts';
import { LogTail } from './log-tail.ts';
import { sendOverSocket } from './socket.ts';

const LAUNCHER = join(import.meta.dirname, '../../../adapters/cli/freshcgi.cjs');

export interface Serving {
  readonly port: number;
  readonly log: LogTail;
  readonly child: ChildProcess;
  close(): Promise<void>;
}

/** Starts the command and resolves when it says that it listens. */
export async function startServe(site: Site, flags: readonly string[], env = process.env): Promise<Serving> {
  const args = ['serve', site.root, '--port', '0', '--workers', '1', '--static', site.public, ...flags];
  const child = spawn(process.execPath, [LAUNCHER, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = new LogTail();
  const said = new LogTail();
  child.stderr.setEncoding('utf8').on('data', (text: string) => log.append(text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => said.append(text));
  const exited = once(child, 'exit');
  await said.waitFor(/listening on .*\n/, 20_000);
  const port = Number(/listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said.text)?.[1]);
  return {
    port,
    log,
    child,
    async close() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

export const serveDoor: Door = {
  name: 'serve',
  cannot(one, step, group) {
    if (group.flags === undefined) return 'the command has no flags for these options';
    if (one.mounted !== undefined) return 'the command has one mount, and it is /cgi-bin here';
    return step.connection === undefined ? undefined : 'a socket knows its connection itself';
  },
  async open(group, site) {
    const { port, log, close } = await startServe(site, group.flags ?? []);
    return { log, close, send: (one, step) => sendOverSocket(one, step, port) };
  },
};

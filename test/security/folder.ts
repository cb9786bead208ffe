// Attacks that come as files: R, P and E scripts, C bodies of `function (s, every, require, process)` that speak to a raw socket `s`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ClientAttack, ScriptAttack } from './case.ts';

const PATIENCE_MS = 3000;

export function readFolder(folder: string | undefined): { scripts: ScriptAttack[]; clients: ClientAttack[] } {
  if (folder === undefined || !existsSync(folder)) return { scripts: [], clients: [] };
  const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const read = (name: string) => ({
    id: name.slice(0, -3),
    what: 'from the folder',
    code: readFileSync(join(folder, name), 'utf8'),
  });
  const scripts = files
    .filter((name) => /^[RPE]/.test(name))
    .map((name) => ({ ...read(name), ends: [200, 204, 302, 400, 404, 500, 504] }));
  const clients = files.filter((name) => name.startsWith('C')).map((name) => asClient(read(name)));
  return { scripts, clients };
}

function asClient({ id, what, code }: { id: string; what: string; code: string }): ClientAttack {
  return {
    id,
    what,
    heavy: true,
    async run(client) {
      const line = client.open();
      const timers: NodeJS.Timeout[] = [];
      const every = (ms: number, callback: () => void) => timers.push(setInterval(callback, ms));
      const own = Object.create(process, {
        env: { value: { ...process.env, PORT: String(client.port) } },
      }) as typeof process;
      // Files of the one who asked for them, run in this test's own process.
      new Function('s', 'every', 'require', 'process', 'socket', code)(
        line.socket,
        every,
        createRequire(import.meta.url),
        own,
        line.socket,
      );
      await Promise.race([line.closed, client.sleep(PATIENCE_MS)]);
      for (const timer of timers) clearInterval(timer);
      line.socket.destroy();
      return undefined;
    },
  };
}

// The least that a parent with worker processes can do: no script is looked for, nothing is encoded or parsed. Hono in front, every request
// through a worker. floor.ts context|echo --port N
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Slot } from './floor-slot.ts';

const HEADERS = { 'Content-Type': 'text/plain' };

const [, , kind = '', , port] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'freshcgi-floor-'));
const [first, second] = [new Slot(kind, folder, 'first'), new Slot(kind, folder, 'second')];
// Both ends are open: names are needed no more.
rmSync(folder, { recursive: true });

const app = new Hono();
app.all(
  '*',
  () =>
    new Promise<Response>((resolve) => {
      // With one client always the same, whose caches are warm.
      const slot = second.load < first.load ? second : first;
      slot.ask(() => resolve(new Response('hello\n', { headers: HEADERS })));
    }),
);
serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' });
process.once('SIGTERM', () => {
  first.kill();
  second.kill();
  process.exit();
});

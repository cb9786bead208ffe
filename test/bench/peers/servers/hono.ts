// Hono alone: what the scripts do, as handlers of one process. hono.ts FOLDER --port N

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const [, , root = '.', , port] = process.argv;
const require = createRequire(import.meta.url);
const parts = Array.from(
  { length: 20 },
  (_, i) => require(join(root, 'lib', `part${i}.js`)) as { f0(x: number): number },
);
const piece = 'the quick brown fox jumps over the lazy dog, and then once more\n'.repeat(1024);

const app = new Hono();
app.get('/cgi-bin/hello', (c) => c.text('hello\n'));
app.get('/cgi-bin/modules', (c) => c.text(`${parts.reduce((sum, part, i) => sum + part.f0(i), 0)}\n`));
app.post('/cgi-bin/form', async (c) => {
  const fields = Object.values(await c.req.parseBody());
  return c.text(
    `${fields.length} fields, ${fields.reduce((sum, value) => sum + String(value).length, 0)} characters\n`,
  );
});
app.post('/cgi-bin/upload', async (c) => c.text(`${(await c.req.arrayBuffer()).byteLength}\n`));
app.get('/cgi-bin/page', (c) => c.text(piece.repeat(16)));
app.get('/cgi-bin/wait', async (c) => {
  await wait(50);
  return c.text('waited\n');
});
serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' });

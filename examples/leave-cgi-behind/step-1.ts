// Step 1: the same script, unchanged, in a Hono app.
import { join } from 'node:path';
import { cgi } from 'freshcgi/hono';
import { Hono } from 'hono';

export function createApp(data: string): Hono {
  const app = new Hono();
  const root = join(import.meta.dirname, 'cgi-bin');
  app.all('/cgi-bin/*', cgi({ root, allowWrite: [data], env: { GUESTBOOK_DIR: data } }));
  return app;
}

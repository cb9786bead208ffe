// Step 2: the script is gone, a handler answers at its address. The golden cases do not notice.
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';

export function createApp(data: string): Hono {
  const app = new Hono();
  const file = join(data, 'entries.txt');

  app.get('/cgi-bin/guestbook.js', async (c) => {
    const text = await readFile(file, 'utf8').catch(() => '');
    const entries = text
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t'));
    const list = entries.map(([name = '', at]) => `<p>${escapeHtml(name)}, ${at}</p>\n`).join('');
    const form = '<form method="post"><input name="name"><button>Sign</button></form>';
    const page = `<h1>Guestbook</h1>\n${list}${form}\n`;
    return c.body(page, 200, { 'Content-Type': 'text/html; charset=utf-8' });
  });

  app.post('/cgi-bin/guestbook.js', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const name = (form.get('name') ?? '').trim();
    if (name === '') return c.body('An entry needs a name\n', 422, { 'Content-Type': 'text/plain; charset=utf-8' });
    await appendFile(file, `${name}\t${new Date().toISOString()}\n`);
    return c.redirect('/cgi-bin/guestbook.js', 303);
  });

  return app;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

// A Hono app that took over a folder of CGI scripts and moves them out one at a time.
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { cgi } from 'freshcgi/hono';
import { Hono } from 'hono';

export const app = new Hono();

app.get('/', (c) =>
  c.html('<a href="/legacy/price.js?item=tea">Price</a> <a href="/legacy/stock.js?item=tea">Stock</a>'),
);
app.get('/unknown-item', (c) => c.text('There is no such item', 404));

// Already moved: it answers at the address that the old script had.
app.get('/legacy/price.js', (c) => c.json({ item: c.req.query('item'), price: 3.5 }));

// Everything else in there still runs as it always did.
app.all('/legacy/*', cgi({ root: join(import.meta.dirname, 'legacy'), app }));

if (import.meta.main) {
  serve({ fetch: app.fetch, port: 3000, hostname: '127.0.0.1' }, ({ port }) => {
    console.log(`http://127.0.0.1:${port}/`);
  });
}

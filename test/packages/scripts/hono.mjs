import { Hono } from 'hono';
import { print } from './lib/print.mjs';

const app = new Hono();
app.use(async (c, next) => {
  await next();
  c.header('x-seen', c.req.method);
});
app.get('/hello/:name', (c) => c.text(`Hello ${c.req.param('name')}, ${c.req.query('q')}`));
app.post('/echo', async (c) => c.json({ got: await c.req.json() }, 201));
app.get('/boom', () => {
  throw new Error('boom');
});
app.onError((error, c) => c.text(`failed: ${error.message}`, 500));
const { REQUEST_METHOD: method, PATH_INFO = '/', QUERY_STRING, CONTENT_TYPE = '' } = process.env;
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const body = method === 'POST' ? Buffer.concat(chunks) : undefined;
const request = new Request(`http://localhost${PATH_INFO}?${QUERY_STRING}`, {
  method,
  body,
  headers: CONTENT_TYPE ? { 'content-type': CONTENT_TYPE } : {},
});
const response = await app.fetch(request);
print(response.status, [...response.headers].sort(), await response.text());

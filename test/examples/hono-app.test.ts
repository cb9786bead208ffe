import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from '../../examples/hono-app/app.ts';

test('examples/hono-app: new routes, a moved script and an old one side by side', async () => {
  assert.equal((await app.request('/')).status, 200);
  assert.deepEqual(await (await app.request('/legacy/price.js?item=tea')).json(), { item: 'tea', price: 3.5 });
  assert.deepEqual(await (await app.request('/legacy/stock.js?item=tea')).json(), { item: 'tea', stock: 12 });
});

test('examples/hono-app: a local redirect of the old script reaches a route of the app', async () => {
  const response = await app.request('/legacy/stock.js?item=unicorn');
  assert.equal(response.status, 404);
  assert.equal(await response.text(), 'There is no such item');
});

test('examples/hono-app: what is neither is the app’s 404, and the source is never served', async () => {
  assert.equal((await app.request('/legacy/none.js')).status, 404);
  assert.equal((await app.request('/legacy/package.json')).status, 403);
});

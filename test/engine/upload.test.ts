import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { page, scriptFolder } from './script-folder.ts';

const SUM = page(`
  const fs = require('fs');
  const piece = Buffer.alloc(1 << 20);
  let size = 0, sum = 0;
  for (let n; (n = fs.readSync(0, piece)) > 0; ) { size += n; for (let i = 0; i < n; i += 997) sum = (sum + piece[i] * (i + 1)) % 1000003; }
  console.log(size, sum, process.env.CONTENT_LENGTH, process.memoryUsage().rss);`);

async function* pieces(count: number): AsyncGenerator<Uint8Array> {
  const piece = new Uint8Array(1 << 20).map((_, i) => i % 251);
  for (let i = 0; i < count; i++) yield piece;
}

test('upload: 1 GiB is spooled and read in pieces, its length known, parent and worker staying small', async (t) => {
  const { engine } = scriptFolder(t, { 'sum.js': SUM }, { maxBody: 2 ** 30, memory: 32 });
  const before = process.memoryUsage.rss();
  const [size, , length, rss] = (
    await (await engine.execute('sum.js', { method: 'POST', body: pieces(1024) })).text()
  ).split(' ');
  assert.equal(Number(size), 2 ** 30);
  assert.equal(Number(length), 2 ** 30);
  assert.ok(Number(rss) < 300 << 20, `the worker holds ${Number(rss) >> 20} MiB`);
  assert.ok(process.memoryUsage.rss() - before < 128 << 20, 'the parent did not hold the body');
});

test('upload: a body over maxBody is refused as soon as it is known', async (t) => {
  const { engine } = scriptFolder(t, { 'sum.js': SUM }, { maxBody: 1 << 20 });
  await assert.rejects(engine.execute('sum.js', { method: 'POST', body: pieces(2) }), {
    code: 'BODY_TOO_LARGE',
    status: 413,
  });
  const headers = { 'Content-Length': '99999999999' };
  let read = false;
  const body = (async function* () {
    read = true;
    yield new Uint8Array(1);
  })();
  await assert.rejects(engine.execute('sum.js', { method: 'POST', headers, body }), { code: 'BODY_TOO_LARGE' });
  assert.equal(read, false, 'a declared length is refused before a byte is read');
});

test('upload: a body that ends early never reaches a script', async (t) => {
  const { engine } = scriptFolder(t, { 'sum.js': SUM });
  const headers = { 'Content-Length': '100' };
  await assert.rejects(engine.execute('sum.js', { method: 'POST', headers, body: 'short' }), { code: 'BODY_ABORTED' });
  const failing = (async function* () {
    yield new Uint8Array(10);
    throw new Error('reset');
  })();
  await assert.rejects(engine.execute('sum.js', { method: 'POST', body: failing }), { code: 'BODY_ABORTED' });
  assert.equal(engine.stats().runs, 0);
});

test('upload: spooled bodies together are capped, and their files are gone after the run', async (t) => {
  const { engine, root } = scriptFolder(t, { 'sum.js': SUM });
  await engine.close();
  const { createEngine } = await import('freshcgi');
  const small = createEngine({ root, spoolFolder: root, maxSpool: 3 << 20, maxBody: 1 << 30 });
  t.after(() => small.close());
  await assert.rejects(small.execute('sum.js', { method: 'POST', body: pieces(5) }), {
    code: 'SPOOL_FULL',
    status: 503,
  });
  await (await small.execute('sum.js', { method: 'POST', body: pieces(2) })).text();
  const [folder = ''] = readdirSync(root).filter((name) => name.startsWith('freshcgi-'));
  const left = readdirSync(`${root}/${folder}`, { recursive: true }).filter((name) => String(name).includes('body-'));
  assert.deepEqual(left, []);
  await small.close();
  assert.deepEqual(readdirSync(root), ['sum.js']);
});

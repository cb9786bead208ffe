import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { isCgiError } from 'freshcgi';
import { page, scriptFolder } from './script-folder.ts';

const SLOW = page(`setTimeout(() => console.log(Date.now()), 100);`);
const FAST = page(`console.log(Date.now());`);

test('one at a time: runs of one worker never overlap and keep their order', async (t) => {
  const { engine } = scriptFolder(t, {
    'a.js': page(`const from = Date.now(); setTimeout(() => console.log(from, Date.now()), 20);`),
  });
  const texts = await Promise.all([1, 2, 3, 4].map(async () => (await engine.execute('a.js')).text()));
  const spans = texts.map((text) => text.trim().split(' ').map(Number));
  for (let i = 1; i < spans.length; i++) assert.ok((spans[i]?.[0] ?? 0) >= (spans[i - 1]?.[1] ?? 0), String(spans));
});

test('serialize: "script" keeps a script from overlapping itself while others go on', async (t) => {
  const spans = page(
    `console.log(process.argv[1]); const from = Date.now(); setTimeout(() => console.log(from, Date.now()), 300);`,
  );
  const { engine } = scriptFolder(t, { 'slow.js': spans, 'other.js': spans }, { workers: 2, serialize: 'script' });
  await engine.ready();
  while (engine.stats().workers.idle < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  const span = async (name: string) => {
    const [, from = 0, to = 0] = (await (await engine.execute(name)).text()).split(/\s+/).map(Number);
    return { from, to };
  };
  const [first, second, other] = await Promise.all([span('slow.js'), span('slow.js'), span('other.js')]);
  assert.ok(second.from >= first.to, 'the second run waited for the first');
  assert.ok(other.from < second.from, 'the other script did not wait behind it');
});

test('a full queue refuses with 503, QUEUE_FULL and Retry-After', async (t) => {
  const { engine } = scriptFolder(t, { 'slow.js': SLOW }, { queue: 1 });
  await engine.ready();
  const first = engine.execute('slow.js');
  const second = engine.execute('slow.js');
  await assert.rejects(engine.execute('slow.js'), (error) => {
    assert.ok(isCgiError(error));
    assert.equal(error.code, 'QUEUE_FULL');
    assert.equal(error.status, 503);
    assert.equal(error.headers['Retry-After'], '1');
    return true;
  });
  for (const response of [await first, await second]) await response.text();
  assert.equal(engine.stats().refused, 1);
});

test('a client that left while it waited is never started', async (t) => {
  const { engine } = scriptFolder(t, { 'slow.js': SLOW });
  await engine.ready();
  const first = engine.execute('slow.js');
  const leaving = new AbortController();
  const second = engine.execute('slow.js', { signal: leaving.signal });
  await first;
  leaving.abort();
  await assert.rejects(second, { code: 'CLIENT_GONE' });
  await (await first).text();
  assert.equal(engine.stats().runs, 1);
});

test('a client that leaves a silent running script frees its worker within a second', async (t) => {
  const { engine } = scriptFolder(t, { 'spin.js': 'for (;;);', 'ok.js': FAST });
  await engine.ready();
  // The spare starts after the first.
  while (engine.stats().workers.idle < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  const leaving = new AbortController();
  const spinning = engine.execute('spin.js', { signal: leaving.signal });
  const next = engine.execute('ok.js');
  while (engine.stats().running === 0) await new Promise(setImmediate);
  const leftAt = performance.now();
  leaving.abort();
  await assert.rejects(spinning, { code: 'CLIENT_GONE' });
  assert.equal((await next).status, 200);
  assert.ok(performance.now() - leftAt < 1000);
});

test('drain() finishes what runs and waits, and refuses the rest', async (t) => {
  const { engine } = scriptFolder(t, { 'slow.js': SLOW });
  const running = engine.execute('slow.js');
  const waiting = engine.execute('slow.js');
  const drained = engine.drain();
  await assert.rejects(engine.execute('slow.js'), { code: 'DRAINING', status: 503 });
  for (const response of [await running, await waiting]) assert.match(await response.text(), /^\d+\n$/);
  await drained;
});

test('close() does not wait for a body that does not come, and nothing is started after it', {
  timeout: 10_000,
}, async (t) => {
  const { engine } = scriptFolder(t, { 'slow.js': SLOW });
  const uploads = [1, 2_000_000].map((size) => {
    const body = new ReadableStream<Uint8Array>({ start: (stream) => stream.enqueue(new Uint8Array(size)) });
    return engine.execute('slow.js', { method: 'POST', body });
  });
  await new Promise(setImmediate);
  const closed = engine.close();
  for (const upload of uploads) await assert.rejects(upload, { code: 'DRAINING', status: 503 });
  await closed;
  await engine.ready();
  assert.equal(engine.stats().workers.total, 0);
});

test('stats() counts workers, runs and failures', async (t) => {
  const { engine } = scriptFolder(t, { 'ok.js': FAST, 'bad.js': 'throw new Error("bad")' });
  assert.equal(engine.stats().workers.total, 0);
  await (await engine.execute('ok.js')).report;
  await assert.rejects(engine.execute('bad.js'), { code: 'SCRIPT_FAILED' });
  const { workers, runs, failed, queued, running } = engine.stats();
  assert.deepEqual(
    { runs, failed, queued, running, busy: workers.busy },
    { runs: 2, failed: 1, queued: 0, running: 0, busy: 0 },
  );
});

test('an idle engine never keeps a process alive', (t) => {
  const { root } = scriptFolder(t, { 'a.js': FAST });
  const program = `
    import { createEngine } from 'freshcgi';
    const engine = createEngine({ root: ${JSON.stringify(root)} });
    console.log((await engine.execute('a.js')).status);`;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    timeout: 20_000,
    encoding: 'utf8',
  });
  assert.equal(out, '200\n');
});

test('close() keeps the process alive until it is done, also where the last run had ended and nothing of it was read', (t) => {
  const { root } = scriptFolder(t, { 'a.js': FAST });
  const program = `
    import { createEngine } from 'freshcgi';
    const engine = createEngine({ root: ${JSON.stringify(root)} });
    await engine.ready();
    const last = engine.execute('a.js').catch(() => {});
    await new Promise((resolve) => process.nextTick(resolve));
    // The worker ends the run, this process does something else.
    for (const until = performance.now() + 200; performance.now() < until; );
    await engine.close();
    await last;
    console.log('closed');`;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    timeout: 20_000,
    encoding: 'utf8',
  });
  assert.equal(out, 'closed\n');
});

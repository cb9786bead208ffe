// Runs that are handed to a busy worker ahead of their turn: nothing of it may be seen from outside but the speed.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Engine, EngineOptions } from 'freshcgi';
import { withLiars } from './liars.ts';
import { page, scriptFolder } from './script-folder.ts';

const SCRIPTS = {
  // Quick, unless it is asked to take its time.
  'quick.js': page(`
    const until = Date.now() + Number(process.env.QUERY_STRING || 0);
    while (Date.now() < until);
    console.log('done ' + process.env.QUERY_STRING);`),
  'echo.js': page(`console.log(process.env.QUERY_STRING);`),
  'wide.js': page(`process.stdout.write('x'.repeat(Number(process.env.QUERY_STRING || 1)));`),
};

/** An engine that has seen these scripts being quick. */
async function warmEngine(t: TestContext, options: EngineOptions = {}, files: Record<string, string> = {}) {
  const folder = scriptFolder(t, { ...SCRIPTS, ...files }, options);
  const { engine } = folder;
  await engine.ready();
  const { workers = 1 } = options;
  while (engine.stats().workers.idle < Number(workers)) await new Promise((resolve) => setTimeout(resolve, 5));
  for (let i = 0; i < 5; i++)
    for (const name of Object.keys({ ...SCRIPTS, ...files })) await (await engine.execute(name)).text();
  return folder;
}

const ask = async (engine: Engine, script: string, query = '') => (await engine.execute(script, { query })).text();

test('a run waits in the pipe of a worker whose script was quick: it is there before that run has ended', async (t) => {
  // Answers at once, but for every twelfth run: that one ends when the next has come, or after a second without it.
  const code = `
    let held = 0, timer;
    const release = (text) => { clearTimeout(timer); if (held > 0) answer(held, text); held = 0; };
    onRun((id) => {
      release('followed');
      if (id % 12 !== 11) return answer(id, 'at once');
      held = id;
      timer = setTimeout(release, 1000, 'alone');
    });`;
  await withLiars(t, code, async (engine) => {
    const last = async (): Promise<string> => {
      for (let i = 1; i < 11; i++) assert.match(await ask(engine, 'ok.js'), /at once|followed/);
      const [held] = await Promise.all([ask(engine, 'ok.js'), ask(engine, 'ok.js')]);
      return held;
    };
    // A machine that was busy just then may have made the run before a slow one.
    let held = '';
    for (let tries = 0; tries < 5 && held !== 'followed'; tries++) held = await last();
    assert.equal(held, 'followed');
  });
});

test('each answer is that of its request, and each request is run once', async (t) => {
  const { engine } = await warmEngine(t, { workers: 2 });
  const before = engine.stats().runs;
  const queries = Array.from({ length: 200 }, (_, i) => `n${i}`);
  const texts = await Promise.all(queries.map((query) => ask(engine, 'echo.js', query)));
  assert.deepEqual(
    texts,
    queries.map((query) => `${query}\n`),
  );
  assert.equal(engine.stats().runs - before, 200);
  assert.equal(engine.stats().queued, 0);
});

test('behind a script that was quick and is not: another worker takes the run', async (t) => {
  const { engine } = await warmEngine(t, { workers: 2 });
  const order: string[] = [];
  const asked = [
    ['quick.js', '2000'],
    ['quick.js', '300'],
    ['echo.js', 'first'],
    ['echo.js', 'second'],
  ].map(async ([script = '', query = '']) => order.push(await ask(engine, script, query)));
  await Promise.all(asked);
  assert.deepEqual(order, ['done 300\n', 'first\n', 'second\n', 'done 2000\n']);
});

test('behind a script that was quick and is not, with no other worker: it is run afterwards, once', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-ahead-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const append = page(
    `require('fs').appendFileSync(${JSON.stringify(join(folder, 'log'))}, process.env.QUERY_STRING);`,
  );
  const { engine } = await warmEngine(t, { allowWrite: [folder] }, { 'append.js': append });
  await Promise.all([
    ask(engine, 'quick.js', '300'),
    ask(engine, 'append.js', 'first '),
    ask(engine, 'append.js', 'second '),
  ]);
  assert.equal(readFileSync(join(folder, 'log'), 'utf8'), 'first second ');
});

test('behind a client that does not read: another worker takes the run, and nothing of the long answer is lost', async (t) => {
  const { engine } = await warmEngine(t, { workers: 2, maxSpool: 0 });
  const asked = engine.execute('wide.js', { query: '8000000' });
  const beside = ask(engine, 'quick.js', '300');
  const behind = ask(engine, 'echo.js', 'behind');
  const held = await asked;
  assert.equal(await behind, 'behind\n');
  assert.equal(await beside, 'done 300\n');
  assert.equal(engine.stats().running, 1, 'the long answer is still held');
  assert.equal((await held.bytes()).length, 8_000_000);
});

test('behind a client that does not read a script that has ended: the run is done once, wherever', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-ahead-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const append = page(
    `require('fs').appendFileSync(${JSON.stringify(join(folder, 'log'))}, process.env.QUERY_STRING);`,
  );
  const { engine } = await warmEngine(t, { workers: 2, allowWrite: [folder] }, { 'append.js': append });
  // A mebibyte is read ahead of the client: what is left fits into the pipe, with the end of the run behind it.
  const asked = engine.execute('wide.js', { query: '1120000' });
  const beside = ask(engine, 'quick.js', '300');
  const behind = ask(engine, 'append.js', 'once');
  const held = await asked;
  await Promise.all([beside, behind]);
  assert.equal((await held.bytes()).length, 1_120_000);
  assert.equal(readFileSync(join(folder, 'log'), 'utf8'), 'once');
});

test('a client that left while its run waited: refused at once, those after it are answered', async (t) => {
  const { engine } = await warmEngine(t);
  const leaving = new AbortController();
  const first = ask(engine, 'quick.js', '200');
  const second = engine.execute('echo.js', { query: 'second', signal: leaving.signal });
  const third = ask(engine, 'echo.js', 'third');
  setImmediate(() => leaving.abort());
  await assert.rejects(second, { code: 'CLIENT_GONE' });
  assert.equal(engine.stats().running, 1, 'the first still runs');
  assert.equal(await first, 'done 200\n');
  assert.equal(await third, 'third\n');
});

test('a worker that dies: the run that waited in it is answered by the next', async (t) => {
  const { engine } = await warmEngine(t);
  const { report } = await engine.execute('echo.js');
  const { worker } = await report;
  const first = assert.rejects(engine.execute('quick.js', { query: '5000' }), { code: 'WORKER_DIED' });
  const second = ask(engine, 'echo.js', 'second');
  setImmediate(() => process.kill(worker, 'SIGKILL'));
  await first;
  assert.equal(await second, 'second\n');
});

test('close: refuses what waits in a worker', async (t) => {
  const { engine } = await warmEngine(t);
  const first = assert.rejects(engine.execute('quick.js', { query: '5000' }), { code: 'WORKER_DIED' });
  const second = engine.execute('echo.js');
  setImmediate(() => void engine.close());
  await assert.rejects(second, { code: 'DRAINING' });
  await first;
});

test('one that is too long to wait in a pipe waits in the queue', async (t) => {
  const { engine } = await warmEngine(
    t,
    {},
    { 'body.js': page(`process.stdin.on('data', () => {}).on('end', () => console.log('read'));`) },
  );
  const body = 'b'.repeat(500_000);
  const all = Array.from({ length: 20 }, async (_, i) =>
    (await engine.execute(i % 2 ? 'body.js' : 'echo.js', i % 2 ? { method: 'POST', body } : { query: 'e' })).text(),
  );
  assert.deepEqual(
    await Promise.all(all),
    all.map((_, i) => (i % 2 ? 'read\n' : 'e\n')),
  );
});

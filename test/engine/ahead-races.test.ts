// Runs that are handed to a busy worker ahead of their turn, in the moments in which that could go wrong: while this process stalls, at its end.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Engine } from 'freshcgi';
import { withLiars } from './liars.ts';
import { page, scriptFolder } from './script-folder.ts';

/** This process does something else, as in a long garbage collection. */
function stall(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** A folder that scripts may write to. */
function notes(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-ahead-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/**
 * Ends the eleventh run when it has the twelfth behind it, and refuses that one a little later. Without one behind it (this machine was busy, and
 * the script not quick) it answers both.
 */
const LATE = `
  let held;
  onRun((id) => {
    if (id === 11) return void (held = setTimeout(() => { held = undefined; answer(11, 'alone'); }, 300));
    if (id !== 12 || held === undefined) return answer(id);
    clearTimeout(held);
    answer(11, 'followed');
    setTimeout(() => send(record(END, 12, '\\0\\0\\0\\0\\x01\\0\\0\\0')), 20);
  });`;

test(`a response that fills its buffer while all that the worker had sent is read: the run behind it is done once`, {
  timeout: 30_000,
}, async (t) => {
  const folder = notes(t);
  const place = JSON.stringify(folder);
  const { engine } = scriptFolder(
    t,
    {
      // A little less than is read ahead of the client; once it is told to, what makes it more.
      'wide.js': page(`
        const { existsSync, writeFileSync, writeSync } = require('fs');
        const name = process.env.QUERY_STRING;
        if (name) {
          writeSync(1, 'x'.repeat(1_030_000));
          writeFileSync(${place} + '/full-' + name, '');
          while (!existsSync(${place} + '/go-' + name));
          process.stdout.write('x'.repeat(120_000));
        }`),
      'append.js': page(`require('fs').appendFileSync(${place} + '/log', process.env.QUERY_STRING + ' ');`),
      'slow.js': page(`setTimeout(() => {}, 150);`),
    },
    { workers: 2, allowWrite: [folder] },
  );
  await engine.ready();
  while (engine.stats().workers.idle < 2) await turn();
  const asked: string[] = [];
  for (let i = 0; i < 5; i++) {
    for (let warm = 0; warm < 3; warm++) await (await engine.execute('wide.js')).text();
    const wide = engine.execute('wide.js', { query: `n${i}` });
    const slow = engine.execute('slow.js').then((response) => response.text());
    while (!existsSync(join(folder, `full-n${i}`))) await turn();
    for (let more = 0; more < 5; more++) await turn();
    const behind = engine.execute('append.js', { query: `n${i}` }).then((response) => response.text());
    await turn();
    asked.push(`n${i} `);
    writeFileSync(join(folder, `go-n${i}`), '');
    stall(50);
    await slow;
    assert.equal((await (await wide).bytes()).length, 1_150_000);
    await behind;
  }
  assert.equal(readFileSync(join(folder, 'log'), 'utf8'), asked.join(''));
});

test('a run that fits into the pipe in part: it does not count as what the run before has not read', async (t) => {
  const { engine } = scriptFolder(t, {
    'body.js': page(`process.stdin.on('data', () => {}).on('end', () => console.log('read'));`),
  });
  await engine.ready();
  for (let i = 0; i < 20; i++) await (await engine.execute('body.js', { method: 'POST', body: 'b' })).text();
  for (let size = 140_000; size < 230_000; size += 10_000) {
    const both = [size, 30_000].map(async (length) =>
      (await engine.execute('body.js', { method: 'POST', body: 'b'.repeat(length) })).text(),
    );
    for (let more = 0; more < 20; more++) await Promise.resolve();
    stall(30);
    assert.deepEqual(await Promise.all(both), ['read\n', 'read\n'], `${size}`);
  }
});

test('close, while a worker says that it came too late for the run: refused', { timeout: 30_000 }, async (t) => {
  let text = '';
  const once = async (engine: Engine) => {
    for (let i = 1; i < 11; i++) await (await engine.execute('ok.js')).text();
    const first = engine.execute('ok.js');
    const second = engine.execute('ok.js').then(
      () => 'answered',
      ({ code }) => code,
    );
    text = await (await first).text();
    if (text !== 'followed') return;
    stall(100);
    await engine.close();
    assert.equal(await second, 'DRAINING');
  };
  for (let tries = 0; tries < 5 && text !== 'followed'; tries++) await withLiars(t, LATE, once);
  assert.equal(text, 'followed');
});

test('close, when a worker has done a run of which nothing was read yet: it is not said to be refused', async (t) => {
  const folder = notes(t);
  const { engine } = scriptFolder(
    t,
    {
      'append.js': page(
        `require('fs').appendFileSync(${JSON.stringify(folder)} + '/log', process.env.QUERY_STRING + ' ');`,
      ),
    },
    { allowWrite: [folder] },
  );
  await engine.ready();
  for (let i = 0; i < 10; i++) await (await engine.execute('append.js', { query: 'warm' })).text();
  const both = ['first', 'second'].map(async (query) =>
    engine.execute('append.js', { query }).then(
      () => 'answered',
      ({ code }) => code,
    ),
  );
  for (let more = 0; more < 20; more++) await Promise.resolve();
  stall(50);
  await engine.close();
  const done = readFileSync(join(folder, 'log'), 'utf8').split(' ');
  // On a machine that was busy the worker may have come to one of them only, or have been killed before it could tell.
  for (const [i, name] of ['first', 'second'].entries())
    if (done.includes(name)) assert.notEqual(await both[i], 'DRAINING', name);
});

test('a worker that dies by itself with a run in its pipe: that counts as a crash', async (t) => {
  const notices: string[] = [];
  const { engine } = scriptFolder(
    t,
    { 'sleep.js': page(`setTimeout(() => {}, Number(process.env.QUERY_STRING));`) },
    { onNotice: (notice) => notices.push(notice) },
  );
  await engine.ready();
  for (let i = 0; i < 10; i++) await (await engine.execute('sleep.js', { query: '1' })).text();
  const { worker } = await (await engine.execute('sleep.js', { query: '1' })).report;
  const first = assert.rejects(
    engine.execute('sleep.js', { query: '5000' }).then((response) => response.text()),
    { code: 'WORKER_DIED' },
  );
  const second = engine.execute('sleep.js', { query: '2' }).then((response) => response.text());
  await turn();
  process.kill(worker, 'SIGKILL');
  await first;
  assert.equal(await second, '');
  const { crashed, killed } = engine.stats();
  assert.deepEqual({ crashed, killed }, { crashed: 1, killed: 0 });
  assert.match(notices.join(), /died: exit SIGKILL/);
});

test('a run that came too late to one worker and begins again: an observer is told its environment once', async (t) => {
  await withLiars(t, LATE, async (engine) => {
    for (let i = 1; i < 11; i++) await (await engine.execute('ok.js')).text();
    const first = engine.execute('ok.js');
    const told: string[] = [];
    const observer = { environment: ({ QUERY_STRING = '' }) => void told.push(QUERY_STRING) };
    const second = engine.handle({ method: 'GET', target: '/ok.js?second', mount: '', headers: [], observer });
    await first;
    await second;
    assert.deepEqual(told, ['second']);
  });
});

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { page, scriptFolder } from './script-folder.ts';

const FILES = {
  'ok.js': page('console.log("ok")'),
  'pid.js': page('console.log(process.pid); setInterval(() => {}, 1000)'),
};
const START_LIMIT_MS = 30_000;

/** Workers that are started from now on do nothing, until the test ends or `cure` is called. */
function hangWorkers(t: TestContext): { cure(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-hang-'));
  const node = process.execPath;
  const cure = () => {
    process.execPath = node;
  };
  t.after(() => {
    cure();
    rmSync(folder, { recursive: true });
  });
  writeFileSync(join(folder, 'node'), '#!/bin/sh\nexec sleep 60\n');
  chmodSync(join(folder, 'node'), 0o755);
  process.execPath = join(folder, 'node');
  return { cure };
}

/** From now on it is so much later. */
function pass(t: TestContext, ms: number): void {
  const now = performance.now.bind(performance);
  t.mock.method(performance, 'now', () => now() + ms);
}

/** From now on time passes faster. */
function hurry(t: TestContext): void {
  const now = performance.now.bind(performance);
  const start = now();
  t.mock.method(performance, 'now', () => start + (now() - start) * 15);
}

async function textOf(engine: ReturnType<typeof scriptFolder>['engine']): Promise<string | undefined> {
  return engine.execute('ok.js').then(
    (response) => response.text(),
    () => undefined,
  );
}

test('a worker that never becomes ready is killed: what waits is refused, and answered again once workers start', {
  timeout: 20_000,
}, async (t) => {
  const notices: string[] = [];
  const { engine } = scriptFolder(t, FILES, { onNotice: (line) => notices.push(line) });
  const hung = hangWorkers(t);
  const waiting = engine.execute('ok.js');
  const refused = assert.rejects(waiting, { code: 'CRASH_LOOP', status: 503, headers: { 'Retry-After': '1' } });
  await sleep(300);
  assert.equal(engine.stats().workers.starting, 1, 'it has time');
  hung.cure();
  hurry(t);
  await refused;
  assert.deepEqual([engine.stats().workers.total, engine.stats().crashed], [0, 1]);
  assert.match(notices.join(), /^worker \d+ died: exit SIGKILL: it was not ready after 3[01]\d\d\d ms$/);
  await assert.rejects(engine.execute('ok.js'), { code: 'CRASH_LOOP' });
  let text: string | undefined;
  while (text === undefined) {
    await sleep(50);
    text = await textOf(engine);
  }
  assert.equal(text, 'ok\n');
});

test('a worker that never becomes ready beside one that works: nothing is refused', { timeout: 20_000 }, async (t) => {
  const { engine } = scriptFolder(t, FILES);
  await engine.ready();
  hangWorkers(t);
  while (engine.stats().workers.starting === 0) await sleep(5);
  hurry(t);
  while (engine.stats().crashed === 0) await sleep(5);
  assert.equal(await textOf(engine), 'ok\n');
  assert.equal(engine.stats().refused, 0);
});

test('a worker that stood still together with this process, as after Ctrl-Z, has its time to start all the same', {
  timeout: 20_000,
}, async (t) => {
  const { engine } = scriptFolder(t, FILES);
  hangWorkers(t);
  engine.ready();
  await sleep(200);
  pass(t, 10 * START_LIMIT_MS);
  await sleep(200);
  assert.deepEqual([engine.stats().workers.starting, engine.stats().crashed], [1, 0]);
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine, ScriptResponse } from 'freshcgi';
import { page, scriptFolder } from './script-folder.ts';

const MIB = 1_048_576;
/** MiB after MiB, each different. */
const LARGE = page(`
  for (let i = 0; i < Number(process.env.QUERY_STRING); i++) process.stdout.write(Buffer.alloc(${MIB}, 'part ' + i + ' '));
`);
const FILES = { 'large.js': LARGE, 'ok.js': page('console.log("ok")') };

function expected(mib: number): string {
  const hash = createHash('sha256');
  for (let i = 0; i < mib; i++) hash.update(Buffer.alloc(MIB, `part ${i} `));
  return hash.digest('hex');
}

async function digest(response: ScriptResponse): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of response.body) hash.update(chunk);
  return hash.digest('hex');
}

async function isServed(engine: Engine, ms: number): Promise<boolean> {
  const signal = AbortSignal.timeout(ms);
  return engine.execute('ok.js', { signal }).then(
    () => true,
    () => false,
  );
}

/** Files of responses that this process has open. */
function overflows(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return /\/response-\d+/.test(path) ? [path] : [];
    } catch {
      return [];
    }
  });
}

test('clients that do not read keep no worker: what they get waits in files, and comes whole', async (t) => {
  const { engine } = scriptFolder(t, FILES, { workers: 2, spare: false });
  const slow = await Promise.all([20, 30].map((query) => engine.execute('large.js', { query: String(query) })));
  assert.equal(await isServed(engine, 10_000), true);
  assert.deepEqual(
    (await Promise.all(slow.map(({ report }) => report))).map(({ code }) => code),
    ['ok', 'ok'],
  );
  assert.equal(overflows().length, 2);
  assert.deepEqual(await Promise.all(slow.map(digest)), [20, 30].map(expected));
  while (overflows().length > 0) await sleep(5);
});

test('of a response that is longer than its file the rest waits in the worker', async (t) => {
  const { engine } = scriptFolder(t, FILES);
  const response = await engine.execute('large.js', { query: '90' });
  while (overflows().length === 0) await sleep(5);
  assert.equal(await isServed(engine, 1000), false);
  assert.equal(await digest(response), expected(90));
});

test('maxSpool: 0 leaves what a client does not read in its worker', async (t) => {
  const { engine } = scriptFolder(t, FILES, { maxSpool: 0 });
  const response = await engine.execute('large.js', { query: '20' });
  assert.equal(await isServed(engine, 2000), false);
  assert.equal(await digest(response), expected(20));
});

test('a client that never reads: its file goes after clientIdle, and its answer is cut', async (t) => {
  const { engine } = scriptFolder(t, FILES, { clientIdle: 1000 });
  const response = await engine.execute('large.js', { query: '20' });
  assert.equal((await response.report).code, 'ok');
  assert.equal(overflows().length, 1);
  while (overflows().length > 0) await sleep(5);
  await assert.rejects(digest(response), { code: 'CLIENT_TOO_SLOW' });
});

test('a client that leaves takes its file with it, during the run and after it', async (t) => {
  const { engine } = scriptFolder(t, FILES);
  for (const [query, isOver] of [
    ['20', true],
    ['90', false],
  ] as const) {
    const response = await engine.execute('large.js', { query });
    while (overflows().length === 0) await sleep(5);
    if (isOver) await response.report;
    await response.body.cancel();
    while (overflows().length > 0) await sleep(5);
    assert.equal((await response.report).code, isOver ? 'ok' : 'CLIENT_GONE');
  }
});

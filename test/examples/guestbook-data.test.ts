import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEngine, isCgiError } from 'freshcgi';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples', 'cgi-bin');

test('guestbook: 64 writers at once, workers killed at random: no acknowledged entry is lost, none is torn', async (t) => {
  const base = mkdtempSync(join(tmpdir(), 'freshcgi-guests-'));
  const data = join(base, 'data');
  cpSync(EXAMPLES, join(base, 'cgi-bin'), { recursive: true });
  const running = new Set<number>();
  const engine = createEngine({ root: join(base, 'cgi-bin'), allowWrite: [data], workers: 3, queue: 1000 });
  t.after(async () => {
    await engine.close();
    rmSync(base, { recursive: true });
  });
  await engine.ready();
  const acknowledged: string[] = [];
  const refused: string[] = [];
  let writing = true;
  const sign = async (writer: number) => {
    for (let i = 0; i < 5; i++) {
      const name = `writer-${writer}-${i}`;
      const body = new URLSearchParams({ name, text: 'x'.repeat(300) }).toString();
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      for (;;) {
        try {
          const response = await engine.execute('guestbook.js', { method: 'POST', headers, body });
          const { code, worker } = await response.report;
          running.add(worker);
          (response.status === 303 && code === 'ok' ? acknowledged : refused).push(name);
          break;
        } catch (error) {
          // 503 says that it was not begun: a writer may come again. After 502 nobody knows, and nobody acknowledged it.
          if (!isCgiError(error) || error.status !== 503) {
            refused.push(name);
            break;
          }
          await sleep(50);
        }
      }
    }
  };
  const kill = async () => {
    let killed = 0;
    while (writing && killed < 9) {
      await sleep(100);
      for (const pid of [...running].slice(-1)) {
        running.delete(pid);
        try {
          process.kill(pid, 'SIGKILL');
          killed++;
        } catch {
          // It was killed before.
        }
      }
    }
    return killed;
  };
  const killer = kill();
  await Promise.all(Array.from({ length: 64 }, (_, writer) => sign(writer)));
  writing = false;
  assert.ok((await killer) > 2, 'workers were killed');
  const lines = readFileSync(join(data, 'guestbook.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const names = lines.map((line) => (JSON.parse(line) as { name: string }).name);
  const found = new Set(names);
  assert.equal(found.size, names.length, 'no run was done twice');
  assert.deepEqual(
    acknowledged.filter((name) => !found.has(name)),
    [],
  );
  assert.ok(acknowledged.length > 100, `${acknowledged.length} of 320 entries were acknowledged`);
  assert.equal(acknowledged.length + refused.length, 320);
});

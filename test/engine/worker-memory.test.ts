import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { page, scriptFolder } from './script-folder.ts';

const MIB = 1024;

test('a worker does not keep the garbage of its own of a thousand runs', async (t) => {
  const { engine } = scriptFolder(t, { 'a.js': page('console.log(1)') }, { workers: 1 });
  const after = async (runs: number) => {
    let worker = 0;
    for (let i = 0; i < runs; i++) {
      const response = await engine.execute('a.js');
      await response.text();
      worker = (await response.report).worker;
    }
    const status = readFileSync(`/proc/${worker}/status`, 'utf8');
    return { worker, memory: Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1]) / MIB };
  };
  const first = await after(200);
  const later = await after(1800);
  assert.equal(later.worker, first.worker);
  // With a young generation as large as the runs have it, 26 MiB.
  assert.ok(later.memory - first.memory < 15, `${first.memory} became ${later.memory} MiB`);
});

/** What outlives the context of a run that ended well, in MiB: as much as may be, and nearly. */
const KEPT: Record<string, [code: string, memory: number, sizes: readonly number[]]> = {
  'symbols of the registry': [
    `const long = 'a symbol that nobody ever forgets '; for (let i = 0; i < 10_000 * size; i++) Symbol.for(long + i);`,
    64,
    [60, 70],
  ],
  'native memory': [
    `const calendars = ['gregory', 'hebrew', 'islamic'];
    for (let i = 0; i < 38 * size; i++) new Intl.DateTimeFormat('en-u-ca-' + calendars[i % 3]);`,
    32,
    [90, 100, 110, 120],
  ],
};

/** Takes a third of what a run may, for long enough to be looked at. */
const FAIR = `
  const taken = [];
  for (let i = 0; i < 20; i++) taken.push(new Array(131_072).fill(i));
  const until = Date.now() + 150;
  while (Date.now() < until);
  console.log('ok');`;

for (const [what, [code, memory, sizes]] of Object.entries(KEPT)) {
  test(`what a run leaves in its worker does not count against the next: ${what}`, async (t) => {
    const greedy = page(`const size = Number(process.env.QUERY_STRING); ${code}`);
    const files = { 'greedy.js': greedy, 'fair.js': page(FAIR), 'ok.js': page(`console.log('ok')`) };
    const { engine } = scriptFolder(t, files, { workers: 1, memory });
    for (const size of sizes) {
      await engine.execute('greedy.js', { query: String(size) }).then(
        (response) => response.text(),
        () => undefined, // it may have been too much
      );
      for (const next of ['ok.js', 'fair.js']) assert.equal(await (await engine.execute(next)).text(), 'ok\n', next);
    }
    assert.equal(engine.stats().crashed, 0);
  });
}

// More often than what makes a crash loop.
test('a script that exhausts the address space ends its worker for want of memory: no crash loop for the others', async (t) => {
  const greedy = page(`const kept = []; for (;;) kept.push(new SharedArrayBuffer(1, { maxByteLength: 2 ** 30 }));`);
  const files = { 'greedy.js': greedy, 'ok.js': page(`console.log('ok')`) };
  const { engine } = scriptFolder(t, files, { workers: 2, memory: 32, timeout: 2000 });
  await engine.ready();
  await Promise.all(
    Array.from({ length: 8 }, async () =>
      assert.rejects(
        engine.execute('greedy.js').then((response) => response.text()),
        { code: 'MEMORY_LIMIT' },
      ),
    ),
  );
  assert.equal(await (await engine.execute('ok.js')).text(), 'ok\n');
  assert.equal(engine.stats().crashed, 0);
});

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

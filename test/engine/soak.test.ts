import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthOf, soak } from '../soak/soak.ts';
import { page, scriptFolder } from './script-folder.ts';

test('soak, short form: 2,000 requests and 200 uploads of 1 MB, some failing, leave nothing behind', async () => {
  const { odd, answers, samples, descriptors, spooled } = await soak({ requests: 2000, uploads: 200 }, () => {});
  assert.deepEqual([...odd], []);
  assert.equal(answers, 2200);
  assert.equal(spooled, 0);
  assert.ok(descriptors[1] <= descriptors[0] + 8, descriptors.join(' became '));
  // A short run is mostly warming up: this catches what would be a gigabyte in the long one.
  assert.ok(growthOf(samples, ({ server }) => server) < 100);
});

test('soak: runs and failures leave no timer or handle in the host', async (t) => {
  const { engine } = scriptFolder(
    t,
    { 'ok.js': page('console.log("ok")'), 'bad.js': 'throw 1', 'late.js': 'setTimeout(() => {}, 1e6)' },
    { timeout: 100 },
  );
  await engine.execute('ok.js');
  const count = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = count();
  for (let i = 0; i < 100; i++) {
    await engine.execute(i % 10 === 0 ? 'bad.js' : 'ok.js').then(
      (response) => response.text(),
      () => {},
    );
    if (i % 50 === 0) await assert.rejects(engine.execute('late.js'), { code: 'WALL_LIMIT' });
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(count() <= before + 1, process.getActiveResourcesInfo().join());
});

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { page, scriptFolder } from './script-folder.ts';

const OK = page('console.log("ok")');

for (const [what, location] of [
  ['a path without a script', '/none.html'],
  ['a folder without an index script', '/docs/'],
] as const) {
  test(`a local redirect to ${what} is the app's to answer, and the client's where there is no app`, async (t) => {
    const { engine, root } = scriptFolder(t, { 'old.js': `process.stdout.write('Location: ${location}\\n\\n')` });
    mkdirSync(`${root}/docs`);
    const asked = { target: '/old.js', mount: '' };
    const dispatch = (target: string) => Promise.resolve(new Response(`app has ${target}`, { status: 203 }));
    const answer = await engine.handle({ ...asked, dispatch });
    assert.deepEqual([answer.status, await answer.text()], [203, `app has ${location}`]);
    const { status, headers } = await engine.handle(asked);
    assert.deepEqual([status, headers.get('location')], [302, location]);
  });
}

test('a local redirect to what is refused is a refusal', async (t) => {
  const { engine } = scriptFolder(t, { 'old.js': `process.stdout.write('Location: /.secret\\n\\n')` });
  const dispatch = () => assert.fail('nobody else is asked');
  await assert.rejects(engine.handle({ target: '/old.js', mount: '', dispatch }), { code: 'PATH_REFUSED' });
});

test('drain(): a local redirect that comes back through the app belongs to a request that was begun', async (t) => {
  const { engine } = scriptFolder(t, {
    'old.js': 'setTimeout(() => process.stdout.write("Location: /new/ok.js\\n\\n"), 100)',
    'ok.js': OK,
  });
  const answered = engine.handle({
    ...{ target: '/old/old.js', mount: '/old' },
    dispatch: async (target, redirect) =>
      new Response(await (await engine.handle({ target, mount: '/new', redirect })).text()),
  });
  while (engine.stats().running === 0) await sleep(5);
  const drained = engine.drain();
  assert.equal(await (await answered).text(), 'ok\n');
  await drained;
  await assert.rejects(engine.handle({ target: '/ok.js', mount: '' }), { code: 'DRAINING' });
});

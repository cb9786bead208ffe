import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunReport } from 'freshcgi';
import { page, scriptFolder } from './script-folder.ts';

for (const member of ['environment', 'stdout', 'report'] as const) {
  test(`an observer whose ${member}() throws: its error is nobody else's, the run and its worker are none the worse`, async (t) => {
    const reports: RunReport[] = [];
    const onReport = (report: RunReport) => reports.push(report);
    const { engine } = scriptFolder(t, { 'ok.js': page('console.log("ok")') }, { onReport });
    const rejected: unknown[] = [];
    const [listener] = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', (error) => rejected.push(error));
    const mine = new Error('mine');
    const observer = {
      [member]() {
        throw mine;
      },
    };
    const response = await engine.execute('ok.js', { observer });
    assert.equal(await response.text(), 'ok\n');
    await response.report;
    while (rejected.length === 0) await new Promise(setImmediate);
    process.removeAllListeners('unhandledRejection');
    if (listener !== undefined) process.on('unhandledRejection', listener);
    assert.deepEqual([...new Set(rejected)], [mine]);
    assert.deepEqual(
      reports.map(({ code }) => code),
      ['ok'],
    );
    assert.equal(engine.stats().crashed, 0);
  });
}

test('an observer is told of each run before a local redirect, and a prelude is run in all of them', async (t) => {
  const { engine } = scriptFolder(t, {
    'old.js': 'process.stdout.write("Location: /new.js?" + Date.now() + "\\n\\n")',
    'new.js': page('console.log(process.env.QUERY_STRING, Date.now())'),
  });
  const scripts: string[] = [];
  const observer = { report: ({ script }: RunReport) => scripts.push(script) };
  const response = await engine.execute('old.js', { observer, prelude: 'Date.now = () => 42' });
  assert.equal(await response.text(), '42 42\n');
  assert.deepEqual(
    scripts.map((path) => path.slice(path.lastIndexOf('/') + 1)),
    ['old.js'],
  );
});

test('stderr of a run that is killed is counted in bytes', async (t) => {
  const { engine } = scriptFolder(t, { 'hang.js': 'process.stderr.write("ééé"); for (;;);' }, { cpu: 100 });
  let told: RunReport | undefined;
  const observer = {
    report(report: RunReport) {
      told = report;
    },
  };
  await assert.rejects(engine.execute('hang.js', { observer }), { code: 'CPU_LIMIT' });
  while (told === undefined) await new Promise(setImmediate);
  assert.deepEqual([told.stderr, told.stderrBytes], ['ééé', 6]);
});

// What a kept context looks at after a run, and what it leaves alone: functions of modules, globals that a script has replaced.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page, scriptFolder } from '../script-folder.ts';

test('reload modules: what a run left on the function of a module drops the context', async (t) => {
  const lib = `exports.found = typeof arguments.callee.left; if (process.env.QUERY_STRING) arguments.callee.left = 1;`;
  const folder = scriptFolder(
    t,
    { 'main.js': page(`process.stdout.write(require('./lib').found);`), 'lib.js': lib },
    { reload: 'modules' },
  );
  const warnings: string[] = [];
  for (const query of ['', '', 'leave', '']) {
    const response = await folder.engine.execute('main.js', { query });
    assert.equal(await response.text(), 'undefined');
    warnings.push(...(await response.report).warnings);
  }
  assert.equal(warnings.length, 1);
  assert.match(warnings.join(), /the run left .*lib\.js\.left$/);
});

test('reload never: what a script puts in the place of a global is its own, ours is looked at', async (t) => {
  const folder = scriptFolder(
    t,
    {
      'main.js': page(`globalThis.fetch = require('./lib'); console.log(++fetch.count);`),
      'lib.js': `module.exports = Object.assign(() => {}, { count: 0 });`,
      'ours.js': page(`const { URL } = require('url'); globalThis.URL = URL; console.log(URL.left); URL.left = 1;`),
    },
    { reload: 'never' },
  );
  for (const [script, bodies] of Object.entries({
    'main.js': ['1', '2', '3'],
    'ours.js': Array(3).fill('undefined'),
  })) {
    for (const body of bodies) assert.equal(await (await folder.engine.execute(script)).text(), `${body}\n`);
  }
});

// node:test inside a run: order, hooks, failures.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page, scriptFolder } from '../engine/script-folder.ts';

const SCRIPT = `
const { test, describe, it, before, afterEach } = require('node:test');
const log = (text) => process.stdout.write('# ' + text + '\\n');
test('first', async (t) => {
  await t.test('inner', () => log('inner'));
  log('first');
});
describe('suite', () => {
  before(() => log('before'));
  afterEach(() => log('after each'));
  it('calls back', (t, done) => setTimeout(done, 1));
  it('throws', { todo: true }, () => { throw new Error('known'); });
});
test.skip('skipped', () => log('never'));
const object = { answer: () => 1 };
test('mocks', (t) => {
  t.mock.method(object, 'answer', () => 2);
  log(object.answer());
});
test('mocks no more', () => log(object.answer()));
test('fails', () => { throw new Error('broken'); });
`;

test('node:test runs tests in order and exits with 1 after a failure', async (t) => {
  const { engine } = scriptFolder(t, { 'tests.js': page(SCRIPT) });
  const answer = await engine.execute('tests.js');
  assert.equal(
    await answer.text(),
    `# inner
    ok 1 - inner
# first
ok 1 - first
# before
# after each
    ok 1 - calls back
    not ok 2 - throws # TODO
ok 2 - suite
ok 3 - skipped # SKIP
# 2
ok 4 - mocks
# 1
ok 5 - mocks no more
not ok 6 - fails
1..6
`,
  );
  const { exitCode, stderr } = await answer.report;
  assert.equal(exitCode, 1);
  assert.match(stderr, /^fails: Error: broken/);
});

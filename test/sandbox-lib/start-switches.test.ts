// Node's switches that are variables of the environment: a run and node that were started with them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { page, scriptFolder } from '../engine/script-folder.ts';
import { sameOutput } from './same-output.ts';

const DEPRECATED = `
process.on('warning', ({ name, code, message }) => console.log(name, code, message));
process.env.NAMED = 'x'; process.env.COUNT = 1; process.env.FLAG = true;
process.env.GONE = undefined; process.env.AGAIN = {};
require('crypto').pseudoRandomBytes(2); require('crypto').prng(2);
require('old');
console.log(process.env.GONE, process.env.AGAIN, process.env.COUNT);`;
const OLD = { 'node_modules/old/index.js': 'new Buffer(1); new Buffer(2);' };

for (const value of ['1', '0', 'true']) {
  test(`NODE_PENDING_DEPRECATION=${value} warns of what node warns of`, async (t) => {
    const said = await sameOutput(t, DEPRECATED, '', OLD, { NODE_PENDING_DEPRECATION: value });
    assert.equal(said.match(/DEP\d+/g)?.join() ?? '', value === '1' ? 'DEP0104,DEP0115,DEP0005' : '');
  });
}

test('NODE_NO_WARNINGS=1 keeps warnings from stderr, not from listeners, whatever process.env is later', async (t) => {
  const code =
    "delete process.env.NODE_NO_WARNINGS; process.emitWarning('w'); process.on('warning', (w) => console.log(w.message));";
  assert.equal(await sameOutput(t, code, '', {}, { NODE_NO_WARNINGS: '1' }), 'w\n');
  const { engine } = scriptFolder(t, { 'warns.js': page(code) });
  for (const [env, stderr] of [
    [{ NODE_NO_WARNINGS: '1' }, /^$/],
    [{ NODE_NO_WARNINGS: '2' }, /Warning: w/],
    [{ X: 'NODE_NO_WARNINGS', Y: '1' }, /Warning: w/],
  ] as const) {
    const response = await engine.execute('warns.js', { env });
    await response.text();
    assert.match((await response.report).stderr, stderr);
  }
});

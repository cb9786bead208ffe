// The oldest supported Node runs the package as well: a smoke test, everything else runs under the Node of test/runtime.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '..', '..');
const NODE_24 = join(ROOT, 'test', 'runtime-24', 'node_modules', '.bin', 'node');
const LAUNCHER = join(ROOT, 'adapters', 'cli', 'freshcgi.cjs');

test('Node 24 runs scripts, modules, streams and limits', {
  skip: existsSync(NODE_24) ? false : 'node-linux-* 24 is not installed for this platform',
}, () => {
  const run = (...args: string[]) =>
    execFileSync(NODE_24, [LAUNCHER, 'run', ...args], { encoding: 'utf8', timeout: 60_000 });
  assert.match(run(join(ROOT, 'examples', 'cgi-bin', 'hello.js'), '--include'), /^HTTP\/1\.1 200/);
  assert.match(run(join(ROOT, 'examples', 'cgi-bin', 'counter.js')), /\b1\b/);
  assert.throws(
    () => run(join(ROOT, 'test', 'fixtures', 'endless.js'), '--timeout', '1'),
    /wall ms used, 1000 allowed/,
  );
});

test('Node 24: freshcgi/testing fixes clock and seed, and tells what a run used', {
  skip: existsSync(NODE_24) ? false : 'node-linux-* 24 is not installed for this platform',
}, () => {
  const program = `
    import { runScript } from 'freshcgi/testing';
    const source = "console.log('Content-Type: text/plain\\\\n\\\\n' + [Date.now(), require('os').EOL.length, crypto.randomUUID()])";
    const all = await Promise.all([1, 2].map(() => runScript({ source }, { clock: 0, seed: 1 })));
    const [one, two] = await Promise.all(all.map((result) => result.text()));
    console.log(one === two && one.startsWith('0,1,'), all[0].report.touched.modules.at(-1));`;
  const args = ['--input-type=module', '-e', program];
  const said = execFileSync(NODE_24, args, { encoding: 'utf8', cwd: import.meta.dirname, timeout: 60_000 });
  assert.equal(said, 'true os\n');
});

test('Node 24 runs contexts of node:vm, ES modules and TypeScript', {
  skip: existsSync(NODE_24) ? false : 'node-linux-* 24 is not installed for this platform',
}, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-node-24-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const files = {
    'all.ts': `
      import vm from 'node:vm';
      import { double, type Countable } from './lib.mts';
      const { default: legacy } = await import('./legacy.cjs');
      const context = vm.createContext({ seen: [] as number[] });
      vm.runInContext('var own = 1; seen.push(new Function("return 2")())', context);
      const counted: Countable = { count: context.seen[0] + context.own + legacy.one };
      console.log(\`Content-Type: text/plain\\n\\n\${double(counted)} \${process.version}\`);`,
    'lib.mts': `export interface Countable { count: number }
      export const double = ({ count }: Countable): number => count * 2;`,
    'legacy.cjs': 'exports.one = 1;',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const said = execFileSync(NODE_24, [LAUNCHER, 'run', join(folder, 'all.ts')], { encoding: 'utf8', timeout: 60_000 });
  assert.match(said, /^8 v24\.\d+\.\d+\n$/);
});

// The core of the library: what every run uses, and nothing else.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { type Enter, type HostCall, TURN_AGAIN } from '../../sandbox-lib/bridge.ts';

const library = readFileSync(join(import.meta.dirname, '..', '..', 'dist', 'library.js'), 'utf8');
const START = 'function instantiate(number){';

/** Modules outside of the core that a script makes the library instantiate, and what it wrote. */
function run(script: string): { modules: number[]; output: string } {
  assert.ok(library.includes(START), 'the build names it otherwise');
  const modules: number[] = [];
  const context = createContext({ note: (number: number) => modules.push(number) });
  const watched = library.replace(START, `const { note } = globalThis; ${START} note(number);`);
  const enter = runInContext(watched, context) as Enter;
  let output = '';
  const host = (name: string, ...args: unknown[]) => {
    if (name === 'load') return runInContext(`(function (exports, require, module) { ${script} })`, context);
    if (name === 'write') output += args[1];
    return 0;
  };
  let answer = enter('start', 'REQUEST_METHOD\0GET', 'node\0/a.js', '/', '/a.js', host as HostCall, '{}');
  while (answer === TURN_AGAIN) answer = enter('turn');
  return { modules, output };
}

test('CORE: a script that writes a page instantiates no other module', () => {
  const { modules, output } = run(`process.stdout.write('Content-Type: text/plain\\n\\nhello\\n')`);
  assert.equal(output, 'Content-Type: text/plain\n\nhello\n');
  assert.deepEqual(modules, []);
});

test('CORE: what is not in it comes at its first use', () => {
  assert.notDeepEqual(run(`Buffer.from('a')`).modules, []);
});

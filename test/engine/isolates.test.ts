// Isolates: the change from one to the next, in steps, and what the library's code learns by it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { V8_FLAGS } from '../../engine/pool/worker-arguments.ts';
import { page, scriptFolder } from './script-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');

for (const runsPerIsolate of [1, 2, 3, 4, 5, 7]) {
  test(`Isolates: ${runsPerIsolate} runs each, some of which end badly: every run is a fresh one`, async (t) => {
    const { engine } = scriptFolder(
      t,
      {
        'good.js': page(`globalThis.seen = (globalThis.seen ?? 0) + 1; console.log(seen, require('path').sep);`),
        // These isolates serve no other run, wherever the making of the next one stands.
        'caught.js': page(`try { process.exit(); } catch {} console.log('never');`),
        'contexts.js': page(
          `const vm = require('vm'); for (let i = 0; i < 3; i++) vm.createContext({}); console.log('made');`,
        ),
      },
      { runsPerIsolate },
    );
    const texts = new Set<string>();
    const workers = new Set<number>();
    for (let run = 0; run < 40; run++) {
      if (run % 3 === 2) await engine.execute('caught.js').then((response) => response.text());
      if (run % 7 === 6) texts.add(await (await engine.execute('contexts.js')).text());
      const response = await engine.execute('good.js');
      texts.add(await response.text());
      workers.add((await response.report).worker);
    }
    assert.deepEqual([...texts].sort(), ['1 /\n', 'made\n']);
    assert.equal(workers.size, 1);
  });
}

test('Isolates: the second one compiles only what is called, the third one takes that, and still learns', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-isolates-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of ['dist', 'package.json']) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  // The size of what would be stored tells how many functions are compiled in it.
  const program = `
    import { readdirSync, statSync } from 'node:fs';
    import { resolveGrants } from './dist/engine/worker/bridge/grants.js';
    import './dist/engine/worker/run-loop.js';
    import { Isolate } from './dist/engine/worker/isolate.js';
    import { Isolates } from './dist/engine/worker/isolates.js';
    import { storeLibraryCode } from './dist/engine/worker/library.js';
    import { warmUp } from './dist/engine/worker/warm-up.js';
    const settings = { memory: 128, timeout: 60_000, maxStderr: 0, maxHostCalls: 1000, reload: 'context', spoolFolder: '/' };
    const constants = JSON.stringify({ maxTimers: 10, versions: process.versions, codeGeneration: true, trace: false });
    const isolates = new Isolates(() => new Isolate(128, constants, 'context'), 4);
    const dist = process.cwd() + '/dist/'; // a run changes the working directory
    const [code] = readdirSync(dist).filter((name) => name.endsWith('.code'));
    const sizes = [];
    for (let run = 1; run <= 6; run++) {
      await warmUp(isolates.current, settings, resolveGrants(['/'], [], []));
      isolates.afterRun(false);
      storeLibraryCode();
      sizes.push(statSync(dist + code).size);
    }
    console.log(JSON.stringify(sizes));
    process.kill(process.pid, 'SIGKILL');`;
  let out = '';
  try {
    execFileSync(process.execPath, [...V8_FLAGS, '--input-type=module', '-e', program], {
      cwd: folder,
      timeout: 60_000,
    });
  } catch (error) {
    out = String((error as { stdout: Buffer }).stdout); // it ends itself
  }
  const [plain = 0, , , still = 0, learned = 0, kept = 0] = JSON.parse(out) as number[];
  assert.equal(still, plain, 'until the second isolate has run something');
  assert.ok(learned > plain * 1.5, `${plain} bytes, then ${learned}`);
  assert.equal(kept, learned);
});

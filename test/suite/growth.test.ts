// P05: what mod_python's manual had to warn of, memory that leaks with every upload. The second half of many uploads costs nothing.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createEngine } from 'freshcgi';
import { makeSite } from './site.ts';

const MIB = 1_048_576;
const ROUNDS = 250;
const SCRIPT = `const b = require('fs').readFileSync(0); globalThis.kept = b;
process.stdout.write('Content-Type: text/plain\\n\\n' + b.length);`;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void; // there since the flag above

test('P05 memory is flat over many uploads, in the parent and in the worker, and no file stays behind', async () => {
  const site = makeSite([]);
  site.write({ 'upload.js': SCRIPT });
  const engine = createEngine({ root: site.root, spoolFolder: site.public });
  try {
    let worker = 0;
    const upload = async (size: number) => {
      const response = await engine.execute('upload.js', { method: 'POST', body: Buffer.alloc(size) });
      assert.equal(await response.text(), String(size));
      worker = (await response.report).worker;
    };
    // In memory, and in a file: both ways a body travels.
    const many = async () => {
      for (let i = 0; i < ROUNDS; i++) await upload(i % 10 === 0 ? 1_200_000 : 200_000);
      // What was freed in one collection is given back in the next.
      for (let i = 0; i < 4; i++) {
        collect();
        await new Promise((resolve) => setImmediate(resolve));
      }
      return { parent: process.memoryUsage().heapUsed + process.memoryUsage().external, worker: residentOf(worker) };
    };
    await many();
    const first = await many();
    const second = await many();
    assert.ok(second.parent - first.parent < 4 * MIB, `the parent: ${first.parent} to ${second.parent} bytes`);
    assert.ok(second.worker - first.worker < 40 * MIB, `the worker: ${first.worker} to ${second.worker} bytes`);
    const left = readdirSync(site.public, { recursive: true }).filter((name) => /body-/.test(String(name)));
    assert.deepEqual(left, []);
  } finally {
    await engine.close();
    site.remove();
  }
});

function residentOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

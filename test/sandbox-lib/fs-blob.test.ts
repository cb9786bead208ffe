// fs.openAsBlob(): a Blob of a file, until the file changes. Node is the oracle; the file lies in a folder that the run may write.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createEngine } from 'freshcgi';

const CODE = `
process.stdout.write('Content-Type: text/plain\\n\\n');
const fs = require('fs'), file = process.env.FOLDER + '/file'; fs.writeFileSync(file, 'hello');
const shown = (promise) => promise.then((value) => console.log(value?.done ?? value, value?.value?.length), (e) => console.log(e.name, e.message, e.constructor.name));
(async () => {
  const blob = await fs.openAsBlob(file, { type: 'Text/X' }), part = blob.slice(1, 3), more = new Blob([blob, 'x']);
  console.log(blob.type, blob.size, part.size, more.size, blob);
  try { structuredClone(blob); } catch (e) { console.log(e.name, e.code, e.message); }
  for (const one of [blob, part, more]) await shown(one.text());
  const reader = blob.stream().getReader(); await shown(reader.read());
  fs.writeFileSync(file, 'hello2'); await shown(reader.read());
  for (const one of [blob, part, more]) for (const method of ['text', 'arrayBuffer', 'bytes']) await shown(one[method]());
  await shown(blob.stream().getReader().read());
  const again = await fs.openAsBlob(file); await shown(again.text()); fs.unlinkSync(file); await shown(again.text());
  const big = 'x'.repeat(200000); fs.writeFileSync(file, big); const chunks = [];
  for await (const chunk of (await fs.openAsBlob(file)).stream()) chunks.push(chunk.length); console.log(chunks.reduce((a, b) => a + b));
  await shown((async () => { for await (const _ of (await fs.openAsBlob(file)).stream()) fs.writeFileSync(file, big + 'y'); })());
})();`;

test('openAsBlob() is readable until its file changes', async (t) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-blob-')));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'script.cjs'), CODE);
  const node = execFileSync(process.execPath, ['--no-warnings', join(folder, 'script.cjs')], {
    env: { FOLDER: folder },
    encoding: 'utf8',
    timeout: 20_000,
  });
  const engine = createEngine({ root: folder, allowWrite: [folder], env: { FOLDER: folder } });
  t.after(() => engine.close());
  const response = await engine.execute({ source: CODE, filename: 'script.js' });
  assert.equal(`Content-Type: text/plain\n\n${await response.text()}`, node);
});

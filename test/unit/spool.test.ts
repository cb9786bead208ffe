import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Spool } from '../../engine/pool/spool.ts';

const parent = mkdtempSync(join(tmpdir(), 'freshcgi-test-spool-'));
after(() => rmSync(parent, { recursive: true }));

async function* chunks(count: number, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) yield new Uint8Array(size).fill(i);
}

test('Spool.take: a body of many chunks is byte-exact and leaves no listener behind', async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error) => warnings.push(warning);
  process.on('warning', listen);
  const spool = new Spool(parent, 1e9);
  const body = await spool.take(chunks(60, 100_000), 1e9);
  assert.equal(body.size, 6_000_000);
  assert.equal(spool.total, 6_000_000);
  const folder = spool.workerFolder();
  const bytes = readFileSync(join(folder, body.moveTo(folder)));
  assert.deepEqual([bytes[0], bytes[3_050_000], bytes[5_999_999]], [0, 30, 59]);
  body.dispose();
  assert.equal(spool.total, 0);
  await new Promise(setImmediate);
  process.off('warning', listen);
  assert.deepEqual(warnings, []);
  spool.close();
});

test('Spool.take: a file that cannot be written rejects and does not end the process', async () => {
  const spool = new Spool(parent, 1e9);
  const folder = spool.workerFolder();
  // Something stands already where the first body's file is to be made.
  writeFileSync(join(folder, '..', 'body-1'), '');
  await assert.rejects(spool.take(chunks(60, 100_000), 1e9), { code: 'EEXIST' });
  spool.close();
});

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Overflow } from '../../engine/pool/overflow.ts';

async function overflow(
  t: TestContext,
  capacity: number,
): Promise<{ one: Overflow; folder: string; closed(): number }> {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-overflow-'));
  t.after(() => rmSync(folder, { recursive: true }));
  let closed = 0;
  const one = await Overflow.open(join(folder, 'file'), () => closed++, capacity);
  t.after(() => one.close());
  return { one, folder, closed: () => closed };
}

/** Different everywhere, so that a byte in a wrong place is seen. */
function bytes(from: number, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => ((from + i) * 31 + ((from + i) >> 8)) & 255);
}

for (const capacity of [1, 7, 100, 5000]) {
  test(`Overflow of ${capacity} bytes: what comes out is what went in, whatever the ring goes round`, async (t) => {
    const { one } = await overflow(t, capacity);
    let added = 0;
    let taken = 0;
    for (let round = 0; round < 60; round++) {
      for (let i = Math.floor(Math.random() * 4); i > 0; i--) {
        const size = Math.floor(Math.random() * (capacity < 100 ? 20 : 3000));
        one.add(bytes(added, size));
        added += size;
      }
      for (let i = Math.floor(Math.random() * 8); i > 0; i--) {
        const piece = (await one.next()) ?? new Uint8Array();
        assert.deepEqual(Buffer.from(piece), Buffer.from(bytes(taken, piece.length)));
        taken += piece.length;
      }
    }
    while (!one.isEmpty) taken += (await one.next())?.length ?? 0;
    assert.equal(taken, added);
    assert.equal(one.inMemory, 0);
    assert.equal(await one.next(), undefined);
  });
}

test('Overflow: what does not fit into the file stays in memory until there is room', async (t) => {
  const { one } = await overflow(t, 100);
  const written = new Promise<void>((resolve) => {
    one.onWritten = resolve;
  });
  one.add(bytes(0, 250));
  assert.equal(one.inMemory, 250);
  await written;
  assert.equal(one.inMemory, 150);
  assert.deepEqual(await one.next(), bytes(0, 100));
});

test('Overflow: its file has no name, and is closed once', async (t) => {
  const { one, folder, closed } = await overflow(t, 100);
  assert.deepEqual(readdirSync(folder), []);
  one.add(bytes(0, 50));
  const taken = one.next();
  one.close();
  one.close();
  await taken.catch(() => {});
  while (closed() === 0) await new Promise(setImmediate);
  assert.equal(closed(), 1);
  if (process.platform !== 'linux') return;
  const open = readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
    } catch {
      return false;
    }
  });
  assert.deepEqual(open, []);
});

test('Overflow: where the disk is full what was written is read, and then what was not', async (t) => {
  const { one } = await overflow(t, 1000);
  one.add(bytes(0, 300));
  while (one.inMemory > 0) await new Promise(setImmediate);
  const handle = await open('/dev/null');
  t.mock.method(Object.getPrototypeOf(handle), 'write', () => Promise.reject(new Error('ENOSPC')));
  await handle.close();
  one.add(bytes(300, 200));
  one.add(bytes(500, 100));
  const pieces: Uint8Array[] = [];
  while (!one.isEmpty) pieces.push((await one.next()) ?? new Uint8Array());
  assert.deepEqual(Buffer.concat(pieces), Buffer.from(bytes(0, 600)));
});

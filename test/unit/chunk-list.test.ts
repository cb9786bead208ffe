import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChunkList } from '../../engine/pool/chunk-list.ts';

const SIZES: Record<string, readonly number[]> = {
  'one short chunk': [5],
  'nothing but empty chunks': [0, 0, 0],
  'bytes one by one': Array(40_000).fill(1),
  'long chunks': [4096, 65_535, 4096],
  'short chunks between long ones': [1, 5000, 1, 2, 4095, 5000, 4095, 0, 4095],
  'blocks filled to their last byte': Array(8).fill(2048).concat(4095, 1, 16_384),
};

function fill(list: ChunkList, sizes: readonly number[]): Uint8Array {
  let value = 0;
  const chunks = sizes.map((size) => new Uint8Array(size).map(() => value++));
  for (const chunk of chunks) list.add(chunk);
  return Buffer.concat(chunks);
}

for (const [what, sizes] of Object.entries(SIZES)) {
  test(`ChunkList: ${what} come out as they went in, and are few`, () => {
    const list = new ChunkList();
    const whole = fill(list, sizes);
    const { length } = list.all;
    assert.ok(length <= 2 + (2 * whole.length) / 4096, `${length} chunks`);
    const parts: Uint8Array[] = [];
    for (let chunk = list.shift(); chunk !== undefined; chunk = list.shift()) parts.push(chunk);
    assert.deepEqual(Buffer.concat(parts), whole);
  });
}

test('ChunkList: what was taken out does not change with what comes after it', () => {
  const list = new ChunkList();
  const taken: Uint8Array[] = [];
  const wanted: Uint8Array[] = [];
  for (let round = 0; round < 50; round++) {
    wanted.push(fill(list, [1, 2, 3, 4000, 3000, 3000]));
    const chunk = list.shift();
    if (chunk !== undefined) taken.push(chunk);
  }
  for (let chunk = list.shift(); chunk !== undefined; chunk = list.shift()) taken.push(chunk);
  assert.deepEqual(Buffer.concat(taken), Buffer.concat(wanted));
});

test('ChunkList: a long chunk and a single short one are not copied', () => {
  for (const size of [5, 4096]) {
    const list = new ChunkList();
    const chunk = new Uint8Array(size);
    list.add(chunk);
    assert.equal(list.shift(), chunk);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResponseBody } from '../../engine/response-body.ts';

function body(): { body: ResponseBody; calls: string[] } {
  const calls: string[] = [];
  const flow = {
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    cancelled: () => calls.push('cancelled'),
  };
  return { body: new ResponseBody(flow), calls };
}

for (const end of ['end', 'fail'] as const) {
  test(`ResponseBody.${end}: a reader that left while it waited for a chunk is no error`, async () => {
    const { body: one, calls } = body();
    const reader = one.stream.getReader();
    const waiting = reader.read();
    await reader.cancel();
    assert.deepEqual(await waiting, { done: true, value: undefined });
    one.push(new Uint8Array(10));
    one[end](new Error('too late'));
    assert.deepEqual(calls, ['cancelled']);
  });
}

test('ResponseBody: more than a mebibyte unread pauses the worker, reading it resumes', async () => {
  const { body: one, calls } = body();
  for (let i = 0; i < 12; i++) one.push(new Uint8Array(100_000));
  assert.ok(calls.includes('pause'));
  one.end();
  let size = 0;
  let resumedAt = 0;
  for await (const chunk of one.stream) {
    size += chunk.length;
    if (calls.includes('resume')) resumedAt ||= size;
  }
  assert.equal(size, 1_200_000);
  // Not before three quarters of it are read: a script is not to be woken for each piece.
  assert.equal(resumedAt, 1_000_000);
});

test('ResponseBody: what a script writes byte by byte waits for a slow reader in few pieces', async () => {
  const { body: one } = body();
  for (let i = 0; i < 200_000; i++) one.push(Uint8Array.of(i));
  one.end();
  const sizes: number[] = [];
  for await (const chunk of one.stream) sizes.push(chunk.length);
  assert.equal(
    sizes.reduce((sum, size) => sum + size, 0),
    200_000,
  );
  assert.ok(sizes.length < 20, `${sizes.length} pieces`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Overflow } from '../../engine/pool/overflow.ts';
import { ResponseBody } from '../../engine/response-body.ts';

type Given = () => Promise<Overflow | undefined>;

function body(overflow: Given = async () => undefined): { body: ResponseBody; calls: string[] } {
  const calls: string[] = [];
  const flow = {
    clientIdle: 1000,
    overflow: () => {
      calls.push('overflow');
      return overflow();
    },
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

/** Lets what was promised happen. */
async function settle(): Promise<void> {
  await new Promise(setImmediate);
}

function fill(one: ResponseBody): void {
  for (let i = 0; i < 12; i++) one.push(new Uint8Array(100_000));
}

test('ResponseBody: a client that takes what there is needs no file', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { body: one, calls } = body();
  const reader = one.stream.getReader();
  for (let round = 0; round < 3; round++) {
    fill(one);
    for (let i = 0; i < 12; i++) await reader.read();
    t.mock.timers.tick(10_000);
  }
  assert.deepEqual(calls, Array(3).fill(['pause', 'pause', 'resume']).flat());
});

test('ResponseBody: where there is no file it is asked for again, as long as the worker waits', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = performance.now();
  t.mock.method(performance, 'now', () => now);
  const { body: one, calls } = body();
  const asked = () => calls.filter((call) => call === 'overflow').length;
  const pass = async (ms: number) => {
    now += ms;
    t.mock.timers.tick(ms);
    await settle();
  };
  fill(one);
  await pass(200);
  assert.equal(asked(), 0);
  for (const times of [1, 2, 3]) {
    await pass(1000);
    assert.equal(asked(), times);
  }
  const reader = one.stream.getReader();
  for (let i = 0; i < 12; i++) await reader.read();
  await pass(5000);
  assert.equal(asked(), 3);
  // It has had all the patience there is.
  fill(one);
  await pass(1);
  assert.equal(asked(), 4);
});

test('ResponseBody: a file that cannot be read fails the answer, and the script may end', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let closed = 0;
  const broken = {
    ...{ inMemory: 0, isEmpty: false, add() {}, onWritten() {} },
    next: () => Promise.reject(new Error('EIO')),
    close: () => closed++,
  };
  const { body: one, calls } = body(async () => broken as unknown as Overflow); // only what is asked of it
  fill(one);
  t.mock.timers.tick(300);
  await settle();
  await assert.rejects(one.stream.getReader().read(), { message: 'EIO' });
  assert.equal(closed, 1);
  assert.equal(calls.at(-1), 'resume');
});

test('ResponseBody: an end that comes while the last of a file is on its way does not cut it off', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let isEmpty = false;
  const file = {
    ...{ inMemory: 0, add() {}, onWritten() {}, close() {} },
    get isEmpty() {
      return isEmpty;
    },
    async next() {
      isEmpty = true;
      // Before its reader goes on.
      queueMicrotask(() => one.end());
      return new Uint8Array(5);
    },
  };
  const { body: one } = body(async () => file as unknown as Overflow); // only what is asked of it
  fill(one);
  t.mock.timers.tick(300);
  await settle();
  const reader = one.stream.getReader();
  assert.deepEqual(await reader.read(), { done: false, value: new Uint8Array(5) });
  assert.equal((await reader.read()).done, true);
});

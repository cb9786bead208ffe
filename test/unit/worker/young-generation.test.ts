import assert from 'node:assert/strict';
import { test } from 'node:test';
import ivm from 'isolated-vm';
import { withRoom } from '../../../engine/worker/young-generation.ts';

const MIB = 1024 * 1024;

/** V8 counts the young generation as part of the heap's limit. */
function limitOf(isolate: ivm.Isolate): number {
  const limit = isolate.getHeapStatisticsSync().heap_size_limit;
  isolate.dispose();
  return limit / MIB;
}

function isolateOf128(): ivm.Isolate {
  return new ivm.Isolate({ memoryLimit: 128 });
}

test('withRoom: the isolate made in it has room for contexts, one made after it has what it asks for', () => {
  const before = limitOf(isolateOf128());
  const roomy = limitOf(withRoom(isolateOf128));
  assert.ok(roomy >= before + 2 * 14, `${roomy} MiB, without room ${before} MiB`);
  assert.equal(limitOf(isolateOf128()), before);
});

test('withRoom: an isolate that cannot be made takes the room with it', () => {
  const before = limitOf(isolateOf128());
  const failing = () => withRoom(() => new ivm.Isolate({ memoryLimit: 1 }));
  assert.throws(failing, /memoryLimit/);
  assert.equal(limitOf(isolateOf128()), before);
});

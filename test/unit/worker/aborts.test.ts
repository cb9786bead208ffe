import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { appendRecords, RECORD } from '../../../engine/wire/records.ts';
import { Aborts } from '../../../engine/worker/aborts.ts';

function start(): { aborts: Aborts; abort(run: number): Promise<void> } {
  const input = new PassThrough();
  const aborts = new Aborts(input);
  return {
    aborts,
    async abort(run) {
      const parts: Uint8Array[] = [];
      appendRecords(parts, RECORD.ABORT, run, new Uint8Array(0));
      input.write(Buffer.concat(parts));
      await new Promise(setImmediate);
    },
  };
}

test('pause: comes back when its time is over, or at once when the run is to be aborted', async () => {
  const { aborts, abort } = start();
  aborts.begin(3);
  assert.equal(await aborts.pause(1), false);
  assert.equal(await aborts.pause(0), false);
  const sleeping = aborts.pause(60_000);
  await abort(2);
  await abort(3);
  assert.equal(await sleeping, true);
});

test('pause: a wish that came before its run began is not lost', async () => {
  const { aborts, abort } = start();
  await abort(4);
  aborts.begin(4);
  assert.equal(await aborts.pause(60_000), true);
});

test('begin: a wish for a run that is over does not meet a later run of the same number', async () => {
  const { aborts, abort } = start();
  aborts.begin(5);
  aborts.begin(6);
  await abort(5);
  aborts.begin(7);
  aborts.begin(5);
  assert.equal(await aborts.pause(1), false);
});

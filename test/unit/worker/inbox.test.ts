import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { encodeOrder } from '../../../engine/wire/order.ts';
import { appendRecords, RECORD, type RecordType } from '../../../engine/wire/records.ts';
import { Inbox } from '../../../engine/worker/inbox.ts';

function records(...all: Array<readonly [RecordType, number, string | Uint8Array]>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [type, id, content] of all) appendRecords(parts, type, id, Buffer.from(content));
  return Buffer.concat(parts);
}

/** An inbox of what a parent has sent: it is all there, as a pipe has it that nobody read for a while. */
function inboxOf(t: TestContext, bytes: Uint8Array): Inbox {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-inbox-'));
  writeFileSync(join(folder, 'sent'), bytes);
  const fd = openSync(join(folder, 'sent'), 'r');
  t.after(() => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });
  return new Inbox(fd);
}

const ORDER = encodeOrder({ script: '/a.js', args: [] });

test('next: runs that came with one read are handed out one by one, then it tells the end', (t) => {
  const inbox = inboxOf(
    t,
    records(
      ...([
        [RECORD.BEGIN, 1, ORDER],
        [RECORD.PARAMS, 1, 'A\0b'],
        [RECORD.STDIN, 1, ''],
        [RECORD.BEGIN, 2, encodeOrder({ script: '/b.js', args: ['x'], inMemory: true })],
        [RECORD.PARAMS, 2, 'A\0ü'],
        [RECORD.DATA, 2, '{"/b.js":"1"}'],
        [RECORD.STDIN, 2, 'body'],
        [RECORD.STDIN, 2, ''],
      ] as const),
    ),
  );
  const first = inbox.next();
  assert.equal(first?.order.script, '/a.js');
  assert.equal(first?.environment, 'A\0b');
  assert.equal(first?.files, undefined);
  assert.equal(first?.body.length, 0);
  const second = inbox.next();
  assert.equal(second?.environment, 'A\0ü');
  assert.deepEqual(second?.files, { '/b.js': '1' });
  assert.equal(Buffer.from(second?.body ?? []).toString(), 'body');
  assert.equal(inbox.next(), undefined);
});

test('next: an order that needs several records is put together, wherever the reads end', (t) => {
  const args = Array.from({ length: 200 }, (_, i) => `${i}`.padEnd(1500, '€'));
  const order = encodeOrder({ script: '/a.js', freshness: 'x', args });
  const run = inboxOf(t, records([RECORD.BEGIN, 1, order], [RECORD.PARAMS, 1, 'A\0b'], [RECORD.STDIN, 1, ''])).next();
  assert.deepEqual(run?.order, { script: '/a.js', freshness: 'x', until: undefined, args });
});

test('next: environment and body of many records are put together', (t) => {
  const body = Buffer.alloc(1_000_003, 'body');
  const environment = `A\0${'€'.repeat(50_000)}`;
  const inbox = inboxOf(
    t,
    records([RECORD.BEGIN, 7, ORDER], [RECORD.PARAMS, 7, environment], [RECORD.STDIN, 7, body], [RECORD.STDIN, 7, '']),
  );
  const run = inbox.next();
  assert.ok(run?.environment === environment);
  assert.ok(body.equals(run?.body ?? Buffer.alloc(0)));
});

test('next: a run that was not sent whole is none', (t) => {
  assert.equal(inboxOf(t, records([RECORD.BEGIN, 1, ORDER], [RECORD.PARAMS, 1, 'A\0b'])).next(), undefined);
});

test('next: refuses records of a run that was not begun', (t) => {
  const inbox = inboxOf(t, records([RECORD.BEGIN, 1, ORDER], [RECORD.PARAMS, 2, 'A\0b']));
  assert.throws(() => inbox.next(), /Cannot take record 4: run 2 was not begun/);
});

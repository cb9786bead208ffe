import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  appendRecords,
  HEADER,
  MAX_CONTENT,
  RECORD,
  RecordReader,
  type RecordType,
} from '../../engine/wire/records.ts';

interface Seen {
  readonly type: RecordType;
  readonly id: number;
  readonly text: string;
}

function write(...records: readonly (readonly [type: RecordType, id: number, text: string])[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const [type, id, text] of records) appendRecords(parts, type, id, Buffer.from(text));
  return Buffer.concat(parts);
}

/** What a reader hands on of these chunks. */
function read(...chunks: readonly Uint8Array[]): Seen[] {
  const seen: Seen[] = [];
  const reader = new RecordReader((type, id, content) =>
    seen.push({ type, id, text: Buffer.from(content).toString() }),
  );
  for (const chunk of chunks) reader.push(chunk);
  return seen;
}

/** Pieces of STDOUT that follow each other, as one. */
function joined(seen: readonly Seen[]): Seen[] {
  const all: Seen[] = [];
  for (const one of seen) {
    const last = all.at(-1);
    if (one.type === RECORD.STDOUT && last?.type === RECORD.STDOUT) {
      assert.equal(one.id, last.id);
      all[all.length - 1] = { ...last, text: last.text + one.text };
    } else all.push(one);
  }
  return all;
}

const BYTES = write(
  [RECORD.READY, 0, ''],
  [RECORD.STDOUT, 7, 'Content-Type: text/plain\n\nhello'],
  [RECORD.STDERR, 7, 'oh'],
  [RECORD.STDOUT, 7, 'x'],
  [RECORD.REPORT, 7, '{"code":"ok"}'],
  [RECORD.END, 7, '12345678'],
);

test('RecordReader: two cuts anywhere change nothing but the pieces of STDOUT', () => {
  const whole = read(BYTES);
  assert.deepEqual(
    whole.map(({ text }) => text),
    ['', 'Content-Type: text/plain\n\nhello', 'oh', 'x', '{"code":"ok"}', '12345678'],
  );
  for (let first = 0; first <= BYTES.length; first++) {
    for (let second = first; second <= BYTES.length; second += 5) {
      const cut = read(BYTES.subarray(0, first), BYTES.subarray(first, second), BYTES.subarray(second));
      assert.deepEqual(joined(cut), whole, `cut at ${first} and ${second}`);
    }
  }
  assert.deepEqual(joined(read(...Array.from(BYTES, (byte) => Uint8Array.of(byte)))), whole);
});

test('RecordReader: what has come of a long record of STDOUT is handed on, and not copied', () => {
  const bytes = write([RECORD.STDOUT, 1, 'a'.repeat(MAX_CONTENT)], [RECORD.END, 1, '12345678']);
  const views: ArrayBufferLike[] = [];
  const reader = new RecordReader((_type, _id, content) => views.push(content.buffer));
  reader.push(bytes.subarray(0, 1000));
  assert.deepEqual(views, [bytes.buffer]);
  reader.push(bytes.subarray(1000));
  assert.equal(views.length, 3);
});

test('RecordReader: padding is skipped, wherever the record is cut', () => {
  const bytes = Buffer.concat([write([RECORD.STDOUT, 1, 'abc']), Buffer.alloc(5), write([RECORD.END, 1, '12345678'])]);
  bytes[6] = 5;
  for (let at = 0; at <= bytes.length; at++) {
    assert.deepEqual(
      joined(read(bytes.subarray(0, at), bytes.subarray(at))).map(({ text }) => text),
      ['abc', '12345678'],
    );
  }
});

for (const [what, place, byte] of [
  ['version', 0, 2],
  ['type', 1, 99],
] as const) {
  test(`RecordReader: a record of unknown ${what} is refused, also after a long one that came in pieces`, () => {
    const bytes = write([RECORD.STDOUT, 1, 'abc'], [RECORD.END, 1, '12345678']);
    bytes[HEADER + 3 + place] = byte;
    assert.throws(() => read(bytes), /Cannot read a record/);
    assert.throws(() => read(bytes.subarray(0, HEADER + 1), bytes.subarray(HEADER + 1)), /Cannot read a record/);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RECORD } from '../../../engine/wire/records.ts';
import type { Assignment } from '../../../engine/worker/inbox.ts';
import type { Outbox } from '../../../engine/worker/outbox.ts';
import { RunOutput } from '../../../engine/worker/run-output.ts';
import { openStdin } from '../../../engine/worker/stdin.ts';

function assignment(body: string, pieces?: readonly number[]): Assignment {
  const order = { script: '/a.js', args: [], pieces };
  return { id: 1, order, environment: '', files: undefined, body: Buffer.from(body) };
}

for (const [what, pieces, max, reads] of [
  ['as much as is asked for', undefined, 4, ['0123', '4567', '89', '', '']],
  ['at most one piece', [2, 3], 100, ['01', '234', '56789', '', '']],
  ['at most what is asked for of a piece', [5, 3], 4, ['0123', '4', '567', '89', '']],
  ['the same behind the last piece', [2], 3, ['01', '234', '567', '89', '']],
] as const) {
  test(`stdin: a read gives ${what}, in memory of its own`, () => {
    const stdin = openStdin(assignment('0123456789', pieces), '/spool');
    const read = reads.map(() => stdin.read(max));
    assert.deepEqual(
      read.map((bytes) => Buffer.from(bytes).toString()),
      reads,
    );
    for (const bytes of read) assert.equal(bytes.buffer.byteLength, bytes.length);
  });
}

/** What goes out, as text by record. */
function collect(maxStderr: number): { output: RunOutput; sent: string[] } {
  const sent: string[] = [];
  const add = (type: number, _id: number, content: string | Uint8Array) =>
    sent.push(`${type === RECORD.STDOUT ? 'out' : 'err'} ${Buffer.from(content)}`);
  const outbox = { add, addText: add } as unknown as Outbox; // all that a RunOutput knows of one
  return { output: new RunOutput(outbox, 1, maxStderr), sent };
}

test('RunOutput: stderr is sent up to its cap and counted beyond', () => {
  const { output, sent } = collect(5);
  for (const text of ['abc', 'def', 'ghi']) output.writeError(Buffer.from(text));
  assert.deepEqual([sent, output.stderrBytes], [['err abc', 'err de'], 9]);
});

test('RunOutput: after the cut stdout is no part of the answer, its beginning is kept to be shown', () => {
  const { output, sent } = collect(5);
  output.write('a');
  output.cut();
  output.write(Buffer.from('x'.repeat(3000)));
  output.write('y');
  assert.deepEqual([sent, output.unsent], [['out a'], 'x'.repeat(2048)]);
});

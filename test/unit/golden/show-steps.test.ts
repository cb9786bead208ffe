import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareAnswers, compareLines } from '../../../adapters/golden/difference.ts';
import { showSteps } from '../../../adapters/golden/show-steps.ts';

const page = (stage: string) => `{"first":"${'a'.repeat(300)}","stage":"${stage}","last":"${'z'.repeat(300)}"}`;

test('showSteps: of two long lines in each other’s place, where they differ', () => {
  const shown = showSteps(compareLines([page('test')], [page('live')]));
  assert.deepEqual(shown, [
    { sign: '-', line: `…${'a'.repeat(29)}","stage":"test","last":"${'z'.repeat(30)}…` },
    { sign: '+', line: `…${'a'.repeat(29)}","stage":"live","last":"${'z'.repeat(30)}…` },
  ]);
});

test('showSteps: a long line without a counterpart, and one around a change, is cut', () => {
  const shown = showSteps(compareLines(['x'.repeat(500), 'a'], ['x'.repeat(500), 'y'.repeat(500)]));
  assert.deepEqual(
    shown.map(({ sign, line }) => sign + line),
    [` ${'x'.repeat(160)}… 340 more`, '-a', `+${'y'.repeat(160)}… 340 more`],
  );
});

test('showSteps: sixty lines, and how many more there are', () => {
  const shown = showSteps(compareLines([], Array.from({ length: 1000 }, String)));
  assert.equal(shown.length, 61);
  assert.deepEqual(shown.at(-1), { sign: ' ', line: '… 940 more lines' });
});

test('compareAnswers: of two bodies in base64 the first byte that differs', () => {
  const answer = (bytes: string) => ({
    ...{ status: 200, headers: [], exitCode: 0, base64: true },
    body: Buffer.from(bytes, 'latin1')
      .toString('base64')
      .replace(/.{100}/g, '$&\n'),
  });
  const [one, other] = [answer(`${'\0'.repeat(200)}abc`), answer(`${'\0'.repeat(200)}xbc`)];
  assert.deepEqual(
    compareAnswers(one, other).filter(({ sign }) => sign !== ' '),
    [
      { sign: '-', line: '203 bytes, from byte 200 on 616263' },
      { sign: '+', line: '203 bytes, from byte 200 on 786263' },
    ],
  );
  const lines = { ...one, body: one.body.replace('\n', '') };
  assert.ok(
    compareAnswers(lines, one).every(({ sign }) => sign === ' '),
    'how base64 is broken into lines says nothing',
  );
  const any = compareAnswers({ ...one, body: '{{any}}' }, answer('short'));
  assert.ok(
    any.every(({ sign }) => sign === ' '),
    'a placeholder may stand for it',
  );
});

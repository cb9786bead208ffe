import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GoldenAnswer } from '../../../adapters/golden/case.ts';
import { compareAnswers, compareLines, isExactly, isSame, settle } from '../../../adapters/golden/difference.ts';
import { maskLine, matchesLine } from '../../../adapters/golden/placeholders.ts';
import { showSteps } from '../../../adapters/golden/show-steps.ts';

for (const [expected, line, matches] of [
  ['a', 'a', true],
  ['a', 'b', false],
  ['at {{date}}.', 'at 2026-01-02T03:04:05.678Z.', true],
  ['at {{date}}', 'at Fri, 02 Jan 2026 03:04:05 GMT', true],
  ['at {{date}}', 'at 2026-01-02 03:04', true],
  ['at {{date}}', 'at noon', false],
  ['{{uuid}}', '0e37df36-f698-11e6-8dd4-cb9ced3df976', true],
  ['{{uuid}}', '0e37df36', false],
  ['{{number}} of {{number}}', '3 of -4.5', true],
  ['sid={{token}}; Path=/', 'sid=a.b-c_d==; Path=/', true],
  ['sid={{token}}; Path=/', 'sid=; Path=/', false],
  ['<b>{{any}}</b>', '<b>x</b> <b>y</b>', true],
  ['{{any}}', '', true],
  ['a+(b) {{any}} [c]', 'a+(b) x [c]', true],
  ['a+(b) {{any}}', 'aab x', false],
  ['{{name}}', 'x', false],
  ['{{date}} in a template', '{{date}} in a template', true],
] as const) {
  test(`matchesLine: ${expected} and ${line}`, () => assert.equal(matchesLine(expected, line), matches));
}

const NOW = Date.parse('2026-05-06T07:08:09Z');

for (const [line, masked] of [
  ['at 2026-05-06T07:08:01.123Z', 'at {{date}}'],
  ['at 2026-05-06 07:08', 'at {{date}}'],
  ['Date: Wed, 06 May 2026 07:08:09 GMT', 'Date: {{date}}'],
  ['at Wed May 06 2026 07:08:09 GMT+0000 (Coordinated Universal Time)', 'at {{date}}'],
  ['at Wed May  6 07:08:09 2026', 'at {{date}}'],
  ['[06/May/2026:07:08:09 +0000] "GET"', '[{{date}}] "GET"'],
  ['5/6/2026, 7:08:09 AM or 06/05/2026 07:08:09 or 6.5.2026, 07:08:09', '{{date}} or {{date}} or {{date}}'],
  ['May 6, 2026 at 7:08 AM, 6 May 2026', '{{date}}, {{date}}'],
  ['today is 2026-05-06, 5/6/2026, 06.05.2026, May 6, 2026', 'today is {{date}}, {{date}}, {{date}}, {{date}}'],
  ['log-2026-05-06.txt', 'log-{{date}}.txt'],
  ['Set-Cookie: a=b; Expires=Thu, 07 May 2026 07:08:09 GMT', 'Set-Cookie: a=b; Expires={{date}}'],
  ['Set-Cookie: a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'Set-Cookie: a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
  ['born 1815-12-10T00:00:00Z', 'born 1815-12-10T00:00:00Z'],
  ['due 2026-05-16, not 5/16/2026, v2026-05-06', 'due 2026-05-16, not 5/16/2026, v2026-05-06'],
  ['at 10.5.6.7 and 1.6.5.2026', 'at 10.5.6.7 and 1.6.5.2026'],
  ['id 0e37df36-f698-11e6-8dd4-cb9ced3df976', 'id {{uuid}}'],
  [`t=${NOW} s=${NOW / 1000}`, 't={{number}} s={{number}}'],
  ['n=1234567890', 'n=1234567890'],
  ['Set-Cookie: sid=8f7e6d5c4b3a291807; Path=/', 'Set-Cookie: sid={{token}}; Path=/'],
  ['Set-Cookie: theme=dark; Path=/', 'Set-Cookie: theme=dark; Path=/'],
] as const) {
  test(`maskLine: ${line}`, () => {
    assert.equal(maskLine(line, NOW), masked);
    assert.ok(matchesLine(masked, line));
  });
}

function answer(more: Partial<GoldenAnswer>): GoldenAnswer {
  return { status: 200, headers: [], body: '', base64: false, exitCode: 0, ...more };
}

test('compareAnswers: order and spelling of fields mean nothing, but for fields of one name', () => {
  const one = answer({ headers: Object.entries({ A: '1', B: '2' }) });
  assert.ok(isSame(compareAnswers(one, answer({ headers: Object.entries({ b: '2', a: '1' }) }))));
  const cookies = (...values: string[]) => answer({ headers: values.map((value) => ['Set-Cookie', value] as const) });
  assert.ok(!isSame(compareAnswers(cookies('a', 'b'), cookies('b', 'a'))));
  assert.ok(!isSame(compareAnswers(one, answer({ headers: [['A', '1']] }))));
});

for (const [what, more] of Object.entries({
  status: { status: 201 },
  'a field more': { headers: [['X', 'y']] },
  body: { body: 'b' },
  'a line end': { body: 'a\n' },
  'exit code': { exitCode: 1 },
  'a body that is no text': { base64: true },
} satisfies Record<string, Partial<GoldenAnswer>>)) {
  test(`compareAnswers: finds a difference in ${what}`, () => {
    assert.ok(!isSame(compareAnswers(answer({ body: 'a' }), answer({ body: 'a', ...more }))));
  });
}

test('isExactly: never where compareAnswers finds a difference', () => {
  const one = answer({ body: 'a', headers: [['A', 'b']] });
  assert.ok(isExactly(one, answer({ body: 'a', headers: [['A', 'b']] })));
  const others = [{ status: 404 }, { body: 'b' }, { exitCode: 1 }, { base64: true }, { headers: [] }];
  const fields = [[['A', 'c']], [['B', 'b']], [['A', 'b'] as const, ['C', 'd'] as const]] as const;
  for (const other of [...others, ...fields.map((headers) => ({ headers }))]) {
    assert.ok(!isExactly(one, { ...one, ...other } as GoldenAnswer), JSON.stringify(other));
  }
});

test('compareLines: the shortest difference; showSteps: with its surroundings', () => {
  const before = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
  const steps = compareLines(before, ['1', '2', '3', '4', 'x', '6', '7', '8', '9']);
  assert.equal(steps.map(({ sign, line }) => sign + line).join(), ' 1, 2, 3, 4,-5,+x, 6, 7, 8, 9');
  assert.equal(
    showSteps(steps)
      .map(({ sign, line }) => sign + line)
      .join(),
    ' 2, 3, 4,-5,+x, 6, 7, 8, …',
  );
  assert.deepEqual(
    compareLines(['a', 'b', 'c'], ['b', 'c', 'd']).map(({ sign }) => sign),
    ['-', ' ', ' ', '+'],
  );
});

test('settle: keeps the placeholders of lines that agree, masks new ones, and agrees with the answer', () => {
  const expected = answer({ headers: [['X-Id', '{{any}}']], body: 'old\nat {{any}}\nend' });
  const found = answer({ headers: [['X-Id', '7']], body: 'new 2026-05-06T07:08:01Z\nat noon\nend' });
  const settled = settle(expected, found, NOW);
  assert.deepEqual(settled.headers, [['X-Id', '{{any}}']]);
  assert.equal(settled.body, 'new {{date}}\nat {{any}}\nend');
  assert.ok(isSame(compareAnswers(settled, found)));
});

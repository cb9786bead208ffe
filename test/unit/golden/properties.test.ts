// What must hold of golden cases for any bytes and any line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatCase, type GoldenCase, parseCase, writeBody } from '../../../adapters/golden/case.ts';
import { compareLines, isSame } from '../../../adapters/golden/difference.ts';
import { maskLine, matchesLine } from '../../../adapters/golden/placeholders.ts';

const NOW = Date.parse('2026-05-06T07:08:09Z');
const bytes = fc.array(fc.oneof(fc.constantFrom(10, 13, 32, 35, 0, 123, 226), fc.integer({ min: 0, max: 255 })));
const visible = fc.integer({ min: 33, max: 255 }).filter((code) => code < 127 || code > 160);
const value = fc.string({ unit: visible.map((code) => String.fromCharCode(code)), minLength: 1 });
const fields = fc.array(fc.tuple(fc.constantFrom('X-A', 'Set-Cookie', 'content-type'), value));

test('formatCase and parseCase: any request and any answer come back', () => {
  fc.assert(
    fc.property(
      bytes,
      bytes,
      fields,
      fields,
      fc.integer({ min: 0, max: 255 }),
      (sent, came, asked, answered, exitCode) => {
        const { text: body, base64 } = writeBody(Uint8Array.from(came));
        const written: GoldenCase = {
          ...{ comments: [], env: {}, after: undefined },
          request: { method: 'POST', target: '/x?y', headers: asked, body: Buffer.from(sent) },
          expected: { status: 200, headers: answered, body, base64, exitCode },
        };
        const { request, expected } = parseCase(formatCase(written), 'any.http');
        assert.deepEqual([request.headers, Buffer.from(request.body)], [asked, Buffer.from(sent)]);
        assert.deepEqual(expected, written.expected);
      },
    ),
  );
});

const piece = fc.oneof(
  fc.constantFrom(
    '{{date}}',
    '{{any}}',
    '$1',
    '\\',
    '2026-05-06',
    'Wed, 06 May 2026 07:08:09 GMT',
    `${NOW}`,
    'Set-Cookie: a=',
  ),
  fc.constantFrom(
    '0e37df36-f698-11e6-8dd4-cb9ced3df976',
    '8f7e6d5c4b3a291807',
    '5/6/2026, 7:08:09 AM',
    '; Expires=',
    ' ',
  ),
  fc.string({ maxLength: 5 }).map((text) => text.replaceAll('\n', '')),
);
const line = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

test('maskLine: the masked line matches the one it was made of', () => {
  fc.assert(fc.property(line, (text) => assert.ok(matchesLine(maskLine(text, NOW), text), maskLine(text, NOW))));
});

test('compareLines: the steps hold both texts, and are all the same only where the texts agree', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd {{number}}'), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (expected, found) => {
      const steps = compareLines(expected, found);
      const side = (sign: string) =>
        steps.flatMap((step) => (step.sign === sign || step.sign === ' ' ? [step.line] : []));
      assert.deepEqual(side('-'), expected);
      assert.equal(side('+').length, found.length);
      assert.equal(isSame(steps), expected.join() === found.join());
    }),
  );
});

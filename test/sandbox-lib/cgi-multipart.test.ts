// The parser of multipart bodies: pieces cut anywhere, limits, and everything a hostile client may send.
import './on-node-loop.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FormLimits } from '../../sandbox-lib/internal/cgi/limits.ts';

const { MultipartParser, boundaryOf } = await import('../../sandbox-lib/internal/cgi/multipart.ts');
const { DEFAULT_LIMITS } = await import('../../sandbox-lib/internal/cgi/limits.ts');
const { safeFilename } = await import('../../sandbox-lib/internal/cgi/part-header.ts');

interface Part {
  name: string;
  filename: string | undefined;
  type: string;
  text: string;
}

function parse(body: string | Buffer, size = Number.POSITIVE_INFINITY, limits: Partial<FormLimits> = {}): Part[] {
  const parts: Part[] = [];
  const parser = new MultipartParser('XX', { ...DEFAULT_LIMITS, ...limits }, (header) => {
    const pieces: Buffer[] = [];
    return {
      write: (bytes) => void pieces.push(Buffer.from(bytes)),
      end: () => void parts.push({ ...header, text: Buffer.concat(pieces).toString('latin1') }),
    };
  });
  const bytes = Buffer.from(body);
  for (let at = 0; at < bytes.length; at += size) parser.push(bytes.subarray(at, at + size));
  parser.end();
  return parts;
}

const field = (name: string, value: string): string =>
  `--XX\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

test('parts arrive whole, wherever the body is cut', () => {
  const tricky = '\r\n--X\r\n\r\n--XY\r\r\n-\r\n--';
  const body = `preamble\r\n${field('a', 'one')}${field('b', tricky)}${field('c', '')}--XX--\r\nepilogue`;
  const whole = parse(body);
  assert.deepEqual(
    whole.map(({ name, text }) => [name, text]),
    [
      ['a', 'one'],
      ['b', tricky],
      ['c', ''],
    ],
  );
  for (let size = 1; size < 60; size++) assert.deepEqual(parse(body, size), whole, `pieces of ${size}`);
});

test('any content comes out as it went in', () => {
  const content = fc.array(fc.constantFrom('\r', '\n', '-', 'X', 'a', '\0', '\r\n--X', '--XX'), { maxLength: 40 });
  fc.assert(
    fc.property(content, fc.integer({ min: 1, max: 50 }), (pieces, size) => {
      const text = pieces.join('');
      fc.pre(!`\r\n${text}`.includes('\r\n--XX'));
      const parts = parse(`${field('a', text)}--XX--`, size);
      assert.deepEqual(
        parts.map((part) => part.text),
        [text],
      );
    }),
  );
});

test('names and files of a part', () => {
  const line = (header: string): Part | undefined => parse(`--XX\r\n${header}\r\n\r\nx\r\n--XX--`)[0];
  const disposition = 'Content-Disposition: form-data; name=';
  const plain = { name: 'a', filename: undefined, type: '', transferEncoding: '', text: 'x' };
  assert.deepEqual(line(`${disposition}a`), plain);
  assert.deepEqual(line(`content-type: image/png\r\n${disposition}"a"; filename="b;c.png"`), {
    ...plain,
    filename: 'b;c.png',
    type: 'image/png',
  });
  assert.equal(line(`${disposition}"a%22\\"%0d%0A"`)?.name, 'a""\r\n');
  assert.equal(line(`${disposition}"é"; filename="C:\\fake\\ü.txt"`)?.filename, 'C:\\fake\\ü.txt');
  assert.equal(line(`${disposition}a; filename="x"; filename*=utf-8'en'%c3%bc.txt`)?.filename, 'ü.txt');
  assert.throws(() => line(`${disposition}a; filename*=utf-8''%ff`), { code: 'ERR_FORM_MALFORMED' });
  assert.equal(line(`${disposition}a; filename=plain.txt`)?.filename, 'plain.txt');
  assert.equal(line(`${disposition}a; filename="C:\\dir\\"`)?.filename, 'C:\\dir\\');
  assert.equal(line(`${disposition}a; filename="\\"x\\"`)?.filename, '"x\\');
  assert.equal(line(`${disposition}a; filename="a\u2028b"`)?.filename, 'a\u2028b');
});

test('a file name is a name and no path', () => {
  const names: [string, string][] = [
    ['../../etc/passwd', 'passwd'],
    ['C:\\x\\y.txt', 'y.txt'],
    ['..', ''],
    ['.', ''],
    ['a/..', ''],
    ['a\0b\r\n\x7f\x9b.txt', 'ab.txt'],
    [`${'x'.repeat(300)}.txt`, `${'x'.repeat(251)}.txt`],
  ];
  for (const [given, safe] of names) assert.equal(safeFilename(given), safe, given);
});

test('the boundary of a Content-Type', () => {
  const types: [string, string | undefined][] = [
    ['multipart/form-data; boundary=abc', 'abc'],
    ['Multipart/Form-Data;charset=utf-8; Boundary="a b:c"', 'a b:c'],
    ['text/plain; boundary=abc', undefined],
    ['multipart/mixed; boundary=abc', undefined],
    ['', undefined],
  ];
  for (const [type, boundary] of types) assert.equal(boundaryOf(type), boundary, type);
  for (const bad of ['', '; boundary=', '; boundary="a "', `; boundary=${'a'.repeat(71)}`, '; boundary="é"']) {
    assert.throws(() => boundaryOf(`multipart/form-data${bad}`), { code: 'ERR_FORM_MALFORMED', status: 400 }, bad);
  }
});

const REFUSED: [title: string, body: string, limits: Partial<FormLimits>, code: string][] = [
  ['too many parts', `${field('a', '1').repeat(101)}--XX--`, {}, 'ERR_FORM_LIMIT'],
  ['a header that is too long', `--XX\r\nX: ${'x'.repeat(9000)}\r\n\r\n`, {}, 'ERR_FORM_LIMIT'],
  ['a header without an end', `--XX\r\n${'X: y\r\n'.repeat(3000)}`, {}, 'ERR_FORM_LIMIT'],
  ['a smaller limit', `${field('a', '1').repeat(3)}--XX--`, { parts: 2 }, 'ERR_FORM_LIMIT'],
  ['no boundary', 'x'.repeat(9000), {}, 'ERR_FORM_MALFORMED'],
  ['nothing', '', {}, 'ERR_FORM_MALFORMED'],
  ['no last boundary', field('a', '1'), {}, 'ERR_FORM_MALFORMED'],
  ['text behind a boundary', '--XXY\r\n', {}, 'ERR_FORM_MALFORMED'],
  ['padding without end', `--XX${' '.repeat(9000)}`, {}, 'ERR_FORM_MALFORMED'],
  ['no name', '--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--', {}, 'ERR_FORM_MALFORMED'],
  ['no header', '--XX\r\n\r\nx\r\n--XX--', {}, 'ERR_FORM_MALFORMED'],
  [
    'quotes that never close',
    `--XX\r\nContent-Disposition: form-data; name="${'\\'.repeat(8000)}\r\n\r\nx\r\n--XX--`,
    {},
    'ERR_FORM_MALFORMED',
  ],
  ['two names', field('a"; name="b', 'x'), {}, 'ERR_FORM_MALFORMED'],
  [
    'a folded line',
    '--XX\r\nContent-Disposition: form-data;\r\n name="a"\r\n\r\nx\r\n--XX--',
    {},
    'ERR_FORM_MALFORMED',
  ],
];

for (const [title, body, limits, code] of REFUSED) {
  test(`a body is refused for ${title}`, () => {
    for (const size of [1, 7, 100_000]) assert.throws(() => parse(body, size, limits), { name: 'FormError', code });
  });
}

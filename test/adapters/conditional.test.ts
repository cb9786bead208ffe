import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectPart } from '../../adapters/conditional.ts';

const FILE = { size: 1000, etag: '"a-b-c"', modified: Date.parse('2026-01-02T03:04:05Z') / 1000 };
const SAME = 'Fri, 02 Jan 2026 03:04:05 GMT';
const EARLIER = 'Fri, 02 Jan 2026 03:04:04 GMT';

type Row = readonly [title: string, headers: Record<string, string>, status: number, range?: readonly [number, number]];
const ROWS: readonly Row[] = [
  ['no condition', {}, 200, [0, 1000]],
  ['If-None-Match with the tag', { 'If-None-Match': '"x", W/"a-b-c"' }, 304],
  ['If-None-Match *', { 'If-None-Match': '*' }, 304],
  ['If-None-Match with another tag', { 'If-None-Match': '"x"' }, 200, [0, 1000]],
  ['If-None-Match wins over If-Modified-Since', { 'If-None-Match': '"x"', 'If-Modified-Since': SAME }, 200, [0, 1000]],
  ['If-Modified-Since, unchanged', { 'If-Modified-Since': SAME }, 304],
  ['If-Modified-Since, changed', { 'If-Modified-Since': EARLIER }, 200, [0, 1000]],
  ['If-Modified-Since, no date', { 'If-Modified-Since': 'yesterday' }, 200, [0, 1000]],
  ['If-Modified-Since, no HTTP date', { 'If-Modified-Since': '2027' }, 200, [0, 1000]],
  ['If-Modified-Since, another form of date', { 'If-Modified-Since': '2027-01-02T03:04:05Z' }, 200, [0, 1000]],
  ['If-Modified-Since, two dates', { 'If-Modified-Since': `${SAME}, ${SAME}` }, 200, [0, 1000]],
  ['If-Modified-Since, RFC 850', { 'If-Modified-Since': 'Friday, 02-Jan-26 03:04:05 GMT' }, 304],
  ['If-Modified-Since, asctime', { 'If-Modified-Since': 'Fri Jan  2 03:04:05 2026' }, 304],
  ['If-Modified-Since, asctime, a second before', { 'If-Modified-Since': 'Fri Jan  2 03:04:04 2026' }, 200, [0, 1000]],
  ['If-Match with the tag', { 'If-Match': '"x", "a-b-c"' }, 200, [0, 1000]],
  ['If-Match *', { 'If-Match': '*' }, 200, [0, 1000]],
  ['If-Match with another tag', { 'If-Match': '"x"', Range: 'bytes=0-9' }, 412],
  ['If-Match is a strong comparison', { 'If-Match': 'W/"a-b-c"' }, 412],
  ['If-Match wins over If-Unmodified-Since', { 'If-Match': '"a-b-c"', 'If-Unmodified-Since': EARLIER }, 200, [0, 1000]],
  ['If-Match goes before If-None-Match', { 'If-Match': '"x"', 'If-None-Match': '"a-b-c"' }, 412],
  ['If-Unmodified-Since, unchanged', { 'If-Unmodified-Since': SAME, Range: 'bytes=0-9' }, 206, [0, 10]],
  ['If-Unmodified-Since, changed', { 'If-Unmodified-Since': EARLIER, Range: 'bytes=0-9' }, 412],
  ['If-Unmodified-Since, no date', { 'If-Unmodified-Since': 'yesterday' }, 200, [0, 1000]],
  ['Range a-b', { Range: 'bytes=0-99' }, 206, [0, 100]],
  ['Range a-', { Range: 'bytes=990-' }, 206, [990, 10]],
  ['Range -n', { Range: 'bytes=-10' }, 206, [990, 10]],
  ['Range -n, longer than the file', { Range: 'bytes=-5000' }, 206, [0, 1000]],
  ['Range past the end is cut', { Range: 'bytes=990-5000' }, 206, [990, 10]],
  ['Range of one byte', { Range: 'bytes=999-999' }, 206, [999, 1]],
  ['Range behind the end', { Range: 'bytes=1000-' }, 416],
  ['Range of no bytes', { Range: 'bytes=-0' }, 416],
  ['several ranges', { Range: 'bytes=0-1,5-6' }, 200, [0, 1000]],
  ['another unit', { Range: 'lines=0-1' }, 200, [0, 1000]],
  ['backwards', { Range: 'bytes=5-2' }, 200, [0, 1000]],
  ['nonsense', { Range: 'bytes=-' }, 200, [0, 1000]],
  ['absurd numbers', { Range: `bytes=${'9'.repeat(400)}-` }, 200, [0, 1000]],
  ['If-Range with the tag', { Range: 'bytes=0-9', 'If-Range': '"a-b-c"' }, 206, [0, 10]],
  ['If-Range with another tag', { Range: 'bytes=0-9', 'If-Range': '"x"' }, 200, [0, 1000]],
  ['If-Range is a strong comparison', { Range: 'bytes=0-9', 'If-Range': 'W/"a-b-c"' }, 200, [0, 1000]],
  ['If-Range with the date', { Range: 'bytes=0-9', 'If-Range': SAME }, 206, [0, 10]],
  ['If-Range with another date', { Range: 'bytes=0-9', 'If-Range': EARLIER }, 200, [0, 1000]],
  ['a condition goes before the range', { Range: 'bytes=0-9', 'If-None-Match': '"a-b-c"' }, 304],
];

for (const [title, headers, status, range] of ROWS) {
  test(`selectPart: ${title} → ${status}`, () => {
    const part = selectPart({ method: 'GET', headers: new Headers(headers) }, FILE);
    assert.equal(part.status, status);
    if (range) assert.deepEqual([part.start, part.length], range);
    if (status === 416) assert.equal(part.headers['Content-Range'], 'bytes */1000');
    if (status === 206) {
      assert.equal(part.headers['Content-Range'], `bytes ${part.start}-${part.start + part.length - 1}/1000`);
    }
  });
}

test('selectPart: HEAD has no ranges', () => {
  const part = selectPart({ method: 'HEAD', headers: new Headers({ Range: 'bytes=0-9' }) }, FILE);
  assert.equal(part.status, 200);
});

test('selectPart: an empty file has no satisfiable range', () => {
  const empty = { ...FILE, size: 0 };
  for (const range of ['bytes=0-', 'bytes=-1', 'bytes=0-0']) {
    assert.equal(selectPart({ method: 'GET', headers: new Headers({ Range: range }) }, empty).status, 416, range);
  }
});

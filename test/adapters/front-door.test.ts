import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf } from '../../adapters/front-door.ts';

type Row = readonly [title: string, method: string, rawHeaders: readonly string[], code: string | null];
const many = ['Host', 'a', ...Array.from({ length: 200 }, (_, i) => [`a${i}`, '1']).flat()];
const ROWS: readonly Row[] = [
  ['one host', 'GET', ['Host', 'example.org'], null],
  ['host and port', 'GET', ['host', 'example.org:8080'], null],
  ['IPv6', 'GET', ['Host', '[::1]:80'], null],
  ['IPv4', 'GET', ['Host', '127.0.0.1:80'], null],
  ['underscore', 'GET', ['Host', 'my_host.local'], null],
  ['empty host', 'GET', ['Host', ''], null],
  ['no host', 'GET', [], 'BAD_REQUEST'],
  ['two hosts', 'GET', ['Host', 'a', 'X', '1', 'hOST', 'b'], 'BAD_REQUEST'],
  ['the same host twice', 'GET', ['Host', 'a', 'Host', 'a'], 'BAD_REQUEST'],
  ['path in host', 'GET', ['Host', 'a/b'], 'BAD_REQUEST'],
  ['user in host', 'GET', ['Host', 'u@a'], 'BAD_REQUEST'],
  ['markup in host', 'GET', ['Host', '<b>'], 'BAD_REQUEST'],
  ['port that is none', 'GET', ['Host', 'a:b'], 'BAD_REQUEST'],
  ['two ports', 'GET', ['Host', 'a:1:2'], 'BAD_REQUEST'],
  ['IPv6 without brackets', 'GET', ['Host', '::1'], 'BAD_REQUEST'],
  ['list of hosts', 'GET', ['Host', 'a, b'], 'BAD_REQUEST'],
  ['TRACE', 'TRACE', ['Host', 'a'], 'METHOD_NOT_ALLOWED'],
  ['any other method', 'FOO', ['Host', 'a'], null],
  ['201 fields', 'GET', many, 'HEADERS_TOO_LARGE'],
  ['200 fields', 'GET', many.slice(0, 400), null],
];
for (const [title, method, rawHeaders, code] of ROWS) {
  test(`refusalOf: ${title} → ${code ?? 'welcome'}`, () => {
    assert.equal(refusalOf({ method, rawHeaders, httpVersion: '1.1' }, 200)?.code ?? null, code);
  });
}

test('refusalOf: HTTP/1.0 needs no Host', () => {
  assert.equal(refusalOf({ method: 'GET', rawHeaders: [], httpVersion: '1.0' }, 200), null);
});

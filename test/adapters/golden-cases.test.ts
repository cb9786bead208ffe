import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goldenCases } from '../../adapters/testing/golden-cases.ts';
import { folderOf } from './freshcgi-process.ts';

test('goldenCases: the length of a Response is framing, unless the case is about it', async (t) => {
  const folder = folderOf(t, {
    'a.http': 'GET /a\n### response\nHTTP/1.1 303 See Other\nLocation: /b\n',
    'b.http': 'GET /a\n### response\nHTTP/1.1 303 See Other\nLocation: /b\nContent-Length: 1\n',
  });
  const [plain, asked] = goldenCases(folder);
  const answer = () => new Response(null, { status: 303, headers: { Location: '/b', 'Content-Length': '0' } });
  await plain?.check(() => answer);
  await assert.rejects(async () => asked?.check(() => answer), /- Content-Length: 1\n {2}\+ Content-Length: 0/);
  await assert.rejects(async () => plain?.check(() => () => new Response(null, { status: 303 })), /- Location: \/b/);
});

test('goldenCases: a folder that is none is told', (t) => {
  const folder = folderOf(t, { 'a.http': 'GET /a\n' });
  assert.throws(() => goldenCases(`${folder}/none`), /"[^"]*none": there is no such folder; /);
  assert.throws(() => goldenCases(`${folder}/a.http`), /"[^"]*a\.http": it is not a folder; /);
});

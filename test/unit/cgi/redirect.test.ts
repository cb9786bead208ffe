// R06, R09: the request that a local redirect stands for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildRedirect, type RedirectOrigin, type RedirectState } from '../../../engine/cgi/redirect.ts';
import { refusal } from './rooms.ts';

const ORIGIN: RedirectOrigin = {
  scriptName: '/cgi-bin/a b.js',
  pathInfo: '/x',
  query: 'q=%41',
  method: 'POST',
  headers: [
    ['Host', 'h'],
    ['Content-Type', 'a/b'],
    ['content-length', '5'],
    ['Transfer-Encoding', 'chunked'],
    ['Expect', '100-continue'],
    ['Cookie', 'a=1'],
  ],
  remoteUser: 'u',
};

test('buildRedirect: R06 is a GET without a body, with the other fields and the state of the first request', () => {
  assert.deepEqual(buildRedirect('/path?x=1', ORIGIN), {
    method: 'GET',
    target: '/path?x=1',
    headers: [
      ['Host', 'h'],
      ['Content-Type', 'a/b'],
      ['Cookie', 'a=1'],
    ],
    redirect: { hops: 1, url: '/cgi-bin/a b.js/x', query: 'q=%41', method: 'POST', remoteUser: 'u' },
  });
});

test('buildRedirect: a fragment is for the client', () => {
  assert.equal(buildRedirect('/path?x=1#there', ORIGIN).target, '/path?x=1');
});

test('buildRedirect: R09 ends after 10 hops and keeps the state of the first request', () => {
  let redirect: RedirectState | undefined;
  for (let hop = 1; hop <= 10; hop++) {
    const origin: RedirectOrigin =
      hop === 1 ? ORIGIN : { ...ORIGIN, scriptName: '/b', method: 'GET', query: '', redirect };
    redirect = buildRedirect('/b', origin).redirect;
    assert.equal(redirect.hops, hop);
  }
  assert.equal(redirect?.url, '/cgi-bin/a b.js/x');
  assert.equal(redirect?.method, 'POST');
  const message = refusal(() => buildRedirect('/b', { ...ORIGIN, redirect }), 'REDIRECT_LOOP');
  assert.match(message, /number 11, the limit is 10/);
});

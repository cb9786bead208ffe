// R01–R12: which answers are redirects, and the request that a local one stands for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildRedirect, type RedirectOrigin } from '../../../engine/cgi/redirect.ts';
import type { ResponsePlan } from '../../../engine/cgi/response.ts';
import type { HeaderPairs, RedirectState } from '../../../engine/types.ts';
import { type ResponseCall, refusal, respond } from './rooms.ts';

const CT: HeaderPairs[number] = ['Content-Type', 'text/plain'];

const PLANS: readonly (readonly [
  id: string,
  fields: HeaderPairs,
  expected: Partial<ResponsePlan>,
  call?: ResponseCall,
])[] = [
  [
    'R01',
    [['Location', 'http://e/x#frag']],
    {
      kind: 'client-redirect',
      status: 302,
      statusText: '',
      bodyAllowed: true,
      headerPairs: [['Location', 'http://e/x#frag']],
    },
  ],
  [
    'R02',
    [CT, ['Location', 'http://e/']],
    { kind: 'client-redirect', status: 302, bodyAllowed: true, headerPairs: [CT, ['Location', 'http://e/']] },
  ],
  [
    'R03',
    [['Status', '303 See'], ['Location', '/x'], CT],
    { kind: 'document', status: 303, headerPairs: [['Location', '/x'], CT] },
  ],
  [
    'R04',
    [
      ['Status', '201'],
      ['Location', '/things/1'],
    ],
    { kind: 'document', status: 201, headerPairs: [['Location', '/things/1']], warnings: [] },
  ],
  [
    'R05',
    [
      ['Status', '200'],
      ['Location', 'http://e/'],
    ],
    { kind: 'document', status: 200 },
  ],
  [
    'R06',
    [['Location', '/path?x=1']],
    {
      kind: 'local-redirect',
      location: '/path?x=1',
      bodyAllowed: false,
      status: 302,
      headerPairs: [['Location', '/path?x=1']],
    },
  ],
  [
    'R06 Location twice',
    [
      ['Location', '/a'],
      ['location', '/b'],
    ],
    { kind: 'local-redirect', location: '/b' },
  ],
  [
    'R08 other fields',
    [
      ['Location', '/x'],
      ['Set-Cookie', 'a'],
    ],
    {
      kind: 'client-redirect',
      status: 302,
      bodyAllowed: true,
      headerPairs: [
        ['Location', '/x'],
        ['Set-Cookie', 'a'],
      ],
    },
  ],
  [
    'R08 apache',
    [['Location', '/x'], CT],
    { kind: 'local-redirect', location: '/x' },
    { options: { localRedirect: 'apache' } },
  ],
  [
    'R10',
    [['Location', '//evil.example/x']],
    { kind: 'local-redirect', location: '/evil.example/x', headerPairs: [['Location', '/evil.example/x']] },
  ],
  [
    'R10 to the client',
    [['Location', '//evil.example/x'], CT],
    { kind: 'client-redirect', headerPairs: [['Location', '/evil.example/x'], CT] },
  ],
  ['R10 backslash and tab', [['Location', '/\t\\/evil.example']], { location: '/evil.example' }],
  ['R11', [['Location', 'other.html']], { kind: 'client-redirect', headerPairs: [['Location', 'other.html']] }],
  ['R12', [['Location', 'http://e/']], { kind: 'client-redirect', bodyAllowed: false }, { method: 'HEAD' }],
];

for (const [id, fields, expected, call] of PLANS) {
  test(`buildResponse: ${id}`, () => {
    const plan = respond(fields, call);
    for (const key of Object.keys(expected) as (keyof ResponsePlan)[]) assert.deepEqual(plan[key], expected[key], key);
  });
}

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
    redirect: {
      ...{ hops: 1, url: '/cgi-bin/a b.js/x', query: 'q=%41', method: 'POST', remoteUser: 'u' },
      requestUri: '/cgi-bin/a%20b.js/x?q=%41',
    },
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

// Runs the examples of docs/cgi-module.md.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ScriptRequest, ScriptResponse } from 'freshcgi';
import { scriptFolder } from '../engine/script-folder.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'cgi-module.md'), 'utf8');

function example(heading: string): string {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  const code = /```js\n([\s\S]*?)```/.exec(section ?? '')?.[1];
  assert.ok(code, `there is an example under "${heading}"`);
  return code;
}

function formBody(text: string): ScriptRequest {
  return { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: text };
}

const CASES: [heading: string, request: ScriptRequest, check: (response: ScriptResponse, text: string) => void][] = [
  [
    'Forms',
    formBody('name=A%26B&likes=1&likes=2'),
    (_response, text) => assert.equal(text, '<p>Hello A&amp;B, you like 2 things'),
  ],
  ['Forms', { query: 'name=%3Cb%3E' }, (_response, text) => assert.match(text, /^<p>Hello &lt;b&gt;, you like 0/)],
  [
    'Limits',
    { query: 'a=1&b=2&c=3' },
    ({ status }, text) => {
      assert.equal(status, 413);
      assert.equal(text, 'Cannot read the form: 3 parameters, 2 allowed');
    },
  ],
  ['Limits', { query: 'a=1&b=2' }, (_response, text) => assert.equal(text, '2')],
  ['Limits', { method: 'POST', body: 'x' }, ({ status }) => assert.equal(status, 415)],
  [
    'Headers, redirects',
    { query: 'to=https://example.org/%C3%A9' },
    ({ status, headers }) => {
      assert.equal(status, 303);
      assert.equal(headers.get('location'), 'https://example.org/%C3%A9');
      assert.equal(headers.get('cache-control'), 'no-store');
    },
  ],
  [
    'Headers, redirects',
    { query: 'to=/%0d%0aSet-Cookie:%20a=b' },
    ({ status, headers }) => {
      assert.equal(status, 400);
      assert.equal(headers.get('set-cookie'), null);
    },
  ],
  [
    'Cookies',
    { headers: { Cookie: 'other=1; visits=41' } },
    ({ headers }, text) => {
      assert.equal(text, 'Visit 42\n');
      assert.equal(headers.get('set-cookie'), 'visits=42; Max-Age=86400; Path=/; SameSite=Lax; HttpOnly');
    },
  ],
];

for (const [heading, request, check] of CASES) {
  test(`docs/cgi-module.md: ${heading} ${request.query ?? ''}`, async (t) => {
    const { engine } = scriptFolder(t, { 'a.js': example(heading) });
    const response = await engine.execute('a.js', request);
    check(response, await response.text());
  });
}

test('docs/cgi-module.md: Uploads', async (t) => {
  const scripts = scriptFolder(t, { 'a.js': example('Uploads') });
  const uploads = join(scripts.root, 'uploads');
  mkdirSync(uploads);
  const { engine } = scriptFolder(
    t,
    { 'a.js': example('Uploads') },
    { allowWrite: [uploads], env: { UPLOADS: uploads } },
  );
  const form = new FormData();
  form.append('photo', new Blob([new Uint8Array(100_000)], { type: 'image/png' }), '../me.png');
  const sent = new Response(form);
  const headers = { 'Content-Type': sent.headers.get('content-type') ?? '' };
  const body = new Uint8Array(await sent.arrayBuffer());
  const response = await engine.execute('a.js', { method: 'POST', headers, body });
  assert.equal(await response.text(), 'me.png: 100000 bytes of image/png\n');
  const saved = readdirSync(uploads);
  assert.equal(saved.length, 1);
  assert.equal(readFileSync(join(uploads, saved[0] ?? '')).length, 100_000);
});

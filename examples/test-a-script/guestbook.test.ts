// Tests of the guestbook with node's own test runner: node --test examples/test-a-script/guestbook.test.ts
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertHtml, assertRedirect, assertStatus, type RunInit, runScript } from 'freshcgi/testing';

/** The folder the script may write is copied for each run: nothing in it changes. */
const data = join(import.meta.dirname, 'data');
const guestbook = (init: RunInit = {}) =>
  runScript('guestbook.js', {
    root: join(import.meta.dirname, '..', 'cgi-bin'),
    allowWrite: [data],
    env: { GUESTBOOK_DIR: data },
    ...init,
  });

test('an empty guestbook says so', async () => {
  const response = await guestbook();
  assertStatus(response, 200);
  await assertHtml(response, 'Nobody has been here yet');
});

test('an entry is written, the answer leads back to the page', async () => {
  const clock = '2026-01-02T03:04:05Z';
  const response = await guestbook({ form: { name: 'Ada', text: 'Hello <world>' }, clock });
  assertRedirect(response, '/guestbook.js');
  const [entry] = response.written;
  assert.deepEqual(JSON.parse(entry?.text ?? ''), {
    name: 'Ada',
    text: 'Hello <world>',
    at: '2026-01-02T03:04:05.000Z',
  });
});

test('an entry is shown, and its markup is text', async () => {
  const signed = await guestbook({ form: { name: 'Ada', text: 'Hello <world>' } });
  const page = await guestbook({ after: signed });
  await assertHtml(page, '1 entry, newest first', 'Hello <world>');
});

test('an entry without a name is refused', async () => {
  const response = await guestbook({ form: { text: 'Hello' } });
  assertStatus(response, 422);
  assert.deepEqual(response.written, []);
});

test('a failed assertion shows what the script wrote to stderr', async () => {
  const modules = { './lib/page.js': 'exports.page = () => { throw new Error("no page today"); };' };
  const source = "console.log('Content-Type: text/html\\n'); require('./lib/page.js').page();";
  const response = await runScript({ source, modules });
  assert.throws(() => assertStatus(response, 204), /Expected status 204, got 500[\s\S]*no page today/);
});

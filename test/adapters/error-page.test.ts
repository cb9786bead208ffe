import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorPage } from '../../adapters/error-page.ts';
import { CgiError } from '../../engine/index.ts';

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';
const FAILED = new CgiError('SCRIPT_FAILED', 'Cannot finish script "/srv/secret/a.js": it threw <Error>', {
  details: {
    script: '/srv/secret/a.js',
    error: 'TypeError: x is not a function\n    at /srv/secret/a.js:3:9',
    stderr: 'debug <b>',
    stdout: 'Content-Type: text/html\n\nhalf',
    environment: { REQUEST_METHOD: 'GET', HTTP_COOKIE: 'a="<script>"' },
  },
});

test('errorPage: plain text by default, HTML for a browser, both without anything of the host', async () => {
  const plain = errorPage(FAILED, { requestId: 'r-1' });
  assert.equal(plain.status, 500);
  assert.equal(plain.headers.get('content-type'), 'text/plain; charset=utf-8');
  assert.equal(await plain.text(), '500 Internal Server Error\nThe script failed\nRequest r-1\n');
  const html = errorPage(FAILED, { requestId: 'r-1', accept: HTML });
  assert.equal(html.headers.get('content-type'), 'text/html; charset=utf-8');
  const text = await html.text();
  assert.match(text, /<title>500 Internal Server Error<\/title>/);
  assert.match(text, /The script failed\./);
  assert.match(text, /r-1/);
  assert.doesNotMatch(text, /secret|TypeError|debug|REQUEST_METHOD/);
});

test('errorPage: a HEAD request gets no body', async () => {
  const response = errorPage(FAILED, { requestId: 'r-1', method: 'HEAD', accept: HTML });
  assert.equal(response.status, 500);
  assert.equal(response.body, null);
});

test('errorPage: fields of the error are sent: Retry-After, Allow', () => {
  const full = new CgiError('QUEUE_FULL', 'Cannot queue: 256 wait', { headers: { 'Retry-After': '2' } });
  const response = errorPage(full, { requestId: 'r-1' });
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('retry-after'), '2');
  assert.equal(response.headers.get('cache-control'), 'no-store');
});

test('errorPage: what is no CgiError is a 500 without a word about it', async () => {
  for (const thrown of [new Error('/srv/secret/x'), 'secret', null, { code: 'secret' }]) {
    const response = errorPage(thrown, { requestId: 'r-1' });
    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /secret/);
  }
});

test('errorPage: dev shows message, error, stderr, stdout and environment, escaped', async () => {
  const text = await errorPage(FAILED, { requestId: 'r-1', accept: HTML, dev: true }).text();
  for (const part of [
    'SCRIPT_FAILED',
    'it threw &#60;Error&#62;',
    'a.js:3:9',
    'debug &#60;b&#62;',
    'half',
    'REQUEST_METHOD',
  ]) {
    assert.ok(text.includes(part), part);
  }
  assert.doesNotMatch(text, /<script>|<b>|<Error>/);
  const plain = await errorPage(FAILED, { requestId: 'r-1', dev: true }).text();
  assert.match(plain, /^500 SCRIPT_FAILED\nCannot finish/);
  assert.match(plain, /\n {2}REQUEST_METHOD=GET\n/);
});

test('errorPage: dev shows an uncaught error once, where the script has printed it', async () => {
  const { error = '' } = FAILED.details;
  const printed = new CgiError('SCRIPT_FAILED', 'x', { details: { error, stderr: `debug\n${error}\n` } });
  const text = await errorPage(printed, { requestId: 'r-1', dev: true }).text();
  assert.equal(text.split('TypeError').length, 2, text);
  assert.doesNotMatch(text, /Uncaught error/);
});

test('errorPage: dev shows no stack of the server, even where the server is at fault', async () => {
  const dead = new CgiError('WORKER_DIED', 'Cannot finish', { cause: new Error('broken pipe') });
  const text = await errorPage(dead, { requestId: 'r', dev: true }).text();
  assert.match(text, /^502 WORKER_DIED\nCannot finish\n/);
  assert.doesNotMatch(text, /broken pipe|error-page\.test/);
});

test('errorPage: dev leaves out the frames of library and host', async () => {
  const stack =
    'Error: boom\n    at f (/x/a.js:1:2)\n    at g (node:internal:1:2)\n    at node:internal:3:4\n' +
    '    at (<isolated-vm boundary>)\n    at h (file:///x/b.mjs:5:6)\n';
  const failed = new CgiError('SCRIPT_FAILED', 'Cannot finish', { details: { error: stack, stderr: `log\n${stack}` } });
  for (const accept of [HTML, undefined]) {
    const text = await errorPage(failed, { requestId: 'r', dev: true, accept }).text();
    assert.match(text, /a\.js:1:2\)\n\s+at h \(file:\/\/\/x\/b\.mjs/);
    assert.doesNotMatch(text, /node:internal|isolated-vm/);
  }
});

test('errorPage: dev is shown at once, whatever a script wrote', async () => {
  const failed = new CgiError('SCRIPT_FAILED', 'Cannot finish', { details: { stderr: '\n'.repeat(65_000) } });
  const startedAt = performance.now();
  await errorPage(failed, { requestId: 'r', dev: true }).text();
  assert.ok(performance.now() - startedAt < 500, `${performance.now() - startedAt} ms`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handle, targetOf, toResponse } from '../../adapters/http.ts';
import { CgiError } from '../../engine/index.ts';
import { fakeEngine } from './fake-engine.ts';

test('handle: a Request becomes a gateway request, the answer a Response', async () => {
  const engine = fakeEngine(() => ({ status: 201, pairs: [['Content-Type', 'text/plain']], body: 'made' }));
  const request = new Request('https://host/cgi-bin/a.js/x?y=1', { method: 'PUT', body: 'in' });
  const response = await handle(engine, request, { mount: '/cgi-bin' });
  assert.equal(response.status, 201);
  assert.equal(await response.text(), 'made');
  const [seen] = engine.requests;
  assert.equal(seen?.target, '/cgi-bin/a.js/x?y=1');
  assert.equal(seen?.mount, '/cgi-bin');
  assert.equal(seen?.method, 'PUT');
  assert.equal(seen?.connection?.scheme, 'https');
});

test('handle: every error is answered', async () => {
  for (const error of [new CgiError('SCRIPT_NOT_FOUND', 'Cannot find'), new Error('secret')]) {
    const response = await handle(
      fakeEngine(() => Promise.reject(error)),
      new Request('http://host/a.js'),
    );
    assert.equal(response.status, error instanceof CgiError ? 404 : 500);
    assert.doesNotMatch(await response.text(), /secret/);
  }
});

test('handle: a server’s own target and connection win', async () => {
  const engine = fakeEngine(() => ({}));
  const connection = { scheme: 'https', remoteAddress: '192.0.2.7' } as const;
  await handle(engine, new Request('http://host/a/b'), { target: "/a/./b?it's", connection });
  assert.equal(engine.requests[0]?.target, "/a/./b?it's");
  assert.equal(engine.requests[0]?.connection?.remoteAddress, '192.0.2.7');
});

test('toResponse: who stops to read an answer that is cut where it fails stops its script', async () => {
  const { promise: cancelled, resolve: cancel } = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array>({ cancel });
  const engine = fakeEngine(() => ({ body }));
  const answer = await engine.handle({ target: '/', mount: '' });
  await toResponse(answer, 'GET', () => assert.fail('nothing has failed')).body?.cancel();
  await cancelled;
});

test('targetOf: path and query of a URL, without its fragment', () => {
  assert.equal(targetOf('http://host/a?b#c'), '/a?b');
  assert.equal(targetOf('http://host:80/'), '/');
  assert.equal(targetOf('https://u:p@[::1]:8/a//b'), '/a//b');
});

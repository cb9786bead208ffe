import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CgiError, ERRORS, isCgiError } from '../../engine/errors.ts';

test('CgiError takes status, fault and sentence from the table', () => {
  const error = new CgiError('QUEUE_FULL', 'Cannot queue "a.js": 256 of 256 places are taken', {
    headers: { 'Retry-After': '1' },
  });
  assert.equal(error.status, 503);
  assert.equal(error.fault, 'host');
  assert.equal(error.headers['Retry-After'], '1');
  assert.ok(error instanceof Error);
});

test('isCgiError recognises the brand across copies of the class and nothing else', () => {
  assert.ok(isCgiError(new CgiError('BAD_PATH', 'x')));
  assert.ok(isCgiError({ [Symbol.for('freshcgi.CgiError')]: true }));
  for (const other of [new Error('x'), null, undefined, 'BAD_PATH', {}]) assert.equal(isCgiError(other), false);
});

test('every code has a sentence without final period and a status of its fault', () => {
  for (const [code, row] of Object.entries(ERRORS)) {
    assert.doesNotMatch(row.sentence, /\.$/, code);
    assert.ok(row.fault === 'client' ? row.status < 500 : row.status >= 500, code);
  }
});

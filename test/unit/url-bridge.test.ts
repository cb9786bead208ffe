import assert from 'node:assert/strict';
import test from 'node:test';
import { EINVAL } from '../../engine/worker/bridge/errno.ts';
import { urlHandlers } from '../../engine/worker/bridge/url.ts';

const run = undefined as never; // these handlers keep nothing per run
const LONG = 'x'.repeat(1_048_577);

test('url bridge: answers with hrefs', () => {
  assert.equal(urlHandlers.urlParse(run, ['../b', 'http://H/a/']), 'http://h/b');
  assert.equal(urlHandlers.urlUpdate(run, ['http://h/', 'port', '81']), 'http://h:81/');
  assert.equal(urlHandlers.urlUpdate(run, ['http://h/', 'port', 'none']), 'http://h/');
  assert.equal(urlHandlers.domainToASCII(run, ['español.com']), 'xn--espaol-zwa.com');
  assert.equal(urlHandlers.domainToUnicode(run, ['xn--espaol-zwa.com']), 'español.com');
});

test('url bridge: refuses what is not a URL, and every argument of the wrong kind', () => {
  const parses = [['x', undefined], [5, undefined], ['http://h/', 5], ['http://h/', null], [LONG, undefined], [{}]];
  for (const args of parses) assert.equal(urlHandlers.urlParse(run, args), EINVAL, String(args[0]).slice(0, 20));
  const updates = [
    ['x', 'port', '1'],
    ['http://h/', 'href', 'http://i/'],
    ['http://h/', '__proto__', 'x'],
    ['http://h/', 'port', 5],
  ];
  for (const args of [...updates, ['http://h/', 'hash', LONG], []])
    assert.equal(urlHandlers.urlUpdate(run, args), EINVAL);
  for (const args of [[], [5], [LONG]]) {
    assert.equal(urlHandlers.domainToASCII(run, args), '');
    assert.equal(urlHandlers.domainToUnicode(run, args), '');
  }
});

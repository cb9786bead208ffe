import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { test } from 'node:test';
import { folderOf, startServer } from './freshcgi-process.ts';

test('startServer: a server that does not listen, or does not write what is waited for, is told of and does not wait forever', {
  timeout: 20_000,
}, async (t) => {
  const folder = folderOf(t, {
    silent: '#!/bin/sh\necho starting >&2\nexec sleep 30\n',
    mute: '#!/bin/sh\necho freshcgi listening on http://127.0.0.1:1/cgi-bin/\nexec sleep 30\n',
  });
  for (const name of ['silent', 'mute']) chmodSync(`${folder}/${name}`, 0o755);
  await assert.rejects(startServer(t, [], { node: `${folder}/silent`, waitMs: 500 }), {
    message: 'freshcgi serve did not listen within 500 ms: {"stdout":"","stderr":"starting\\n"}',
  });
  const server = await startServer(t, [], { node: `${folder}/mute`, waitMs: 500 });
  await assert.rejects(server.saw(/access/), /^Error: freshcgi serve did not write \/access\/ within 500 ms: /);
});

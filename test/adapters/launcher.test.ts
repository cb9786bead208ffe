import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderOf, freshcgi, LAUNCHER, startServer } from './freshcgi-process.ts';

const OLD = '/usr/bin/node';
const major = existsSync(OLD)
  ? Number(/^v(\d+)/.exec(execFileSync(OLD, ['--version'], { encoding: 'utf8' }))?.[1])
  : 99;
const options = { skip: major >= 24 ? 'there is no node older than 24 at /usr/bin/node' : false };

test('launcher: an old node starts itself again under node_modules/.bin/node', options, async () => {
  const { code, stdout } = await freshcgi(['--version'], { node: OLD });
  assert.equal(code, 0);
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal((await freshcgi(['nonsense'], { node: OLD })).code, 2);
});

test('launcher: an old node without a newer one beside it says so in one sentence', options, async (t) => {
  const folder = folderOf(t, {});
  const launcher = join(folder, 'freshcgi.cjs');
  copyFileSync(LAUNCHER, launcher);
  const { code, stderr } = await freshcgi(['--version'], { node: OLD, launcher, cwd: folder });
  assert.equal(code, 1);
  assert.match(stderr, /^freshcgi: needs Node 24 or newer: this is v\d+\.\d+\.\d+, [^\n]+\n$/);
});

test('launcher: a signal to the old node drains the server behind it', options, async (t) => {
  const folder = folderOf(t, {
    'slow.js': `process.stdout.write('Content-Type: text/plain\\n\\nbegun '); setTimeout(() => console.log('ended'), 500);`,
  });
  const server = await startServer(t, [folder, '--workers', '1'], { node: OLD });
  const response = await fetch(`${server.url}slow.js`);
  server.child.kill('SIGTERM');
  assert.equal(await response.text(), 'begun ended\n');
  assert.equal((await server.ended()).code, 0);
});

test('launcher: an old node that is killed takes the server with it', options, async (t) => {
  const folder = folderOf(t, { 'a.js': '' });
  const server = await startServer(t, [folder, '--workers', '1'], { node: OLD });
  server.child.kill('SIGKILL');
  // stdout and stderr are inherited by the server: they close when it has gone, too.
  assert.equal((await server.ended()).signal, 'SIGKILL');
  await assert.rejects(fetch(server.url));
});

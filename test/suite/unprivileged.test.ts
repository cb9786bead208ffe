// S14 where the tests run as root, whom no file is unreadable for: the command runs as nobody.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeSite } from './site.ts';

const LAUNCHER = join(import.meta.dirname, '../../adapters/cli/freshcgi.cjs');
const NOBODY = { uid: 65_534, gid: 65_534 };

test('S14 an unreadable script is forbidden, and the sentence says so', (t) => {
  if (process.getuid?.() !== 0) return t.skip('not root: the table has this row');
  const version = spawnSync(process.execPath, [LAUNCHER, '--version'], { ...NOBODY, encoding: 'utf8' });
  if (version.status !== 0) return t.skip('nobody may not read this folder');
  const site = makeSite([]);
  try {
    chmodSync(join(site.root, 'unreadable.js'), 0o600);
    const args = [LAUNCHER, 'run', join(site.root, 'unreadable.js')];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { ...NOBODY, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /Cannot run ".*unreadable\.js": this process may not read it/);
  } finally {
    site.remove();
  }
});

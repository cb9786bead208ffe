import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { filesFixture, text } from './files-fixture.ts';

const { O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } = constants;
const ROUNDS = 1500;

/** Swaps a folder and a file for links that lead outside, and back, until it is told to stop. */
const SWAPPER = `
const fs = require('fs');
process.chdir(process.argv[1]);
fs.symlinkSync('../outside', 'away');
fs.symlinkSync('../outside/secret.txt', 'away.txt');
fs.writeFileSync('plain.txt', 'inside');
const swap = (a, b) => { fs.renameSync(a, 'tmp'); fs.renameSync(b, a); fs.renameSync('tmp', b); };
process.stdout.write('ready');
while (!fs.existsSync('stop')) { swap('sub', 'away'); swap('plain.txt', 'away.txt'); }
`;

test('folders and files swapped for links by another process never lead outside', async (t) => {
  const { call, at } = filesFixture(t);
  writeFileSync(at('data/sub/secret.txt'), 'inside');
  const swapper = spawn(process.execPath, ['-e', SWAPPER, at('data')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(swapper, 'exit');
  t.after(() => swapper.kill('SIGKILL'));
  await once(swapper.stdout, 'data');
  const seen = new Map<unknown, number>();
  for (let i = 0; i < ROUNDS; i++) {
    for (const [name, ...args] of [
      ['fsReadFile', at('data/sub/secret.txt'), O_RDONLY, false],
      ['fsReadFile', at('data/plain.txt'), O_RDONLY, false],
      ['fsWriteFile', at(`data/sub/w${i % 9}`), O_WRONLY | O_CREAT | O_TRUNC, 0o666, 'x'],
      ['fsWriteFile', at('data/plain.txt'), O_WRONLY | O_CREAT | O_TRUNC, 0o666, 'inside'],
      ['fsMkdir', at('data/sub/made'), 0o777],
      ['fsRmdir', at('data/sub/sub')],
      ['fsUnlink', at('data/sub/w1')],
      ['fsUtimes', at('data/plain.txt'), 1, 1, true],
      ['fsRename', at('data/sub/w2'), at('data/taken')],
      ['fsRename', at('data/sub/secret.txt'), at('data/stolen')],
      ['fsRename', at('data/stolen'), at('data/sub/secret.txt')],
      ['fsLink', at('data/sub/secret.txt'), at('data/linked')],
      ['fsUnlink', at('data/linked')],
      ['fsRename', at('data/count.txt'), at('data/sub/count.txt')],
      ['fsRename', at('data/sub/count.txt'), at('data/count.txt')],
    ] as Array<[string, ...unknown[]]>) {
      const result = text(call(name, ...args));
      seen.set(result, (seen.get(result) ?? 0) + 1);
      assert.ok(typeof result === 'number' || result === 'inside' || result === '', `${name} gave ${result}`);
    }
  }
  writeFileSync(at('data/stop'), '');
  await ended;
  assert.deepEqual(readdirSync(at('outside')), ['secret.txt', 'sub']);
  assert.equal(readFileSync(at('outside/secret.txt'), 'utf8'), 'outside/secret.txt\n');
  // Both sides of the swap were met, or this test has shown nothing.
  assert.ok((seen.get('inside') ?? 0) > 0 && (seen.get(-13) ?? 0) > 0, [...seen].join(' '));
  assert.ok(existsSync(at('data/plain.txt')) || existsSync(at('data/away.txt')));
});

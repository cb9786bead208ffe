import assert from 'node:assert/strict';
import nodeFs from 'node:fs';
import { test } from 'node:test';
import { oracle } from './fs-oracle.ts';

test('fs and fs.promises have the members of node’s, of the same kinds', (t) => {
  const { library } = oracle(t);
  for (const [ours, theirs] of [
    [library, nodeFs],
    [library.promises, nodeFs.promises],
  ] as unknown as Array<[Record<string, unknown>, Record<string, unknown>]>) {
    assert.deepEqual(Object.keys(ours).sort(), Object.keys(theirs).sort());
    for (const name of Object.keys(theirs)) assert.equal(typeof ours[name], typeof theirs[name], name);
  }
  assert.deepEqual({ ...library.constants }, { ...nodeFs.constants });
});

test('functions have the names of their members', (t) => {
  const { library } = oracle(t);
  for (const [name, value] of Object.entries(library)) {
    if (typeof value === 'function' && !/^_|^File|^Stats$/.test(name)) assert.equal(value.name, name);
  }
});

test('what a run cannot have is refused with a code and what to do instead', async (t) => {
  const { library, at } = oracle(t);
  const refusal = { code: 'ERR_SANDBOX_REFUSED', message: /^Cannot use .+: .+; .+$/ };
  assert.throws(() => library.watch(at('text.txt')), refusal);
  assert.throws(() => library.watchFile(at('text.txt'), () => {}), refusal);
  assert.throws(() => new (library as unknown as { Utf8Stream: new () => object }).Utf8Stream(), refusal);
  await assert.rejects(library.promises.watch(at('text.txt')).next(), refusal);
  library.unwatchFile(at('text.txt'));
});

test('chown accepts the owner a file has and no other', (t) => {
  const { library, at } = oracle(t);
  const { uid, gid } = library.statSync(at('text.txt'));
  library.chownSync(at('text.txt'), uid, gid);
  library.lchownSync(at('link'), uid, -1);
  assert.throws(() => library.chownSync(at('text.txt'), uid + 1, gid), { code: 'EPERM', syscall: 'chown' });
});

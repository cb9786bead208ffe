import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CaseFolder } from '../../../adapters/golden/case-folder.ts';

function folderOf(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-cases-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const after = (name: string) => `# @after ${name}\nGET /\n`;

test('CaseFolder.chain: the cases before a case, first to last, wherever they stand', (t) => {
  const cases = new CaseFolder(
    folderOf(t, { 'a.http': 'GET /\n', 'b/c.http': after('../a.http'), 'd.http': after('b/c.http') }),
  );
  assert.deepEqual(
    cases.chain(cases.read('d.http')).map(({ name }) => name),
    ['a.http', 'b/c.http', 'd.http'],
  );
});

test('CaseFolder.before: a case that many go on from is read once, and a long chain is walked once', (t) => {
  const LONG = 3000;
  const folder = folderOf(
    t,
    Object.fromEntries(
      Array.from({ length: LONG }, (_, i) => [`${i}.http`, i === 0 ? 'GET /\n' : after(`${i - 1}.http`)]),
    ),
  );
  const cases = new CaseFolder(folder);
  let steps = 0;
  for (let i = 0; i < LONG; i++) {
    const file = cases.read(`${i}.http`);
    Object.defineProperty(file.case, 'after', {
      get() {
        steps++;
        return i === 0 ? undefined : `${i - 1}.http`;
      },
    });
    assert.equal(cases.before(file)?.name, i === 0 ? undefined : `${i - 1}.http`);
  }
  assert.ok(steps <= LONG * 3, `${steps} steps`);
  rmSync(join(folder, '5.http'));
  assert.equal(cases.before(cases.read('6.http'))?.name, '5.http');
});

test('CaseFolder: what is wrong, where, and what to do', (t) => {
  const folder = folderOf(t, {
    'self.http': after('self.http'),
    'one.http': after('two.http'),
    'two.http': after('one.http'),
    'lost.http': after('none.http'),
    'folder.http/x.txt': '',
    'empty/x.txt': '',
  });
  const cases = new CaseFolder(folder);
  for (const [work, message] of [
    [() => cases.before(cases.read('self.http')), /^Cannot play case "self.http": it comes after itself$/],
    [() => cases.before(cases.read('one.http')), /^Cannot play case "one.http": it comes after itself$/],
    [() => cases.before(cases.read('two.http')), /^Cannot play case "two.http": it comes after itself$/],
    [() => cases.before(cases.read('lost.http')), /there is no case "none.http" for it to come after$/],
    [() => cases.read('folder.http'), /^Cannot read case ".*folder\.http": EISDIR$/],
    [() => new CaseFolder(join(folder, 'nowhere')).names(undefined), /no such folder; `freshcgi record` writes cases/],
    [() => new CaseFolder(join(folder, 'empty')).names(undefined), /holds no \*\.http file; `freshcgi record` writes/],
    [() => cases.names('xyz'), /none of its 5 has "xyz" in its name$/],
  ] as const) {
    assert.throws(work, { code: 'BAD_OPTION', message });
  }
});

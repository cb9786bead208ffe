import assert from 'node:assert/strict';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderOf, freshcgi } from './freshcgi-process.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples', 'cgi-bin');

test('freshcgi compare: our own examples are the same in node and in the sandbox', async (t) => {
  const get = (script: string, more = '') => `GET /cgi-bin/${script}${more}\n`;
  const cwd = folderOf(t, {
    'cases/hello.http': get('hello.js'),
    'cases/counter.http': get('counter.js', '?json'),
    'cases/redirect.http': get('redirect.js'),
    'cases/index.http': get('index.js'),
    'cases/env.http': get('env.js', '/a%20b?x=1'),
    'cases/upload.http': 'POST /cgi-bin/upload.js\nContent-Type: text/plain\n\nhello\n',
    'cases/sign.http':
      'POST /cgi-bin/guestbook.js\nContent-Type: application/x-www-form-urlencoded\n\nname=Ada&text=Hi\n',
    'cases/show.http': '# @after sign.http\nGET /cgi-bin/guestbook.js\n',
  });
  const data = join(cwd, 'data');
  const args = ['--cases', join(cwd, 'cases'), '--allow-write', data, '--env', `GUESTBOOK_DIR=${data}`];
  const { code, stdout, stderr } = await freshcgi(['compare', EXAMPLES, ...args], { cwd });
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /^8 passed/);
  assert.deepEqual(readdirSync(cwd), ['cases'], 'nothing real is written');
});

test('freshcgi compare: differences in exit code, header, body and stderr are shown; real data stays', async (t) => {
  const cwd = folderOf(t, {
    'cgi-bin/differ.js': `
      let can = 'may';
      try { require('child_process').execSync('true'); } catch { can = 'may not'; }
      console.log('Content-Type: text/plain\\nX-Can: ' + can + '\\n');
      console.log('it ' + can);
      console.error('says: it ' + can, can, can === 'may' ? 'node' : __filename);
      process.exitCode = can === 'may' ? 0 : 4;`,
    'cgi-bin/crash.js': `console.error('before'); throw new TypeError('boom');`,
    'cgi-bin/write.js': `
      require('fs').writeFileSync(__dirname + '/../data/new.txt', 'x');
      console.log('Content-Type: text/plain\\n');
      console.log(require('fs').readdirSync(__dirname + '/../data').join());`,
    'data/old.txt': '',
    'cases/crash.http': 'GET /cgi-bin/crash.js\n',
    'cases/differ.http': 'GET /cgi-bin/differ.js\n',
    'cases/none.http': 'GET /cgi-bin/none.js\n### response\nHTTP/1.1 404 Not Found\n',
    'cases/write.http': 'GET /cgi-bin/write.js\n',
    'cases/write-again.http': 'GET /cgi-bin/write.js\n',
  });
  const { code, stdout } = await freshcgi(['compare', '--allow-write', 'data'], { cwd });
  assert.equal(code, 1);
  assert.match(stdout, /failed differ\.http\n {2}exit code, header, body, stderr: - in node, \+ in the sandbox\n/);
  for (const line of [
    '- exit code 0',
    '+ exit code 4',
    '- X-Can: may',
    '+ it may not',
    '- says: it may may node',
    `+ says: it may not may not ${join(realpathSync(cwd), 'cgi-bin/differ.js')}`,
  ]) {
    assert.ok(stdout.split('\n').includes(`  ${line}`), line);
  }
  assert.match(stdout, /^1 failed, 1 skipped, 3 passed/m);
  assert.deepEqual(readdirSync(join(cwd, 'data')), ['old.txt']);
});

test('freshcgi compare: a case that reaches no script proves nothing', async (t) => {
  const cwd = folderOf(t, {
    'cgi-bin/a.js': `console.log('Content-Type: text/plain\\n\\nfine');`,
    'wrong/b.js': '',
    'cases/a.http': 'GET /cgi-bin/a.js\n### response\nHTTP/1.1 200 OK\nContent-Type: text/plain\n\nfine\n\n',
  });
  assert.equal((await freshcgi(['compare'], { cwd })).code, 0);
  const { code, stdout } = await freshcgi(['compare', 'wrong'], { cwd });
  assert.equal(code, 1);
  assert.match(stdout, /^failed a\.http\n {2}nothing to compare: GET \/cgi-bin\/a\.js reaches no script \(404\)\n/);
});

test('freshcgi compare: what a case has placeholders for may differ', async (t) => {
  const script = `console.log('Content-Type: text/plain\\nX-Id: ' + Math.random() + '\\n'); console.log('lucky ' + Math.random() + ' fixed');`;
  const lines = (header: string, body: string) =>
    `GET /cgi-bin/lucky.js\n### response\nHTTP/1.1 200 OK\nContent-Type: text/plain\nX-Id: ${header}\n\n${body}\n\n`;
  const cwd = folderOf(t, {
    'cgi-bin/lucky.js': script,
    'cases/masked.http': lines('{{number}}', 'lucky {{number}} fixed'),
    'cases/plain.http': lines('{{number}}', 'lucky 0.5 fixed'),
  });
  const { stdout } = await freshcgi(['compare'], { cwd });
  assert.match(stdout, /^failed plain\.http\n {2}body: /);
  assert.match(stdout, /^1 failed, 1 passed/m);
});

test('freshcgi compare: each side goes on from what it has left itself, and no case is played over and over', async (t) => {
  const cwd = folderOf(t, {
    'cgi-bin/note.js': `
      const fs = require('fs');
      const file = __dirname + '/../data/notes.txt';
      try { fs.appendFileSync(process.env.STARTS, 'x'); } catch {}
      let side = 'node';
      try { require('child_process').execSync('true'); } catch { side = 'sandbox'; }
      const before = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
      fs.writeFileSync(file, before + (process.env.QUERY_STRING || side) + ' ');
      console.log('Content-Type: text/plain\\n\\n' + before);`,
    'data/old.txt': '',
    ...Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => {
        const after = i === 0 ? '' : `# @after ${i - 1}.http\n`;
        return [`cases/${i}.http`, `${after}POST /cgi-bin/note.js${i === 2 ? '' : `?${i}`}\n`];
      }),
    ),
  });
  const starts = join(cwd, 'starts');
  const args = ['compare', '--allow-write', 'data', '--workers', '1', '--env', `STARTS=${starts}`];
  const { stdout } = await freshcgi(args, { cwd });
  assert.deepEqual([...stdout.matchAll(/^failed (\d)/gm)].map(([, name]) => name).join(''), '34567', stdout);
  assert.match(stdout, /^failed 7\.http\n {2}body: .*\n {2}- 0 1 node 3 4 5 6 \n {2}\+ 0 1 sandbox 3 4 5 6 \n/m);
  // Each case once for itself and once for those that go on from it.
  assert.equal(readFileSync(starts, 'utf8').length, 15);
});

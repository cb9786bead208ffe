import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runScript } from 'freshcgi/testing';
import { GLOBAL_TIERS, MODULE_TIERS, type ModuleTier } from '../../sandbox-lib/tiers.ts';
import { folderOf, freshcgi } from './freshcgi-process.ts';

const OK = `console.log('Content-Type: text/plain\\n');`;
const FILES = {
  'cgi/plain.js': `const { join } = require('path'); require('./lib/used.js'); ${OK}`,
  'cgi/lib/used.js': 'exports.a = 1;',
  'cgi/reads.js': `require('fs').readdirSync(__dirname + '/../shared'); ${OK}`,
  'cgi/writes.js': `const fs = require('fs');\nconst file = __dirname + '/../data/log.txt';\nfs.appendFileSync(file, 'x'); fs.readFileSync(file); ${OK}`,
  'cgi/below.js': `require('./lib/spawns.js'); ${OK}`,
  'cgi/lib/spawns.js': `\nconst { execSync } = require('child_process');\nexecSync('true');`,
  'cgi/watches.js': `require('fs').watch(__dirname); ${OK}`,
  'cgi/fetches.js': `fetch('http://127.0.0.1').then(() => {}); ${OK}`,
  'cgi/status.js': `console.log(require('http').STATUS_CODES[200].replace(/.*/, '') + 'Content-Type: text/plain\\n');`,
  'cgi/missing.js': `require('no-such-package'); ${OK}`,
  'shared/x.txt': '',
};

interface Diagnosis {
  readonly script: string;
  readonly verdict: string;
  readonly grants: readonly string[];
  readonly findings: ReadonlyArray<{ file: string; line: number; what: string; instead: string }>;
}

test('freshcgi doctor --json: a verdict for each script, and a run in the sandbox agrees with it', async (t) => {
  const cwd = realpathSync(folderOf(t, FILES));
  mkdirSync(join(cwd, 'data'));
  const { code, stdout, stderr } = await freshcgi(['doctor', 'cgi', '--json'], { cwd });
  assert.equal(code, 1, stderr);
  const found = JSON.parse(stdout) as Diagnosis[];
  assert.deepEqual(Object.fromEntries(found.map(({ script, verdict, grants }) => [script, [verdict, ...grants]])), {
    'below.js': ['cannot'],
    'fetches.js': ['change'],
    'missing.js': ['change'],
    'plain.js': ['runs'],
    'reads.js': ['grant', '--allow-read shared'],
    'status.js': ['runs'],
    'watches.js': ['change'],
    'writes.js': ['grant', '--allow-write data'],
  });
  const places = found.flatMap(({ findings }) => findings.map(({ file, line, what }) => `${file}:${line} ${what}`));
  assert.ok(places.includes('lib/spawns.js:3 child_process.execSync'), places.join('\n'));
  for (const { script, verdict, grants } of found) {
    const folders = (name: string) =>
      grants.filter((grant) => grant.startsWith(name)).map((grant) => join(cwd, grant.slice(name.length + 1)));
    const grant = { allowRead: folders('--allow-read'), allowWrite: folders('--allow-write') };
    const runs = async (init: object) => {
      const { error } = await runScript(script, { root: join(cwd, 'cgi'), ...init });
      return error === null;
    };
    const isGood = verdict === 'runs' || verdict === 'grant';
    assert.equal(await runs(grant), isGood, `${script} with its grants`);
    if (verdict === 'grant') assert.equal(await runs({}), false, `${script} without its grants`);
  }
});

test('freshcgi doctor: one line per script, its places below, the command to start with', async (t) => {
  const { 'cgi/writes.js': writes, 'cgi/plain.js': plain, 'cgi/lib/used.js': used } = FILES;
  const cwd = realpathSync(folderOf(t, { 'cgi/writes.js': writes, 'cgi/plain.js': plain, 'cgi/lib/used.js': used }));
  const { code, stdout } = await freshcgi(['doctor', 'cgi'], { cwd });
  assert.equal(code, 0);
  assert.equal(
    stdout,
    `plain.js   runs as it is
writes.js  needs a grant  --allow-write data
    writes.js:3  fs.appendFileSync of ${cwd}/data/log.txt

freshcgi serve cgi --allow-write data
`,
  );
});

test('freshcgi doctor: programs whose names make them no scripts here are told, other files are not', async (t) => {
  const cwd = folderOf(t, {
    'cgi/plain.js': OK,
    'cgi/count.pl': '#!/usr/bin/perl -w\nprint 1;',
    'cgi/sub/env': '#!/usr/bin/env node\r\n1;',
    'cgi/count.pl~': '#!/usr/bin/perl',
    'cgi/.hidden.sh': '#!/bin/sh',
    'cgi/node_modules/.bin/x': '#!/bin/sh',
    'cgi/readme.txt': 'what is here',
    'cgi/image.gif': 'GIF89a',
  });
  const { code, stdout } = await freshcgi(['doctor', 'cgi'], { cwd });
  assert.equal(code, 1);
  assert.equal(
    stdout,
    `plain.js  runs as it is
count.pl  cannot run
    count.pl:1  #!/usr/bin/perl -w: it is not for node
sub/env   needs a change
    sub/env:1  #!/usr/bin/env node: rename it: only *.js, *.cjs, *.mjs, *.ts and *.cgi are run
`,
  );
});

test('freshcgi doctor: what cannot be read or leads out of the folder is told, folders and pipes are no scripts', async (t) => {
  const cwd = realpathSync(folderOf(t, { 'cgi/a.js': OK, 'cgi/folder.js/b.js': OK, 'out.js': OK }));
  symlinkSync('a.js', join(cwd, 'cgi/alias.js'));
  symlinkSync('nowhere.js', join(cwd, 'cgi/gone.js'));
  symlinkSync('../out.js', join(cwd, 'cgi/out.js'));
  execFileSync('mkfifo', [join(cwd, 'cgi/pipe.js')]);
  const { code, stdout, stderr } = await freshcgi(['doctor', 'cgi'], { cwd });
  assert.equal(code, 1, stderr);
  assert.equal(
    stdout,
    `a.js            runs as it is
alias.js        runs as it is
folder.js/b.js  runs as it is
gone.js         cannot run
    gone.js:1  a link: what it leads to is not there
out.js          needs a change
    out.js:1  a link to ${cwd}/out.js: it leads out of the folder: put the file itself here, or set followSymlinks
`,
  );
});

test('freshcgi doctor: every module the table refuses cannot run', async (t) => {
  const refused = Object.entries(MODULE_TIERS).filter(([, { tier }]) => tier === 'refused');
  assert.ok(refused.length > 10);
  const files = Object.fromEntries(
    refused.map(([name], i) => [`${i}.js`, `const it = require('${name}'); it.somethingThatIsInNoTable();`]),
  );
  const { stdout } = await freshcgi(['doctor', folderOf(t, files), '--json']);
  for (const { script, verdict } of JSON.parse(stdout) as Diagnosis[])
    assert.equal(verdict, 'cannot', String(files[script]));
});

const refusedMembers = ({ members = {} }: ModuleTier) =>
  Object.entries(members).flatMap(([names, { tier, fails = false }]) =>
    names.split(' ').map((name) => ({ name, refused: tier === 'refused' || fails })),
  );

test('freshcgi doctor: every member the tables refuse needs a change or cannot run, and no other does', async (t) => {
  const files: Record<string, string> = {};
  const expected: Record<string, boolean> = {};
  const add = (source: string, isRefused: boolean, extension = 'js') => {
    const name = `${Object.keys(files).length}.${extension}`;
    files[name] = source;
    expected[name] = isRefused;
  };
  for (const [module, table] of Object.entries(MODULE_TIERS)) {
    for (const { name, refused } of refusedMembers(table)) {
      add(`const it = require('${module}'); it.${name};`, refused);
      add(`import { ${name} as x } from '${module}'; x;`, refused, 'mjs');
      add(`process.getBuiltinModule('${module}').${name};`, refused);
      if (module === 'process') add(`process.${name};`, refused);
    }
  }
  for (const { name, refused } of refusedMembers(GLOBAL_TIERS)) {
    add(`${name};`, refused);
    add(`const o = { ${name}() {} }; const f = (${name}) => ${name}(o.${name}); f();`, false);
  }
  const { stdout } = await freshcgi(['doctor', folderOf(t, files), '--json']);
  const found = JSON.parse(stdout) as Diagnosis[];
  assert.equal(found.length, Object.keys(files).length);
  for (const { script, verdict } of found) {
    assert.equal(verdict === 'cannot' || verdict === 'change', expected[script], `${verdict}: ${files[script]}`);
  }
});

const TRICKY: Readonly<Record<string, readonly [verdict: string, source: string]>> = {
  'strings.js': [
    'runs',
    `/* require('net').connect() */ const s = "require('net').connect()", r = /require\\('net'\\)/; ${OK}`,
  ],
  'dynamic.js': ['cannot', `const name = 'child_' + 'process'; require(name).execSync('true');`],
  'then.js': ['cannot', `import('child_process').then(({ fork }) => fork('x'));`],
  'create-require.mjs': [
    'cannot',
    `import { createRequire } from 'module'; const require = createRequire(import.meta.url); require('child_process').execSync('true');`,
  ],
  'syntax.js': ['change', `${OK}\nconst x = ;`],
  'syntax.mjs': ['change', `import 'fs';\n\nlet x = ;`],
  'detected.js': ['runs', `import fs from 'fs'; await 1; ${OK}`],
  'types.ts': ['runs', `interface A { b?: string } const a: A = {}; export type { A }; ${OK}`],
  'enum.ts': ['change', `enum A { B } ${OK}`],
  'json.js': ['runs', `require('./good.json'); ${OK}`],
  'bad-json.js': ['change', `require('./bad.json'); ${OK}`],
  'package.js': ['runs', `require('own'); ${OK}`],
  'optional.js': ['runs', `try { require('not-installed'); } catch {} ${OK}`],
  'cycle.js': ['runs', `require('./lib/one'); ${OK}`],
  'perl.cgi': ['cannot', `#!/usr/bin/perl\n1;`],
  'node.cgi': ['runs', `#!/usr/bin/env -S node --no-warnings\n${OK}`],
  'chdir.js': ['grant', `process.chdir('/usr'); ${OK}`],
  'chdir-root.js': ['change', `process.chdir('/'); ${OK}`],
  'reads-root.js': ['change', `require('fs').readdirSync('/'); ${OK}`],
  'writes-root.js': ['change', `require('fs').writeFileSync('/counter', '1'); ${OK}`],
};

test('freshcgi doctor: tricky sources, and a run in the sandbox agrees', async (t) => {
  const folder = realpathSync(
    folderOf(t, {
      ...Object.fromEntries(Object.entries(TRICKY).map(([name, [, source]]) => [name, source])),
      'good.json': '{}',
      'bad.json': '{',
      'node_modules/own/package.json': '{ "main": "main.js" }',
      'node_modules/own/main.js': '',
      'lib/one.js': "require('./two');",
      'lib/two.js': "require('./one');",
    }),
  );
  const { stdout, stderr } = await freshcgi(['doctor', folder, '--json']);
  assert.equal(stderr, '');
  const found = JSON.parse(stdout) as Diagnosis[];
  assert.deepEqual(
    Object.fromEntries(found.map(({ script, verdict }) => [script, verdict])),
    Object.fromEntries(Object.entries(TRICKY).map(([name, [verdict]]) => [name, verdict])),
  );
  const lines = Object.fromEntries(found.map(({ script, findings: [first] }) => [script, first?.line]));
  assert.deepEqual([lines['syntax.js'], lines['syntax.mjs']], [2, 3]);
  for (const { script, verdict } of found) {
    const { error } = await runScript(script, { root: folder, ...(verdict === 'grant' && { allowRead: ['/usr'] }) });
    assert.equal(error === null, verdict === 'runs' || verdict === 'grant', `${script}: ${error?.message}`);
  }
});

test('freshcgi doctor: names that node has and the sandbox has not, unless the source asks first', async (t) => {
  const files = {
    'asks.js': `if (typeof navigator !== 'undefined') navigator.userAgent; try { require('node:ffi'); } catch {}`,
    'ffi.js': `const { dlopen } = require('node:ffi');`,
    'links.js': `require('fs').symlinkSync('a', __dirname + '/b');`,
    'navigates.js': `navigator.userAgent;`,
    'sys.js': `require('sys').debounce(() => {}, 1);`,
  };
  const cwd = folderOf(t, files);
  const { stdout } = await freshcgi(['doctor', '.', '--json'], { cwd });
  const found = JSON.parse(stdout) as Diagnosis[];
  assert.deepEqual(Object.fromEntries(found.map(({ script, verdict }) => [script, verdict])), {
    'asks.js': 'runs',
    'ffi.js': 'cannot',
    'links.js': 'change',
    'navigates.js': 'change',
    'sys.js': 'change',
  });
  for (const { script, verdict } of found) {
    const { stderr } = await runScript(script, { root: cwd, allowWrite: [cwd] });
    assert.equal(stderr === '', verdict === 'runs', `${script}: ${stderr}`);
  }
});

test('freshcgi doctor: a folder without scripts, or none at all, is no good news', async (t) => {
  const cwd = folderOf(t, { 'empty/notes.txt': '' });
  for (const [folder, reason] of [
    ['empty', 'it holds no *.js, *.cjs, *.mjs, *.ts or *.cgi file'],
    ['none', 'there is no such folder'],
    ['empty/notes.txt', 'it is not a folder'],
  ] as const) {
    for (const more of [[], ['--json']]) {
      const { code, stdout, stderr } = await freshcgi(['doctor', folder, ...more], { cwd });
      assert.deepEqual([code, stdout, stderr], [1, '', `freshcgi: Cannot examine scripts in "${folder}": ${reason}\n`]);
    }
  }
});

test('freshcgi doctor: what node would not parse, in its words, and what to do; of another language only that', async (t) => {
  const cwd = folderOf(t, {
    'a.ts': 'enum A { B }',
    'b.js': 'let x = ;',
    'c.cgi': '#!/usr/bin/perl\nmy $x 1;\nrequire "net";',
  });
  const { stdout } = await freshcgi(['doctor', '.'], { cwd });
  assert.equal(
    stdout,
    `a.ts   needs a change
    a.ts:1  TypeScript enum is not supported in strip-only mode: types are only taken out, write it as plain JavaScript (an enum as an object)
b.js   needs a change
    b.js:1  Unexpected token ';': a syntax error, node does not run it either
c.cgi  cannot run
    c.cgi:1  #!/usr/bin/perl: it is not for node
`,
  );
});

test('freshcgi doctor: a file that cannot be examined keeps no other from it, and its name moves no cursor', async (t) => {
  const cwd = folderOf(t, {
    'cgi/ok.js': OK,
    'cgi/folder.js/ok.js': OK,
    'cgi/a\x1b[31m.js': OK,
    'cgi/host.js': `require('fs').readFileSync(new URL('file://elsewhere/x', __filename)); ${OK}`,
    'cgi/nested.js': `${'`${'.repeat(20_000)}1${'}`'.repeat(20_000)}`,
    'cgi/one.js': `require('./other.js'); ${OK}`,
    'cgi/other.js': `require('./one.js'); ${OK}`,
  });
  symlinkSync('nothing.js', join(cwd, 'cgi', 'link.js'));
  symlinkSync('loop.js', join(cwd, 'cgi', 'loop.js'));
  execFileSync('mkfifo', [join(cwd, 'cgi', 'pipe.js')]);
  const { stdout, stderr } = await freshcgi(['doctor', 'cgi'], { cwd });
  assert.equal(stderr, '');
  const names = stdout.split('\n').flatMap((line) => /^(\S+) {2}/.exec(line)?.[1] ?? []);
  const links = ['link.js', 'loop.js'];
  const others = ['nested.js', 'ok.js', 'one.js', 'other.js'];
  assert.deepEqual(names.sort(), ['a\\e[31m.js', 'folder.js/ok.js', 'host.js', ...links, ...others]);
  assert.match(stdout, /nested\.js:1 {2}it cannot be examined: Maximum call stack/);
});

import assert from 'node:assert/strict';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runScript } from 'freshcgi/testing';
import { MODULE_TIERS } from '../../sandbox-lib/tiers.ts';
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

// What a browser is shown of a failure: with --dev all that is known of the run, without it a bare page, and never anything of the host.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Serving, startServe } from './doors/serve.ts';
import { exchangeBytes, parseAnswer } from './http-client.ts';
import { makeSite, SECRET, type Site } from './site.ts';

const INSTALLATION = join(import.meta.dirname, '../..');
const LEAKS = [INSTALLATION, 'node:internal', 'isolated-vm', 'dist/engine', SECRET];
const SCRIPTS = {
  'throws.js': `'use strict';\nconsole.error('a <b>note</b>');\nprocess.stdout.write('X-A: 1\\n');\nrequire('./thrower.js')();`,
  'thrower.js': `// thrown from a module\nmodule.exports = () => {\n  throw new TypeError('boom & bust');\n};`,
  'rejects.js': `setTimeout(() => Promise.reject(new RangeError('boom')), 5);`,
  'syntax.js': 'const a = 1;\nconst b = ;\n',
  'module.mjs': `import { basename } from 'node:path';\nconst fail = () => { throw new Error('esm ' + basename('/a/b')); };\nfail();`,
  'awaits.mjs': `const late = Promise.reject(new RangeError('late'));\nawait late;`,
  'broken.mjs': 'const a = 1;\nconst b = ;\n',
  'prints.js': `console.log('debug <i>');\nprocess.stdout.write('Content-Type: text/plain\\n\\nx');`,
  'hangs.js': `console.error('before the loop');\nconsole.log('step 3');\nfor (;;);`,
  'exits.js': `console.error('sorry');\nprocess.exit(3);`,
  'logs-stack.js': `console.error(new Error('logged').stack);\nthrow 1;`,
  'forges.js': `const e = new Error('forged');\ne.stack = 'Error: forged\\n    at f (${'$ROOT'}/../outside/secret.js:1:1)\\n    at f (/etc/passwd:1:1)';\nthrow e;`,
};
/** What the developer's page must say of each script. */
const SAID: Readonly<Record<keyof typeof SCRIPTS, readonly RegExp[]>> = {
  'throws.js': [
    /^500 SCRIPT_FAILED\nScript ".*throws\.js" failed: TypeError: boom & bust\n/,
    /\nthrower\.js, line 3\n[\s\S]* > 3 \| {3}throw new TypeError\('boom & bust'\);\n/,
    /\nStandard error\n {2}a <b>note<\/b>\n[\s\S]*TypeError: boom & bust\n {6}at module\.exports .*thrower\.js:3:9\)/,
    /\nStandard output so far\n {2}X-A: 1\n/,
    /\nEnvironment\n[\s\S]*\n {2}QUERY_STRING=x=1\n/,
  ],
  'thrower.js': [/NO_HEADER_BLOCK\n.*it wrote nothing/],
  'rejects.js': [/failed: RangeError: boom\n/, /\nrejects\.js, line 1\n/],
  'syntax.js': [/failed: SyntaxError: Unexpected token ';' \(.*syntax\.js:2\)\n/, / > 2 \| const b = ;\n/],
  'module.mjs': [
    /failed: Error: esm b\n/,
    /\nmodule\.mjs, line 2\n/,
    /\n {2}Error: esm b\n {6}at fail \(file:.*module\.mjs:2:\d+\)\n {6}at file:.*module\.mjs:3:1\n/,
  ],
  'awaits.mjs': [/failed: RangeError: late\n/, /\nawaits\.mjs, line 1\n/],
  'broken.mjs': [/failed: SyntaxError: Unexpected token ';' \(.*broken\.mjs:2\)\n/, /\nbroken\.mjs, line 2\n/],
  'prints.js': [
    /BAD_HEADER\n.*line 1 "debug <i>" .*did a console\.log run first\?/,
    /so far\n {2}debug <i>\n {2}Content-Type/,
  ],
  'hangs.js': [
    /^504 WALL_LIMIT\n.*\d+ wall ms used, 500 allowed\n/,
    /\nStandard error\n {2}before the loop\n/,
    /so far\n {2}step 3\n/,
  ],
  'exits.js': [/it wrote nothing; it exited with code 3\n/, /\n {2}sorry\n/],
  'logs-stack.js': [/\n {2}Error: logged\n/],
  'forges.js': [/\n {2}Error: forged\n/],
};

let site: Site;
let dev: Serving;
let bare: Serving;

before(async () => {
  site = makeSite([]);
  site.write(SCRIPTS);
  const env = { ...process.env, PATH: '/usr/bin:/bin' };
  [dev, bare] = await Promise.all([
    startServe(site, ['--dev', '--timeout', '0.5'], env),
    startServe(site, ['--timeout', '0.5'], env),
  ]);
});
after(async () => {
  await Promise.all([dev.close(), bare.close()]);
  site.remove();
});

async function ask({ port }: Serving, script: string, fields: readonly string[] = []) {
  const lines = [`GET /cgi-bin/${script}?x=1 HTTP/1.1`, 'Host: h', 'Connection: close', ...fields, '', ''];
  const answer = parseAnswer(await exchangeBytes(port, Buffer.from(lines.join('\r\n'))), 'GET');
  return { status: answer.status, text: Buffer.from(answer.body).toString() };
}

function assertNoLeak(text: string): void {
  for (const leak of LEAKS) assert.ok(!text.includes(leak), `${leak} in ${text.slice(0, 3000)}`);
  assert.doesNotMatch(text, /root:.*:0:0/);
}

for (const [script, patterns] of Object.entries(SAID)) {
  test(`--dev shows what is known of ${script}`, async () => {
    const plain = await ask(dev, script);
    for (const pattern of patterns) assert.match(plain.text, pattern);
    assertNoLeak(plain.text);
    const page = await ask(dev, script, ['Accept: text/html']);
    assert.equal(page.status, plain.status);
    assert.match(page.text, /^<!doctype html>/);
    assertNoLeak(page.text);
    assert.doesNotMatch(page.text, /<i>[^\d]|<b>note/);
  });

  test(`without --dev ${script} gets a bare page with the name of the request`, async () => {
    bare.log.clear();
    for (const fields of [[], ['Accept: text/html']]) {
      const { text, status } = await ask(bare, script, fields);
      assert.match(text, /Request (?:<code>)?[\w-]+/);
      assert.doesNotMatch(text, /boom|debug|sorry|esm|QUERY_STRING|note|\.m?js/);
      assertNoLeak(text);
      assert.ok(status === 500 || status === 504);
      const [, id] = /Request (?:<code>)?([\w-]+)/.exec(text) ?? [];
      await bare.log.waitFor(new RegExp(`${id} ended .*${script}: [A-Z_]+ `));
    }
  });
}

test('--dev shows nothing to somebody behind a proxy', async () => {
  for (const field of [
    'X-Forwarded-For: 10.0.0.1',
    'X-Real-IP: 10.0.0.1',
    'X-Forwarded-Proto: https',
    'Via: 1.1 proxy',
  ]) {
    const { text } = await ask(dev, 'throws.js', [field]);
    assert.doesNotMatch(text, /boom|QUERY_STRING/, field);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunReport } from 'freshcgi';
import { page, scriptFolder } from './script-folder.ts';

const BODY = Buffer.from('name=Ada&ä=ö\0\xff', 'latin1');

/** Every way a script may read its body; each prints the bytes as hex. */
const READERS: Record<string, string> = {
  'fs.readFileSync(0)': `show(require('fs').readFileSync(0));`,
  "fs.readFileSync('/dev/stdin')": `show(require('fs').readFileSync('/dev/stdin'));`,
  'fs.readSync(0)': `const b = Buffer.alloc(100); show(b.subarray(0, require('fs').readSync(0, b)));`,
  "process.stdin.on('data')": `const parts = []; process.stdin.on('data', (d) => parts.push(d)).on('end', () => show(Buffer.concat(parts)));`,
  'for await': `(async () => { const parts = []; for await (const d of process.stdin) parts.push(d); show(Buffer.concat(parts)); })();`,
  'read() after readable': `const parts = []; process.stdin.on('readable', () => { for (let d; (d = process.stdin.read()) !== null; ) parts.push(d); }).on('end', () => show(Buffer.concat(parts)));`,
};
for (const [how, code] of Object.entries(READERS)) {
  test(`stdin: ${how} reads the body, byte for byte, to its end`, async (t) => {
    const { engine } = scriptFolder(t, {
      'a.js': page(`const show = (b) => console.log(b.toString('hex'));\n${code}`),
    });
    assert.equal(
      await (await engine.execute('a.js', { method: 'POST', body: BODY })).text(),
      `${BODY.toString('hex')}\n`,
    );
    // Without a body there is an end at once, never a wait.
    assert.equal(await (await engine.execute('a.js')).text(), '\n');
  });
}

test('stdin: a character split over two chunks arrives whole with setEncoding', async (t) => {
  const { engine } = scriptFolder(t, {
    'a.js': page(
      `let s = ''; process.stdin.setEncoding('utf8').on('data', (d) => (s += d)).on('end', () => console.log(s.length, s.at(-1)));`,
    ),
  });
  const body = `${'x'.repeat(65_535)}€`;
  assert.equal(await (await engine.execute('a.js', { method: 'POST', body })).text(), '65536 €\n');
});

/** What a script prints, and what must come back. */
const SCRIPTS: Record<string, [code: string, text: string]> = {
  'stdout: strings, bytes, console and writeSync keep their order': [
    `process.stdout.write('a'); console.log('b'); require('fs').writeSync(1, 'c'); process.stdout.write(new Uint8Array([100])); console.log('%s=%d', 'e', 5);`,
    'ab\ncde=5\n',
  ],
  'stdout: everything written before process.exit is delivered, nothing after': [
    `process.stdout.write('before'); try { process.exit(0); } catch {} finally { process.stdout.write('after'); }`,
    'before',
  ],
  "exit: 'exit' handlers run once, with the code, also inside a required module": [
    `process.on('exit', (code) => console.log('exit', code, process.exitCode)); require('./exits');`,
    'exit 4 4\n',
  ],
  'exit: process.exitCode is the exit code': [
    `process.exitCode = 7; process.on('exit', (code) => console.log(code));`,
    '7\n',
  ],
  "exit: 'beforeExit' may schedule more, as in node": [
    `let n = 0; process.on('beforeExit', () => { if (n++ < 2) setTimeout(() => console.log('more', n), 1); });`,
    'more 1\nmore 2\n',
  ],
  'loop: ticks, microtasks, timers and immediates come in the order of node': [
    `setTimeout(() => { console.log('timer'); process.nextTick(() => console.log('tick of timer')); Promise.resolve().then(() => console.log('micro of timer')); });
     setImmediate(() => console.log('immediate'));
     process.nextTick(() => { console.log('tick'); Promise.resolve().then(() => console.log('micro of tick')); process.nextTick(() => console.log('tick of tick')); });
     Promise.resolve().then(() => { console.log('micro'); process.nextTick(() => console.log('tick of micro')); });
     console.log('main');`,
    'main\ntick\ntick of tick\nmicro\nmicro of tick\ntick of micro\ntimer\ntick of timer\nmicro of timer\nimmediate\n',
  ],
  'loop: an unref()ed timer does not keep the run alive': [`setTimeout(() => console.log('never'), 1e5).unref();`, ''],
  'loop: clearInterval ends the run': [
    `let n = 0; const i = setInterval(() => { console.log(++n); if (n === 3) clearInterval(i); }, 1);`,
    '1\n2\n3\n',
  ],
  'require: ./ and ../ modules, JSON, an index, once each': [
    `const a = require('./lib/a'); console.log(a.name, require('./lib').name, require('./data').n, require('./lib/a.js') === a);`,
    'a index 5 true\n',
  ],
  'require: a cycle sees what was exported so far': [`console.log(require('./lib/x').y.sawX);`, 'partial\n'],
  'require: main, filename and dirname are those of the script': [
    `console.log(require.main === module, __filename === process.argv[1], __dirname === process.cwd());`,
    'true true true\n',
  ],
  'require: a missing module has the code and stack of node': [
    `try { require('./nope'); } catch (e) { console.log(e.code, e.message.split('\\n')[0], e.requireStack[0] === __filename); }`,
    "MODULE_NOT_FOUND Cannot find module './nope' true\n",
  ],
  'env: is text, its own, and safe under any name': [
    `process.env.N = 1; console.log(process.env.N === '1', process.env.NOPE, 'REQUEST_METHOD' in process.env, delete process.env.N, process.env.N);`,
    'true undefined true true undefined\n',
  ],
  'promise: an async script is waited for': [
    `(async () => { await new Promise((r) => setTimeout(r, 5)); console.log('done'); })();`,
    'done\n',
  ],
};
const MODULES = {
  'exits.js': `process.exit(4);`,
  'data.json': `{ "n": 5 }`,
  'lib/a.js': `exports.name = 'a';`,
  'lib/index.js': `exports.name = 'index'; require('../data.json');`,
  'lib/x.js': `exports.state = 'partial'; exports.y = require('./y');`,
  'lib/y.js': `exports.sawX = require('./x').state;`,
};
for (const [what, [code, text]] of Object.entries(SCRIPTS)) {
  test(what, async (t) => {
    const { engine } = scriptFolder(t, { ...MODULES, 'a.js': page(code) });
    assert.equal(await (await engine.execute('a.js')).text(), text);
  });
}

test('exit: the exit code is in the report, and 1 for an uncaught error', async (t) => {
  const { engine } = scriptFolder(t, { 'a.js': page('process.exit(3)'), 'b.js': page('process.exitCode = 300') });
  assert.equal((await (await engine.execute('a.js')).report).exitCode, 3);
  assert.equal((await (await engine.execute('b.js')).report).exitCode, 44);
});

test('exit: an uncaught error of a megabyte is told as far as a report has room, and is the script’s fault', async (t) => {
  let error = '';
  const onReport = (report: RunReport) => {
    error = report.error ?? '';
  };
  const { engine } = scriptFolder(t, { 'a.js': 'throw new Error("x".repeat(1e6));' }, { onReport });
  await assert.rejects(engine.execute('a.js'), { code: 'SCRIPT_FAILED' });
  assert.ok(error.length > 10_000 && error.length <= 32_768, String(error.length));
});

test('env: a secret of the host never reaches a script, its own variables do', async (t) => {
  process.env['HOST_SECRET'] = 'x';
  const { engine } = scriptFolder(
    t,
    { 'a.js': page(`console.log(process.env.HOST_SECRET, process.env.MINE, process.env.QUERY_STRING);`) },
    { env: { MINE: 'yes' } },
  );
  assert.equal(await (await engine.execute('a.js', { query: 'a=1&b=%41' })).text(), 'undefined yes a=1&b=%41\n');
});

test('execute: an in-memory script with modules runs like a file', async (t) => {
  const { engine } = scriptFolder(t, { 'real.js': `exports.real = 1;` });
  const response = await engine.execute({
    source: page(`console.log(require('./db.js').rows, require('./real').real, __filename.endsWith('/shop.js'));`),
    filename: 'shop.js',
    modules: { './db.js': 'exports.rows = 2;' },
  });
  assert.equal(await response.text(), '2 1 true\n');
});

test('execute: an in-memory script is named by its file, wherever that lies', async (t) => {
  const { engine } = scriptFolder(t, {});
  const source = 'process.stdout.write("HTTP/1.1 202 Taken\\nContent-Type: text/plain\\n\\n")';
  const { headerPairs, status } = await engine.execute({ source, filename: 'sub/nph-a.js' });
  assert.deepEqual([status, headerPairs.at(-1)], [202, ['Connection', 'close']]);
});

/** What JavaScript without types may hand over. */
const WRONG: ReadonlyArray<readonly [script: unknown, request: object, code: string, says: RegExp]> = [
  [{}, {}, 'BAD_OPTION', /in-memory file "script\.js": its source is undefined$/],
  [{ source: '', modules: { './a.js': 5 } }, {}, 'BAD_OPTION', /in-memory file "\.\/a\.js": its source is number$/],
  [{ source: '', filename: '../a.js' }, {}, 'BAD_OPTION', /in-memory file "\.\.\/a\.js": it is not a name under /],
  [{ source: '', filename: '/a.js' }, {}, 'BAD_OPTION', /in-memory file "\/a\.js": it is not a name under /],
  [{ source: '', filename: 'a\0b' }, {}, 'BAD_OPTION', /in-memory file "a\\u0000b": it is not a name under /],
  [{ source: '', filename: '' }, {}, 'BAD_OPTION', /in-memory file "": it is not a name under /],
  [{ source: '', modules: { '../../a.js': '' } }, {}, 'BAD_OPTION', /in-memory file "\.\.\/\.\.\/a\.js": it is not/],
  [{ source: '', filename: 'lib/a.js', modules: { '': '' } }, {}, 'BAD_OPTION', /in-memory file "": it is not/],
  ['a.js', { env: { A: 1 } }, 'BAD_OPTION', /environment variable "A": its value is no text but number$/],
  ['a.js', { method: 5 }, 'HOST_FAILED', /Cannot answer the request: TypeError/],
  ['a.js', { headers: { Length: 5 }, body: 5 }, 'HOST_FAILED', /Cannot answer the request: TypeError/],
];
for (const [script, request, code, says] of WRONG) {
  test(`execute: rejects with a CgiError for ${JSON.stringify([script, request])}`, async (t) => {
    const { engine } = scriptFolder(t, { 'a.js': page('') });
    await assert.rejects(engine.execute(script as string, request), { name: 'CgiError', code, message: says });
  });
}

test('execute: a web Request is taken as it is', async (t) => {
  const { engine } = scriptFolder(t, {
    'a.js': page(
      `console.log(process.env.REQUEST_METHOD, process.env.HTTP_X_A, process.env.QUERY_STRING, process.env.SERVER_NAME, require('fs').readFileSync(0, 'utf8'));`,
    ),
  });
  const request = new Request('https://example.org/x?q=1', { method: 'PUT', headers: { 'X-A': 'b' }, body: 'hi' });
  assert.equal(await (await engine.execute('a.js', request)).text(), 'PUT b q=1 example.org hi\n');
});

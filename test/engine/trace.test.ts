import assert from 'node:assert/strict';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createEngine, type RunReport } from 'freshcgi';
import { folderOf } from '../adapters/freshcgi-process.ts';

async function trace(
  t: Parameters<typeof folderOf>[0],
  files: Record<string, string>,
  trace = true,
): Promise<[RunReport, string]> {
  const home = realpathSync(folderOf(t, files));
  const data = join(home, 'data');
  mkdirSync(data, { recursive: true });
  let report: RunReport | undefined;
  const onReport = (made: RunReport) => {
    report = made;
  };
  const engine = createEngine({ root: join(home, 'cgi'), allowWrite: [data], trace, onReport });
  t.after(() => engine.close());
  const response = await engine.execute('x.js').catch(() => undefined);
  await response?.bytes().catch(() => {});
  await response?.report;
  assert.ok(report);
  return [report, home];
}

const OK = `console.log('Content-Type: text/plain\\n');`;

test('trace: variables, files and modules a run asked for, whether it got them or not', async (t) => {
  const [{ touched, code, stderr }, home] = await trace(t, {
    'cgi/lib/a.js': `require('path'); exports.a = process.env.OF_A_MODULE;`,
    'cgi/lib/b.mjs': `import 'node:url'; export const b = 1;`,
    'cgi/x.js': `
      const fs = require('fs');
      require('./lib/a');
      const { FIRST, SECOND = 1 } = process.env;
      process.env.SET = 'only';
      'THIRD' in process.env; process.env.toString();
      fs.writeFileSync(__dirname + '/../data/out.txt', 'x');
      fs.appendFileSync(__dirname + '/../data/log.txt', 'x');
      fs.closeSync(fs.openSync(__dirname + '/../data/out.txt', 'r'));
      fs.renameSync(__dirname + '/../data/log.txt', __dirname + '/../data/old.txt');
      for (const forbidden of ['/etc/passwd', '/nowhere/at/all']) try { fs.readFileSync(forbidden); } catch {}
      fs.existsSync(__dirname + '/../data');
      import('./lib/b.mjs').then(() => { ${OK} });`,
  });
  assert.equal(code, 'ok', stderr);
  const at = (name: string) => join(home, name);
  assert.deepEqual(touched, {
    env: ['FIRST', 'OF_A_MODULE', 'SECOND', 'THIRD'],
    read: ['/etc/passwd', '/nowhere/at/all', at('data'), at('data/out.txt')].sort(),
    written: [at('data/log.txt'), at('data/old.txt'), at('data/out.txt')],
    modules: [at('cgi/lib/a.js'), at('cgi/lib/b.mjs'), at('cgi/x.js'), 'fs', 'path', 'url'],
  });
});

test('trace: the library itself asks for nothing in the name of the script; a failed run tells, too', async (t) => {
  const source = `
    console.error('%o', { a: 1 }); console.warn('x'); new URL('http://a/'); Buffer.from('a').toString('hex'); structuredClone({});
    setTimeout(() => {}, 1); process.stdin.on('data', () => {}); process.on('exit', () => {}); new Intl.DateTimeFormat().format();
    ${OK} setTimeout(() => { throw new Error('boom'); }, 2);`;
  const [{ touched, code }, home] = await trace(t, { 'cgi/x.js': source });
  assert.equal(code, 'SCRIPT_FAILED');
  assert.deepEqual(touched, { env: [], read: [], written: [], modules: [join(home, 'cgi/x.js')] });
});

test('trace: who lists the environment has asked for all of it', async (t) => {
  const [{ touched }] = await trace(t, { 'cgi/x.js': `JSON.stringify(process.env); ${OK}` });
  assert.ok(touched?.env.includes('QUERY_STRING') && touched.env.includes('SERVER_NAME'));
  assert.equal(touched?.env.includes('toJSON'), false);
});

test('trace: nothing without the option', async (t) => {
  const [report] = await trace(t, { 'cgi/x.js': `process.env.A; require('fs'); ${OK}` }, false);
  assert.equal('touched' in report, false);
});

test('trace: what does not fit in a report is left out, and the run is none the worse', async (t) => {
  const source = `process.env['x'.repeat(40_000)]; for (let i = 0; i < 5000; i++) process.env['NAME_' + i + '\\u0001'.repeat(50)]; ${OK}`;
  const [{ touched, code }] = await trace(t, { 'cgi/x.js': source });
  assert.equal(code, 'ok');
  assert.ok(touched !== undefined && touched.env.length > 50 && JSON.stringify(touched).length < 40_000);
});

test('prelude: runs before the script and its modules, once, in every reload mode', async (t) => {
  const root = folderOf(t, {
    'x.mjs': `import { seen } from './seen.mjs'; console.log('Content-Type: text/plain\\n\\n' + [seen, globalThis.mark]);`,
    'seen.mjs': 'export const seen = globalThis.mark;',
  });
  for (const reload of ['context', 'modules', 'never'] as const) {
    const engine = createEngine({ root, reload });
    t.after(() => engine.close());
    const ask = async (prelude?: string) => {
      const response = await engine.execute('x.mjs', prelude === undefined ? {} : { prelude });
      return (await response.text()).trim();
    };
    const prelude = 'globalThis.mark = (globalThis.mark ?? 0) + 1;';
    const said = [await ask(), await ask(prelude), await ask(prelude), await ask()];
    assert.deepEqual(said, [',', '1,1', '1,1', ','], reload);
    await assert.rejects(engine.execute('x.mjs', { prelude: ' '.repeat(20_000) }), { code: 'BAD_OPTION' });
  }
});

test('inPieces: a read gives at most one piece, in memory and from a file, and nothing is lost', async (t) => {
  const root = folderOf(t, {
    'sizes.js': `
      const fs = require('fs'), sizes = [], buffer = Buffer.alloc(1000);
      for (let n; (n = fs.readSync(0, buffer)) > 0;) sizes.push(n);
      console.log('Content-Type: text/plain\\n\\n' + sizes);`,
    'events.js': `
      const sizes = [];
      process.stdin.on('data', (chunk) => sizes.push(chunk.length)).on('end', () => console.log('Content-Type: text/plain\\n\\n' + sizes));`,
    'whole.js': `console.log('Content-Type: text/plain\\n\\n' + require('fs').readFileSync(0).length);`,
  });
  const engine = createEngine({ root });
  t.after(() => engine.close());
  async function* pieces(sizes: readonly number[]) {
    for (const size of sizes) yield new Uint8Array(size);
  }
  const ask = async (script: string, sizes: readonly number[], inPieces = true) =>
    (await (await engine.execute(script, { method: 'POST', body: pieces(sizes), inPieces })).text()).trim();
  assert.equal(await ask('sizes.js', [3, 0, 1, 1500, 2]), '3,1,1000,500,2');
  assert.equal(await ask('sizes.js', [3, 0, 1, 1500, 2], false), '1000,506');
  assert.equal(await ask('events.js', [3, 0, 1, 1500, 2]), '3,1,1500,2');
  assert.equal(
    await ask('events.js', [70_000, 1_000_000, 5]),
    ['65536', '4464', ...Array(15).fill('65536'), '16960', '5'].join(),
  );
  assert.equal(await ask('whole.js', Array(6000).fill(2)), '12000');
});

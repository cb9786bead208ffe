import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EngineOptions, isCgiError, type RunReport } from 'freshcgi';
import { page, scriptFolder } from './script-folder.ts';

/** Each limit: a script that passes it, its option, and what error and report then say. */
const LIMITS: Record<
  string,
  [code: string, options: EngineOptions, ends: string, status: number, name: string, limit: number]
> = {
  wall: ['setInterval(() => {}, 10)', { timeout: 200 }, 'WALL_LIMIT', 504, 'wall ms', 200],
  'wall, of a built-in that nothing interrupts': [
    'Array(2 ** 32 - 2).reverse()',
    { timeout: 300, memory: 512 },
    'WALL_LIMIT',
    504,
    'wall ms',
    300,
  ],
  cpu: ['for (;;);', { cpu: 200 }, 'CPU_LIMIT', 504, 'cpu ms', 200],
  // Large objects: they are not copied while V8 collects, so the process stays far below its own limit.
  'memory, of the heap': [
    'const all = []; for (;;) all.push(new Array(50_000).fill(0.5));',
    { memory: 32 },
    'MEMORY_LIMIT',
    500,
    'heap MiB',
    32,
  ],
  'memory, outside of the heap': [
    'const all = []; for (;;) { const one = new WebAssembly.Memory({ initial: 1000 }); new Uint8Array(one.buffer).fill(1); all.push(one); }',
    { memory: 32 },
    'MEMORY_LIMIT',
    500,
    'rss MiB',
    214,
  ],
  maxOutput: [
    page('process.stdout.write("x".repeat(3000)); setTimeout(() => {}, 5000)'),
    { maxOutput: 1000 },
    'OUTPUT_LIMIT',
    500,
    'output bytes',
    1000,
  ],
  maxHeaderBlock: [
    `for (let i = 0; i < 200; i++) console.log('X-F: ' + 'x'.repeat(20))`,
    { maxHeaderBlock: 500 },
    'HEADER_BLOCK_TOO_LARGE',
    500,
    'header block bytes',
    500,
  ],
  'the length of a header line': [
    `console.log('X-F: ' + 'x'.repeat(9000))`,
    {},
    'HEADER_BLOCK_TOO_LARGE',
    500,
    'header line bytes',
    8192,
  ],
  'the number of header fields': [
    `console.log('X-F: 1\\n'.repeat(300))`,
    {},
    'HEADER_BLOCK_TOO_LARGE',
    500,
    'header fields',
    256,
  ],
  maxHostCalls: ['for (;;) process.hrtime()', { maxHostCalls: 500 }, 'HOST_CALL_LIMIT', 500, 'host calls', 500],
  maxTimers: ['for (;;) setTimeout(() => {}, 1e6)', { maxTimers: 50 }, 'TIMER_LIMIT', 500, 'timers', 50],
};

for (const [what, [code, options, ends, status, name, limit]] of Object.entries(LIMITS)) {
  test(`limit ${what}: ${ends}, ${status}, with the measured value in error and report`, async (t) => {
    const reports: RunReport[] = [];
    const { engine } = scriptFolder(
      t,
      { 'bad.js': code, 'ok.js': page('') },
      { timeout: 20_000, cpu: 20_000, ...options, onReport: (report) => reports.push(report) },
    );
    await engine.ready();
    const error = await engine.execute('bad.js').then(
      async (response) => response.text().then(assert.fail, (failure: unknown) => failure),
      (failure: unknown) => failure,
    );
    assert.ok(isCgiError(error), String(error));
    assert.deepEqual(
      [error.code, error.status, error.limit?.name, error.limit?.limit],
      [ends, status, name, limit],
      error.message,
    );
    const measured = error.limit?.measured ?? 0;
    assert.ok(measured >= limit, `${measured} measured`);
    assert.doesNotMatch(error.message, /: [A-Z][a-z]+ /, 'one sentence');
    while (reports.length === 0) await new Promise(setImmediate);
    const [report] = reports;
    assert.deepEqual([report?.code, report?.limit, report?.exitCode], [ends, error.limit, null]);
    assert.equal((await engine.execute('ok.js')).status, 200);
  });
}

test('limit maxStderr: the rest is counted, not kept, and ends nothing', async (t) => {
  const { engine } = scriptFolder(
    t,
    { 'loud.js': `for (let i = 0; i < 100; i++) console.error('e'.repeat(999));\n${page('')}` },
    { maxStderr: 5000 },
  );
  const { stderr, stderrBytes, code } = await (await engine.execute('loud.js')).report;
  assert.deepEqual([stderr.length, stderrBytes, code], [5000, 100_000, 'ok']);
});

test('limit maxBody: 413 for a declared length before a byte is read, and for a stream as soon as it is passed', async (t) => {
  const { engine } = scriptFolder(t, { 'ok.js': page('') }, { maxBody: 1000 });
  let taken = 0;
  const body = async function* () {
    for (;;) {
      taken++;
      yield new Uint8Array(100);
    }
  };
  const declared = { method: 'POST', headers: [['Content-Length', '1001']] as const, body: body() };
  await assert.rejects(engine.execute('ok.js', declared), { code: 'BODY_TOO_LARGE', status: 413 });
  assert.equal(taken, 0);
  await assert.rejects(engine.execute('ok.js', { method: 'POST', body: body() }), { code: 'BODY_TOO_LARGE' });
  assert.equal(taken, 11);
});

test('limit of open files: EMFILE in the script, which goes on, and all are closed for the next run', async (t) => {
  const code = `const fs = require('fs'); let n = 0; try { for (;; n++) fs.openSync(__filename); } catch (error) { console.log(error.code, n); }`;
  const { engine } = scriptFolder(t, { 'open.js': page(code) });
  for (let i = 0; i < 3; i++) assert.equal(await (await engine.execute('open.js')).text(), 'EMFILE 256\n');
});

test('limits of arguments: what is too long for the host is refused or cut, and never kills it', async (t) => {
  const code = `
const fs = require('fs');
const refusal = (f) => { try { f(); return 'done'; } catch (error) { return error.code ?? error.name; } };
const long = 'x'.repeat(20_000_000);
console.log(refusal(() => fs.openSync('/' + long)));
console.log(refusal(() => fs.writeFileSync(__dirname + '/new', long)));
console.log(refusal(() => process.chdir('/' + long)));
console.log(refusal(() => require('./' + long)));
console.error(long);
`;
  const { engine } = scriptFolder(t, { 'long.js': page(code) }, { memory: 512 });
  const response = await engine.execute('long.js');
  assert.match(await response.text(), /^ENAMETOOLONG\nEACCES\n(?!done)\w+\n(?!done)\w+\n$/);
  assert.equal((await response.report).code, 'ok');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page, scriptFolder } from './script-folder.ts';

/** Says what it found of another run, waits long enough for anything late to show, and what else is printed is foreign. */
const PROBE = `
const fs = require('fs');
const found = [];
const look = (name, seen) => seen && found.push(name);
look('global', typeof leak !== 'undefined');
look('RegExp statics', RegExp.$1 !== '' || RegExp.input !== '');
look('prototype', {}.polluted !== undefined || [].polluted !== undefined);
look('environment', process.env.LEAK !== undefined || process.env.TZ !== undefined && process.env.TZ === 'Asia/Tokyo');
look('module', require('./state.js').count !== 0);
look('built-in module', require('path').leak !== undefined || require('events').defaultMaxListeners !== 10);
look('require.cache', Object.keys(require.cache).some((name) => !name.endsWith('probe.js') && !name.endsWith('state.js')));
look('exit code', process.exitCode !== undefined);
look('listeners', process.listenerCount('exit') + process.listenerCount('uncaughtException') !== 0);
look('stackTraceLimit', Error.stackTraceLimit !== 10);
look('umask', process.umask() === 0o7);
look('cwd', process.cwd() !== __dirname);
look('stdin', fs.readFileSync(0, 'utf8') !== 'mine');
look('descriptors', fs.openSync(__filename) !== 3);
look('time zone', new Date(0).getTimezoneOffset() === -540);
look('symbol registry', Object.getOwnPropertySymbols(globalThis).some((key) => Symbol.keyFor(key) === 'left'));
look('console', console.log.leak !== undefined);
setTimeout(() => { process.stdout.write(process.pid + ' ' + found.join(', ')); }, 40);
`;

/** What one run leaves behind, and whether it ends well. */
const LEFT: Record<string, [code: string, ends: 'ok' | 'fails' | 'either', body?: string]> = {
  'globals and pollution': [
    `globalThis.leak = 1; Object.prototype.polluted = 1; Array.prototype.polluted = 1; console.log.leak = 1;`,
    'ok',
  ],
  'RegExp statics': [`/(secret)/.exec('a secret'); RegExp.input;`, 'ok'],
  'a symbol of the registry as a key': [`globalThis[Symbol.for('left')] = 'secret';`, 'ok'],
  'state of modules, own and built-in': [
    `require('./state.js').count++; require('path').leak = 1; require('events').defaultMaxListeners = 3; require.cache.leak = {};`,
    'ok',
  ],
  'environment, exit code, umask, directory, time zone': [
    `process.env.LEAK = '1'; process.env.TZ = 'Asia/Tokyo'; process.exitCode = 0; process.umask(0o7); process.chdir('/'.repeat(1) && __dirname); Error.stackTraceLimit = 3;`,
    'ok',
  ],
  listeners: [`process.on('exit', () => {}); process.on('uncaughtException', () => {});`, 'ok'],
  'open descriptors': [`for (let i = 0; i < 20; i++) require('fs').openSync(__filename);`, 'ok'],
  'a body it did not read': ['', 'ok', 'b'.repeat(2_000_000)],
  'a small body it did not read': ['', 'ok', 'foreign'],
  'a timer, ended by process.exit': [
    `setTimeout(() => console.log('foreign'), 20); setInterval(() => console.log('foreign'), 5); process.exit();`,
    'ok',
  ],
  'ticks and microtasks, ended by process.exit': [
    `process.nextTick(() => console.log('foreign')); Promise.resolve().then(() => console.log('foreign')); process.exit();`,
    'ok',
  ],
  'microtasks of an exit handler': [
    `process.on('exit', () => { const again = () => Promise.resolve().then(() => { console.log('foreign'); again(); }); again(); });`,
    'either',
  ],
  'a rejection of an exit handler': [`process.on('exit', () => { Promise.reject(new Error('foreign')); });`, 'either'],
  'a rejection that is handled late': [
    `const p = Promise.reject(new Error('foreign')); setTimeout(() => p.catch(() => {}), 5);`,
    'fails',
  ],
  rejections: [`Promise.reject(new Error('one')); Promise.reject(new Error('two'));`, 'fails'],
  'microtasks left over from a time-out': [
    `const bad = () => Promise.resolve().then(() => { bad(); for (;;); }); bad(); bad(); for (;;);`,
    'fails',
  ],
  'a rejection pending at a time-out': [`Promise.reject(new Error('foreign')); for (;;);`, 'fails'],
  'rejections in the microtasks of a time-out': [
    `(async () => { for (;;) { Promise.reject(new Error('foreign')); await 0; } })();`,
    'fails',
  ],
  'a finalizer': [
    `const registry = new FinalizationRegistry(() => { console.log('foreign'); for (;;); }); globalThis.registry = registry; for (let i = 0; i < 5000; i++) registry.register({ text: 'x'.repeat(100) }, i); `,
    'ok',
  ],
  'a wait that ends later': [
    `Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(8)), 0, 0, 20).value.then(() => console.log('foreign'));`,
    'ok',
  ],
  'code after a caught process.exit': [
    `try { process.exit(); } catch {} finally { for (;;) console.log('foreign'); }`,
    'ok',
  ],
  'promises of files, ended by process.exit': [
    `require('fs').promises.readFile(__filename).then(() => console.log('foreign')); process.exit();`,
    'ok',
  ],
  'an import that was not awaited': [`import('./late.mjs').then(() => console.log('foreign')); process.exit();`, 'ok'],
  'compiling WebAssembly': [
    `WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => console.log('foreign')); process.exit();`,
    'ok',
  ],
  'text that was not flushed, at an error': [`console.log('foreign'); throw new Error('x');`, 'fails'],
  'a heap at its limit': [`const all = []; for (;;) all.push({ all: [] });`, 'either'],
};

for (const [what, [code, ends, body]] of Object.entries(LEFT)) {
  test(`contamination: the next run in the same worker sees nothing of ${what}`, async (t) => {
    const workers: number[] = [];
    const codes: string[] = [];
    const { engine } = scriptFolder(
      t,
      {
        'bad.js': page(`console.log(process.pid); ${code}`),
        'probe.js': page(PROBE),
        'state.js': 'exports.count = 0;',
        'late.mjs': 'export default 1;',
      },
      {
        timeout: 700,
        memory: 32,
        onReport: ({ code, worker }) => {
          codes.push(code);
          workers.push(worker);
        },
      },
    );
    const response = await engine
      .execute('bad.js', body === undefined ? {} : { method: 'POST', body })
      .catch((error: unknown) => error as { code: string });
    if ('report' in response) await response.text().catch(() => '');
    while (codes.length === 0) await new Promise(setImmediate);
    if (ends !== 'either') assert.equal(codes[0] === 'ok' ? 'ok' : 'fails', ends);
    const next = await engine.execute('probe.js', { method: 'POST', body: 'mine' });
    const text = await next.text();
    await next.report;
    assert.equal(text, `${workers[1]} `);
    // On a busy machine the parent may have ended the worker, for its time or its memory, before that did it by itself.
    if (engine.stats().killed === 0) assert.equal(workers[1], workers[0], 'it was the same worker');
  });
}

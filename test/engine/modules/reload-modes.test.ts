// The reload modes: what a request finds of the one before it, and what drops a kept context.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineOptions } from 'freshcgi';
import { page, type ScriptFolder, scriptFolder } from '../script-folder.ts';

type Mode = NonNullable<EngineOptions['reload']>;
const FAST: readonly Mode[] = ['modules', 'never'];

/** Requests one after the other; what they printed, on one line each. */
async function requests(folder: ScriptFolder, script: string, count: number): Promise<string[]> {
  const bodies: string[] = [];
  for (let i = 0; i < count; i++) bodies.push((await (await folder.engine.execute(script)).text()).trim());
  return bodies;
}

async function notices(folder: ScriptFolder, script: string): Promise<readonly string[]> {
  const response = await folder.engine.execute(script);
  await response.text();
  return (await response.report).warnings;
}

const COUNTERS = {
  'lib/counter.js': 'let n = 0; exports.next = () => ++n;',
  'lib/deep.js': `exports.next = require('./counter').next;`,
  'lib/counter.mjs': 'let n = 0; export const next = () => ++n;',
  'main.js': page(`console.log(require('./lib/deep').next(), require('./lib/deep').next());`),
  'main.mjs': `import { next } from './lib/counter.mjs'; ${page('console.log(next(), next());')}`,
  'required.js': page(`console.log(require('./lib/counter.mjs').next());`),
  'imported.js': page(`import('./lib/counter.mjs').then(({ next }) => console.log(next()));`),
};

const EXPECTED: Record<Mode, Record<string, string[]>> = {
  context: {
    'main.js': ['1 2', '1 2', '1 2'],
    'main.mjs': ['1 2', '1 2', '1 2'],
    'required.js': ['1', '1', '1'],
    'imported.js': ['1', '1', '1'],
  },
  modules: {
    'main.js': ['1 2', '1 2', '1 2'],
    'main.mjs': ['1 2', '1 2', '1 2'],
    'required.js': ['1', '1', '1'],
    'imported.js': ['1', '1', '1'],
  },
  never: {
    'main.js': ['1 2', '3 4', '5 6'],
    'main.mjs': ['1 2', '3 4', '5 6'],
    'required.js': ['1', '2', '3'],
    'imported.js': ['1', '2', '3'],
  },
};

for (const [mode, scripts] of Object.entries(EXPECTED) as [Mode, Record<string, string[]>][]) {
  for (const [script, bodies] of Object.entries(scripts)) {
    test(`reload ${mode}: state of the modules of ${script}`, async (t) => {
      const folder = scriptFolder(t, COUNTERS, { reload: mode });
      assert.deepEqual(await requests(folder, script, 3), bodies);
    });
  }
}

for (const mode of FAST) {
  test(`reload ${mode}: an edit to the script or to any of its modules is seen by the next request`, async (t) => {
    const folder = scriptFolder(
      t,
      {
        'main.js': page(`console.log('m1', require('./a'));`),
        'a.js': `module.exports = 'a1 ' + require('./b');`,
        'b.js': `module.exports = 'b1';`,
        'main.mjs': `import a from './c.mjs'; ${page('console.log(a);')}`,
        'c.mjs': `export { default } from './d.mjs';`,
        'd.mjs': `export default 'd1';`,
      },
      { reload: mode },
    );
    assert.deepEqual(await requests(folder, 'main.js', 2), ['m1 a1 b1', 'm1 a1 b1']);
    folder.write({ 'b.js': `module.exports = 'b2';` });
    assert.deepEqual(await requests(folder, 'main.js', 2), ['m1 a1 b2', 'm1 a1 b2']);
    folder.write({ 'main.js': page(`console.log('m2', require('./a'));`) });
    assert.deepEqual(await requests(folder, 'main.js', 2), ['m2 a1 b2', 'm2 a1 b2']);
    assert.deepEqual(await requests(folder, 'main.mjs', 2), ['d1', 'd1']);
    folder.write({ 'd.mjs': `export default 'd2';` });
    assert.deepEqual(await requests(folder, 'main.mjs', 2), ['d2', 'd2']);
  });

  test(`reload ${mode}: each request has its own process, environment, input, output and timers`, async (t) => {
    const code = `
      const input = require('fs').readFileSync(0, 'utf8');
      console.log(process.env.QUERY_STRING, input, process.argv.length, process.listenerCount('exit'), process.exitCode, process.cwd() === __dirname);
      process.on('exit', (code) => console.log('exit', code));
      process.env.LEFT = process.env.QUERY_STRING;
      process.chdir('lib');
      process.extra = 1;
      setTimeout(() => console.log('timer', process.env.LEFT), 1);
      process.nextTick(() => console.log('tick'));
      process.stdout.write('out\\n', () => console.log('written'));`;
    const folder = scriptFolder(t, { 'main.js': page(code), 'lib/x': '' }, { reload: mode });
    for (const query of ['a', 'b', 'c']) {
      const response = await folder.engine.execute('main.js', { method: 'POST', query, body: `body ${query}` });
      assert.equal(
        await response.text(),
        `${query} body ${query} 2 0 undefined true\nout\ntick\nwritten\ntimer ${query}\nexit 0\n`,
      );
      assert.deepEqual((await response.report).warnings, []);
    }
  });

  test(`reload ${mode}: a timer, an immediate or a promise left pending by process.exit() is gone`, async (t) => {
    const code = `
      console.log('run');
      setTimeout(() => console.log('left'), 5); setImmediate(() => console.log('left')); setInterval(() => {}, 1);
      Promise.resolve().then(() => console.log('left')); process.nextTick(() => console.log('left'));
      process.on('exit', () => console.log('exit'));
      process.exit(0);`;
    const folder = scriptFolder(
      t,
      { 'main.js': page(code), 'after.js': page(`setTimeout(() => console.log('fresh'), 20);`) },
      { reload: mode },
    );
    assert.deepEqual(await requests(folder, 'main.js', 3), Array(3).fill('run\nexit'));
  });

  test(`reload ${mode}: built-ins are kept and still those of the run`, async (t) => {
    const code = `
      const { Readable, pipeline, Transform } = require('stream');
      const util = require('util');
      const up = new Transform({ transform(chunk, encoding, done) { done(null, chunk.toString().toUpperCase()); } });
      pipeline(Readable.from(['a', process.env.QUERY_STRING]), up, process.stdout, (error) => console.log(error, util.inspect(new Map([[1, { a: 1 }]])), new URL('http://x/?' + process.env.QUERY_STRING).search, structuredClone([1])));`;
    const folder = scriptFolder(t, { 'main.js': page(code) }, { reload: mode });
    for (const query of ['x', 'y', 'z']) {
      const response = await folder.engine.execute('main.js', { query });
      assert.match(await response.text(), new RegExp(`^A${query.toUpperCase()}`));
      assert.deepEqual((await response.report).warnings, []);
    }
  });

  test(`reload ${mode}: a script that throws finds nothing of the run before`, async (t) => {
    const code = `if (process.env.QUERY_STRING === 'throw') { process.on('exit', () => {}); throw new Error('told'); } console.log('fine', process.exitCode);`;
    const folder = scriptFolder(t, { 'main.js': page(code) }, { reload: mode });
    for (const query of ['', 'throw', '', 'throw', '']) {
      const response = await folder.engine.execute('main.js', { query }).catch(() => undefined);
      if (query === '') assert.equal(await response?.text(), 'fine undefined\n');
    }
  });
}

/** What a run may leave behind, how the next one would see it, and whether that costs the context. */
const LEFTOVERS: Record<
  string,
  [leave: string, look: string, dropped: RegExp | Partial<Record<Mode, RegExp>> | undefined]
> = {
  'a patched process.stdout.write': [
    `process.stdout.write = () => true`,
    `process.stdout.write('').toString() + process.stdout.write.name`,
    undefined,
  ],
  'a patched console.log': [`console.log = () => {}`, `console.log.name`, undefined],
  'a replaced timer function': [`globalThis.setTimeout = 5`, `typeof setTimeout`, undefined],
  'a listener': [`process.on('exit', () => process.stdout.write('left'))`, `process.listenerCount('exit')`, undefined],
  'an extension of require()': [`require.extensions['.x'] = () => {}`, `Object.keys(require.extensions)`, undefined],
  'an entry of require.cache': [`require.cache['/x'] = {}`, `Object.keys(require.cache).length`, undefined],
  'RegExp statics': [`/(left)/.exec('left')`, `RegExp.$1`, undefined],
  'a member without a value': [`Error.left = undefined`, `'left' in Error`, undefined],
  'a global': [`globalThis.left = 1`, `typeof left`, /global left/],
  'a global without a declaration': [`left = 1`, `typeof left`, /global left/],
  'a member of a prototype': [`Array.prototype.left = 1`, `[].left`, /Array\.prototype\.left/],
  'a member of Object.prototype': [`Object.prototype.left = 1`, `({}).left`, /Object\.prototype\.left/],
  'a replaced method': [`String.prototype.trim = () => 'left'`, `' a '.trim()`, /String\.prototype\.trim/],
  'a replaced function': [`JSON.stringify = () => 'left'`, `JSON.stringify([1])`, /JSON\.stringify/],
  'a removed method': [`delete Array.prototype.map`, `typeof [].map`, /Array\.prototype/],
  'a frozen prototype': [`Object.freeze(Array.prototype)`, `Object.isFrozen(Array.prototype)`, /Array\.prototype/],
  'Error.prepareStackTrace': [
    `Error.prepareStackTrace = () => 'left'`,
    `typeof new Error().stack.includes('left')`,
    /Error\.prepareStackTrace/,
  ],
  'Error.stackTraceLimit': [`Error.stackTraceLimit = 1`, `Error.stackTraceLimit`, /Error\.stackTraceLimit/],
  'a patched built-in': [
    `require('fs').readFileSync = () => 'left'`,
    `require('fs').readFileSync.name`,
    /fs\.readFileSync/,
  ],
  'a patched lazy member of a built-in': [
    `require('util').inspect = () => 'left'`,
    `require('util').inspect([1])`,
    /util\.inspect/,
  ],
  'a patched class of a built-in': [
    `require('events').prototype.left = 1`,
    `require('events').prototype.left`,
    /events\.prototype\.left/,
  ],
  'a patched global class': [`URL.prototype.left = 1`, `URL.prototype.left`, /URL\.prototype\.left/],
  'a replaced global of V8': [`globalThis.JSON = { stringify: () => 'left' }`, `JSON.stringify([1])`, /global JSON/],
  'a removed global of V8': [`delete globalThis.WeakRef`, `typeof WeakRef`, /global WeakRef/],
  'a member of the function of the script': [`arguments.callee.left = 1`, `arguments.callee.left`, /main\.js\.left/],
  'a member of its prototype': [
    `arguments.callee.prototype.left = 1`,
    `arguments.callee.prototype.left`,
    /main\.js\.prototype\.left/,
  ],
  'a domain': [
    `require('domain').create().enter()`,
    `typeof process.domain + require('events').usingDomains + Promise.prototype.then.name`,
    /Promise\.prototype\.then/,
  ],
  'a hook of async_hooks': [
    `require('async_hooks').createHook({ init: () => process.stdout.write('told') }).enable()`,
    `(setTimeout(() => {}, 1), require('async_hooks').executionAsyncId())`,
    undefined,
  ],
  'a setting of events': [
    `require('events').defaultMaxListeners = 3`,
    `require('events').defaultMaxListeners`,
    { never: /events\.defaultMaxListeners/ },
  ],
  'a setting of streams': [
    `require('stream').setDefaultHighWaterMark(true, 3); require('stream').setDefaultHighWaterMark(false, 3)`,
    `require('stream').getDefaultHighWaterMark(true) + new (require('stream').Readable)().readableHighWaterMark`,
    { never: /stream\.setDefaultHighWaterMark/ },
  ],
  'a setting of util.inspect': [
    `require('util').inspect.defaultOptions.depth = 0; require('util').inspect.defaultOptions = { sorted: true }`,
    `require('util').inspect({ b: { a: {} }, a: 1 })`,
    { never: /util\.inspect\.defaultOptions/ },
  ],
  'a setting of util.inspect that was only asked for': [`require('util').inspect.defaultOptions.depth`, `1`, undefined],
  'the title of the process': [
    `process.title = 'left'; process.debugPort = 2000`,
    `process.title + process.debugPort`,
    undefined,
  ],
  'a context of node:vm': [`require('vm').runInNewContext('left = 1')`, `typeof left`, /contexts of node:vm/],
  'a declaration of node:vm': [`require('vm').runInThisContext('let left = 1')`, `typeof left`, /node:vm/],
};

/** What belongs to the modules that `never` keeps. */
const KEPT = ['an extension of require()', 'an entry of require.cache'];

for (const mode of FAST) {
  for (const [what, [leave, look, dropped]] of Object.entries(LEFTOVERS)) {
    if (mode === 'never' && KEPT.includes(what)) continue;
    test(`reload ${mode}: ${what} never reaches the next run`, async (t) => {
      const code = `if (process.env.QUERY_STRING === 'leave') { ${leave}; } else process.stdout.write(String(${look}));`;
      const folder = scriptFolder(t, { 'main.js': page(code) }, { reload: mode });
      const ask = async (query: string) => {
        const response = await folder.engine.execute('main.js', { query });
        return { body: await response.text(), warnings: (await response.report).warnings };
      };
      const before = await ask('');
      const { warnings } = await ask('leave');
      assert.equal((await ask('')).body, before.body);
      const expected = dropped instanceof RegExp ? dropped : dropped?.[mode];
      if (expected === undefined) assert.deepEqual(warnings, []);
      else assert.match(warnings.join('\n'), expected);
    });
  }
}

test('reload never: what a module left at its first evaluation drops the context each time, and says so', async (t) => {
  const folder = scriptFolder(
    t,
    {
      'main.js': page(`console.log(require('./polyfill').n());`),
      'polyfill.js': 'Array.prototype.last = 1; let n = 0; exports.n = () => ++n;',
    },
    { reload: 'never' },
  );
  assert.deepEqual(await requests(folder, 'main.js', 2), ['1', '1']);
  assert.match((await notices(folder, 'main.js')).join(), /context is dropped: the run left Array\.prototype\.last/);
});

test('reload modules: scripts have a context each', async (t) => {
  const look = page(`console.log(typeof require('events').left, globalThis === global); require('events').left = 1;`);
  const folder = scriptFolder(
    t,
    { 'a.js': page(`console.log(process.argv[1].slice(-4));`), 'b.js': look },
    { reload: 'modules' },
  );
  for (let i = 0; i < 3; i++) {
    assert.deepEqual(await requests(folder, 'a.js', 1), ['a.js']);
    assert.deepEqual(await requests(folder, 'b.js', 1), ['undefined true']);
  }
});

test('reload modules: after a time limit the next run starts afresh', async (t) => {
  const code = `if (process.env.QUERY_STRING) for (;;); console.log('fine');`;
  const folder = scriptFolder(t, { 'main.js': page(code) }, { reload: 'modules', timeout: 300 });
  assert.deepEqual(await requests(folder, 'main.js', 2), ['fine', 'fine']);
  await assert.rejects(folder.engine.execute('main.js', { query: 'hang' }).then((response) => response.text()));
  assert.deepEqual(await requests(folder, 'main.js', 2), ['fine', 'fine']);
});

test('reload modules: an in-memory script never shares a context', async (t) => {
  const folder = scriptFolder(t, {}, { reload: 'never' });
  for (let i = 0; i < 2; i++) {
    const source = page(`console.log(require('./m').next());`);
    const response = await folder.engine.execute({
      source,
      modules: { './m.js': 'let n = 0; exports.next = () => ++n;' },
    });
    assert.equal(await response.text(), '1\n');
  }
});

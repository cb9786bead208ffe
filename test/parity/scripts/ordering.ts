// Order of ticks, microtasks, timers and immediates; beforeExit and exit. Each prints its steps.

const LOG = 'const log = (...a) => console.log(...a);';

export const ORDERING: Readonly<Record<string, string>> = {
  'order-basic': `${LOG} setImmediate(() => { log('immediate'); setTimeout(() => log('timeout'), 1); }); process.nextTick(() => log('tick'));
Promise.resolve().then(() => log('micro')); queueMicrotask(() => log('queued')); log('main');`,
  'order-tick-in-micro': `${LOG} Promise.resolve().then(() => { log('m1'); process.nextTick(() => log('t1')); }).then(() => log('m2')); process.nextTick(() => { log('t0'); Promise.resolve().then(() => log('m3')); });`,
  'order-timers': `${LOG} setTimeout(() => log('b'), 3); setTimeout(() => log('a'), 1); setTimeout(() => log('c'), 6); setTimeout(() => log('a2'), 1);`,
  'order-timer-micro': `${LOG} for (let i = 0; i < 3; i++) setTimeout(() => { log('timer', i); Promise.resolve().then(() => log('micro', i)); process.nextTick(() => log('tick', i)); }, 1);`,
  'order-immediates': `${LOG} for (let i = 0; i < 3; i++) setImmediate(() => { log('immediate', i); process.nextTick(() => log('tick', i)); setImmediate(() => log('nested', i)); });`,
  'order-throwing-immediates': `${LOG} process.on('uncaughtException', (e) => log('uncaught', e.message)); for (const [n, throws] of [[1, true], [2, false], [3, true], [4, true]]) setImmediate(() => { log('immediate', n); process.nextTick(() => log('tick', n)); if (throws) throw new Error(n); });`,
  'order-interval': `${LOG} let n = 0; const t = setInterval(() => { log('interval', ++n); if (n === 3) clearInterval(t); }, 2);`,
  'order-clear': `${LOG} const a = setTimeout(() => log('never'), 1); setTimeout(() => { log('kept'); clearTimeout(a); }, 0); clearTimeout(a); clearImmediate(setImmediate(() => log('never')));`,
  'order-refresh': `${LOG} const t = setTimeout(() => log('refreshed'), 300); setTimeout(() => { t.refresh(); log('refresh'); }, 200); setTimeout(() => log('before'), 350);`,
  'order-unref': `${LOG} setTimeout(() => log('never'), 50).unref(); setTimeout(() => log('kept'), 1); log(setTimeout(() => {}, 1).hasRef());`,
  'order-async-functions': `${LOG} async function f(n) { log('f', n); await null; log('g', n); await null; log('h', n); } f(1); f(2); process.nextTick(() => log('tick'));`,
  'order-await-thenable': `${LOG} (async () => { log(await { then(r) { log('then'); r(5); } }); })(); Promise.resolve().then(() => log('1')).then(() => log('2')).then(() => log('3'));`,
  'order-promise-race': `${LOG} const wait = (ms, v) => new Promise((r) => setTimeout(r, ms, v)); Promise.race([wait(8, 'slow'), wait(1, 'fast')]).then(log); Promise.all([wait(2, 1), wait(1, 2)]).then(log); Promise.allSettled([wait(3, 3), Promise.reject(4)]).then(log); Promise.any([Promise.reject(1), wait(4, 5)]).then(log);`,
  'order-timers-promises': `${LOG} const { setTimeout: wait, setImmediate: soon, setInterval: every } = require('timers/promises'); (async () => { log(await wait(2, 'a')); log(await soon('b')); let n = 0; for await (const v of every(1, 'i')) { log(v, ++n); if (n === 3) break; } const c = new AbortController(); const p = wait(50, 'x', { signal: c.signal }); c.abort(); await p.catch((e) => log(e.name, e.code)); })();`,
  'order-before-exit': `${LOG} let n = 0; process.on('beforeExit', (code) => { log('beforeExit', code, n); if (n++ < 2) setTimeout(() => log('more'), 1); }); process.on('exit', (code) => log('exit', code));`,
  'order-before-exit-await': `${LOG} process.once('beforeExit', async () => { log('beforeExit'); await null; log('awaited'); await new Promise((r) => setTimeout(r, 1)); log('slept'); }); process.on('exit', () => log('exit'));`,
  'order-before-exit-ticks': `${LOG} process.on('beforeExit', () => { log('beforeExit'); queueMicrotask(() => process.nextTick(() => log('tick'))); setTimeout(() => log('never'), 1).unref(); }); process.on('exit', () => log('exit'));`,
  'order-before-exit-throws': `${LOG} process.once('uncaughtException', (e) => { log('caught', e.message); setTimeout(() => log('later'), 1); }); process.on('beforeExit', () => { log('beforeExit'); throw new Error('x'); }); process.on('exit', (c) => log('exit', c));`,
  'order-exit-handlers': `${LOG} process.on('exit', () => { setTimeout(() => log('never'), 0); Promise.resolve().then(() => log('never')); process.nextTick(() => log('never')); log('first'); }); process.on('exit', () => log('second')); process.exitCode = 7;`,
  'order-exit-in-timer': `${LOG} setTimeout(() => { log('bye'); process.exit(4); }, 1); setTimeout(() => log('never'), 5); process.on('exit', (c) => log('exit', c, process.exitCode));`,
  'order-exit-in-finally': `${LOG} try { process.exit(3); } catch (e) { log('never'); } finally { log('never'); } log('never');`,
  'order-exit-in-exit': `${LOG} process.on('exit', (c) => { log('one', c); process.exit(9); }); process.on('exit', () => log('never')); process.exit(1);`,
  'order-exit-from-promise': `${LOG} Promise.resolve().then(() => { log('in'); process.exit(5); }).then(() => log('never'));`,
  'order-next-tick-args': `process.nextTick((a, b) => console.log(a, b), 1, 'x'); setImmediate((...a) => { console.log(a); setTimeout((b, ...c) => console.log(b, c), 1, 1, 2, 3); }, {}, []);`,
  'order-stdin-data': `${LOG} process.stdin.on('data', (c) => log('data', c.length)); process.stdin.on('end', () => log('end')); process.nextTick(() => log('tick')); setTimeout(() => log('timer'), 400);`,
  'order-stdin-iterate': `${LOG} (async () => { let all = ''; for await (const chunk of process.stdin) all += chunk; log(new URLSearchParams(all).get('title')); })();`,
  'order-events': `${LOG} const E = require('events'); const e = new E(); e.once('a', () => log('once')); e.on('a', () => log('on')); e.prependListener('a', () => log('first')); e.emit('a'); log(e.emit('a'), e.emit('none')); E.once(e, 'b').then(([v]) => log('once()', v)); e.emit('b', 5); log('sync');`,
  'order-warning': `process.on('warning', (w) => console.log('warning', w.name, w.message, w.code)); process.emitWarning('careful', 'MyWarning', 'MY001'); process.emitWarning(new Error('made')); console.log('first');`,
};

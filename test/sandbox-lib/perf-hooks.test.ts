// perf_hooks and the global performance, with node as the oracle for all but the times themselves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page, scriptFolder } from '../engine/script-folder.ts';
import { sameOutput } from './same-output.ts';

const PRELUDE = `
const { performance, PerformanceObserver, PerformanceEntry, PerformanceMark, createHistogram } = require('perf_hooks');
const attempt = (run) => { try { return run(); } catch (e) { return e.name + ' ' + e.code + ' ' + e.message; } };
const shown = (e) => (typeof e === 'string' ? e : [e.constructor.name, e.name, e.entryType, e.startTime, e.duration, JSON.stringify(e.detail)].join());
`;

const SCRIPTS: Record<string, string> = {
  'the clock': `
    console.log(performance === globalThis.performance, performance.now() >= 0, performance.now() < 5000,
      Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000, Object.keys(performance.toJSON()).sort().join());
    console.log(JSON.stringify(performance.eventLoopUtilization()), performance instanceof EventTarget, String(performance));`,
  'resource timings': `
    const info = { startTime: 1, endTime: 9, finalServiceWorkerStartTime: 0, redirectStartTime: 0, redirectEndTime: 0, postRedirectStartTime: 2,
      finalConnectionTimingInfo: { domainLookupStartTime: 3, domainLookupEndTime: 4, connectionStartTime: 5, connectionEndTime: 6, secureConnectionStartTime: 5.5, ALPNNegotiatedProtocol: 'h2' },
      finalNetworkRequestStartTime: 7, finalNetworkResponseStartTime: 8, encodedBodySize: 10, decodedBodySize: 20 };
    const mark = (startTime, cache = '', more = {}) => performance.markResourceTiming({ ...info, startTime, ...more }, 'https://x/', 'fetch', globalThis, cache, {}, 200, 'd');
    const starts = () => console.log(performance.getEntriesByType('resource').map((e) => e.startTime).join());
    const { PerformanceResourceTiming } = globalThis, observer = new PerformanceObserver((list) => console.log('observed', list.getEntries().length)); observer.observe({ type: 'resource' });
    console.log(mark(1), mark(2, 'local').transferSize, mark(3, '', { finalConnectionTimingInfo: undefined }).connectStart, performance.getEntries().length);
    console.log(attempt(() => mark(1, 'x')).split(String.fromCharCode(10))[0], attempt(() => new PerformanceResourceTiming()), attempt(() => performance.setResourceTimingBufferSize()));
    console.log(attempt(() => Object.getOwnPropertyDescriptor(PerformanceResourceTiming.prototype, 'fetchStart').get.call({})));
    for (const size of [null, true, -1, 0.5, NaN, '3', {}]) { performance.clearResourceTimings(); performance.setResourceTimingBufferSize(size); mark(1); starts(); }
    setTimeout(() => { performance.setResourceTimingBufferSize(1); performance.clearResourceTimings(); for (const n of [1, 2, 3]) mark(n); starts();
      performance.onresourcetimingbufferfull = (e) => { performance.onresourcetimingbufferfull = null; console.log(e.type); performance.setResourceTimingBufferSize(2); };
      setTimeout(() => { starts(); observer.disconnect(); }, 20); }, 20);`,
  'timerify and histograms that refuse': `
    const { timerify } = require('perf_hooks'); console.log(performance.timerify === timerify);
    for (const histogram of [1, {}, { record() {} }, null, '']) console.log(attempt(() => timerify(() => {}, { histogram })));
    const { min, minBigInt, max, count } = createHistogram(); console.log(min, minBigInt, max, count);
    const h = createHistogram(); h.record(1); console.log(h.percentilesBigInt, h.percentiles, require('util').inspect({ h }, { depth: 0 }), require('util').inspect(h, { depth: -1 }));
    const twin = structuredClone({ h }).h; twin.record(5); console.log(h.count, h.max, twin.constructor === h.constructor, attempt(() => new h.constructor()));
    const delay = require('perf_hooks').monitorEventLoopDelay(), seen = structuredClone(delay); console.log(seen.enable, typeof seen.min, seen.count);`,
  'marks and measures': `
    console.log(shown(performance.mark('a', { startTime: 5, detail: { x: 1 } })), shown(new PerformanceMark('z', { startTime: 9, detail: 1 })));
    for (const bad of [() => performance.mark(), () => performance.mark(Symbol('x')), () => performance.mark('nodeStart'),
      () => performance.mark('x', { startTime: -1 }), () => performance.mark('x', { startTime: 'a' }), () => performance.mark('x', 1),
      () => performance.measure(), () => performance.measure(1, { end: 2 }), () => performance.measure('m', 'a', 'zz'),
      () => performance.measure('m', { start: 1, end: 2, duration: 5 }), () => performance.measure('m', { start: 1 }, 'a'),
      () => new PerformanceEntry(), () => performance.getEntriesByName(), () => performance.getEntriesByType()]) console.log(shown(attempt(bad)));
    performance.mark('b', { startTime: 15 });
    for (const args of [['m1', 'a', 'b'], ['m2', { start: 1, end: 5, detail: 7 }], ['m3', { start: 1, duration: 5 }],
      ['m4', { end: 20, duration: 5 }], ['m5', { start: 'a', end: 'b' }]]) console.log(shown(performance.measure(...args)));
    console.log(performance.getEntries().map(shown).join(' | '));
    console.log(performance.getEntriesByName('m2', 'measure').length, performance.getEntriesByName('m2', 'mark').length);
    performance.clearMarks('a'); performance.clearMeasures(); console.log(performance.getEntries().map((e) => e.name).join());`,
  observers: `
    const bad = [() => new PerformanceObserver()], observer = new PerformanceObserver((list, self) =>
      console.log('observed', list.getEntries().map((e) => e.name).join(), self === observer, list.getEntriesByType('mark').length));
    for (const options of [undefined, {}, { entryTypes: ['mark'], type: 'x' }, { entryTypes: 1 }]) bad.push(() => observer.observe(options));
    for (const run of bad) console.log(attempt(run));
    performance.mark('before');
    const late = new PerformanceObserver((list) => { console.log('buffered', list.getEntries().map((e) => e.name).join()); late.disconnect(); });
    late.observe({ type: 'mark', buffered: true });
    const fresh = new PerformanceObserver((list) => console.log('fresh', list.getEntriesByName('q3')[0].entryType));
    fresh.observe({ entryTypes: ['mark', 'measure'] });
    console.log(attempt(() => fresh.observe({ type: 'mark' })));
    performance.mark('q'); console.log(fresh.takeRecords().length); performance.measure('q3');
    setTimeout(() => { fresh.disconnect(); performance.mark('after'); }, 20);`,
  'timerify and histograms': `
    const heard = new PerformanceObserver((list) => console.log(list.getEntries().map((e) => [e.name, e.entryType, e[0]].join()).join(' ')));
    heard.observe({ entryTypes: ['function'] });
    const timed = performance.timerify(function foo(a, b) { return a; });
    console.log(timed.name, timed.length, timed(3), attempt(() => performance.timerify(1)));
    const histogram = createHistogram(); for (const value of [5, 7, 7, 9, 100]) histogram.record(value);
    console.log(histogram.min, histogram.max, histogram.mean, histogram.count, histogram.stddev.toFixed(6), histogram.percentile(50), histogram.percentiles);
    for (const run of [() => histogram.record(0), ...[0n, -1n, 2n ** 63n].map((value) => () => histogram.record(value)), () => histogram.record('a'), () => createHistogram({ lowest: 0 }), () => histogram.percentile(0)])
      console.log(attempt(run));
    histogram.reset(); console.log(histogram.count, histogram.max, histogram.percentiles);`,
};

for (const [title, code] of Object.entries(SCRIPTS)) {
  test(`perf_hooks: ${title}`, async (t) => {
    await sameOutput(t, PRELUDE + code);
  });
}

test('perf_hooks: what a run has no use for is refused', async (t) => {
  const code = `const codes = [];
    for (const name of ['createSlidingWindowHistogram', 'importHistogram'])
      try { require('perf_hooks')[name](); } catch (e) { codes.push(e.code); }
    console.log(new Set(codes).size, codes[0]);`;
  const { engine } = scriptFolder(t, { 'a.js': page(code) });
  assert.equal(await (await engine.execute('a.js')).text(), '1 ERR_SANDBOX_REFUSED\n');
});

test('perf_hooks: a script that waits by looking at the clock uses up no host calls', async (t) => {
  const code = `let before = 0, back = 0, calls = 0;
    for (const end = performance.now() + 60; performance.now() < end || calls < 150_000; calls++) {
      const now = performance.now();
      if (now < before) back++;
      before = now;
    }
    const [start, date] = [process.hrtime.bigint(), Date.now()];
    while (Date.now() - date < 30);
    const passed = Number(process.hrtime.bigint() - start) / 1e6;
    console.log(back, passed > 25 && passed < 1000);`;
  const { engine } = scriptFolder(t, { 'a.js': page(code) }, { maxHostCalls: 250_000 });
  const response = await engine.execute('a.js');
  assert.equal(await response.text(), '0 true\n');
});

test('performance.now() is not negative at the first call, however young the run', async (t) => {
  const { engine } = scriptFolder(t, { 'first.js': page('process.stdout.write(String(performance.now()));') });
  for (let i = 0; i < 30; i++) {
    const first = Number(await (await engine.execute('first.js')).text());
    assert.ok(first >= 0, `${first}`);
  }
});

// diagnostics_channel in the sandbox, with node as the oracle.
import { test } from 'node:test';
import { sameOutput } from './same-output.ts';

const PRELUDE = `
const dc = require('diagnostics_channel');
const { AsyncLocalStorage } = require('async_hooks');
const attempt = (run) => { try { return run(); } catch (e) { return e.code + ' ' + e.message; } };
`;

const SCRIPTS: Record<string, string> = {
  'subscribe, publish, unsubscribe': `
    const channel = dc.channel('a'), symbol = dc.channel(Symbol.for('s'));
    const hear = (message, name) => console.log('heard', message, name);
    console.log(channel === dc.channel('a'), channel.hasSubscribers, dc.hasSubscribers('never'), channel instanceof dc.Channel);
    dc.subscribe('a', hear); dc.subscribe('a', hear); symbol.subscribe(hear);
    channel.publish({ x: 1 }); symbol.publish(2);
    console.log(dc.unsubscribe('a', hear), channel.unsubscribe(hear), channel.unsubscribe(hear), channel.hasSubscribers);
    channel.publish('nobody');
    channel.subscribe(function once() { channel.unsubscribe(once); console.log('once'); });
    channel.subscribe(() => console.log('second'));
    channel.publish(); channel.publish();
    for (const wrong of [() => dc.channel(1), () => channel.subscribe(1), () => dc.tracingChannel(1),
      () => dc.tracingChannel({ start: 1 })]) console.log(attempt(wrong));`,
  'what a subscriber throws is uncaught, later': `
    process.on('uncaughtException', (error) => console.log('uncaught', error.message));
    dc.subscribe('a', () => { throw new Error('mine'); }); dc.subscribe('a', () => console.log('the next one'));
    dc.channel('a').publish(); console.log('published');`,
  'bound stores': `
    const als = new AsyncLocalStorage(), other = new AsyncLocalStorage(), channel = dc.channel('a');
    process.on('uncaughtException', (error) => console.log('uncaught', error.message));
    channel.bindStore(als); channel.bindStore(other, (data) => { if (data === 2) throw new Error('no'); return { data }; });
    const shout = function (...args) { console.log(als.getStore(), other.getStore(), this === globalThis ? 'global' : this, args); return 'result'; };
    console.log(channel.hasSubscribers, channel.runStores(1, shout, 'self', 'a', 'b'), als.getStore());
    channel.runStores(2, shout);
    const scope = channel.withStoreScope(3); shout(); scope[Symbol.dispose](); console.log(als.getStore());
    console.log(channel.unbindStore(als), channel.unbindStore(als)); channel.runStores(4, shout);`,
  'tracing channels': `
    const tracing = dc.tracingChannel('work');
    const handlers = Object.fromEntries(['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((name) =>
      [name, (context, channel) => console.log(channel, JSON.stringify({ ...context, error: context.error?.message }))]));
    console.log(tracing.hasSubscribers, tracing.traceSync((x) => x, {}, null, 5));
    tracing.subscribe(handlers);
    console.log(tracing.traceSync(function (x) { return this.y + x; }, { id: 1 }, { y: 1 }, 5));
    try { tracing.traceSync(() => { throw new Error('sync'); }, { id: 2 }); } catch (e) { console.log(e.message); }
    const rest = async () => {
      console.log(await tracing.tracePromise(async () => 'value', { id: 3 }));
      await tracing.tracePromise(async () => { throw new Error('async'); }, { id: 4 }).catch((e) => console.log(e.message));
      console.log(tracing.tracePromise(() => 6, { id: 5 }));
      console.log(tracing.tracePromise(() => ({ then(resolve) { resolve(7); return 'mine'; }, own: 1 }), { id: 6 }).own);
      tracing.traceCallback((a, done) => done(null, a), -1, { id: 7 }, null, 8, (e, r) => console.log('called', e, r));
      tracing.traceCallback((done, a) => done(new Error('cb'), a), 0, { id: 8 }, null, (e) => console.log('called', e.message), 8);
      console.log(attempt(() => tracing.traceCallback(() => {}, 0, {}, null, 1)));
      console.log(tracing.unsubscribe(handlers), tracing.unsubscribe(handlers), tracing.hasSubscribers);
    };
    rest();`,
  'require() on its channel': `
    const imports = dc.tracingChannel('module.import'), file = require('url').pathToFileURL(__filename).href;
    imports.subscribe(Object.fromEntries(['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((name) => [name, (m) => console.log('import', name, m.url, m.parentURL === file, typeof m.result, m.error?.code)])));
    const tracing = dc.tracingChannel('module.require');
    const handlers = Object.fromEntries(['start', 'end', 'error'].map((name) => [name, (event) =>
      console.log(name, event.id, event.parentFilename === __filename, event.error?.code, typeof event.result)]));
    tracing.subscribe(handlers);
    require('path'); try { require('./missing'); } catch (error) { console.log(error.code); }
    tracing.unsubscribe(handlers); require('os'); console.log('over');
    import('path').then(() => import('nowhere')).catch((error) => console.log(error.code));`,
  'bounded channels': `
    const bounded = dc.boundedChannel('b'), heard = { start: (c) => console.log('start', c), end: (c) => console.log('end', c) };
    console.log(bounded.hasSubscribers, bounded.start.name, bounded.run({ id: 1 }, (x) => x, null, 2));
    bounded.subscribe(heard);
    console.log(bounded.run({ id: 1 }, function (x) { return this.y + x; }, { y: 1 }, 2));
    const scope = bounded.withScope({ id: 2 }); scope[Symbol.dispose](); scope[Symbol.dispose]();
    console.log(bounded.unsubscribe(heard), bounded.unsubscribe(heard));`,
};

for (const [title, code] of Object.entries(SCRIPTS)) {
  test(`diagnostics_channel: ${title}`, async (t) => {
    await sameOutput(t, PRELUDE + code);
  });
}

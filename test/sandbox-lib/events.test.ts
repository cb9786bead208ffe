import './on-node-loop.ts';
import assert from 'node:assert/strict';
import nodeEvents from 'node:events';
import test from 'node:test';
import { assertSameTraces, type Scenario, shown } from './trace.ts';

type Events = typeof nodeEvents;

// The same scenario is written against node's EventEmitter, whose type ours is given here.
const ours = (await import('../../sandbox-lib/node/events.ts')).default as unknown as Events;

const SCENARIOS: Record<string, Scenario<Events>> = {
  'emit() answers whether anybody listened': (Events, log) => {
    const emitter = new Events();
    log(emitter.emit('a'), emitter.on('a', log) === emitter, emitter.emit('a', 1, 2, 3));
    emitter.on('a', (...args) => log('second', ...args));
    log(emitter.emit('a', 4), emitter.listenerCount('a'), emitter.eventNames());
  },
  'once() and removal during an emit': (Events, log) => {
    const emitter = new Events();
    const third = () => log('third');
    emitter.once('a', () => log('once'));
    emitter.on('a', () => {
      log('second');
      emitter.off('a', third);
      emitter.on('a', () => log('added'));
    });
    emitter.on('a', third);
    emitter.emit('a');
    emitter.emit('a');
    log(emitter.listenerCount('a'), emitter.rawListeners('a').length);
  },
  'prepend, listeners() and rawListeners()': (Events, log) => {
    const emitter = new Events();
    const f = () => log('f');
    emitter
      .on('a', () => log('on'))
      .prependListener('a', f)
      .prependOnceListener('a', () => log('first'));
    emitter.once('b', f);
    log(emitter.listeners('b')[0] === f, emitter.rawListeners('b')[0] === f, emitter.listeners('a').length);
    emitter.emit('a');
    emitter.emit('a');
    emitter.rawListeners('b')[0]?.();
    log(emitter.eventNames(), emitter.listeners('c'), emitter.listenerCount('a', f), emitter.listenerCount('a', log));
  },
  'newListener and removeListener are told': (Events, log) => {
    const emitter = new Events();
    const f = () => {};
    emitter.on('newListener', (name, listener) => log('new', name, listener === f));
    emitter.on('removeListener', (name, listener) => log('removed', name, listener === f));
    emitter.once('a', f).on('b', f).on('b', f).off('a', f).removeAllListeners('b');
    emitter.on(Symbol.for('s'), f);
    emitter.removeAllListeners();
    log(emitter.eventNames());
  },
  "an 'error' without a listener is thrown": (Events, log) => {
    for (const args of [[], [new RangeError('mine')], ['text'], [{ a: 1 }], [null]]) {
      const emitter = new Events();
      emitter.on(Events.errorMonitor, (...seen) => log('monitor', seen.length));
      try {
        emitter.emit('error', ...args);
      } catch (error) {
        log(shown(error), error === args[0]);
      }
      emitter.on('error', (error) => log('handled', shown(error ?? {})));
      emitter.emit('error', ...args);
    }
  },
  'refused arguments': (Events, log) => {
    const emitter = new Events();
    const calls: (() => unknown)[] = [
      ...[undefined, null, 1, {}, 'f'].flatMap((value) => [
        () => emitter.on('a', value as never),
        () => emitter.once('a', value as never),
        () => emitter.off('a', value as never),
      ]),
      ...[-1, Number.NaN, '5', undefined].map((value) => () => emitter.setMaxListeners(value as never)),
      () => new Events({ captureRejections: 1 as never }),
      () => Events.setMaxListeners(-1),
      () => Events.setMaxListeners(1, {} as never),
      () => Events.getEventListeners({} as never, 'a'),
      () => Events.getMaxListeners({} as never),
      () => Events.listenerCount({} as never, 'a'),
      () => Events.on(emitter, 'a', { signal: 1 as never }),
      () => Events.on({} as never, 'a'),
      () => {
        Events.defaultMaxListeners = -1;
      },
      () => {
        Events.captureRejections = 1 as never;
      },
    ];
    for (const call of calls) {
      try {
        log(typeof call());
      } catch (error) {
        log(shown(error));
      }
    }
  },
  'a rejected listener becomes an error event': async (Events, log) => {
    const emitter = new Events({ captureRejections: true });
    emitter.on('error', (error) => log('error', shown(error)));
    emitter.on('a', async () => {
      throw new Error('first');
    });
    emitter.on('a', () => ({
      // biome-ignore lint/suspicious/noThenProperty: such a result is what is tested
      get then() {
        throw new Error('getter');
      },
    }));
    emitter.emit('a', 1);
    await new Promise(setImmediate);
    (emitter as unknown as Record<symbol, unknown>)[Events.captureRejectionSymbol] = (
      error: unknown,
      ...rest: unknown[]
    ) => log('captured', shown(error), ...rest);
    emitter.emit('a', 2);
    await new Promise(setImmediate);
  },
  'a constructor called as a function': (Events, log) => {
    function Old(this: unknown) {
      (Events as unknown as (this: unknown) => void).call(this);
    }
    Object.setPrototypeOf(Old.prototype, Events.prototype);
    Object.setPrototypeOf(Old, Events);
    const old = new (Old as never as new () => nodeEvents)();
    old.on('a', log);
    log(old instanceof Events, old.emit('a', 'heard'), Object.keys(old), (Old as never as Events).defaultMaxListeners);
    class Young extends Events {
      override emit(name: string, ...args: never[]) {
        log('young', name);
        return super.emit(name, ...args);
      }
    }
    new Young().emit('a');
  },
  'once() as a promise': async (Events, log) => {
    const emitter = new Events();
    const settle = (promise: Promise<unknown>) => promise.then(log, (error) => log('failed', shown(error)));
    const jobs = [
      settle(Events.once(emitter, 'a')),
      settle(Events.once(emitter, 'b')),
      settle(Events.once(emitter, 'error')),
    ];
    emitter.emit('a', 1, 2);
    emitter.emit('error', new Error('broken'));
    await Promise.all(jobs);
    const aborter = new AbortController();
    const aborted = settle(Events.once(emitter, 'a', { signal: aborter.signal }));
    aborter.abort();
    await aborted;
    await settle(Events.once(emitter, 'a', { signal: AbortSignal.abort() }));
    await settle(Events.once(emitter, 'a', 1 as never));
    log(emitter.eventNames());
  },
  'on() as an async iterator': async (Events, log) => {
    const emitter = new Events();
    const iterator = Events.on(emitter, 'a', { close: ['end'] });
    emitter.emit('a', 1);
    emitter.emit('a', 2, 3);
    setImmediate(() => {
      emitter.emit('a', 4);
      emitter.emit('end');
    });
    for await (const args of iterator) log(args);
    log(emitter.eventNames(), await iterator.next());
    const failing = Events.on(emitter, 'a');
    emitter.emit('a', 5);
    emitter.emit('error', new Error('broken'));
    await assert.rejects(async () => {
      for await (const args of failing) log(args);
    }, /broken/);
    const calls: string[] = [];
    const source = Object.assign(emitter, { pause: () => calls.push('pause'), resume: () => calls.push('resume') });
    const marked = Events.on(source, 'a', { highWaterMark: 1, lowWaterMark: 1 });
    for (const value of [1, 2, 3]) source.emit('a', value);
    for (const _ of [1, 2, 3]) log((await marked.next()).value, calls);
    await marked.return?.();
    log(await marked.next(), emitter.eventNames());
  },
  EventEmitterAsyncResource: ({ EventEmitterAsyncResource }, log) => {
    class Named extends EventEmitterAsyncResource {}
    const emitter = new EventEmitterAsyncResource({ name: 'mine', triggerAsyncId: 1 });
    emitter.on('a', function (this: unknown, ...args) {
      log(this === emitter, ...args);
    });
    log(emitter.emit('a', 1, 2), emitter.triggerAsyncId, typeof emitter.asyncId, new Named().emit('b'));
    log((emitter.asyncResource as { eventEmitter?: unknown }).eventEmitter === emitter, emitter.emitDestroy());
    for (const options of [undefined, {}, { name: 5 }, { name: 'x', triggerAsyncId: -5 }]) {
      try {
        log(typeof new EventEmitterAsyncResource(options as never));
      } catch (error) {
        log(error);
      }
    }
  },
  'names and lengths of the public functions': (Events, log) => {
    const { prototype } = Events;
    for (const name of Object.keys(prototype)) {
      const value = (prototype as never as Record<string, unknown>)[name];
      log(name, typeof value === 'function' ? [value.name, value.length] : value);
    }
    log(Events.name, Events.length, Object.keys(Events).sort(), Object.keys(new Events()));
    log(Object.getOwnPropertySymbols(new Events()).map(String), Events.once.length, Events.on.length);
  },
};

assertSameTraces('events', ours, nodeEvents, SCENARIOS);

test('events: too many listeners are warned of once', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const emitter = new ours();
  for (let i = 0; i < 12; i++) emitter.on('a', () => {});
  await new Promise(setImmediate);
  process.off('warning', note);
  assert.deepEqual(
    warnings.map(({ name, message }) => [name, message]),
    [
      [
        'MaxListenersExceededWarning',
        'Possible EventEmitter memory leak detected. 11 a listeners added to [EventEmitter]. MaxListeners is 10. ' +
          'Use emitter.setMaxListeners() to increase limit',
      ],
    ],
  );
});

test('events: an error that nobody heard tells where it was emitted', async () => {
  const { enhanceStackKey } = await import('../../sandbox-lib/internal/event-emitter.ts');
  class Source extends ours {}
  const error = new Error('unheard');
  assert.throws(() => new Source().emit('error', error), error);
  const enhance = (error as unknown as Record<symbol, () => string>)[enhanceStackKey];
  assert.match(enhance?.() ?? '', /^Error: unheard\n[\s\S]*\nEmitted 'error' event on Source instance at:\n {4}at /);
});

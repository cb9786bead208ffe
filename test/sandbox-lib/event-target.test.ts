import './on-node-loop.ts';
import assert from 'node:assert/strict';
import nodeEvents from 'node:events';
import test from 'node:test';
import { inspect } from 'node:util';
import { assertSameTraces, type Log, type Scenario, settled } from './trace.ts';

const { AbortController, AbortSignal } = globalThis;
const node = { Event, CustomEvent, EventTarget, AbortController, AbortSignal, events: nodeEvents };
type Web = typeof node;

// The scenarios are written against node's classes, whose types ours are given here.
const ours = {
  ...(await import('../../sandbox-lib/globals/event.ts')),
  ...(await import('../../sandbox-lib/globals/event-target.ts')),
  ...(await import('../../sandbox-lib/globals/abort-controller.ts')),
  events: (await import('../../sandbox-lib/node/events.ts')).default,
} as unknown as Web;

function attempt(log: Log, ...calls: (() => unknown)[]): void {
  for (const call of calls) {
    try {
      log(call());
    } catch (error) {
      log(error);
    }
  }
}

const SCENARIOS: Record<string, Scenario<Web>> = {
  'an Event and what it tells': ({ Event, CustomEvent }, log) => {
    for (const options of [undefined, null, {}, { bubbles: 1, cancelable: true, composed: 'x' }]) {
      const event = new Event('a', options as never);
      event.preventDefault();
      log(event.type, event.bubbles, event.cancelable, event.composed, event.defaultPrevented, event.returnValue);
      log(event.target, event.currentTarget, event.srcElement, event.eventPhase, event.isTrusted, event.composedPath());
      event.initEvent('b', true, false);
      event.cancelBubble = true;
      log(event.type, event.bubbles, event.cancelBubble, typeof event.timeStamp, String(event), Object.keys(event));
    }
    log(new CustomEvent('c', { detail: 5 }).detail, new CustomEvent('c').detail, String(new CustomEvent('c')));
    log(Event.NONE, Event.CAPTURING_PHASE, Event.AT_TARGET, Event.BUBBLING_PHASE, Event.length, Event.name);
    const members: string[] = [];
    for (const name in new Event('x')) members.push(name);
    log(members.sort());
    attempt(
      log,
      () => new (Event as never as new () => object)(),
      () => new Event('x', 5 as never),
      () => new Event(Symbol('s') as never),
      () => Reflect.get(Event.prototype, 'type', {}),
      () => Event.prototype.stopPropagation.call({} as never),
      () => (Event as never as () => void)(),
    );
  },
  'dispatch: order, once, capture, removal, stop': ({ Event, EventTarget }, log) => {
    const target = new EventTarget();
    const third = () => log('third');
    const object = { handleEvent: (event: Event) => log('object', event.type) };
    target.addEventListener('a', function (this: unknown, event) {
      log('first', this === target, event.target === target, event.currentTarget === target, event.eventPhase);
      target.removeEventListener('a', third);
      log(event.composedPath().length);
    });
    target.addEventListener('a', () => log('once'), { once: true });
    target.addEventListener('a', third);
    target.addEventListener('a', third);
    target.addEventListener('a', third, true);
    target.addEventListener('a', object);
    target.addEventListener('stop', (event) => event.stopImmediatePropagation());
    target.addEventListener('stop', () => log('not reached'));
    target.addEventListener('stop', () => log('passive'), { passive: true });
    const event = new Event('a', { cancelable: true });
    log(target.dispatchEvent(event), event.currentTarget, event.eventPhase, event.target === target);
    log(
      target.dispatchEvent(new Event('a')),
      target.dispatchEvent(new Event('stop')),
      target.dispatchEvent(new Event('none')),
    );
    target.addEventListener('cancel', (given) => given.preventDefault());
    target.addEventListener('calm', (given) => given.preventDefault(), { passive: true });
    log(target.dispatchEvent(new Event('cancel', { cancelable: true })), target.dispatchEvent(new Event('cancel')));
    log(target.dispatchEvent(new Event('calm', { cancelable: true })), Object.keys(target), String(target));
  },
  'refused arguments of an EventTarget': ({ Event, EventTarget }, log) => {
    const target = new EventTarget();
    const event = new Event('again');
    target.addEventListener('again', () => attempt(log, () => target.dispatchEvent(event)));
    target.dispatchEvent(event);
    attempt(
      log,
      () => (target as never as { addEventListener(): void }).addEventListener(),
      () => target.addEventListener('a', 5 as never),
      () => target.addEventListener('a', () => {}, 5 as never),
      () => target.addEventListener('a', () => {}, null as never),
      () => target.addEventListener('a', () => {}, { signal: 5 as never }),
      () => target.addEventListener(Symbol('s') as never, () => {}),
      () => target.removeEventListener('a', 5 as never),
      () => target.removeEventListener('a', null),
      () => target.dispatchEvent({} as never),
      () => (target as never as { dispatchEvent(): void }).dispatchEvent(),
      () => EventTarget.prototype.addEventListener.call({} as never, 'a', () => {}),
      () => EventTarget.prototype.dispatchEvent.call({} as never, event),
    );
  },
  'an EventTarget as node:events sees it': async ({ Event, EventTarget, AbortController, events }, log) => {
    const target = new EventTarget();
    const f = () => {};
    target.addEventListener('a', f);
    target.addEventListener('a', f, true);
    log(
      events.getEventListeners(target, 'a').map((g) => g === f),
      events.getMaxListeners(target),
    );
    log((events.listenerCount as (source: unknown, type: string) => number)(target, 'a'));
    events.setMaxListeners(1, target);
    log(events.getMaxListeners(target), events.getEventListeners(target, 'b'));
    const once = events.once(target, 'a');
    target.dispatchEvent(new Event('a'));
    log(((await once) as Event[]).map(({ type }) => type));
    const aborter = new AbortController();
    target.addEventListener('b', f, { signal: aborter.signal });
    aborter.abort();
    target.addEventListener('b', f, { signal: aborter.signal });
    log(events.getEventListeners(target, 'b').length);
    const iterator = events.on(target, 'c') as AsyncIterableIterator<Event[]>;
    target.dispatchEvent(new Event('c'));
    log((await iterator.next()).value.length, await iterator.return?.());
  },
  'AbortController and AbortSignal': async ({ AbortController, AbortSignal, Event }, log) => {
    const aborter = new AbortController();
    const { signal } = aborter;
    log(signal.aborted, signal.reason, signal === aborter.signal, signal.onabort, String(signal), String(aborter));
    signal.onabort = (event) => log('handler', event.type, event.isTrusted, (event.target as AbortSignal).aborted);
    signal.addEventListener('abort', () => log('listener'));
    aborter.abort();
    aborter.abort('again');
    log(
      signal.aborted,
      (signal.reason as Error).name,
      (signal.reason as Error).message,
      (signal.reason as { code: number }).code,
    );
    signal.onabort = null;
    log(signal.onabort, signal.dispatchEvent(new Event('abort')));
    const given = AbortSignal.abort('mine');
    log(given.aborted, given.reason);
    attempt(
      log,
      () => given.throwIfAborted(),
      () => new AbortController().signal.throwIfAborted(),
      () => new (AbortSignal as never as new () => object)(),
      () => AbortSignal.timeout(-1),
      () => Reflect.get(AbortSignal.prototype, 'aborted', {}),
    );
    log(
      inspect(aborter),
      inspect(signal, { depth: -1 }),
      inspect({ a: { signal } }, { depth: 0 }),
      inspect(aborter, { depth: -1 }),
    );
    const timed = AbortSignal.timeout(1);
    await new Promise((resolve) => {
      timed.addEventListener('abort', resolve);
      setTimeout(resolve, 1000);
    });
    log(timed.aborted, (timed.reason as Error).name, (timed.reason as Error).message);
  },
  'AbortSignal.any()': async ({ AbortController, AbortSignal }, log) => {
    const [one, two] = [new AbortController(), new AbortController()];
    const any = AbortSignal.any([one.signal, two.signal]);
    const nested = AbortSignal.any([any, two.signal, two.signal]);
    for (const [name, signal] of Object.entries({ one: one.signal, any, nested })) {
      signal.addEventListener('abort', () => log(name, any.aborted, nested.aborted, signal.reason));
    }
    one.abort('one');
    two.abort('two');
    log(any.reason, nested.reason, AbortSignal.any([]).aborted, AbortSignal.any([any]).reason);
    attempt(
      log,
      () => AbortSignal.any(undefined as never),
      () => AbortSignal.any([undefined as never]),
      () => AbortSignal.any([{ aborted: true } as never]),
    );
    await settled();
  },
  'addAbortListener() is not stopped by anybody': async ({ AbortController, AbortSignal, events }, log) => {
    const aborter = new AbortController();
    aborter.signal.addEventListener('abort', (event) => event.stopImmediatePropagation());
    aborter.signal.addEventListener('abort', () => log('not reached'));
    events.addAbortListener(aborter.signal, () => log('heard'));
    const disposable = events.addAbortListener(aborter.signal, () => log('disposed'));
    disposable[Symbol.dispose]();
    aborter.abort();
    events.addAbortListener(AbortSignal.abort(), (...args) => log('at once', args.length));
    log('before');
    await settled();
    attempt(
      log,
      () => events.addAbortListener(undefined as never, () => {}),
      () => events.addAbortListener(aborter.signal, 5 as never),
    );
  },
};

assertSameTraces('web events', ours, node, SCENARIOS);

test('EventTarget: too many listeners, and none at all, are warned of', async () => {
  const warnings: string[] = [];
  const note = ({ name, message }: Error) => warnings.push(`${name}: ${message}`);
  process.on('warning', note);
  const target = new ours.EventTarget();
  for (let i = 0; i < 12; i++) target.addEventListener('a', () => {});
  target.addEventListener('a', null);
  await settled();
  process.off('warning', note);
  assert.deepEqual(warnings, [
    'MaxListenersExceededWarning: Possible EventTarget memory leak detected. 11 a listeners added to EventTarget. ' +
      'MaxListeners is 10. Use events.setMaxListeners() to increase limit',
    'AddEventListenerArgumentTypeWarning: addEventListener called with null which has no effect.',
  ]);
});

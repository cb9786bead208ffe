// Mocks of node:test: node is the oracle.
import test from 'node:test';
import { sameOutput } from './same-output.ts';

const SETUP = `
const { mock } = require('node:test');
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code, e.message].join('|'); } };
const show = (...values) => console.log(...values);
const object = { method(x) { return x + 1; }, get got() { return 1; }, set got(v) {}, number: 5 };
`;

const CASES: Record<string, string> = {
  'remember their calls': `
    const f = mock.fn((a) => { if (a < 0) throw new RangeError('negative'); return a; });
    show(f(1), attempt(() => f(-1)), f.call('me', 3), f.mock.callCount(), f.name, f.length);
    for (const call of f.mock.calls) show(Object.keys(call), call.arguments, call.result, call.error?.message, call.this, call.target, call.stack instanceof Error);
    f.mock.calls.pop(); show(f.mock.calls.length); f.mock.resetCalls(); show(f.mock.callCount());
    const none = mock.fn(); show(none(1, 2), none.name, none.mock.calls[0].arguments);`,
  construct: `
    class C { constructor(a) { this.a = a; } }
    const K = mock.fn(C), made = new K(4), [call] = K.mock.calls;
    show(made instanceof C, made instanceof K, made.a, call.target === C, call.result === made, call.this === made, call.arguments);`,
  'change their implementation, for once or for some times': `
    const f = mock.fn((a) => a, (a) => a * 2, { times: 2 }); show(f(1), f(1), f(1), f.mock.callCount());
    f.mock.mockImplementationOnce(() => 'once'); f.mock.mockImplementationOnce(() => 'fifth', 5); show(f(1), f(1), f(1), f(1));
    f.mock.mockImplementation(() => 'new'); show(f(1)); f.mock.restore(); show(f(3));
    show(attempt(() => f.mock.mockImplementationOnce(() => 1, 2)), attempt(() => f.mock.mockImplementation(1)));`,
  'stand for methods, getters and setters, own and inherited': `
    const before = Object.getOwnPropertyDescriptors(object), heir = Object.create(object);
    const m = mock.method(object, 'method'); show(object.method(1), m === object.method, m.mock.calls[0].this === object);
    const g = mock.getter(object, 'got', () => 9), s = mock.setter(object, 'got'); object.got = 4; show(object.got, g.mock.callCount(), s.mock.calls[0].arguments);
    m.mock.restore(); s.mock.restore(); g.mock.restore(); mock.restoreAll();
    show(require('util').isDeepStrictEqual(before.method, Object.getOwnPropertyDescriptor(object, 'method')), object.got);
    const i = mock.method(heir, 'method', () => 'heir'); show(heir.method(1), object.method(1)); mock.reset(); show(heir.method(1));
    const p = mock.property(object, 'number', 7); show(object.number); object.number = 3; p.mock.mockImplementationOnce(8); show(object.number, object.number);
    show(p.mock.accesses.map(({ type, value }) => [type, value]), p.mock.accessCount()); p.mock.restore(); show(object.number);`,
  'refuse what is no function': `
    for (const make of [() => mock.method(object, 'number'), () => mock.method(object, 'none'), () => mock.method(1, 'a'), () => mock.method(object, 1), () => mock.fn(1),
      () => mock.fn(() => {}, 1), () => mock.method(object, 'method', { getter: true, setter: true }), () => mock.fn(() => {}, () => {}, { times: 0 }),
      () => mock.getter(object, 'got', { getter: false }), () => mock.setter(object, 'got', { setter: false }), () => mock.method(object, 'got'), () => mock.property(object, 'none')])
      show(attempt(make));`,
};

for (const [title, code] of Object.entries(CASES)) {
  test(`mocks ${title}`, async (t) => {
    await sameOutput(t, SETUP + code);
  });
}

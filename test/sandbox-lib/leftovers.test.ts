// What a kept context watches, member by member: every change of every watched object is found, and nothing where there is none.
import assert from 'node:assert/strict';
import { test } from 'node:test';

type Leftovers = typeof import('../../sandbox-lib/internal/leftovers.ts');

/** Captured, as the changes below concern what a test is written with. */
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, setPrototypeOf } = Reflect;

const WATCHED: Record<string, object> = {
  'TypedArray.prototype': getPrototypeOf(Uint8Array.prototype) as object,
  'Iterator.prototype': Iterator.prototype,
};
for (const one of [Object, Array, String, Number, Promise, Error, Date, Symbol]) WATCHED[one.name] = one;
for (const [name, one] of Object.entries({ JSON, Math, Reflect })) WATCHED[name] = one;
for (const one of [Object, Function, Array, String, Number, RegExp, Promise, Error, Date, Map, Set]) {
  WATCHED[`${one.name}.prototype`] = one.prototype;
}

const CANNOT_LOOK = 'something that cannot be looked at';

// Node makes some of its globals at the first look, and more with them.
for (const key of ownKeys(globalThis)) getOwnPropertyDescriptor(globalThis, key);

/** Compares with code that is made from text, from its twentieth look on. */
const withCode = await load('code', Function);
/** As where the engine forbids that. */
const withoutCode = await load('loop', () => {
  throw new EvalError('Code generation from strings disallowed for this context');
});

async function load(query: string, makeFunction: unknown): Promise<Leftovers> {
  const before = globalThis.Function;
  defineProperty(globalThis, 'Function', { value: makeFunction });
  const leftovers = (await import(`../../sandbox-lib/internal/leftovers.ts?${query}`)) as Leftovers;
  defineProperty(globalThis, 'Function', { value: before });
  leftovers.watchContext({});
  for (let i = 0; i < 30; i++) assert.equal(leftovers.findLeftover(), '');
  return leftovers;
}

/** What is found of a change, which is undone. A context that cannot be looked at is dropped, too: a getter may refuse its own prototype. */
function seen({ findLeftover }: Leftovers, change: () => void, undo: () => void): string {
  change();
  try {
    return findLeftover();
  } catch {
    return CANNOT_LOOK;
  } finally {
    undo();
  }
}

const ADDED: Record<string, [key: PropertyKey, PropertyDescriptor]> = {
  'a member': ['added', { value: 1, enumerable: true }],
  'a hidden member': ['added', { value: 1, enumerable: false }],
  'a symbol': [Symbol('added'), { value: 1 }],
  'an index': ['7', { value: 1 }],
  'an accessor': ['added', { get: () => 1 }],
};

for (const [how, leftovers] of Object.entries({ withCode, withoutCode })) {
  for (const [name, target] of Object.entries(WATCHED)) {
    test(`findLeftover() ${how} finds what is added to ${name}`, () => {
      for (const [what, [key, descriptor]] of Object.entries(ADDED)) {
        const add = (): unknown => defineProperty(target, key, { ...descriptor, configurable: true });
        const found = seen(leftovers, add, () => {
          deleteProperty(target, key);
          Array.prototype.length = 0; // an index makes it longer
        });
        assert.equal(found, `${name}.${String(key)}`, what);
      }
      assert.equal(leftovers.findLeftover(), '');
    });

    test(`findLeftover() ${how} finds each member of ${name} that is removed or is another one`, () => {
      for (const key of ownKeys(target)) {
        const before = getOwnPropertyDescriptor(target, key) as PropertyDescriptor; // of an own key
        for (const [what, change] of Object.entries(changesOf(target, key, before))) {
          const found = seen(leftovers, change, () => defineProperty(target, key, before));
          if (found !== CANNOT_LOOK) assert.equal(found, `${name}.${String(key)}`, `${String(key)}: ${what}`);
        }
      }
      assert.equal(leftovers.findLeftover(), '');
    });

    if (target === Object.prototype) continue; // its prototype cannot be changed
    test(`findLeftover() ${how} finds another prototype of ${name}`, () => {
      const before = getPrototypeOf(target);
      const change = (): unknown => setPrototypeOf(target, Object.create(before));
      assert.equal(
        seen(leftovers, change, () => setPrototypeOf(target, before)),
        `another kind of ${name}`,
      );
      assert.equal(leftovers.findLeftover(), '');
    });
  }
}

function changesOf(target: object, key: PropertyKey, before: PropertyDescriptor): Record<string, () => void> {
  const define = (descriptor: PropertyDescriptor) => (): unknown => defineProperty(target, key, descriptor);
  if (!before.configurable) return before.writable ? { 'another value': define({ value: 7 }) } : {};
  const changes = {
    'another value': define({ value: 'another' }),
    'another getter': define({ get: () => 'another' }),
    removed: () => deleteProperty(target, key),
  };
  return before.value === 0 ? { ...changes, 'minus nothing': define({ value: -0 }) } : changes;
}

for (const [how, leftovers] of Object.entries({ withCode, withoutCode })) {
  test(`findLeftover() ${how} finds a new global`, () => {
    const add = (): unknown => defineProperty(globalThis, 'added', { value: 1, configurable: true });
    const found = seen(leftovers, add, () => deleteProperty(globalThis, 'added'));
    assert.equal(found, 'global added');
  });

  test(`findLeftover() ${how} finds a global of V8 that is removed or is another one`, () => {
    const before = getOwnPropertyDescriptor(globalThis, 'WeakRef') as PropertyDescriptor; // V8 has it
    const restore = (): unknown => defineProperty(globalThis, 'WeakRef', before);
    const replace = (): unknown => defineProperty(globalThis, 'WeakRef', { value: WeakSet });
    assert.equal(seen(leftovers, replace, restore), 'global WeakRef');
    const remove = (): unknown => deleteProperty(globalThis, 'WeakRef');
    assert.equal(seen(leftovers, remove, restore), 'global WeakRef');
    assert.equal(leftovers.findLeftover(), '');
  });

  test(`findLeftover() ${how} finds what becomes of a class that a script is given`, () => {
    class Given {
      static limit = 10;
      static nothing: unknown;
      static ratio = Number.NaN;
      get size(): number {
        return 1;
      }
      method(): void {}
    }
    leftovers.watchValue('Given', Given);
    for (let i = 0; i < 30; i++) assert.equal(leftovers.findLeftover(), '');
    for (const [key, value] of Object.entries({ limit: 11, ratio: 0, nothing: null })) {
      const before = getOwnPropertyDescriptor(Given, key) as PropertyDescriptor; // has it
      const change = (): unknown => defineProperty(Given, key, { value });
      assert.equal(
        seen(leftovers, change, () => defineProperty(Given, key, before)),
        `Given.${key}`,
      );
    }
    const { method } = Given.prototype;
    const patch = (value: () => void) => () => (Given.prototype.method = value);
    assert.equal(
      seen(
        leftovers,
        patch(() => {}),
        patch(method),
      ),
      'Given.prototype.method',
    );
    Object.preventExtensions(Given);
    assert.equal(leftovers.findLeftover(), 'another kind of Given');
  });
}

// Mocks of node:test: functions that remember their calls. Inside the context. https://nodejs.org/api/test.html#class-mocktracker
import { nodeError, refused } from './errors.ts';
import {
  type Call,
  type Fn,
  MockFunctionContext,
  MockPropertyContext,
  nextImplementation,
  recordCall,
} from './mock-contexts.ts';
import {
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  PlainProxy,
  ReflectGetPrototypeOf,
} from './primordials.ts';
import { validateBoolean, validateFunction, validateInteger, validateObject } from './validators.ts';

type Mocked = Fn & { readonly mock: MockFunctionContext };

export interface MockOptions {
  getter?: boolean;
  setter?: boolean;
  /** How many calls the implementation serves before the original does again. */
  times?: number;
}

/** What `test.mock` and `t.mock` are: mocks, and the way back. */
export class MockTracker {
  #mocks: Array<MockFunctionContext | MockPropertyContext> = [];

  get timers(): never {
    throw refused('test.mock.timers', 'the clock of a run is real', 'pass a clock to what you test');
  }

  fn(first?: unknown, second?: unknown, third?: unknown): Mocked {
    const own = first === undefined || isOptions(first) ? function original() {} : first;
    validateFunction(own, 'original');
    const used = second === undefined || isOptions(second) ? own : second;
    validateFunction(used, 'implementation');
    const options = [first, second, third].find(isOptions) ?? {};
    return this.#make(own as Fn, used as Fn, readTimes(options), undefined); // both just checked
  }

  method(object: object, name: PropertyKey, implementation?: unknown, options?: unknown): Mocked {
    if (typeof object !== 'function') validateObject(object, 'object');
    if (typeof name !== 'string' && typeof name !== 'symbol') {
      throw nodeError('ERR_INVALID_ARG_TYPE', 'methodName', ['string', 'symbol'], name);
    }
    const given = isOptions(implementation) ? implementation : ((options ?? {}) as MockOptions);
    validateObject(given, 'options');
    const { getter = false, setter = false } = given;
    validateBoolean(getter, 'options.getter');
    validateBoolean(setter, 'options.setter');
    const times = readTimes(given);
    if (getter && setter) {
      throw nodeError('ERR_INVALID_ARG_VALUE', 'options.setter', setter, "cannot be used with 'options.getter'");
    }
    const found = findMember(object, name);
    const key = setter ? 'set' : getter ? 'get' : 'value';
    const original = found?.descriptor[key] as unknown;
    if (found === undefined || typeof original !== 'function') {
      throw nodeError('ERR_INVALID_ARG_VALUE', 'methodName', original, 'must be a method');
    }
    const used = implementation === undefined || isOptions(implementation) ? original : implementation;
    validateFunction(used, 'implementation');
    const undo = (): void => {
      if (found.owner === object) ObjectDefineProperty(object, name, found.descriptor);
      else Reflect.deleteProperty(object, name);
    };
    const mocked = this.#make(original as Fn, used as Fn, times, undo); // as just checked
    ObjectDefineProperty(object, name, { ...found.descriptor, configurable: true, [key]: mocked });
    return mocked;
  }

  getter(object: object, name: PropertyKey, implementation?: unknown, options?: unknown): Mocked {
    return this.#accessor('getter', object, name, implementation, options);
  }

  setter(object: object, name: PropertyKey, implementation?: unknown, options?: unknown): Mocked {
    return this.#accessor('setter', object, name, implementation, options);
  }

  property(object: object, name: PropertyKey, ...value: [value?: unknown]): object {
    validateObject(object, 'object');
    if (typeof name !== 'string' && typeof name !== 'symbol') {
      throw nodeError('ERR_INVALID_ARG_TYPE', 'propertyName', ['string', 'symbol'], name);
    }
    const descriptor = ObjectGetOwnPropertyDescriptor(object, name);
    if (descriptor === undefined) {
      throw nodeError('ERR_INVALID_ARG_VALUE', 'propertyName', name, 'is not a property of the object');
    }
    const first = value.length === 0 ? Reflect.get(object, name) : value[0];
    const mock = new MockPropertyContext(object, name, descriptor, first);
    this.#mocks.push(mock);
    return new PlainProxy(object, { get: (target, key) => (key === 'mock' ? mock : Reflect.get(target, key)) });
  }

  restoreAll(): void {
    for (const mock of this.#mocks) mock.restore();
  }

  reset(): void {
    this.restoreAll();
    this.#mocks = [];
  }

  #accessor(kind: 'getter' | 'setter', object: object, name: PropertyKey, second: unknown, third: unknown): Mocked {
    const implementation = isOptions(second) ? undefined : second;
    const options = isOptions(second) ? second : ((third ?? {}) as MockOptions);
    validateObject(options, 'options');
    if (options[kind] === false) throw nodeError('ERR_INVALID_ARG_VALUE', `options.${kind}`, false, 'cannot be false');
    return this.method(object, name, implementation, { ...options, [kind]: true });
  }

  #make(original: Fn, implementation: Fn, times: number, undo: (() => void) | undefined): Mocked {
    const mock = new MockFunctionContext(original, implementation, times, undo);
    this.#mocks.push(mock);
    return new PlainProxy(original, {
      apply: (_target, self: unknown, args: unknown[]) => remember(mock, args, undefined, self),
      construct: (target, args, newTarget) => remember(mock, args, target, newTarget) as object, // made by `new`
      get: (target, key, receiver) => (key === 'mock' ? mock : Reflect.get(target, key, receiver)),
    }) as Mocked; // with the `mock` just added
  }
}

/** Calls or constructs, and writes it down. `self`: `this` of a call, new.target of a construction. */
function remember(mock: MockFunctionContext, args: unknown[], constructed: unknown, self: unknown): unknown {
  const fn = nextImplementation(mock);
  const call: Call = {
    ...{ arguments: args, error: undefined, result: undefined, stack: new Error() },
    ...{ target: constructed, this: constructed === undefined ? self : undefined },
  };
  Object.setPrototypeOf(call, null);
  try {
    if (constructed === undefined) call.result = Reflect.apply(fn, self, args);
    else call.this = call.result = Reflect.construct(fn, args, self as Fn); // what was called with `new`
    return call.result;
  } catch (error) {
    call.error = error;
    throw error;
  } finally {
    recordCall(mock, call);
  }
}

function isOptions(value: unknown): value is MockOptions {
  return typeof value === 'object' && value !== null;
}

function readTimes({ times = Number.POSITIVE_INFINITY }: MockOptions): number {
  if (times !== Number.POSITIVE_INFINITY) validateInteger(times, 'options.times', 1);
  return times;
}

function findMember(object: object, name: PropertyKey): { owner: object; descriptor: PropertyDescriptor } | undefined {
  for (let owner: object | null = object; owner !== null; owner = ReflectGetPrototypeOf(owner)) {
    const descriptor = ObjectGetOwnPropertyDescriptor(owner, name);
    if (descriptor !== undefined) return { owner, descriptor };
  }
  return undefined;
}

// What a mock of node:test knows of its calls, and what it does at the next one. Inside the context.
// https://nodejs.org/api/test.html#class-mockfunctioncontext
import { ObjectDefineProperty } from './primordials.ts';
import { validateFunction, validateInteger } from './validators.ts';

export type Fn = (this: unknown, ...args: unknown[]) => unknown;

export interface Call {
  arguments: unknown[];
  error: unknown;
  result: unknown;
  stack: Error;
  /** What was constructed. */
  target: unknown;
  this: unknown;
}

/** The implementations of a mock: one for all calls, others for single ones. */
class Implementations {
  readonly #once = new Map<number, unknown>();
  #current: unknown;

  constructor(first: unknown) {
    this.#current = first;
  }

  replace(implementation: unknown): void {
    this.#current = implementation;
  }

  once(implementation: unknown, call: number): void {
    this.#once.set(call, implementation);
  }

  take(call: number): unknown {
    if (!this.#once.has(call)) return this.#current;
    const implementation = this.#once.get(call);
    this.#once.delete(call);
    return implementation;
  }
}

export let recordCall: (context: MockFunctionContext, call: Call) => void;
export let nextImplementation: (context: MockFunctionContext) => Fn;

/** What `fn.mock` is. */
export class MockFunctionContext {
  #calls: Call[] = [];
  readonly #implementations: Implementations;
  readonly #original: Fn;
  readonly #times: number;
  readonly #undo: (() => void) | undefined;

  static {
    recordCall = (context, call) => {
      context.#calls.push(call);
    };
    nextImplementation = (context) => {
      const call = context.#calls.length;
      if (call + 1 === context.#times) {
        const last = context.#implementations.take(call) as Fn; // functions only, as checked
        context.restore();
        return last;
      }
      return context.#implementations.take(call) as Fn; // as above
    };
  }

  constructor(original: Fn, implementation: Fn, times: number, undo: (() => void) | undefined) {
    this.#original = original;
    this.#implementations = new Implementations(implementation);
    this.#times = times;
    this.#undo = undo;
  }

  get calls(): Call[] {
    return this.#calls.slice();
  }

  callCount(): number {
    return this.#calls.length;
  }

  mockImplementation(implementation: unknown): void {
    validateFunction(implementation, 'implementation');
    this.#implementations.replace(implementation);
  }

  mockImplementationOnce(implementation: unknown, onCall?: number): void {
    validateFunction(implementation, 'implementation');
    const next = this.#calls.length;
    const call = onCall ?? next;
    validateInteger(call, 'onCall', next);
    this.#implementations.once(implementation, call);
  }

  resetCalls(): void {
    this.#calls = [];
  }

  restore(): void {
    if (this.#undo !== undefined) this.#undo();
    else this.#implementations.replace(this.#original);
  }
}

interface Access {
  type: 'get' | 'set';
  value: unknown;
  stack: Error;
}

/** What `mock.property(…).mock` is. */
export class MockPropertyContext {
  #accesses: Access[] = [];
  readonly #values: Implementations;
  readonly #undo: () => void;

  constructor(object: object, name: PropertyKey, descriptor: PropertyDescriptor, value: unknown) {
    this.#values = new Implementations(value);
    this.#undo = () => void ObjectDefineProperty(object, name, descriptor);
    ObjectDefineProperty(object, name, {
      configurable: true,
      enumerable: descriptor.enumerable ?? false,
      get: () => this.#access('get', this.#values.take(this.#accesses.length)),
      set: (given: unknown) => {
        this.#values.replace(given);
        this.#access('set', given);
      },
    });
  }

  #access(type: 'get' | 'set', value: unknown): unknown {
    this.#accesses.push({ type, value, stack: new Error() });
    return value;
  }

  get accesses(): Access[] {
    return this.#accesses.slice();
  }

  accessCount(): number {
    return this.#accesses.length;
  }

  mockImplementation(value: unknown): void {
    this.#values.replace(value);
  }

  mockImplementationOnce(value: unknown, onAccess?: number): void {
    const next = this.#accesses.length;
    const access = onAccess ?? next;
    validateInteger(access, 'onAccess', next);
    this.#values.once(value, access);
  }

  resetAccesses(): void {
    this.#accesses = [];
  }

  restore(): void {
    this.#undo();
  }
}

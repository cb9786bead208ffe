// AsyncResource and the ids of what runs. Inside the context. https://nodejs.org/api/async_context.html#class-asyncresource
import { currentFrame, runInFrame, taskHooks } from './async-frame.ts';
import { nodeError } from './errors.ts';
import { ObjectDefineProperty, ReflectApply } from './primordials.ts';
import { validateFunction, validateString } from './validators.ts';

export interface AsyncResourceOptions {
  triggerAsyncId?: number | undefined;
  requireManualDestroy?: boolean | undefined;
}

/** What runs now, as far as resources say: the main script has the id 1. */
export interface Execution {
  readonly id: number;
  readonly trigger: number;
  readonly resource: object;
}

let execution: Execution = { id: 1, trigger: 0, resource: {} };
let lastId = 1;

/** What runs from now on; answers what ran. */
export function enterExecution(next: Execution): Execution {
  const outer = execution;
  execution = next;
  return outer;
}

export function newAsyncId(): number {
  return ++lastId;
}

export function executionAsyncId(): number {
  return execution.id;
}

export function triggerAsyncId(): number {
  return execution.trigger;
}

export function executionAsyncResource(): object {
  return execution.resource;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever function is given comes back with its own type
type AnyFunction = (this: any, ...args: any[]) => unknown;

/** A piece of work that a script manages itself: its callbacks run with the values of where it was made. */
export class AsyncResource {
  readonly #id: number;
  readonly #trigger: number;
  readonly #frame = currentFrame();

  constructor(type: string, options: AsyncResourceOptions | number = {}) {
    validateString(type, 'type');
    if (type === '' && taskHooks !== undefined) throw nodeError('ERR_ASYNC_TYPE', type);
    const given = typeof options === 'number' ? options : options.triggerAsyncId;
    const trigger = given === undefined ? execution.id : given;
    if (!Number.isSafeInteger(trigger) || trigger < -1) {
      throw nodeError('ERR_INVALID_ASYNC_ID', 'triggerAsyncId', trigger);
    }
    this.#id = newAsyncId();
    this.#trigger = trigger;
    taskHooks?.made(this.#id, type, trigger, this);
  }

  static bind<F extends AnyFunction>(fn: F, type?: string, self?: unknown): F {
    return new AsyncResource(type || fn.name || 'bound-anonymous-fn').bind(fn, self);
  }

  runInAsyncScope<A extends unknown[], R>(fn: (...args: A) => R, self?: unknown, ...args: A): R {
    const outer = execution;
    execution = { id: this.#id, trigger: this.#trigger, resource: this };
    taskHooks?.before(this.#id);
    try {
      return runInFrame(this.#frame, () => ReflectApply(fn, self, args) as R);
    } finally {
      taskHooks?.after(this.#id);
      execution = outer;
    }
  }

  emitDestroy(): this {
    taskHooks?.gone(this.#id);
    return this;
  }

  asyncId(): number {
    return this.#id;
  }

  triggerAsyncId(): number {
    return this.#trigger;
  }

  bind<F extends AnyFunction>(fn: F, self?: unknown): F {
    validateFunction(fn, 'fn');
    const resource = this;
    const bound = function (this: unknown, ...args: unknown[]) {
      return resource.runInAsyncScope(fn, self === undefined ? this : self, ...args);
    };
    ObjectDefineProperty(bound, 'length', { __proto__: null, value: fn.length, configurable: true });
    return bound as AnyFunction as F; // it takes and returns what fn does
  }
}

/** For the next run of a kept context. */
export function resetAsyncResource(): void {
  execution = { id: 1, trigger: 0, resource: {} };
  lastId = 1;
}

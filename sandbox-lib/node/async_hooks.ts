// node:async_hooks. Inside the context. https://nodejs.org/api/async_hooks.html
import { AsyncLocalStorage } from '../internal/async-local-storage.ts';
import { AsyncResource, executionAsyncId, executionAsyncResource, triggerAsyncId } from '../internal/async-resource.ts';
import { nodeError } from '../internal/errors.ts';
import { addCallbacks, type HookCallbacks, removeCallbacks } from '../internal/task-hooks.ts';

const CALLBACKS = ['init', 'before', 'after', 'destroy', 'promiseResolve'] as const;
type Callbacks = HookCallbacks & { promiseResolve?: unknown; trackPromises?: unknown };

class AsyncHook {
  readonly #callbacks: HookCallbacks;

  constructor({ init, before, after, destroy }: Callbacks) {
    this.#callbacks = { init, before, after, destroy };
  }

  enable(): this {
    addCallbacks(this.#callbacks);
    return this;
  }

  disable(): this {
    removeCallbacks(this.#callbacks);
    return this;
  }
}

function createHook(callbacks: Callbacks): AsyncHook {
  for (const name of CALLBACKS) {
    const callback: unknown = callbacks[name];
    if (callback !== undefined && typeof callback !== 'function') throw nodeError('ERR_ASYNC_CALLBACK', `hook.${name}`);
  }
  return new AsyncHook(callbacks);
}

const asyncHooks = {
  AsyncLocalStorage,
  createHook,
  executionAsyncId,
  triggerAsyncId,
  executionAsyncResource,
  /** The kinds of work node's native part reports: none here. */
  asyncWrapProviders: Object.freeze({ __proto__: null, NONE: 0 }),
  AsyncResource,
};
export default asyncHooks;

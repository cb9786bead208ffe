// node:async_hooks. Inside the context. https://nodejs.org/api/async_hooks.html
import { AsyncLocalStorage } from '../internal/async-local-storage.ts';
import { AsyncResource, executionAsyncId, executionAsyncResource, triggerAsyncId } from '../internal/async-resource.ts';
import { nodeError, refused } from '../internal/errors.ts';

const CALLBACKS = ['init', 'before', 'after', 'destroy', 'promiseResolve'] as const;

class AsyncHook {
  enable(): never {
    throw refused('createHook().enable()', 'V8 reports no promises to this sandbox', 'use AsyncLocalStorage');
  }

  disable(): this {
    return this;
  }
}

function createHook(callbacks: Partial<Record<(typeof CALLBACKS)[number], unknown>>): AsyncHook {
  for (const name of CALLBACKS) {
    const callback = callbacks[name];
    if (callback !== undefined && typeof callback !== 'function') throw nodeError('ERR_ASYNC_CALLBACK', `hook.${name}`);
  }
  return new AsyncHook();
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

// Tells those who asked of the pieces of work a run makes: hooks of async_hooks.createHook(), and domains. Inside the context; instantiated
// when the first of them is switched on. https://nodejs.org/api/async_hooks.html#async-hooks
import { setTaskHooks, type TaskHooks } from './async-frame.ts';
import { type Execution, enterExecution, executionAsyncId, newAsyncId } from './async-resource.ts';
import { leave } from './exit.ts';
import { inspect } from './inspect.ts';
import { addImmediate } from './loop.ts';
import { setExitCode } from './process-events.ts';
import { SafeWeakMap } from './safe-collections.ts';
import { writeStdio } from './stdio.ts';

/** What is told to one of them, by node's names. */
export interface HookCallbacks {
  init?: ((id: number, type: string, trigger: number, resource: object) => void) | undefined;
  before?: ((id: number) => void) | undefined;
  after?: ((id: number) => void) | undefined;
  destroy?: ((id: number) => void) | undefined;
  /** Is told of work without a type, too. */
  readonly isInternal?: boolean;
}

const records = new SafeWeakMap<object, Execution>();
/** Never changed, always replaced: a hook may switch itself off while it is told. */
let callbacks: readonly HookCallbacks[] = [];
/** Code that runs, inside of other code. */
let running: number[] = [];
let destroyed: number[] = [];
/** Ids of work without a type. */
let untyped = new Set<number>();

export function addCallbacks(added: HookCallbacks): void {
  if (!callbacks.includes(added)) callbacks = [...callbacks, added];
  setTaskHooks(hooks);
}

export function removeCallbacks(removed: HookCallbacks): void {
  callbacks = callbacks.filter((one) => one !== removed);
  if (callbacks.length === 0) setTaskHooks(undefined);
}

/** For the next run of a kept context. */
export function resetTaskHooks(): void {
  callbacks = [];
  running = [];
  destroyed = [];
  untyped = new Set();
}

const hooks: TaskHooks = {
  made(id, type, trigger, resource) {
    if (type === '') untyped.add(id);
    tell(id, (one) => one.init?.(id, type, trigger, resource));
  },
  before(id) {
    running.push(id);
    tell(id, (one) => one.before?.(id));
  },
  after(id) {
    // An error that was handled has told of it already.
    if (!running.includes(id)) return;
    while (running.pop() !== id);
    tell(id, (one) => one.after?.(id));
  },
  gone(id) {
    if (destroyed.length === 0) queueDestroyed();
    destroyed.push(id);
  },
  begin(type, resource) {
    const record = { id: newAsyncId(), trigger: executionAsyncId(), resource };
    records.set(resource, record);
    hooks.made(record.id, type, record.trigger, resource);
  },
  run(resource, callback) {
    const record = records.get(resource);
    if (record === undefined) return callback();
    const outer = enterExecution(record);
    hooks.before(record.id);
    try {
      // No `after` for what throws: whoever handles the error is still inside of it.
      callback();
      hooks.after(record.id);
    } finally {
      enterExecution(outer);
    }
  },
  end(resource) {
    const record = records.get(resource);
    if (record === undefined || !records.delete(resource)) return;
    hooks.gone(record.id);
  },
  wrap(type, resource, callback) {
    hooks.begin(type, resource);
    return () => {
      try {
        hooks.run(resource, callback);
      } finally {
        hooks.end(resource);
      }
    };
  },
  unwind() {
    for (let id = running.at(-1); id !== undefined; id = running.at(-1)) hooks.after(id);
  },
};

/** Those who are told, when they are: what they switch off or on counts from the next time. */
function tell(id: number, one: (callbacks: HookCallbacks) => void): void {
  const isTyped = !untyped.has(id);
  for (const hook of callbacks) {
    if (!isTyped && !hook.isInternal) continue;
    try {
      one(hook);
    } catch (error) {
      if (hook.isInternal) throw error;
      fail(error);
    }
  }
}

/** In node nothing can be told while an object is being collected: it waits for the loop. */
function queueDestroyed(): void {
  const flush = () => {
    const ids = destroyed;
    destroyed = [];
    for (const id of ids) tell(id, (one) => one.destroy?.(id));
    for (const id of ids) untyped.delete(id);
  };
  addImmediate({ refed: true, run: flush });
}

/** An error of a hook ends the run, as in node: nothing can handle it. */
function fail(error: unknown): void {
  const { stack } = (error ?? {}) as { stack?: unknown };
  writeStdio(2, `${typeof stack === 'string' ? stack : `Error: ${inspect(error)}`}\n`);
  setExitCode(1);
  leave(false);
  throw error;
}

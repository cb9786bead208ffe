// Timeout and Immediate over the event loop (node:timers). Inside the context.
import { beginTask, bindFrame, bindTask, currentFrame, taskHooks } from './async-frame.ts';
import { AsyncResource } from './async-resource.ts';
import { nodeError } from './errors.ts';
import { guardMicrotask } from './guard.ts';
import {
  addImmediate,
  cancelImmediate,
  type LoopTimer,
  refImmediate,
  refTimer,
  startTimer,
  stopTimer,
} from './loop.ts';
import { ObjectDefineProperty, ReflectApply } from './primordials.ts';
import { kPromisify } from './promisify-symbols.ts';
import { SafeMap } from './safe-collections.ts';
import type { LoopTask } from './task-queue.ts';
import { setImmediate as promisedImmediate, setTimeout as promisedTimeout } from './timers-promises.ts';
import { validateFunction } from './validators.ts';
import { emitWarning } from './warning.ts';

const MAX_DELAY = 2 ** 31 - 1;
type AnyFunction = (...args: unknown[]) => unknown;

/** Timers whose number a script took (`+timeout`), so that clearTimeout(number) finds them. */
const byNumber = new SafeMap<number, Timeout>();
let numbers = 0;
const resolved = Promise.resolve();
// then() asks the promise for its class, which a script may have patched; without one it takes V8's own.
ObjectDefineProperty(resolved, 'constructor', { __proto__: null, value: undefined });
const { then } = Promise.prototype;

/** What setTimeout and setInterval return. What the loop needs is private, so that scripts see the fields of node's. */
export class Timeout implements LoopTimer {
  _idleTimeout: number;
  _idlePrev: unknown;
  _idleNext: unknown;
  _idleStart = 0;
  _onTimeout: AnyFunction | null | undefined;
  _timerArgs: unknown[] | undefined;
  _repeat: number | null;
  _destroyed = false;
  #expiry = 0;
  #age = 0;
  #place = -1;
  #refed = true;
  #number = 0;
  readonly #frame = currentFrame();

  constructor(callback: AnyFunction, delay: unknown, args: unknown[], repeat: boolean) {
    this._onTimeout = callback;
    this._idleTimeout = toDelay(delay);
    this._repeat = repeat ? this._idleTimeout : null;
    this._timerArgs = args.length === 0 ? undefined : args;
    taskHooks?.begin('Timeout', this);
    startTimer(this, this._idleTimeout);
  }

  get expiry(): number {
    return this.#expiry;
  }
  set expiry(time) {
    this.#expiry = time;
    this._idleStart = time - this._idleTimeout;
  }
  get age(): number {
    return this.#age;
  }
  set age(age) {
    this.#age = age;
  }
  get place(): number {
    return this.#place;
  }
  set place(place) {
    this.#place = place;
  }
  get refed(): boolean {
    return this.#refed;
  }
  set refed(refed) {
    this.#refed = refed;
  }

  /** Called by the loop when the timer is due. */
  fire(): void {
    if (this._onTimeout == null) return;
    beginTask(this.#frame);
    try {
      // Called as a method, as in node: stacks name it Timeout._onTimeout, and a script may have replaced it.
      if (taskHooks !== undefined) taskHooks.run(this, () => this._onTimeout?.(...(this._timerArgs ?? [])));
      else if (this._timerArgs === undefined) this._onTimeout();
      else ReflectApply(this._onTimeout, this, this._timerArgs);
    } finally {
      if (this.#place < 0) {
        // A script may turn a timeout into an interval by setting _repeat.
        const stopped = this._repeat === null || this._onTimeout == null || this._idleTimeout === -1;
        if (!stopped) startTimer(this, this._repeat ?? 1);
        else this.#forget();
      }
    }
  }

  ref(): this {
    refTimer(this, true);
    return this;
  }

  unref(): this {
    refTimer(this, false);
    return this;
  }

  hasRef(): boolean {
    return this.#refed;
  }

  refresh(): this {
    if (this._onTimeout == null) return this;
    this._destroyed = false;
    startTimer(this, this._idleTimeout);
    return this;
  }

  close(): this {
    clearTimeout(this);
    return this;
  }

  [Symbol.toPrimitive](): number {
    if (this.#number === 0) {
      this.#number = ++numbers;
      byNumber.set(this.#number, this);
    }
    return this.#number;
  }

  [Symbol.dispose](): void {
    clearTimeout(this);
  }

  /** Stops for good. */
  stop(): void {
    if (this._destroyed) return;
    this._onTimeout = undefined;
    this._idleTimeout = -1;
    this._repeat = null;
    stopTimer(this);
    this.#forget();
  }

  #forget(): void {
    this._destroyed = true;
    taskHooks?.end(this);
    if (this.#number !== 0) byNumber.delete(this.#number);
  }
}

/** What setImmediate returns. */
export class Immediate implements LoopTask {
  _idleNext = null;
  _idlePrev = null;
  _onImmediate: AnyFunction | null;
  _argv: unknown[] | undefined;
  _destroyed = false;
  #refed = true;
  #run: (() => void) | undefined;

  constructor(callback: AnyFunction, args: unknown[]) {
    this._onImmediate = callback;
    this._argv = args.length === 0 ? undefined : args;
    const run = () => {
      this._destroyed = true;
      if (this._onImmediate === null) return;
      try {
        if (this._argv === undefined) this._onImmediate();
        else ReflectApply(this._onImmediate, this, this._argv);
      } finally {
        this._onImmediate = null;
      }
    };
    this.#run = bindTask(taskHooks?.wrap('Immediate', this, run) ?? run);
    addImmediate(this);
  }

  get refed(): boolean {
    return this.#refed;
  }
  set refed(refed) {
    this.#refed = refed;
  }
  get run(): (() => void) | undefined {
    return this.#run;
  }
  set run(run) {
    this.#run = run;
  }

  ref(): this {
    refImmediate(this, true);
    return this;
  }

  unref(): this {
    refImmediate(this, false);
    return this;
  }

  hasRef(): boolean {
    return !this._destroyed && this.#refed;
  }

  [Symbol.dispose](): void {
    clearImmediate(this);
  }
}

export function setTimeout(callback: AnyFunction, delay?: unknown, ...args: unknown[]): Timeout {
  validateFunction(callback, 'callback');
  return new Timeout(callback, delay, args, false);
}

export function setInterval(callback: AnyFunction, delay?: unknown, ...args: unknown[]): Timeout {
  validateFunction(callback, 'callback');
  return new Timeout(callback, delay, args, true);
}

export function setImmediate(callback: AnyFunction, ...args: unknown[]): Immediate {
  validateFunction(callback, 'callback');
  return new Immediate(callback, args);
}

export function clearTimeout(timer: unknown): void {
  if (timer instanceof Timeout) timer.stop();
  else if (typeof timer === 'number' || typeof timer === 'string') byNumber.get(Number(timer))?.stop();
}

export { clearTimeout as clearInterval };

export function clearImmediate(immediate: unknown): void {
  if (!(immediate instanceof Immediate) || immediate._destroyed) return;
  immediate._destroyed = true;
  immediate._onImmediate = null;
  cancelImmediate(immediate);
  taskHooks?.end(immediate);
}

export function queueMicrotask(callback: AnyFunction): void {
  if (typeof callback !== 'function') throw nodeError('ERR_INVALID_ARG_TYPE', 'callback', 'Function', callback);
  const bound = taskHooks === undefined ? bindFrame(() => void callback()) : bindResource(callback);
  ReflectApply(then, resolved, [() => guardMicrotask(bound)]);
}

/** With hooks a microtask is a resource as scripts make them: unlike a task of the loop it is over when it throws. */
function bindResource(callback: AnyFunction): () => void {
  const resource = new AsyncResource('Microtask');
  return () => {
    resource.runInAsyncScope(callback);
    resource.emitDestroy();
  };
}

let isNegativeWarned = false;
let isNaNWarned = false;

/** The promise forms, made when util.promisify() asks for them. */
for (const [callback, promised] of [
  [setTimeout, () => promisedTimeout],
  [setImmediate, () => promisedImmediate],
] as const) {
  ObjectDefineProperty(callback, kPromisify, { __proto__: null, get: promised, enumerable: true, configurable: false });
}

/** Node's rule: what is no number from 1 to 2^31-1 is 1, with a warning where that surprises. */
function toDelay(delay: unknown): number {
  const after = (delay as number) * 1; // not Number(): a BigInt is refused
  if (after >= 1 && after <= MAX_DELAY) return Math.trunc(after);
  if (delay === undefined || (after >= 0 && after < 1)) return 1;
  const warned = after > MAX_DELAY ? false : after < 0 ? isNegativeWarned : isNaNWarned;
  if (warned) return 1;
  if (after < 0) isNegativeWarned = true;
  else if (!(after > MAX_DELAY)) isNaNWarned = true;
  const problem =
    after > MAX_DELAY
      ? [`${after} does not fit into a 32-bit signed integer.`, 'TimeoutOverflowWarning']
      : after < 0
        ? [`${after} is a negative number.`, 'TimeoutNegativeWarning']
        : [`${String(delay)} is not a number.`, 'TimeoutNaNWarning'];
  emitWarning(`${problem[0]}\nTimeout duration was set to 1.`, problem[1] as string);
  return 1;
}

/** For the next run of a kept context. */
export function resetTimers(): void {
  byNumber.clear();
  numbers = 0;
}

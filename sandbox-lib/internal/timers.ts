// Timeout and Immediate over the event loop (node:timers). Inside the context.
import { beginTask, bindFrame, bindTask, currentFrame } from './async-frame.ts';
import { nodeError } from './errors.ts';
import {
  addImmediate,
  cancelImmediate,
  type LoopTimer,
  refImmediate,
  refTimer,
  startTimer,
  stopTimer,
} from './loop.ts';
import { ReflectApply, SafeMap } from './primordials.ts';
import type { LoopTask } from './task-queue.ts';
import { guard } from './uncaught.ts';
import { validateFunction } from './validators.ts';
import { emitWarning } from './warning.ts';

const MAX_DELAY = 2 ** 31 - 1;
type AnyFunction = (...args: unknown[]) => unknown;

/** Timers whose number a script took (`+timeout`), so that clearTimeout(number) finds them. */
const byNumber = new SafeMap<number, Timeout>();
let numbers = 0;
const resolved = Promise.resolve();
const { then } = Promise.prototype;

/** What setTimeout and setInterval return. */
export class Timeout implements LoopTimer {
  expiry = 0;
  age = 0;
  place = -1;
  refed = true;
  _onTimeout: AnyFunction | null;
  _idleTimeout: number;
  _repeat: number | null;
  _destroyed = false;
  readonly #args: unknown[];
  readonly #frame = currentFrame();
  #number = 0;

  constructor(callback: AnyFunction, delay: unknown, args: unknown[], repeat: boolean) {
    this._onTimeout = callback;
    this._idleTimeout = toDelay(delay);
    this._repeat = repeat ? this._idleTimeout : null;
    this.#args = args;
    startTimer(this, this._idleTimeout);
  }

  /** Called by the loop when the timer is due. */
  fire(): void {
    const callback = this._onTimeout;
    if (callback === null) return;
    beginTask(this.#frame);
    try {
      Reflect.apply(callback, this, this.#args);
    } finally {
      if (this._repeat !== null && this._onTimeout !== null && this.place < 0) startTimer(this, this._repeat);
      else if (this.place < 0) this.#forget();
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
    return this.refed;
  }

  refresh(): this {
    if (!this._destroyed || this._onTimeout !== null) startTimer(this, this._idleTimeout);
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
    this._onTimeout = null;
    this._repeat = null;
    stopTimer(this);
    this.#forget();
  }

  #forget(): void {
    this._destroyed = true;
    if (this.#number !== 0) byNumber.delete(this.#number);
  }
}

/** What setImmediate returns. */
export class Immediate implements LoopTask {
  refed = true;
  run: (() => void) | undefined;
  _onImmediate: AnyFunction | null;
  _destroyed = false;

  constructor(callback: AnyFunction, args: unknown[]) {
    this._onImmediate = callback;
    this.run = bindTask(() => {
      this._destroyed = true;
      Reflect.apply(callback, this, args);
    });
    addImmediate(this);
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
    return this.refed;
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
}

export function queueMicrotask(callback: AnyFunction): void {
  if (typeof callback !== 'function') throw nodeError('ERR_INVALID_ARG_TYPE', 'callback', 'Function', callback);
  const bound = bindFrame(() => callback());
  ReflectApply(then, resolved, [() => guard(bound)]);
}

/** Node's rule: what is no number from 1 to 2^31-1 is 1, with a warning where that surprises. */
function toDelay(delay: unknown): number {
  const after = Number(delay);
  if (after >= 1 && after <= MAX_DELAY) return Math.trunc(after);
  if (delay === undefined || (after >= 0 && after < 1)) return 1;
  const problem =
    after > MAX_DELAY
      ? [`${after} does not fit into a 32-bit signed integer.`, 'TimeoutOverflowWarning']
      : after < 0
        ? [`${after} is a negative number.`, 'TimeoutNegativeWarning']
        : [`${String(delay)} is not a number.`, 'TimeoutNaNWarning'];
  emitWarning(`${problem[0]}\nTimeout duration was set to 1.`, problem[1] as string);
  return 1;
}

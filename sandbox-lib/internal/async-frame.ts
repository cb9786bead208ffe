// The values of every AsyncLocalStorage as they stand in the code that runs now, and how they travel with what that code starts. Inside
// the context. V8 offers nothing to follow promises with here. What is used instead: microtasks run in the order they were queued, so
// two of our own around those of a piece of code bracket its continuations, and two more around theirs, generation after generation.
import { ReflectApply } from './primordials.ts';

/** A list that is never changed: one entry per storage. */
export interface Frame {
  readonly storage: object;
  readonly value: unknown;
  readonly next: Frame | undefined;
}

/** Who follows the pieces of work of a run: hooks of node:async_hooks, and domains. */
export interface TaskHooks {
  /** A resource that brings its own id was made, its code begins, is over, and it is gone. */
  made(id: number, type: string, trigger: number, resource: object): void;
  before(id: number): void;
  after(id: number): void;
  gone(id: number): void;
  /** A resource of the loop's was made. Without a type only domains are told: no one says what kind of work it is. */
  begin(type: string, resource: object): void;
  /** Its callback. */
  run(resource: object, callback: () => void): void;
  /** It calls back no more. */
  end(resource: object): void;
  /** All of that for something that calls back once. */
  wrap(type: string, resource: object, callback: () => void): () => void;
  /** An error that was handled has ended whatever was running. */
  unwind(): void;
}

/** Undefined in a run that asks for none of them. */
export let taskHooks: TaskHooks | undefined;

export function setTaskHooks(hooks: TaskHooks | undefined): void {
  taskHooks = hooks;
}

/** Generations of microtasks that are followed after the last sign of life: V8 gives no sign that there are no more. */
const GENERATIONS = 512;

let current: Frame | undefined;
let active: Bracket | undefined;
const settled = Promise.resolve();
const { then } = Promise.prototype;

function queue(callback: () => void): void {
  ReflectApply(then, settled, [callback]);
}

/** The microtasks that one piece of code leaves behind, and theirs. */
class Bracket {
  #left = GENERATIONS;
  #frame: Frame | undefined;
  #outerFrame: Frame | undefined;
  #outer: Bracket | undefined;

  /** Before the code: what is queued now runs before what the code will queue. */
  begin(frame: Frame | undefined): void {
    this.#frame = frame;
    queue(this.#open);
    this.#enter();
  }

  /** After the code. With a storage, only its value is taken back: other storages keep what the code entered for them. */
  end(storage?: object): void {
    const inner = current;
    this.#leave();
    if (storage !== undefined) {
      const before = findEntry(storage);
      current = before === undefined ? without(inner, storage) : withValue(inner, storage, before.value);
    }
    queue(this.#close);
  }

  keepAlive(): void {
    this.#left = GENERATIONS;
  }

  #enter(): void {
    this.#outerFrame = current;
    this.#outer = active;
    current = this.#frame;
    active = this;
  }

  #leave(): void {
    this.#frame = current; // enterWith() may have changed it
    current = this.#outerFrame;
    active = this.#outer;
  }

  readonly #open = (): void => {
    this.#enter();
    if (--this.#left > 0) queue(this.#open);
  };

  readonly #close = (): void => {
    this.#leave();
    if (this.#left > 0) queue(this.#close);
  };
}

export function currentFrame(): Frame | undefined {
  active?.keepAlive();
  return current;
}

/** For the code that runs now and what it starts from here on. */
export function setFrame(frame: Frame | undefined): void {
  current = frame;
}

/** The loop begins a callback of its own: it, its ticks and its microtasks run in this frame. */
export function beginTask(frame: Frame | undefined): void {
  current = frame;
  active = undefined;
}

/** The frame with another value for one storage. */
export function withValue(frame: Frame | undefined, storage: object, value: unknown): Frame {
  return { storage, value, next: without(frame, storage) };
}

export function without(frame: Frame | undefined, storage: object): Frame | undefined {
  if (frame === undefined) return undefined;
  if (frame.storage === storage) return frame.next;
  const next = without(frame.next, storage);
  return next === frame.next ? frame : { storage: frame.storage, value: frame.value, next };
}

export function findEntry(storage: object): Frame | undefined {
  for (let at = currentFrame(); at !== undefined; at = at.next) if (at.storage === storage) return at;
  return undefined;
}

/** Calls the function, which with its continuations sees this frame; made for one storage, see `end`. */
export function runInFrame<T>(frame: Frame | undefined, run: () => T, storage?: object): T {
  if (frame === current) return run();
  const bracket = new Bracket();
  bracket.begin(frame);
  try {
    return run();
  } finally {
    bracket.end(storage);
  }
}

/** A tick or microtask that runs in the frame of now. Most runs have none: then it is the callback itself. */
export function bindFrame(callback: () => void): () => void {
  const frame = currentFrame();
  return frame === undefined ? callback : () => runInFrame(frame, callback);
}

/** The same for a callback of the loop's own: its whole turn is in that frame. */
export function bindTask(callback: () => void): () => void {
  const frame = currentFrame();
  if (frame === undefined) return callback;
  return () => {
    beginTask(frame);
    callback();
  };
}

/** For the next run of a kept context. */
export function resetAsyncFrame(): void {
  taskHooks = undefined;
  current = undefined;
  active = undefined;
}

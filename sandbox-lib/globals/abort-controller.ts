// The globals AbortController and AbortSignal. Inside the context. https://dom.spec.whatwg.org/#interface-abortcontroller
// A run is short: signals know their dependents by plain references, not by weak ones.
import { codedError, nodeError } from '../internal/errors.ts';
import { setTimeout } from '../internal/timers.ts';
import { validateUint32 } from '../internal/validators.ts';
import { DOMException } from './dom-exception.ts';
import { customInspectSymbol, Event, eventState, finishInterface, inspectAs } from './event.ts';
import { defineEventHandler } from './event-handler.ts';
import { EventTarget, setMaxListenersOfTarget } from './event-target.ts';

interface SignalState {
  aborted: boolean;
  reason: unknown;
  /** Signals made by any() that follow this one, in the order they were made. */
  readonly dependents: Set<AbortSignal>;
  /** Of a signal made by any(): the signals it follows, none of them made by any(). */
  sources: Set<AbortSignal> | undefined;
}

type InspectOptions = Parameters<typeof inspectAs>[3];

/** Only who has this makes signals. */
const internal: unique symbol = Symbol('internal');
let signalState: (value: unknown) => SignalState | undefined;

export function isAbortSignal(value: unknown): value is AbortSignal {
  return signalState(value) !== undefined;
}

function check(signal: unknown): SignalState {
  const state = signalState(signal);
  if (state === undefined) throw nodeError('ERR_INVALID_THIS', 'AbortSignal');
  return state;
}

function newSignal(): AbortSignal {
  return new AbortSignal(internal);
}

function abortReason(): DOMException {
  return new DOMException('This operation was aborted', 'AbortError');
}

export class AbortSignal extends EventTarget {
  declare onabort: unknown;
  readonly #state: SignalState = { aborted: false, reason: undefined, dependents: new Set(), sources: undefined };

  static {
    signalState = (value) =>
      typeof value === 'object' && value !== null && #state in value ? value.#state : undefined;
  }

  constructor(key?: typeof internal) {
    if (key !== internal) throw nodeError('ERR_ILLEGAL_CONSTRUCTOR');
    super();
    setMaxListenersOfTarget(this, 0);
  }

  static abort(reason: unknown = abortReason()): AbortSignal {
    const signal = newSignal();
    abortSignal(signal, reason);
    return signal;
  }

  static timeout(delay: number): AbortSignal {
    validateUint32(delay, 'delay', false);
    const signal = newSignal();
    const reason = (): DOMException => new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    setTimeout(() => abortSignal(signal, reason()), delay).unref();
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    const given = signalList(signals);
    const signal = newSignal();
    const aborted = given.find((source) => check(source).aborted);
    if (aborted !== undefined) {
      abortSignal(signal, check(aborted).reason);
      return signal;
    }
    const sources = new Set(given.flatMap((source) => [...(check(source).sources ?? [source])]));
    for (const source of sources) check(source).dependents.add(signal);
    check(signal).sources = sources;
    return signal;
  }

  get aborted(): boolean {
    return check(this).aborted;
  }

  get reason(): unknown {
    return check(this).reason;
  }

  throwIfAborted(): void {
    const { aborted, reason } = check(this);
    if (aborted) throw reason;
  }

  override [customInspectSymbol](depth: number, options: InspectOptions): unknown {
    if (depth < 0) return options.stylize?.('[AbortSignal]', 'special') ?? '[AbortSignal]';
    return inspectAs(this, { aborted: this.aborted }, depth, options);
  }
}

finishInterface(AbortSignal, 'aborted');
defineEventHandler(AbortSignal.prototype, 'abort');

function signalList(signals: unknown): AbortSignal[] {
  const iterable = (typeof signals === 'object' && signals !== null) || typeof signals === 'function';
  if (!iterable || typeof (signals as Partial<Iterable<unknown>>)[Symbol.iterator] !== 'function') {
    throw codedError('TypeError', 'ERR_INVALID_ARG_TYPE', 'signals cannot be converted to sequence.');
  }
  return Array.from(signals as Iterable<AbortSignal>, (signal, i) => {
    if (signalState(signal) === undefined) {
      throw codedError('TypeError', 'ERR_INVALID_ARG_TYPE', `signals[${i}] is not of type AbortSignal.`);
    }
    return signal;
  });
}

/** All that depend are aborted before the first listener of any is called. */
function abortSignal(signal: AbortSignal, reason: unknown): void {
  const state = check(signal);
  if (state.aborted) return;
  state.aborted = true;
  state.reason = reason;
  const dependents = [...state.dependents].filter((dependent) => !check(dependent).aborted);
  for (const dependent of dependents) Object.assign(check(dependent), { aborted: true, reason });
  for (const each of [signal, ...dependents]) {
    const event = new Event('abort');
    const told = eventState(event);
    if (told !== undefined) told.trusted = true;
    each.dispatchEvent(event);
    for (const source of check(each).sources ?? []) check(source).dependents.delete(each);
  }
  state.dependents.clear();
}

export class AbortController {
  #signal: AbortSignal | undefined = undefined;

  get signal(): AbortSignal {
    this.#signal ??= newSignal();
    return this.#signal;
  }

  abort(reason: unknown = abortReason()): void {
    this.#signal ??= newSignal();
    abortSignal(this.#signal, reason);
  }

  [customInspectSymbol](depth: number, options: InspectOptions): unknown {
    return depth < 0 ? this : inspectAs(this, { signal: this.signal }, depth, options);
  }
}

finishInterface(AbortController, 'signal', 'abort');

// The globals Event and CustomEvent. Inside the context. https://dom.spec.whatwg.org/#interface-event
import { nodeError } from '../internal/errors.ts';
import { readClock } from '../internal/host-clock.ts';
import { inspect } from '../internal/inspect.ts';
import { ObjectDefineProperties, ObjectDefineProperty } from '../internal/primordials.ts';
import { validateObject } from '../internal/validators.ts';

export interface EventInit {
  bubbles?: boolean;
  cancelable?: boolean;
  composed?: boolean;
}

export interface CustomEventInit extends EventInit {
  detail?: unknown;
}

/** What a dispatch works with; a script sees it through the getters only. */
export interface EventState {
  type: string;
  bubbles: boolean;
  cancelable: boolean;
  composed: boolean;
  canceled: boolean;
  trusted: boolean;
  target: unknown;
  dispatching: boolean;
  propagationStopped: boolean;
  /** stopImmediatePropagation() was called. */
  stopped: boolean;
  inPassiveListener: boolean;
}

interface InspectOptions {
  depth?: number | null;
  stylize?(text: string, style: string): string;
}

/** The state of an event, or undefined for anything else. */
export let eventState: (value: unknown) => EventState | undefined;

const customInspect = Symbol.for('nodejs.util.inspect.custom');

export { customInspect as customInspectSymbol };

/** Inspects as `Name { … }` does, one level less deep. */
export function inspectAs(self: object, shown: object, depth: number, options: InspectOptions): string {
  const { name } = self.constructor;
  if (depth < 0) return name;
  const inner = typeof options.depth === 'number' ? options.depth - 1 : options.depth;
  return `${name} ${inspect(shown, { ...options, depth: inner })}`;
}

/** Members of a web interface are enumerable, and its objects have a tag. */
export function finishInterface(Interface: { prototype: object; name: string }, ...members: string[]): void {
  for (const member of members)
    ObjectDefineProperty(Interface.prototype, member, { __proto__: null, enumerable: true });
  ObjectDefineProperty(Interface.prototype, Symbol.toStringTag, {
    __proto__: null,
    value: Interface.name,
    configurable: true,
  });
}

function check(event: Event): EventState {
  const state = eventState(event);
  if (state === undefined) throw nodeError('ERR_INVALID_THIS', 'Event');
  return state;
}

function cancel(state: EventState): void {
  if (state.cancelable && !state.inPassiveListener) state.canceled = true;
}

export class Event {
  declare static readonly NONE: 0;
  declare static readonly CAPTURING_PHASE: 1;
  declare static readonly AT_TARGET: 2;
  declare static readonly BUBBLING_PHASE: 3;
  declare readonly isTrusted: boolean;
  readonly #state: EventState;
  readonly #timeStamp = readClock();

  static {
    eventState = (value) => (typeof value === 'object' && value !== null && #state in value ? value.#state : undefined);
  }

  constructor(type: string, options: EventInit | null = {}) {
    // biome-ignore lint/complexity/noArguments: an event of type 'undefined' is allowed
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'type');
    if (options != null) validateObject(options, 'options');
    this.#state = {
      type: `${type}`,
      bubbles: Boolean(options?.bubbles),
      cancelable: Boolean(options?.cancelable),
      composed: Boolean(options?.composed),
      canceled: false,
      trusted: false,
      target: null,
      dispatching: false,
      propagationStopped: false,
      stopped: false,
      inPassiveListener: false,
    };
  }

  initEvent(type: string, bubbles = false, cancelable = false): void {
    // biome-ignore lint/complexity/noArguments: an event of type 'undefined' is allowed
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'type');
    const state = check(this);
    if (state.dispatching) return;
    state.type = `${type}`;
    state.bubbles = Boolean(bubbles);
    state.cancelable = Boolean(cancelable);
  }

  stopImmediatePropagation(): void {
    const state = check(this);
    state.propagationStopped = true;
    state.stopped = true;
  }

  stopPropagation(): void {
    check(this).propagationStopped = true;
  }

  preventDefault(): void {
    cancel(check(this));
  }

  composedPath(): unknown[] {
    const state = check(this);
    return state.dispatching ? [state.target] : [];
  }

  get target(): unknown {
    return check(this).target;
  }

  get srcElement(): unknown {
    return check(this).target;
  }

  get currentTarget(): unknown {
    const state = check(this);
    return state.dispatching ? state.target : null;
  }

  get type(): string {
    return check(this).type;
  }

  get cancelable(): boolean {
    return check(this).cancelable;
  }

  get defaultPrevented(): boolean {
    const state = check(this);
    return state.cancelable && state.canceled;
  }

  get returnValue(): boolean {
    return !this.defaultPrevented;
  }

  set returnValue(value: boolean) {
    const state = check(this);
    if (!value) cancel(state);
  }

  get timeStamp(): number {
    check(this);
    return this.#timeStamp;
  }

  get bubbles(): boolean {
    return check(this).bubbles;
  }

  get composed(): boolean {
    return check(this).composed;
  }

  get eventPhase(): number {
    return check(this).dispatching ? 2 : 0;
  }

  get cancelBubble(): boolean {
    return check(this).propagationStopped;
  }

  set cancelBubble(value: boolean) {
    const state = check(this);
    if (value) state.propagationStopped = true;
  }

  [customInspect](depth: number, options: InspectOptions): string {
    const { type, canceled, cancelable } = check(this);
    const shown = { type, defaultPrevented: canceled, cancelable, timeStamp: this.#timeStamp };
    return inspectAs(this, shown, depth, options);
  }
}

finishInterface(
  Event,
  ...['initEvent', 'stopImmediatePropagation', 'preventDefault', 'target', 'currentTarget', 'srcElement', 'type'],
  ...['cancelable', 'defaultPrevented', 'timeStamp', 'composedPath', 'returnValue', 'bubbles', 'composed'],
  ...['eventPhase', 'cancelBubble', 'stopPropagation'],
);
ObjectDefineProperty(Event.prototype, 'isTrusted', {
  __proto__: null,
  get(this: unknown): boolean {
    return eventState(this)?.trusted === true;
  },
  enumerable: true,
});
const constant = (value: number): PropertyDescriptor => ({ __proto__: null, value, enumerable: true });
ObjectDefineProperties(Event, {
  NONE: constant(0),
  CAPTURING_PHASE: constant(1),
  AT_TARGET: constant(2),
  BUBBLING_PHASE: constant(3),
});

export class CustomEvent extends Event {
  readonly #detail: unknown;

  constructor(type: string, options: CustomEventInit | null = {}) {
    // biome-ignore lint/complexity/noArguments: an event of type 'undefined' is allowed
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail(): unknown {
    if (!(#detail in this)) throw nodeError('ERR_INVALID_THIS', 'CustomEvent');
    return this.#detail;
  }
}

finishInterface(CustomEvent, 'detail');

// Domains: errors of emitters, timers, ticks and callbacks that were made in one go to its 'error' listeners. Instantiated by
// require('domain') only, which puts hooks into EventEmitter, Promise and the loop. Inside the context. https://nodejs.org/api/domain.html
import { nodeError } from './errors.ts';
import { EventEmitter, type EventName } from './event-emitter.ts';
import { defineHidden, ObjectDefineProperty, ReflectApply } from './primordials.ts';
import { process } from './process.ts';
import { SafeMap } from './safe-collections.ts';
import { addCallbacks, type HookCallbacks } from './task-hooks.ts';
import { captureFirst } from './uncaught-capture.ts';

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
interface WithDomain {
  domain?: Domain | null | undefined;
}

/** Entered and not left, the active one last. */
let stack: Domain[] = [];
/** What process.domain says; a script may set it. */
let current: Domain | null | undefined = null;
/** Work that was made in a domain, by its id. */
const made = new SafeMap<number, Domain>();
let isTracking = false;

interface State {
  _stack: Domain[];
  Domain: typeof Domain | undefined;
  createDomain: typeof createDomain;
  create: typeof createDomain;
  active: Domain | null | undefined;
}

/** What require('domain') gives. */
export const state: State = { _stack: stack, Domain: undefined, createDomain, create: createDomain, active: null };

export class Domain extends EventEmitter {
  members: unknown[] = [];

  constructor() {
    super();
    if (!isTracking) addCallbacks(tracker);
    isTracking = true;
  }

  enter(): void {
    stack.push(this);
    activate(this);
  }

  exit(): void {
    const index = stack.lastIndexOf(this);
    if (index === -1) return;
    stack.splice(index);
    activate(stack.at(-1));
  }

  /** An emitter, or anything else that says which domain it belongs to. */
  add(member: WithDomain): void {
    if (member.domain === this) return;
    member.domain?.remove(member);
    // Domains that lie in one another in a circle would hand an error round for ever.
    if (member instanceof Domain) {
      for (let outer = (this as WithDomain).domain; outer; outer = (outer as WithDomain).domain) {
        if (outer === member) return;
      }
    }
    belongTo(member, this);
    this.members.push(member);
  }

  remove(member: WithDomain): void {
    member.domain = null;
    const index = this.members.indexOf(member);
    if (index !== -1) this.members.splice(index, 1);
  }

  run<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): R {
    return this.#within(fn as AnyFunction, this, args) as R; // what the function gives
  }

  bind(callback: AnyFunction): AnyFunction {
    const domain = this;
    function runBound(this: unknown, ...args: unknown[]): unknown {
      return domain.#within(callback, this, args);
    }
    belongTo(runBound, this);
    return runBound;
  }

  /** As bind(), for a callback whose first argument may be an error. */
  intercept(callback: AnyFunction): AnyFunction {
    const domain = this;
    return function runIntercepted(this: unknown, ...args: unknown[]): unknown {
      const [error, ...rest] = args;
      if (!(error instanceof Error)) return domain.#within(callback, this, rest);
      mark(error, domain, false);
      (error as Error & { domainBound?: unknown }).domainBound = callback;
      domain.emit('error', error);
      return undefined;
    };
  }

  /** An error that nothing caught while this was the active domain. */
  _errorHandler(error: unknown): boolean {
    mark(error, this, true);
    // Its listeners do not run in the domain itself: what they throw would come back to them.
    while (state.active === this) this.exit();
    let caught = false;
    if (stack.length === 0) {
      if (this.listenerCount('error') > 0) caught = this.emit('error', error);
    } else {
      try {
        caught = this.emit('error', error);
      } catch (second) {
        const outer = stack.at(-1);
        if (outer === undefined) throw second;
        activate(outer);
        caught = outer._errorHandler(second);
      }
    }
    leaveAll();
    return caught;
  }

  /** What the function throws leaves the domain entered: who handles the error is to find it. */
  #within(fn: AnyFunction, self: unknown, args: unknown[]): unknown {
    this.enter();
    const result = ReflectApply(fn, self, args);
    this.exit();
    return result;
  }
}

export function createDomain(): Domain {
  return new Domain();
}

/** Puts the hooks in their places. */
export function installDomains(): void {
  state.Domain = Domain;
  ObjectDefineProperty(process, 'domain', {
    __proto__: null,
    get: () => current,
    set: (domain) => {
      current = domain;
    },
    enumerable: true,
    configurable: true,
  });
  captureFirst(capture);
  watchUncaught();
  (EventEmitter as unknown as { usingDomains: boolean }).usingDomains = true; // node's own mark
  bindEmitters();
  bindPromises();
}

function activate(domain: Domain | null | undefined): void {
  state.active = domain;
  current = domain;
}

function leaveAll(): void {
  stack.length = 0;
  activate(null);
}

function belongTo(member: object, domain: Domain | null): void {
  defineHidden(member, 'domain', domain);
}

function mark(error: unknown, domain: Domain, wasThrown: boolean): void {
  if ((typeof error !== 'object' || error === null) && typeof error !== 'function') return;
  belongTo(error, domain);
  (error as { domainThrown?: boolean }).domainThrown = wasThrown;
}

/** Asked before any listener of the process; whether domains are in charge of the error. */
function capture(error: unknown): boolean {
  const isHeard = stack.some((domain) => domain.listenerCount('error') > 0);
  const domain = current;
  if (!isHeard || !domain) return false;
  domain._errorHandler(error);
  return true;
}

/** An error that reaches the process ends all domains, before anyone hears of it. */
function watchUncaught(): void {
  const emitter = process as unknown as EventEmitter; // its prototype is there by now
  emitter.on('newListener', (name: EventName, listener: unknown) => {
    if (name !== 'uncaughtException' || listener === leaveAll) return;
    emitter.removeListener(name, leaveAll);
    emitter.prependListener(name, leaveAll);
  });
  emitter.on('removeListener', (name: EventName, listener: unknown) => {
    if (name !== 'uncaughtException' || listener === leaveAll) return;
    const [only, ...more] = emitter.listeners(name);
    if (only === leaveAll && more.length === 0) emitter.removeListener(name, leaveAll);
  });
}

/** Timers, ticks and callbacks run in the domain they were made in. */
const tracker: HookCallbacks = {
  isInternal: true,
  init(id, _type, _trigger, resource) {
    if (!current) return;
    made.set(id, current);
    belongTo(resource, current);
  },
  before: (id) => made.get(id)?.enter(),
  after: (id) => made.get(id)?.exit(),
  destroy: (id) => void made.delete(id),
};

function bindEmitters(): void {
  const { init } = EventEmitter;
  EventEmitter.init = function (this: EventEmitter & WithDomain, options) {
    belongTo(this, state.active && !(this instanceof Domain) ? state.active : null);
    ReflectApply(init, this, [options]);
  };
  const { emit } = EventEmitter.prototype;
  EventEmitter.prototype.emit = function (this: EventEmitter & WithDomain, type: EventName, ...args: unknown[]) {
    const { domain } = this;
    const isHeard = type === 'error' && this.listenerCount(type) > 0;
    if (isHeard || domain === null || domain === undefined || (this as unknown) === process) {
      return ReflectApply(emit, this, [type, ...args]);
    }
    if (type === 'error') return emitInDomain(this, domain, args[0] || nodeError('ERR_UNHANDLED_ERROR'));
    domain.enter();
    const result = ReflectApply(emit, this, [type, ...args]);
    domain.exit();
    return result;
  };
}

/** An 'error' event that nobody listens to goes to the domain, whose listeners run outside of it. */
function emitInDomain(emitter: EventEmitter, domain: Domain, error: unknown): false {
  if (typeof error === 'object') {
    (error as { domainEmitter?: unknown }).domainEmitter = emitter;
    mark(error, domain, false);
  }
  const [outerStack, outer] = [stack, current];
  let length = stack.length;
  while (length > 0 && stack[length - 1] === current) length--;
  stack = stack.slice(0, length);
  state._stack = stack;
  activate(stack.at(-1) ?? null);
  domain.emit('error', error);
  stack = outerStack;
  state._stack = stack;
  activate(outer);
  return false;
}

/** V8 says nothing of promises: their callbacks are bound where then() is called. Code after an await is in no domain. */
function bindPromises(): void {
  const { prototype } = Promise;
  const { then } = prototype;
  const bind = (callback: unknown) => {
    const domain = current;
    if (!domain || typeof callback !== 'function') return callback;
    return (value: unknown) => {
      domain.enter();
      try {
        return ReflectApply(callback as AnyFunction, undefined, [value]);
      } finally {
        // What it throws is a rejection, which no domain is asked about.
        domain.exit();
      }
    };
  };
  defineHidden(prototype, 'then', function (this: unknown, fulfilled: unknown, rejected: unknown) {
    return ReflectApply(then as unknown as AnyFunction, this, [bind(fulfilled), bind(rejected)]);
  });
}

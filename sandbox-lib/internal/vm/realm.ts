// What stands first in a context of node:vm: it gives the context's global object the properties of the script's sandbox object. The
// function is sent as text and runs in that other context: it uses nothing of this file and nothing of the library.
// V8 lets no context look at the global object of another, so all of this happens on its own side. Node has interceptors; here each
// property of the sandbox is an accessor of the global object, and what is no property of it is looked for through its prototype, a proxy.

type Key = string | symbol;
type Descriptors = Record<Key, PropertyDescriptor>;

/** The other context, as the library sees it. */
export interface Realm {
  /** Ties the global object to the sandbox object. */
  contextify(sandbox: object): void;
  /** Before and after code runs in it. */
  open(): void;
  close(): void;
  /** Declares a script's variables, of which V8 lets no one take the properties back otherwise. */
  declare(code: string): void;
  /** The completion value of a text. `enterFromHost` has the host call the door's `enter`: only then there is a time limit. */
  evaluate(code: string, enterFromHost: (() => void) | undefined): unknown;
  /** A value on its way out: the global object goes as a view of it. */
  outward(value: unknown): unknown;
  /** The global object, which other contexts can only hold, and a view of it that they can use. */
  readonly global: object;
  view(): object;
  /** Its counterparts of what `prototypesAsked` in internal/types.ts lists. */
  prototypes(): object[];
  /** An error of which only the texts are left, as one of this context. */
  copyError(name: string, message: string, stack: string): Error;
}

export interface RealmOptions {
  /** Whether code may be made from text, and from bytes. */
  readonly strings: boolean;
  readonly wasm: boolean;
  /** The library's own global object, and a view of it. */
  readonly hostGlobal: object;
  readonly hostObjectPrototype: object;
  readonly hostView: () => object;
}

/** The text that makes the door of a context. */
export function realmText(): string {
  return `(${makeDoor})(${startRealm})`;
}

/** What the text gives. */
export interface RealmDoor {
  /** Called by the host: does what was begun. */
  enter(): void;
  begin(task: () => unknown): void;
  /** What came of it. */
  take(): { value: unknown; threw: boolean } | undefined;
  start(options: RealmOptions): Realm;
}

function makeDoor(start: RealmDoor['start']): RealmDoor {
  let task: (() => unknown) | undefined;
  let outcome: { value: unknown; threw: boolean } | undefined;
  return {
    enter() {
      try {
        outcome = { value: task?.(), threw: false };
      } catch (error) {
        outcome = { value: error, threw: true };
      }
    },
    begin(next) {
      task = next;
      outcome = undefined;
    },
    take() {
      const taken = outcome;
      outcome = undefined;
      return taken;
    },
    start,
  };
}

function startRealm(this: RealmDoor, options: RealmOptions): Realm {
  const { apply, defineProperty, deleteProperty, get, getOwnPropertyDescriptor } = Reflect;
  const { getPrototypeOf, has, isExtensible, ownKeys, preventExtensions, set, setPrototypeOf } = Reflect;
  const { hasOwn, is } = Object;
  const { Proxy: PlainProxy, WeakMap: PlainWeakMap } = globalThis;
  const { get: getWeak, set: setWeak } = WeakMap.prototype;
  const { toString: sourceOf, [Symbol.hasInstance]: isInstance } = Function.prototype;
  const { Function: PlainFunction } = globalThis;
  const { includes, startsWith } = String.prototype;
  const { EvalError: PlainEvalError, TypeError: PlainTypeError } = globalThis;
  const { hostGlobal, hostObjectPrototype, hostView } = options;
  const global = globalThis as object;
  const door = this;
  // biome-ignore lint/security/noGlobalEval: node:vm is eval by another name
  const indirectEval = eval;
  const errors: Record<string, ErrorConstructor> = { __proto__: null } as never; // filled below
  for (const Class of [Error, TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError]) {
    errors[Class.name] = Class;
  }
  /** Properties the global object has by itself. */
  const native: Descriptors = { __proto__: null } as never;
  /** Accessors that stand for a property of the sandbox, by their getter. */
  const exposed: Record<Key, () => unknown> = { __proto__: null } as never;
  /** Properties that a script has declared for good: values are copied to and from the sandbox. */
  const stuck: Record<Key, unknown> = { __proto__: null } as never;
  /** Variables without a value yet: they are none of the sandbox. */
  const declared: Record<Key, true> = { __proto__: null } as never;
  /** Properties that stay as they are: by value. */
  const fixed: Record<Key, unknown> = { __proto__: null } as never;
  let sandbox: object | undefined;
  let globalView: object | undefined;
  /** Functions from outside, and what stands for them here, both ways. */
  const wrappers = new PlainWeakMap<object, object>();
  const wrapped = new PlainWeakMap<object, object>();

  if (!options.strings) limitStrings();
  if (!options.wasm) limitWasm();
  each(global, (key) => {
    native[key] = ownOf(global, key) as PropertyDescriptor; // its own key
  });

  /** By index: code in the context may have patched the iterator of arrays. */
  function each(owner: object, visit: (key: Key) => void): void {
    const keys = ownKeys(owner);
    for (let i = 0; i < keys.length; i++) visit(keys[i] as Key); // the index is below the length
  }

  function evaluate(code: string, enterFromHost: (() => void) | undefined): unknown {
    if (enterFromHost === undefined) return indirectEval(code);
    door.begin(() => indirectEval(code));
    enterFromHost();
    const { value, threw } = door.take() ?? { value: undefined, threw: false };
    if (threw) throw value;
    return value;
  }

  function view(): object {
    globalView ??= new PlainProxy(
      {},
      {
        get: (_, key) => outward(get(global, key)),
        set: (_, key, value) => set(global, key, value),
        has: (_, key) => has(global, key),
        deleteProperty: (_, key) => deleteProperty(global, key),
        ownKeys: (target) => (isExtensible(global) || settle(target) ? ownKeys(global) : []),
        getPrototypeOf: () => getPrototypeOf(global),
        setPrototypeOf: (_, prototype) => setPrototypeOf(global, prototype),
        isExtensible(target) {
          if (!isExtensible(global)) settle(target);
          return isExtensible(target);
        },
        defineProperty(target, key, descriptor) {
          if (!define(key, descriptor)) return false;
          mirror(target, key);
          return true;
        },
        getOwnPropertyDescriptor: mirror,
        preventExtensions: (target) => preventExtensions(global) && settle(target),
      },
    );
    return globalView;
  }

  /** A proxy may not say of what its target lacks that it stays as it is. */
  function mirror(target: object, key: Key): PropertyDescriptor | undefined {
    const descriptor = look(key);
    if (descriptor === undefined) return undefined;
    if (descriptor.configurable === false || !isExtensible(global)) defineProperty(target, key, descriptor);
    return descriptor;
  }

  /** The global object takes no new properties: neither may the proxy's target, then. */
  function settle(target: object): boolean {
    each(global, (key) => mirror(target, key));
    setPrototypeOf(target, getPrototypeOf(global));
    return preventExtensions(target);
  }

  function outward(value: unknown): unknown {
    if (value === global) return view();
    if (value === hostView()) return hostGlobal;
    return typeof value === 'function' ? (apply(getWeak, wrapped, [value]) ?? value) : value;
  }

  function inward(value: unknown): unknown {
    if (value === hostGlobal) return hostView();
    if (typeof value === 'function') return callable(value);
    return value !== undefined && (value === globalView || value === sandbox) ? global : value;
  }

  /**
   * A function from outside is called with what it can look at in place of the global object. Classes and built-ins stay what they are:
   * scripts compare them with the constructors of objects.
   */
  function callable(fn: object): object {
    const known = apply(getWeak, wrappers, [fn]) as object | undefined;
    if (known !== undefined) return known;
    const wrapper = isPlainFunction(fn)
      ? new PlainProxy(fn as () => unknown, {
          apply(plain, self: unknown, args: unknown[]) {
            const given: unknown[] = [];
            for (let i = 0; i < args.length; i++) given[i] = outward(args[i]);
            return inward(apply(plain, self === global ? sandbox : self, given));
          },
        })
      : fn;
    apply(setWeak, wrappers, [fn, wrapper]);
    if (wrapper !== fn) apply(setWeak, wrapped, [wrapper, fn]);
    return wrapper;
  }

  function isPlainFunction(fn: object): boolean {
    if (apply(isInstance, PlainFunction, [fn])) return false;
    const source = apply(sourceOf, fn, []) as string;
    const name = get(fn, 'name') as unknown;
    const first = typeof name === 'string' ? (name[0] ?? '') : '';
    const isClass = apply(startsWith, source, ['class']) || (first >= 'A' && first <= 'Z');
    return !isClass && !apply(includes, source, ['[native code]']);
  }

  /** A property of the sandbox; what a proxy does not want to describe is taken for an ordinary one. */
  function describe(owner: object, key: Key): PropertyDescriptor | undefined {
    try {
      return ownOf(owner, key);
    } catch {
      return bare({ writable: true, enumerable: true, configurable: true });
    }
  }

  /** Puts an accessor for a property of the sandbox on the global object. */
  function expose(owner: object, key: Key): void {
    const descriptor = describe(owner, key) ?? bare({ writable: true, enumerable: true });
    const { writable, set: setter, enumerable = false } = descriptor;
    const getter = () => inward(get(owner, key));
    if (hasOwn(descriptor, 'value') && writable === false) {
      // As it is, so that V8 says of it what it says of such properties.
      const value = getter();
      if (defineProperty(global, key, bare({ ...descriptor, value }))) fixed[key] = value;
      return;
    }
    delete fixed[key];
    const isSettable = writable === true || setter !== undefined;
    const accessor = bare({
      get: getter,
      ...(isSettable ? { set: (value: unknown) => void set(owner, key, outward(value)) } : {}),
      enumerable,
      configurable: true,
    });
    if (defineProperty(global, key, accessor)) exposed[key] = getter;
    else if (set(global, key, getter())) stuck[key] = get(global, key);
  }

  /** A descriptor with nothing behind it: a script may have put anything on Object.prototype. */
  function bare(descriptor: PropertyDescriptor): PropertyDescriptor {
    setPrototypeOf(descriptor, null);
    return descriptor;
  }

  function ownOf(owner: object, key: Key): PropertyDescriptor | undefined {
    const descriptor = getOwnPropertyDescriptor(owner, key);
    return descriptor === undefined ? undefined : bare(descriptor);
  }

  function conceal(key: Key): void {
    delete exposed[key];
    const own = native[key];
    if (own === undefined) deleteProperty(global, key);
    else defineProperty(global, key, own);
  }

  function open(): void {
    const owner = sandbox;
    if (owner === undefined) return;
    each(owner, (key) => {
      if (key in stuck) {
        const value = inward(get(owner, key));
        if (!is(value, stuck[key])) set(global, key, value);
        stuck[key] = get(global, key);
      } else if (!(key in exposed) || key in fixed) expose(owner, key);
    });
    each(exposed, (key) => {
      if (describe(owner, key) === undefined && !(key in declared)) conceal(key);
    });
  }

  function close(): void {
    const owner = sandbox;
    if (owner === undefined) return;
    each(global, (key) => {
      const descriptor = ownOf(global, key) as PropertyDescriptor; // its own key
      if (!isKnown(key, descriptor)) absorb(owner, key, descriptor);
    });
    each(exposed, (key) => {
      if (hasOwn(global, key)) return;
      takeAway(key);
      if (describe(owner, key) !== undefined) expose(owner, key);
    });
  }

  /** Whether a property is as it was when it was last looked at. */
  function isKnown(key: Key, { value, get: getter }: PropertyDescriptor): boolean {
    if (key in exposed && getter === exposed[key]) return true;
    if (key in stuck) return is(value, stuck[key]);
    if (key in fixed) return is(value, fixed[key]);
    const own = key in exposed ? undefined : native[key];
    return own !== undefined && own.get === getter && is(own.value, value);
  }

  /** A property that code has given to the global object becomes one of the sandbox. */
  function absorb(owner: object, key: Key, descriptor: PropertyDescriptor): void {
    const { value, writable, enumerable, configurable } = descriptor;
    const isAssigned = writable && (enumerable || native[key]?.enumerable === false);
    if (!hasOwn(descriptor, 'value')) defineProperty(owner, key, bare(descriptor));
    else if (describe(owner, key) !== undefined || isAssigned) set(owner, key, outward(value));
    else defineProperty(owner, key, bare({ ...descriptor, value: outward(value) }));
    if (configurable && describe(owner, key) !== undefined) expose(owner, key);
    else if (hasOwn(descriptor, 'value')) stuck[key] = value;
    else native[key] = descriptor;
  }

  /** The property of the sandbox whose accessor was deleted goes, too. */
  function takeAway(key: Key): void {
    if (!(key in exposed)) return;
    delete exposed[key];
    delete declared[key];
    deleteProperty(sandbox as object, key); // only asked for where there is one
  }

  function contextify(owner: object): void {
    sandbox = owner;
    const ownPrototype = getPrototypeOf(global);
    const above = Object.create(ownPrototype) as object;
    // Methods of all objects are those of this context.
    const isOfSandbox = (key: Key) =>
      describe(owner, key) !== undefined || (has(owner, key) && !has(hostObjectPrototype, key));
    setPrototypeOf(
      global,
      new PlainProxy(above, {
        has(_, key) {
          takeAway(key);
          return has(owner, key) || has(above, key);
        },
        get(_, key, receiver) {
          takeAway(key);
          return isOfSandbox(key) ? inward(get(owner, key)) : get(above, key, receiver);
        },
        set(_, key, value, receiver) {
          takeAway(key);
          if (receiver !== global || key === '__proto__') return set(above, key, value, receiver);
          if (!set(owner, key, outward(value))) return false;
          if (describe(owner, key) !== undefined) expose(owner, key);
          return true;
        },
      }),
    );
    reflectSandbox();
    open();
  }

  /** A property of the global object as a script knows it. */
  function look(key: Key): PropertyDescriptor | undefined {
    const own = ownOf(global, key);
    if (sandbox === undefined || own?.get === undefined || own.get !== exposed[key]) return own;
    const descriptor = describe(sandbox, key);
    if (descriptor === undefined) return { value: undefined, writable: true, enumerable: true, configurable: true };
    return hasOwn(descriptor, 'value') ? { ...descriptor, value: inward(descriptor.value) } : descriptor;
  }

  function define(key: Key, descriptor: PropertyDescriptor): boolean {
    const isFixed = ownOf(global, key)?.configurable === false;
    if (sandbox === undefined || isFixed) return defineProperty(global, key, descriptor);
    const { value } = descriptor;
    const outside = outward(value);
    if (!defineProperty(sandbox, key, outside === value ? descriptor : { ...descriptor, value: outside })) return false;
    expose(sandbox, key);
    return true;
  }

  /** To the functions that look at properties the accessors are what they stand for. */
  function reflectSandbox(): void {
    const lookAtAll = () => {
      const descriptors: Descriptors = {};
      each(global, (key) => {
        descriptors[key] = shown(look(key)) as PropertyDescriptor; // its own key
      });
      return descriptors;
    };
    const shown = (descriptor: PropertyDescriptor | undefined) =>
      descriptor === undefined ? undefined : { ...descriptor };
    const toKey = (key: unknown) => (typeof key === 'symbol' ? key : `${key as string}`);
    patch(Object, 'getOwnPropertyDescriptor', (key) => shown(look(toKey(key))));
    patch(Reflect, 'getOwnPropertyDescriptor', (key) => shown(look(toKey(key))));
    patch(Object, 'getOwnPropertyDescriptors', lookAtAll);
    patch(Reflect, 'defineProperty', (key, descriptor) => define(toKey(key), descriptor as PropertyDescriptor));
    patch(Object, 'defineProperty', (key, descriptor) => {
      if (define(toKey(key), descriptor as PropertyDescriptor)) return global;
      throw new PlainTypeError(`Cannot redefine property: ${String(key)}`);
    });
  }

  /** A function of an object as the first argument, which does something else for the global object. */
  function patch(holder: object, name: string, forGlobal: (...args: unknown[]) => unknown): void {
    const plain = get(holder, name) as () => unknown; // Object and Reflect have them
    const patched = new PlainProxy(plain, {
      apply: (_, self, args) => (args[0] === global ? forGlobal(args[1], args[2]) : apply(plain, self, args)),
    });
    replace(holder, name, patched);
  }

  function declare(code: string): void {
    const owner = sandbox;
    if (owner === undefined) return;
    // V8 declares the names of a text before it runs it. Those of one that is evaluated can be replaced by accessors.
    try {
      indirectEval(`throw 0;${code}`);
    } catch {
      // It always throws; a text that cannot be compiled says so when it is run.
    }
    each(global, (key) => {
      const descriptor = ownOf(global, key) as PropertyDescriptor; // its own key
      if (isKnown(key, descriptor)) return;
      if (descriptor.value === undefined) {
        declared[key] = true;
        expose(owner, key);
      } else absorb(owner, key, descriptor);
    });
  }

  function limitStrings(): void {
    const refusal = () => new PlainEvalError('Code generation from strings disallowed for this context');
    const kinds = [() => {}, async () => {}, function* () {}, async function* () {}];
    for (const kind of kinds) {
      const prototype = getPrototypeOf(kind) as { constructor: NewableFunction }; // of a function
      const { constructor: plain } = prototype;
      const substitute: NewableFunction = new PlainProxy(plain, {
        apply() {
          throw refusal();
        },
        construct() {
          throw refusal();
        },
      });
      replace(prototype, 'constructor', substitute);
      if ((plain as unknown) === PlainFunction) replace(global, 'Function', substitute);
    }
    const substitute = {
      eval() {
        throw refusal();
      },
    };
    replace(global, 'eval', substitute.eval);
  }

  function limitWasm(): void {
    const wasm = get(global, 'WebAssembly') as Record<'CompileError' | 'Module', new (...args: unknown[]) => Error>;
    const { CompileError, Module: PlainModule } = wasm;
    const refusal = (name: string) =>
      new CompileError(`WebAssembly.${name}(): Wasm code generation disallowed by embedder`);
    const Module = new PlainProxy(PlainModule, {
      construct() {
        throw refusal('Module');
      },
    });
    replace(wasm, 'Module', Module);
    replace(PlainModule.prototype, 'constructor', Module);
    for (const name of ['compile', 'instantiate', 'compileStreaming', 'instantiateStreaming']) {
      const plain = get(wasm, name) as unknown;
      if (typeof plain !== 'function') continue;
      const substitute = new PlainProxy(plain, {
        apply: (_, self, args) =>
          args[0] instanceof PlainModule ? apply(plain, self, args) : Promise.reject(refusal(name)),
      });
      replace(wasm, name, substitute);
    }
  }

  function replace(target: object, key: Key, value: unknown): void {
    defineProperty(target, key, bare({ value, writable: true, enumerable: false, configurable: true }));
  }

  function copyError(name: string, message: string, stack: string): Error {
    const Class = errors[name] ?? errors.Error;
    const error = new (Class as ErrorConstructor)(message); // there is Error
    if (error.name !== name) replace(error, 'name', name);
    replace(error, 'stack', stack);
    return error;
  }

  function prototypes(): object[] {
    const generators = [function* () {}, async function* () {}];
    return [
      Promise.prototype,
      getPrototypeOf(new Map().keys()) as object,
      getPrototypeOf(new Set().keys()) as object,
      getPrototypeOf(async () => {}) as object,
      ...generators.map((kind) => get(getPrototypeOf(kind) as object, 'prototype') as object),
    ];
  }

  return { global, contextify, open, close, declare, evaluate, outward, view, prototypes, copyError };
}

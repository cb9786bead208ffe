// The class `Console`: a console over streams of the script's own. Inside the context.
// https://nodejs.org/api/console.html#new-consoleoptions
import { type ConsoleMethods, type ConsoleState, type ConsoleStream, consoleMethods } from './console.ts';
import { nodeError } from './errors.ts';
import type { InspectOptions } from './inspect-types.ts';
import { ObjectCreate, ObjectDefineProperties, ObjectDefineProperty, ObjectKeys } from './primordials.ts';
import { SafeWeakMap } from './safe-collections.ts';
import { validateInteger, validateObject } from './validators.ts';

/** Options of `new Console()`. */
export interface ConsoleOptions {
  readonly stdout: ConsoleStream;
  /** @default stdout */
  readonly stderr?: ConsoleStream;
  /** @default true */
  readonly ignoreErrors?: boolean;
  /** @default 'auto' */
  readonly colorMode?: 'auto' | boolean;
  readonly inspectOptions?: InspectOptions | ReadonlyMap<ConsoleStream, InspectOptions>;
  /** @default 2 */
  readonly groupIndentation?: number;
}

export interface ConsoleConstructor {
  new (options: ConsoleOptions): ConsoleMethods;
  new (stdout: ConsoleStream, stderr?: ConsoleStream, ignoreErrors?: boolean): ConsoleMethods;
  prototype: ConsoleMethods;
}

const methodsOf = new SafeWeakMap<object, ConsoleMethods>();

/** A function, not a class: Node's may be called without `new`. */
export const Console = function Console(this: unknown, ...args: unknown[]): unknown {
  if (!new.target) return Reflect.construct(Console, args);
  const self = this as ConsoleState['self']; // `new` made it
  const first = args[0] as ConsoleStream | ConsoleOptions | undefined;
  const options = (
    first && typeof (first as ConsoleStream).write !== 'function'
      ? first
      : { stdout: first, stderr: args[1], ignoreErrors: args[2] }
  ) as ConsoleOptions;
  const state = createState(self, options);
  const methods = consoleMethods(state, {});
  methodsOf.set(self, methods);
  for (const name of ObjectKeys(methods) as (keyof ConsoleMethods)[]) {
    const inherited = self[name];
    self[name] = inherited === shared[name] ? methods[name] : inherited.bind(self);
  }
  const hidden = { configurable: true, writable: true };
  ObjectDefineProperties(self, {
    _stdout: { __proto__: null, ...hidden, value: options.stdout },
    _stderr: { __proto__: null, ...hidden, value: options.stderr ?? options.stdout },
    _ignoreErrors: { __proto__: null, ...hidden, value: state.ignoreErrors },
    _times: { __proto__: null, ...hidden, value: state.times },
    [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'console' },
  });
  return undefined;
} as unknown as ConsoleConstructor; // a function with a construct signature, which TypeScript cannot write

function createState(self: ConsoleState['self'], options: ConsoleOptions): ConsoleState {
  const { stdout, stderr = stdout, ignoreErrors = true, colorMode = 'auto', inspectOptions } = options;
  const { groupIndentation } = options;
  if (!stdout || typeof stdout.write !== 'function') throw nodeError('ERR_CONSOLE_WRITABLE_STREAM', 'stdout');
  if (!stderr || typeof stderr.write !== 'function') throw nodeError('ERR_CONSOLE_WRITABLE_STREAM', 'stderr');
  if (colorMode !== 'auto' && typeof colorMode !== 'boolean') {
    throw nodeError('ERR_INVALID_ARG_VALUE', 'colorMode', colorMode, "must be one of: 'auto', true, false");
  }
  if (groupIndentation !== undefined) validateInteger(groupIndentation, 'groupIndentation', 0, 1000);
  if (inspectOptions !== undefined) checkInspectOptions(inspectOptions, options.colorMode);
  return {
    self,
    ignoreErrors: Boolean(ignoreErrors),
    colorMode,
    inspectOptions,
    groupIndentation: groupIndentation ?? 2,
    counts: new Map(),
    times: new Map(),
    indent: '',
  };
}

function checkInspectOptions(inspectOptions: object, colorMode: unknown): void {
  validateObject(inspectOptions, 'options.inspectOptions');
  const each = inspectOptions instanceof Map ? inspectOptions.values() : [inspectOptions as InspectOptions];
  for (const { colors } of each) {
    if (colors === undefined || colorMode === undefined) continue;
    throw nodeError('ERR_INCOMPATIBLE_OPTION_PAIR', 'options.inspectOptions.color', 'colorMode');
  }
}

/** The methods as they stand on the prototype: they find their console by `this`. */
const shared = ObjectCreate(null) as ConsoleMethods;
for (const name of ObjectKeys(consoleMethods({} as ConsoleState, {})) as (keyof ConsoleMethods)[]) {
  const { [name]: method } = {
    [name](this: object, ...args: unknown[]) {
      methodsOf.get(this)?.[name](...args);
    },
  };
  shared[name] = method as ConsoleMethods[typeof name]; // computed just above
  Console.prototype[name] = shared[name];
}
ObjectDefineProperty(Console, Symbol.hasInstance, {
  __proto__: null,
  value: (instance: object) => instance?.[Symbol.toStringTag as never] === 'console',
});

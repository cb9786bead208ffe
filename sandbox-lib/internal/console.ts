// The console: state, writing, and the object every script logs with. Inside the context, on the path of nearly every request:
// text goes straight to the stream, and whatever is rare lives in console-methods.ts.
import { Console } from './console-class.ts';
import {
  assert,
  clear,
  count,
  countReset,
  dir,
  group,
  groupEnd,
  time,
  timeEnd,
  timeLog,
  trace,
} from './console-methods.ts';
import { printTable } from './console-table.ts';
import { formatArguments } from './format.ts';
import type { InspectOptions } from './inspect-types.ts';
import { ObjectDefineProperties, ObjectDefineProperty } from './primordials.ts';

/** Where a console writes: process.stdout, or any stream a script brings. */
export interface ConsoleStream {
  write(text: string, callback?: (error?: Error | null) => void): unknown;
  isTTY?: boolean;
  getColorDepth?(): number;
  listenerCount?(event: string): number;
  once?(event: string, listener: () => void): unknown;
  removeListener?(event: string, listener: () => void): unknown;
}

type Method = (...args: unknown[]) => void;

/** The methods of a console; those that build on others look them up here, as a script may have replaced them. */
export type ConsoleMethods = Record<
  'log' | 'info' | 'debug' | 'warn' | 'error' | 'dir' | 'time' | 'timeEnd' | 'timeLog' | 'trace' | 'assert' | 'clear',
  Method
> &
  Record<'count' | 'countReset' | 'group' | 'groupEnd' | 'table' | 'dirxml' | 'groupCollapsed', Method>;

/** What one console remembers. */
export interface ConsoleState {
  readonly self: ConsoleMethods & { _stdout: ConsoleStream; _stderr: ConsoleStream };
  readonly ignoreErrors: boolean;
  readonly colorMode: 'auto' | boolean;
  readonly inspectOptions: InspectOptions | ReadonlyMap<ConsoleStream, InspectOptions> | undefined;
  /** Spaces one group adds. */
  readonly groupIndentation: number;
  readonly counts: Map<string, number>;
  readonly times: Map<string, number>;
  indent: string;
}

/** Options of inspect for this stream; undefined, the usual case, keeps the formatter on its short path. */
export function inspectOptionsFor(state: ConsoleState, stream: ConsoleStream): InspectOptions | undefined {
  const { colorMode, inspectOptions } = state;
  if (inspectOptions !== undefined) {
    return inspectOptions instanceof Map ? inspectOptions.get(stream) : (inspectOptions as InspectOptions);
  }
  // Own property only: reading an inherited one would turn the light process.stdout into a whole stream.
  const isTerminal = colorMode === 'auto' && Object.hasOwn(stream, 'isTTY') && stream.isTTY === true;
  const colors = isTerminal ? (stream.getColorDepth?.() ?? 3) > 2 : colorMode === true;
  return colors ? { colors } : undefined;
}

/** Writes one line, indented as its groups say. */
export function writeLine(state: ConsoleState, stream: ConsoleStream, text: string): void {
  const { indent } = state;
  const line = `${indent === '' ? text : indent + text.replaceAll('\n', `\n${indent}`)}\n`;
  if (!state.ignoreErrors) {
    stream.write(line);
    return;
  }
  try {
    if (stream instanceof Object && Object.hasOwn(stream, '_events')) writeGuarded(stream, line);
    else stream.write(line);
  } catch (error) {
    if (error instanceof RangeError && error.message === 'Maximum call stack size exceeded') throw error;
  }
}

function ignore(): void {}

/** A full stream reports a failed write as an 'error' event, which nobody may be listening to. */
function writeGuarded(stream: ConsoleStream, line: string): void {
  const unheard = stream.listenerCount?.('error') === 0;
  if (unheard) stream.once?.('error', ignore);
  try {
    stream.write(line, (error) => {
      // The event comes after this callback.
      if (error && stream.listenerCount?.('error') === 0) stream.once?.('error', ignore);
    });
  } finally {
    if (unheard) stream.removeListener?.('error', ignore);
  }
}

function print(state: ConsoleState, stream: ConsoleStream, args: unknown[]): void {
  const [first] = args;
  const text =
    args.length === 1 && typeof first === 'string' ? first : formatArguments(args, inspectOptionsFor(state, stream));
  writeLine(state, stream, text);
}

/** The methods of one console, each usable without its object: `const { log } = console`. */
export function consoleMethods(state: ConsoleState): ConsoleMethods {
  return {
    // A prototype of its own, as in Node: what is put there is on the console, and nowhere else.
    __proto__: {},
    log(...args) {
      print(state, state.self._stdout, args);
    },
    info(...args) {
      print(state, state.self._stdout, args);
    },
    debug(...args) {
      print(state, state.self._stdout, args);
    },
    warn(...args) {
      print(state, state.self._stderr, args);
    },
    error(...args) {
      print(state, state.self._stderr, args);
    },
    dir(value, options) {
      dir(state, value, options);
    },
    time(label = 'default') {
      time(state, `${label}`);
    },
    timeEnd(label = 'default') {
      timeEnd(state, `${label}`);
    },
    timeLog(label = 'default', ...data) {
      timeLog(state, `${label}`, data);
    },
    trace(...args) {
      trace(state, args, state.self.trace);
    },
    assert(condition, ...args) {
      assert(state, condition, args);
    },
    clear() {
      clear(state);
    },
    count(label = 'default') {
      count(state, `${label}`);
    },
    countReset(label = 'default') {
      countReset(state, `${label}`);
    },
    group(...data) {
      group(state, data);
    },
    groupEnd() {
      groupEnd(state);
    },
    table(data, properties) {
      printTable(state, data, properties);
    },
    dirxml(...args) {
      print(state, state.self._stdout, args);
    },
    groupCollapsed(...data) {
      group(state, data);
    },
  } as ConsoleMethods; // TypeScript takes __proto__ for a property
}

function settleConsole(self: object, value: unknown): unknown {
  ObjectDefineProperty(self, 'Console', { value, configurable: true, enumerable: true, writable: true });
  return value;
}

/** V8's own functions that Node's console keeps: they speak to an inspector, if there is one. */
const NATIVE = ['profile', 'profileEnd', 'timeStamp', 'context', 'createTask'] as const;

/**
 * Makes the global console. `streams.stdout` is read at the first use, so that `process` itself can be given. `native` is the
 * console V8 put into the context.
 */
export function createConsole(
  streams: { readonly stdout: ConsoleStream; readonly stderr: ConsoleStream },
  native: object = {},
): ConsoleMethods {
  const state = {
    ignoreErrors: true,
    colorMode: 'auto',
    inspectOptions: undefined,
    groupIndentation: 2,
    counts: new Map(),
    times: new Map(),
    indent: '',
  } as unknown as ConsoleState; // `self` follows
  const self = consoleMethods(state);
  (state as { self: ConsoleMethods }).self = self;
  let stdout: ConsoleStream | undefined;
  let stderr: ConsoleStream | undefined;
  ObjectDefineProperties(self, {
    _stdout: {
      configurable: true,
      get: () => (stdout ??= streams.stdout),
      set: (stream: ConsoleStream) => {
        stdout = stream;
      },
    },
    _stderr: {
      configurable: true,
      get: () => (stderr ??= streams.stderr),
      set: (stream: ConsoleStream) => {
        stderr = stream;
      },
    },
    _times: { configurable: true, writable: true, value: state.times },
    [Symbol.toStringTag]: { configurable: true, value: 'console' },
    // Made at its first use, then like any other property.
    Console: {
      configurable: true,
      enumerable: true,
      get: () => settleConsole(self, Console),
      set: (value: unknown) => settleConsole(self, value),
    },
  });
  for (const name of NATIVE) {
    if (name in native) (self as Record<string, unknown>)[name] = (native as Record<string, unknown>)[name];
  }
  return self;
}

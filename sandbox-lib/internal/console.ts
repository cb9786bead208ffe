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
import { isStackOverflow } from './stack-overflow.ts';

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
  const options = inspectOptions instanceof Map ? inspectOptions.get(stream) : (inspectOptions as InspectOptions);
  if (options?.colors !== undefined) return options;
  // Own property only: reading an inherited one would turn the light process.stdout into a whole stream.
  const isTerminal = colorMode === 'auto' && Object.hasOwn(stream, 'isTTY') && stream.isTTY === true;
  const colors = isTerminal ? (stream.getColorDepth?.() ?? 3) > 2 : colorMode === true;
  return colors ? { ...options, colors } : options;
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
    if (isStackOverflow(error)) throw error;
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

/**
 * The methods of one console, each usable without its object: `const { log } = console`. What the prototype holds is on this console
 * and nowhere else.
 */
export function consoleMethods(state: ConsoleState, prototype: object): ConsoleMethods {
  return {
    __proto__: prototype,
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

/** V8's own functions that Node's console keeps: they speak to an inspector, if there is one. */
type NativeConsole = Partial<Record<'profile' | 'profileEnd' | 'timeStamp' | 'context' | 'createTask', unknown>>;

/**
 * Makes the global console. `streams.stdout` is read at the first use, so that `process` itself can be given. `native` is the
 * console V8 put into the context. Whatever is rare is an accessor of a class made here: defining it on the console itself would
 * double the cost of a `console.log`.
 */
export function createConsole(
  streams: { readonly stdout: ConsoleStream; readonly stderr: ConsoleStream },
  native: NativeConsole = {},
): ConsoleMethods {
  let stdout: ConsoleStream | undefined;
  let stderr: ConsoleStream | undefined;
  // Without a name: inspect goes on to Object, as it does from Node's.
  const prototype = new (class {
    get _stdout(): ConsoleStream {
      stdout ??= streams.stdout;
      return stdout;
    }
    set _stdout(stream: ConsoleStream) {
      stdout = stream;
    }
    get _stderr(): ConsoleStream {
      stderr ??= streams.stderr;
      return stderr;
    }
    set _stderr(stream: ConsoleStream) {
      stderr = stream;
    }
    get _times(): Map<string, number> {
      return state.times;
    }
    get Console(): unknown {
      return Console;
    }
    get profile(): unknown {
      return native.profile;
    }
    get profileEnd(): unknown {
      return native.profileEnd;
    }
    get timeStamp(): unknown {
      return native.timeStamp;
    }
    get context(): unknown {
      return native.context;
    }
    get createTask(): unknown {
      return native.createTask;
    }
    get [Symbol.toStringTag](): string {
      return 'console';
    }
  })();
  const state = {
    ignoreErrors: true,
    colorMode: 'auto',
    inspectOptions: undefined,
    groupIndentation: 2,
    counts: new Map(),
    times: new Map(),
    indent: '',
  } as unknown as ConsoleState; // `self` follows
  const self = consoleMethods(state, prototype);
  (state as { self: ConsoleMethods }).self = self;
  return self;
}

// The less used methods of the console: timers, counters, groups, traces. Inside the context.
import { type ConsoleState, inspectOptionsFor, writeLine } from './console.ts';
import { formatArguments } from './format.ts';
import { host } from './host.ts';
import { inspect } from './inspect.ts';
import type { InspectOptions } from './inspect-types.ts';
import { emitWarning } from './warning.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export function dir(state: ConsoleState, value: unknown, options: unknown): void {
  const stream = state.self._stdout;
  const chosen = options as InspectOptions | undefined; // inspect reads what it knows and ignores the rest
  writeLine(state, stream, inspect(value, { customInspect: false, ...inspectOptionsFor(state, stream), ...chosen }));
}

export function assert(state: ConsoleState, condition: unknown, args: unknown[]): void {
  if (condition) return;
  const [first, ...others] = args;
  if (typeof first === 'string') state.self.warn(`Assertion failed: ${first}`, ...others);
  else state.self.warn('Assertion failed', ...args);
}

export function trace(state: ConsoleState, args: unknown[], above: (...args: unknown[]) => void): void {
  const { self } = state;
  const record = { name: 'Trace', message: formatArguments(args, inspectOptionsFor(state, self._stderr)), stack: '' };
  Error.captureStackTrace(record, above);
  self.error(record.stack);
}

export function clear(state: ConsoleState): void {
  const stream = state.self._stdout;
  if (Object.hasOwn(stream, 'isTTY') && stream.isTTY === true) stream.write('\x1b[1;1H\x1b[0J');
}

export function count(state: ConsoleState, label: string): void {
  const next = (state.counts.get(label) ?? 0) + 1;
  state.counts.set(label, next);
  state.self.log(`${label}: ${next}`);
}

export function countReset(state: ConsoleState, label: string): void {
  if (!state.counts.delete(label)) emitWarning(`Count for '${label}' does not exist`);
}

export function group(state: ConsoleState, data: unknown[]): void {
  if (data.length > 0) state.self.log(...data);
  state.indent += ' '.repeat(state.groupIndentation);
}

export function groupEnd(state: ConsoleState): void {
  state.indent = state.indent.slice(state.groupIndentation);
}

export function time(state: ConsoleState, label: string): void {
  if (state.times.has(label)) emitWarning(`Label '${label}' already exists for console.time()`);
  else state.times.set(label, host('clock'));
}

export function timeEnd(state: ConsoleState, label: string): void {
  if (printTime(state, 'timeEnd', label, [])) state.times.delete(label);
}

export function timeLog(state: ConsoleState, label: string, data: unknown[]): void {
  printTime(state, 'timeLog', label, data);
}

function printTime(state: ConsoleState, method: string, label: string, data: unknown[]): boolean {
  const started = state.times.get(label);
  if (started === undefined) {
    emitWarning(`No such label '${label}' for console.${method}()`);
    return false;
  }
  state.self.log('%s: %s', label, formatTime(host('clock') - started), ...data);
  return true;
}

/** Milliseconds as console.timeEnd writes them: '1.5ms', '2.000s', '1:00.300 (m:ss.mmm)'. */
export function formatTime(ms: number): string {
  if (ms < SECOND) return `${Number(ms.toFixed(3))}ms`;
  const hours = Math.floor(ms / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const seconds = ((ms % MINUTE) / SECOND).toFixed(3);
  if (hours === 0 && minutes === 0) return `${seconds}s`;
  const clock = hours === 0 ? `${minutes}` : `${hours}:${String(minutes).padStart(2, '0')}`;
  return `${clock}:${seconds.padStart(6, '0')} (${hours === 0 ? '' : 'h:m'}m:ss.mmm)`;
}
